import { accept } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { paths } from '../../server/web/paths.ts'
import { statuses } from '../support/cases.ts'
import { applicantTown } from './applicant-town.ts'

test('the whole is withdrawn with one button; what was granted stays', async () => {
  const town = await applicantTown()
  await accept(town.as('healthcare'), town.id('allowance'))
  await decide(town.as('healthcare'), town.id('allowance'), { outcome: 'approve', result: { fields: {} } })
  const page = await (await town.page()).follow('撤回申请')
  expect(page.text()).toMatch(/将不再办理的 出生医学证明.*已经办成、不受影响的 生育津贴/)
  await page.press('确认撤回全部')
  expect(statuses(await town.now())).toEqual({ certificate: 'withdrawn', household: 'withdrawn', insurance: 'withdrawn', allowance: 'approved' })
})

test('some items: what would lapse with them is shown before anything is done', async () => {
  const town = await applicantTown()
  const confirm = await (await town.citizen.get(paths.withdraw(town.number))).fill({ 要撤回的事项: ['出生登记'] }).submit('下一步')
  expect(confirm.text()).toMatch(/您要撤回的 出生登记.*随之不再办理的 参加医保.*继续办理的 出生医学证明.*生育津贴/)
  expect(statuses(await town.now())).toMatchObject({ household: 'waiting', insurance: 'waiting' })
  const done = await confirm.press('确认撤回')
  expect(done.path).toBe(paths.case(town.number))
  expect(statuses(await town.now())).toEqual({ certificate: 'received', household: 'withdrawn', insurance: 'lapsed', allowance: 'received' })
})

test('nothing chosen, or what is not there: a problem beside the boxes', async () => {
  const town = await applicantTown()
  const none = await (await town.citizen.get(paths.withdraw(town.number))).fill({}, '要撤回的事项').submit('下一步')
  expect([none.status, none.problems()]).toEqual([422, ['要撤回的事项：请至少选择一个事项']])
  for (const items of ['parking', '', '<b>', 'x'.repeat(5000)]) expect((await town.citizen.get(`${paths.withdrawPart(town.number)}?items=${encodeURIComponent(items)}`)).status).toBe(422)
  expect((await town.citizen.post(paths.withdrawPart(town.number), { items: 'parking' })).status).toBe(422)
  expect(statuses(await town.now())).toMatchObject({ certificate: 'received' })
})

test('an item that was decided meanwhile is not withdrawn, and the rest is asked anew', async () => {
  const town = await applicantTown()
  await accept(town.as('healthcare'), town.id('allowance'))
  const confirm = await town.citizen.get(`${paths.withdrawPart(town.number)}?items=allowance`)
  await decide(town.as('healthcare'), town.id('allowance'), { outcome: 'approve', result: { fields: {} } })
  expect((await confirm.press('确认撤回')).status).toBe(422)
  expect(statuses(await town.now())).toMatchObject({ allowance: 'approved' })
})

test('twice is once: the second time there is nothing left', async () => {
  const town = await applicantTown()
  const page = await town.citizen.get(paths.withdraw(town.number))
  await page.press('确认撤回全部')
  const again = await page.press('确认撤回全部')
  expect(again.status).toBe(409)
  expect((await town.citizen.get(paths.withdraw(town.number))).path).toBe(paths.case(town.number))
  expect((await town.citizen.get(`${paths.withdrawPart(town.number)}?items=allowance`)).path).toBe(paths.case(town.number))
})

test('some items twice: the second time it is done already', async () => {
  const town = await applicantTown()
  const confirm = await town.citizen.get(`${paths.withdrawPart(town.number)}?items=allowance`)
  await confirm.press('确认撤回')
  expect((await confirm.press('确认撤回')).path).toBe(paths.case(town.number))
  expect(statuses(await town.now())).toMatchObject({ allowance: 'withdrawn', certificate: 'received' })
})

test('somebody else’s case can’t be withdrawn', async () => {
  const town = await applicantTown()
  const other = await town.site.citizen({ username: 'another', idNumber: '330106199003074228' })
  for (const path of [paths.withdraw(town.number), paths.withdrawPart(town.number)]) {
    expect((await other.get(path)).status).toBe(404)
    expect((await other.post(path, { items: 'allowance' })).status).toBe(404)
  }
})
