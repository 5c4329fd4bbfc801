import { answerOrder } from '../../server/cases/requests.ts'
import { decide } from '../../server/cases/decide.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { paths } from '../../server/web/paths.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase } from '../support/filed-case.ts'
import { overdueTown, supervisedTown, type SupervisedTown } from './town.ts'

const eventsOf = async ({ site, dossier }: SupervisedTown) => listEvents(site.db, { region: '330106', caseId: dossier.theCase.id })

test('a supervisor orders, the office answers, and the supervisor reads the answer', async () => {
  const town = await overdueTown()
  const { supervisor, doctor, by, task, now } = town
  const id = task('certificate')
  const page = await supervisor.get(paths.supervisedTask(id))
  expect(page.field('答复期限')).toBe('2026-03-11') // Monday the 9th, two working days on
  const given = await page.fill({ 督办要求: '请说明超期原因，\n三日内办结' }).submit('下达')
  expect(given.notice()).toContain('督办单已下达')
  expect(given.text()).toContain('等待承办部门答复')
  expect((await eventsOf(town)).at(-1)).toMatchObject({ type: 'order.given', actorId: supervisor.id, actorRole: 'supervisor', officeId: null, taskId: id, data: { text: '请说明超期原因，\n三日内办结', dueOn: '2026-03-11' } })
  expect((await supervisor.get('/supervision')).$('.watch-table tbody tr').text()).toContain('待答复')

  const [order] = (await now()).orders
  await answerOrder(by(doctor), id, { id: order?.id ?? '', answer: '系统故障已排除，明日办结' })
  const answered = await supervisor.get(paths.supervisedTask(id))
  expect(answered.text()).toContain('系统故障已排除，明日办结')
  expect(answered.text()).toContain('周医生于')
  expect((await supervisor.get('/supervision')).$('.watch-table tbody tr').text()).toContain('已答复')
})

test('an order that is not answered in time is overdue, beside one that was answered', async () => {
  const town = await overdueTown()
  const { supervisor, doctor, by, task, now, pass } = town
  const path = paths.supervisedTask(task('certificate'))
  await (await supervisor.get(path)).fill({ 督办要求: '请说明原因' }).submit('下达')
  const [first] = (await now()).orders
  await answerOrder(by(doctor), task('certificate'), { id: first?.id ?? '', answer: '正在办' })
  await pass(1)
  const second = await (await supervisor.get(path)).fill({ 督办要求: '请于明日办结', 答复期限: '2026年3月11日' }).submit('下达')
  expect(second.$('.supervision-order').length).toBe(2)
  await pass(2)
  expect((await supervisor.get(path)).text()).toContain('逾期未答复')
  expect((await eventsOf(town)).map(({ type }) => type)).toContain('order.overdue')
  const rows = (await supervisor.get('/supervision?list=orders')).$('.watch-table tbody tr')
  expect([rows.length, rows.first().text().includes('逾期未答复'), rows.last().text().includes('已答复')]).toEqual([2, true, true])
})

test.each([
  ['nothing', { order: '', answerOn: '' }, ['督办要求：请写明督办要求', '答复期限：请填写此项']],
  ['no date', { order: '请办结', answerOn: '明天' }, ['答复期限：请按“2026-03-02”的样子填写日期']],
  ['a day that has passed', { order: '请办结', answerOn: '2026-03-01' }, ['答复期限：日期不能早于今天']],
  ['the end of the world', { order: '请办结', answerOn: '9999-12-31' }, ['答复期限：日期不能晚于 2026-06-07']],
  ['a book', { order: '办'.repeat(1001), answerOn: '2026-03-12' }, ['督办要求：不能超过 1000 个字']],
])('an order that says %s is refused beside the field, and what was typed stays', async (_, typed, problems) => {
  const { supervisor, task, now } = await overdueTown()
  const page = await supervisor.post(paths.giveOrder(task('certificate')), typed)
  expect([page.status, page.problems()]).toEqual([422, problems])
  expect(page.field('督办要求')).toBe(typed.order)
  expect(page.field('答复期限')).toBe(typed.answerOn)
  expect((await now()).orders).toEqual([])
})

test('the same form sent twice gives one order', async () => {
  const { supervisor, task, now } = await overdueTown()
  const page = await supervisor.get(paths.supervisedTask(task('certificate')))
  const filled = page.fill({ 督办要求: '请办结' })
  expect((await filled.submit('下达')).status).toBe(200)
  const again = await filled.submit('下达')
  expect([again.status, again.notice().includes('有了变化')]).toEqual([409, true])
  expect((await now()).orders.length).toBe(1)
})

test('what is decided needs no order, and nobody but a supervisor gives one', async () => {
  const { supervisor, doctor, by, task, now } = await overdueTown()
  const id = task('certificate')
  expect((await doctor.post(paths.giveOrder(id), { order: '请办结', answerOn: '2026-03-12' })).status).toBe(403)
  await decide(by(doctor), id, { outcome: 'refuse', reason: '材料不符' })
  const page = await supervisor.get(paths.supervisedTask(id))
  expect(page.$('#order-form').length).toBe(0)
  const late = await supervisor.post(paths.giveOrder(id), { order: '请办结', answerOn: '2026-03-12' })
  expect([late.status, late.field('督办要求')]).toEqual([409, '请办结'])
  expect((await now()).orders).toEqual([])
})

test('nobody supervises his own matter', async () => {
  const { site } = await supervisedTown()
  const both = await site.given({ kind: 'person', name: '秦自己', username: 'qin.self', identity: {}, grants: [{ role: 'supervisor', officeId: '@330106000000' }] })
  const own = await givenCase(site, { applicant: both })
  const agent = await site.signedIn({ kind: 'person', name: '秦自己', username: 'qin.self', identity: {}, passwordHash: null })
  const id = taskFor(own, 'certificate').id
  expect((await agent.get(paths.supervisedTask(id))).$('#order-form').length).toBe(0)
  expect((await agent.post(paths.giveOrder(id), { order: '请办结', answerOn: '2026-03-12' })).status).toBe(403)
})
