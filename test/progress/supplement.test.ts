import { accept, noteDeficiencies } from '../../server/cases/accept.ts'
import { listHandedIn } from '../../server/drafts/draft.store.ts'
import { paths } from '../../server/web/paths.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { applicantTown, deferrable, scan, shortcoming, type ApplicantTown } from './applicant-town.ts'

async function askedTown(): Promise<ApplicantTown> {
  const town = await applicantTown()
  await noteDeficiencies(town.as('health'), town.id('certificate'), { shortcomings: [shortcoming('field', 'child.name', '请按出生证填写'), shortcoming('material', 'birth-record', '四角不全', 'incomplete')], repeatReason: null })
  await noteDeficiencies(town.as('healthcare'), town.id('allowance'), { shortcomings: [shortcoming('field', 'income.monthly', '与缴费记录不符')], repeatReason: null })
  return town
}
const papersOf = async ({ site, now }: ApplicantTown) => { const { theCase } = await now(); return listHandedIn(site.ctx(), { region: theCase.region, id: theCase.draftId }) }

test('everything that any department asked stands on one page, with who asked why, by when, and what follows', async () => {
  const town = await askedTown()
  const page = await (await town.page()).follow('去补正')
  expect(page.text()).toMatch(/请在 2026年3月16日前补正.*为什么是这一天.*逾期未补正的，相关事项视为撤回申请/)
  expect(page.text()).toMatch(/西湖区卫健：请按出生证填写.*西湖区医保：与缴费记录不符.*西湖区卫健：.+说明：四角不全/)
  expect(page.field('孩子姓名')).toBe('王小明')
})

test('answered once, on one page: the tasks go back to their departments', async () => {
  const town = await askedTown()
  const page = await town.citizen.get(paths.supplement(town.number))
  const missing = await page.fill({ 孩子姓名: '王晓明' }).submit('提交补正')
  expect([missing.status, missing.problems()]).toEqual([422, ['分娩记录：请选择要上传的文件']])
  expect(missing.field('孩子姓名')).toBe('王晓明')
  const sent = await missing.fill({ 孩子姓名: '王晓明', 分娩记录: scan }).submit('提交补正')
  expect(sent.notice()).toContain('补正已提交')
  const { theCase } = await town.now()
  expect(theCase.content.values['child.name']).toBe('王晓明')
  expect(statuses(await town.now())).toMatchObject({ certificate: 'received', allowance: 'received' })
  expect(await papersOf(town)).toHaveLength(1)
})

test('after its day the page says that the time has passed, before and after the portal has drawn the consequence', async () => {
  const town = await askedTown()
  const open = await town.citizen.get(paths.supplement(town.number))
  town.site.clock = '2026-03-17T02:00:00.000Z' // nothing has woken the case yet
  const late = await open.fill({ 孩子姓名: '王晓明', 分娩记录: scan }).submit('提交补正')
  expect([late.status, late.heading()]).toEqual([409, '现在不能补正'])
  expect(late.text()).toContain('补正的期限已于 2026年3月16日届满，相关事项视为撤回')
  expect(await papersOf(town)).toHaveLength(0)
  await town.on('2026-03-17')
  expect(statuses(await town.now())).toMatchObject({ certificate: 'withdrawn', allowance: 'withdrawn' })
  const after = await town.citizen.get(paths.supplement(town.number))
  expect([after.status, after.text().includes('2026年3月16日届满')]).toEqual([200, true])
  expect((await town.page()).text()).toContain('视为撤回申请告知书')
})

test('when nothing is asked, the page says so', async () => {
  const town = await applicantTown()
  for (const path of [paths.supplement(town.number), paths.deferred(town.number)]) {
    const page = await town.citizen.get(path)
    expect([page.status, page.heading().startsWith('现在不能')]).toEqual([200, true])
    expect((await town.citizen.post(path, {})).status).toBe(409)
  }
})

test('a paper that was put off is handed in: kept, told to its department, and complete', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  const page = await (await town.page()).follow('去补交')
  expect(page.text()).toMatch(/西湖区卫健：“出生医学证明”需要 分娩记录.*请在 2026年3月16日前交齐.*书面撤销受理/)
  const none = await page.fill({}, '分娩记录').submit('补交')
  expect([none.status, none.problems()]).toEqual([422, ['分娩记录：请至少选择一份材料']])
  const bad = await none.fill({ 分娩记录: { name: 'x.exe', type: 'application/octet-stream', bytes: Buffer.from('MZ') } }).submit('补交')
  expect(bad.status).toBe(422)
  const sent = await bad.fill({ 分娩记录: scan }).submit('补交')
  expect(sent.notice()).toContain('已经交齐')
  const { proceedings } = taskFor(await town.now(), 'certificate')
  expect(proceedings.provisional?.completedAt).toBe(town.site.clock.toISOString())
  expect((await papersOf(town)).map(({ materialId }) => materialId)).toEqual(['birth-record'])
  expect((await town.page()).text()).toContain('后补的材料已于 2026年3月2日交齐')
})

test('of two files, the one that will do is kept', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  const page = await town.citizen.get(paths.deferred(town.number))
  const sent = await page.fill({ 分娩记录: [{ name: 'x.exe', type: 'application/octet-stream', bytes: Buffer.from('MZ') }, scan] }).submit('补交')
  expect(sent.status).toBe(200)
  expect(await papersOf(town)).toHaveLength(1)
})

test('not in time: the acceptance is revoked, and the page says that it is too late', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  const page = await town.citizen.get(paths.deferred(town.number))
  town.site.clock = '2026-03-17T02:00:00.000Z'
  const late = await page.fill({ 分娩记录: scan }).submit('补交')
  expect([late.status, late.text().includes('补交材料的期限已于 2026年3月16日届满')]).toEqual([409, true])
  await town.on('2026-03-17')
  expect(statuses(await town.now())).toMatchObject({ certificate: 'acceptanceRevoked', household: 'lapsed' })
  expect((await town.page()).text()).toMatch(/撤销受理.*撤销受理决定书/)
})

test('corrections and papers put off lead to each other', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  await noteDeficiencies(town.as('healthcare'), town.id('allowance'), { shortcomings: [shortcoming('field', 'income.monthly', '与缴费记录不符')], repeatReason: null })
  const page = await town.citizen.get(paths.supplement(town.number))
  const other = await page.follow('去补交')
  expect(other.link('去补正')).toBe(paths.supplement(town.number))
})

test('somebody else’s corrections are not there', async () => {
  const town = await askedTown()
  const other = await town.site.citizen({ username: 'another', idNumber: '330106199003074228' })
  for (const path of [paths.supplement(town.number), paths.deferred(town.number)]) {
    expect((await other.get(path)).status).toBe(404)
    expect((await other.post(path, {})).status).toBe(404)
  }
})
