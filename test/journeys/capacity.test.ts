import { accept } from '../../server/cases/accept.ts'
import { submit } from '../../server/cases/submit.ts'
import { saveAnswers } from '../../server/drafts/save-answers.ts'
import { startDraft } from '../../server/drafts/start.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { aQuestion, publishIn } from '../support/definitions.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { portal } from '../support/portal.ts'
import { aWedding } from '../support/wedding.ts'

const text = (zh: string, en = zh) => ({ zh, en })
const options = [
  { value: 'self', zh: '为我本人', en: 'Myself' },
  { value: 'parent', zh: '父亲或者母亲', en: 'A parent', basis: '《民法典》第二十七条' },
]
const asking = { ...aQuestion('capacity', '您以什么身份办理？'), options, isCapacity: true }

/** A birth for which somebody says in which capacity he acts. */
function aBirthForAChild() {
  const birth = aBirth()
  return { ...birth, bundle: { ...birth.bundle, id: 'birth-for-a-child', title: text('代孩子办的事'), questions: [asking] } }
}

test('in which capacity somebody acts stands in the first event, on the receipt, on the desk of every department, and on its letters', async () => {
  const site = await portal()
  const parent = await site.citizen()
  const { theCase, tasks } = await givenCase(site, { definition: aBirthForAChild(), applicant: parent.person!, content: { answers: { capacity: 'parent' } } })
  const [submitted] = await listEvents(site.db, { region: theCase.region, caseId: theCase.id })
  expect(submitted!.data.capacity).toEqual({ question: 'capacity', option: 'parent' })
  const said = /父亲或者母亲.*《民法典》第二十七条/
  expect((await parent.get(`/cases/${theCase.number}/receipt`)).text()).toMatch(said)
  expect((await parent.get(`/cases/${theCase.number}`)).text()).toMatch(said)
  const doctor = await site.officer({ department: 'health', region: xihu })
  const task = tasks.find(({ itemCode }) => itemCode === 'certificate')!
  expect((await doctor.get(`/desk/tasks/${task.id}`)).text()).toMatch(said)
  await accept(site.ctx(actorOf(doctor.person!)), task.id)
  const events = await listEvents(site.db, { region: theCase.region, caseId: theCase.id })
  const letter = events.find(({ type }) => type === 'task.accepted')!
  expect((await parent.get(`/cases/${theCase.number}/letters/${letter.seq}`)).text()).toContain('以“父亲或者母亲”的身份申请')
})

test('whoever acts for himself is told no capacity', async () => {
  const site = await portal()
  const own = await site.citizen()
  const { theCase } = await givenCase(site, { definition: aBirthForAChild(), applicant: own.person!, content: { answers: { capacity: 'self' } } })
  const [submitted] = await listEvents(site.db, { region: theCase.region, caseId: theCase.id })
  expect(submitted!.data).not.toHaveProperty('capacity')
  expect((await own.get(`/cases/${theCase.number}/receipt`)).text()).not.toContain('办理身份')
})

test('the capacity is asked with the law under each option; one that the bundle doesn’t have is none, and nothing is filed with it', async () => {
  const site = await portal()
  const wedding = aWedding()
  await publishIn(site, { ...wedding, bundle: { ...wedding.bundle, questions: [...wedding.bundle.questions, asking], coApplicants: [] } })
  const parent = await site.citizen()
  const ctx = site.ctx(actorOf(parent.person!))
  const id = await startDraft(ctx, { bundleId: 'wedding', regionCode: xihu, answers: { loan: 'no' } })
  const questions = await parent.get(`/drafts/${id}/questions`)
  expect(questions.text()).toContain('父亲或者母亲 依据：《民法典》第二十七条')
  expect((await parent.post(`/drafts/${id}/questions`, { capacity: 'emperor', _shown: 'loan capacity' })).status).toBe(422)
  await saveAnswers(ctx, id, { answers: { capacity: 'emperor' }, chosen: undefined })
  await expect(submit(ctx, id)).rejects.toMatchObject({ code: 'draft.incomplete' })
})
