import { accept, decline, noteDeficiencies } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { paths } from '../../server/web/paths.ts'
import { aCitizen } from '../support/people.ts'
import { applicantTown, shortcoming, type ApplicantTown } from '../progress/applicant-town.ts'

const eventsOf = async ({ site, now }: ApplicantTown) => listEvents(site.db, { region: '330106', caseId: (await now()).theCase.id })
const seqOf = async (town: ApplicantTown, type: string) => (await eventsOf(town)).findLast(event => event.type === type)!.seq

/** Accepted, refused, everything ended. */
async function refusedTown(): Promise<ApplicantTown> {
  const town = await applicantTown()
  await accept(town.as('health'), town.id('certificate'))
  await decide(town.as('health'), town.id('certificate'), { outcome: 'refuse', reason: '分娩记录与医院记录不符' })
  await decline(town.as('healthcare'), town.id('allowance'), { reason: '请向省医保申请', ground: 'notOurPower' })
  return town
}

test('all letters of a case are listed on its page, the latest first, and stand beside their events in the history', async () => {
  const town = await refusedTown()
  const page = await town.page()
  const listed = page.$('#letters').parent()
  expect(listed.find('.matter__title').map((_, one) => page.$(one).text().trim()).get()).toEqual(['办结通知书', '不予受理决定书', '不予办理决定书', '受理通知书'])
  expect(page.$('.timeline a').map((_, one) => page.$(one).text()).get()).toEqual(['办结通知书', '不予受理决定书', '不予办理决定书', '受理通知书'])
})

test('a refusal on paper: title, number, addressee, reason, what lapses, what goes on, remedies with their last days, seal, date, check mark', async () => {
  const town = await refusedTown()
  const page = await (await town.page()).follow('不予办理决定书')
  const seq = await seqOf(town, 'task.refused')
  expect(page.heading()).toBe('不予办理决定书')
  const words = page.text()
  expect(words).toContain(`文号：${town.number}-${String(seq).padStart(3, '0')}`)
  expect(words).toMatch(/陈小雨：.*理由：分娩记录与医院记录不符.*随之不再办理：出生登记、参加医保。.*继续办理：生育津贴。/)
  expect(words).toMatch(/申请行政复议的最后一天是 2026年5月6日，提起行政诉讼的最后一天是 2026年9月2日/) // 1 May and its holiday run to the 5th; 2 September is a Wednesday
  const event = (await eventsOf(town)).find(one => one.seq === seq)!
  expect(words).toContain(event.hash.slice(0, 16))
  expect(page.$('.letter .seal')).toHaveLength(1)
  expect(page.$('.letter time').attr('datetime')).toBe(event.at)
})

test('one notice of everything for all departments, and one letter for the whole case at its end', async () => {
  const town = await applicantTown()
  await noteDeficiencies(town.as('health'), town.id('certificate'), { shortcomings: [shortcoming('field', 'child.name', '用字不规范'), shortcoming('material', 'birth-record', '请拍清楚四角')], repeatReason: null })
  await noteDeficiencies(town.as('healthcare'), town.id('allowance'), { shortcomings: [shortcoming('field', 'income.account', '户名不符')], repeatReason: null })
  const page = await (await town.page()).follow('一次性补正通知书')
  expect(page.$('tbody tr').map((_, row) => page.$(row).text()).get().join()).toMatch(/孩子姓名用字不规范.*收款账号户名不符.*分娩记录请拍清楚四角/)
  expect(page.text()).toContain('请于 2026年3月16日前')
  const english = await town.citizen.get(`${page.path}?lang=en`)
  expect(english.heading()).toBe('Notice of everything to be corrected')
})

test('the officers of an office read the letters of their own task and no others', async () => {
  const town = await refusedTown()
  const doctor = await town.site.signedIn({ ...aCitizen({ username: 'officer.health' }) })
  const [refused, declined, concluded] = [await seqOf(town, 'task.refused'), await seqOf(town, 'task.notAccepted'), await seqOf(town, 'case.concluded')]
  const own = await doctor.get(paths.deskLetter(town.id('certificate'), refused))
  expect([own.status, own.heading()]).toEqual([200, '不予办理决定书'])
  expect(own.link('返回办件')).toBe(paths.deskTask(town.id('certificate')))
  for (const seq of [declined, concluded, 9999]) expect((await doctor.get(paths.deskLetter(town.id('certificate'), seq))).status).toBe(404)
  expect((await doctor.get(paths.deskLetter(town.id('allowance'), declined))).status).toBe(404)
  expect((await doctor.get(paths.letter(town.number, refused))).status).toBe(404)
})

test.each(['0', '1', '99', '-1', '1.5', 'x', '%00', '01', '9'.repeat(40)])('%s is the number of no letter', async seq => {
  const town = await applicantTown()
  expect((await town.citizen.get(`/cases/${town.number}/letters/${seq}`)).status).toBe(404)
})

test('somebody else’s letter is not there, and a stranger is asked to sign in', async () => {
  const town = await refusedTown()
  const path = paths.letter(town.number, await seqOf(town, 'task.refused'))
  const other = await town.site.citizen({ username: 'another', idNumber: '330106199003074228' })
  expect((await other.get(path)).status).toBe(404)
  expect((await town.site.visitor().get(path)).path).toContain('/sign-in')
})
