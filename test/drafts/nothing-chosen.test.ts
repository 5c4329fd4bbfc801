import { submit } from '../../server/cases/submit.ts'
import { saveAnswers } from '../../server/drafts/save-answers.ts'
import { actorOf } from '../../server/people/person.ts'
import { aMove, publishIn } from '../support/definitions.ts'
import { portal } from '../support/portal.ts'
import { idOf } from './support.ts'

/** A move in which nothing has to be done unless the new home is rented; a parking permit may be had in any case. */
function onlyIfRented() {
  const move = aMove()
  const items = move.bundle.items.map(entry => ({ ...entry, when: entry.item === 'parking' ? [] : [{ question: 'rented', in: ['yes'] }] }))
  return { ...move, bundle: { ...move.bundle, items } }
}

async function atTheChoice() {
  const site = await portal()
  await publishIn(site, onlyIfRented())
  const citizen = await site.citizen()
  const start = await (await citizen.get('/bundles/moving/start')).fill({ '在哪里办理？': '330106001000' }).submit()
  return { site, citizen, id: idOf(start), page: await start.fill({ '新居是租的吗？': '不是' }).submit() }
}

test('who needs nothing and takes nothing of what is offered is told so, and goes on with the first thing he takes', async () => {
  const { page } = await atTheChoice()
  expect(page.text()).toContain('按您的情形没有必须办的事项')
  const refused = await page.fill({}).submit()
  expect(refused.status).toBe(422)
  expect(refused.problems()).toEqual(['要办哪些？：请至少选择一项'])
  const onward = await refused.fill({ '要办哪些？': ['停车证'] }).submit()
  expect(onward.heading()).toBe('新居')
})

test('a matter of no items at all is never filed', async () => {
  const { site, citizen, id } = await atTheChoice()
  const ctx = site.ctx(actorOf(citizen.person!))
  await saveAnswers(ctx, id, { answers: { rented: 'no' }, chosen: [] })
  await expect(submit(ctx, id)).rejects.toMatchObject({ code: 'draft.incomplete' })
  const sent = await citizen.post(`/drafts/${id}/submit`, { confirmed: 'yes' })
  expect(sent.heading()).toBe('您的情形')
})
