import { useKeys } from '../../server/privacy/use-keys.ts'
import { rotateBatch } from '../../server/privacy/rotate-keys.ts'
import { createVault } from '../../server/vault.ts'
import { paths } from '../../server/web/paths.ts'
import { press, town } from '../support/desk-town.ts'
import { anIdNumber } from '../support/people.ts'
import { portal } from '../support/portal.ts'

test('the security administrator holds a case, reads that it is held, and ends the hold; what was typed stays where it is refused', async () => {
  const { site, dossier: { theCase } } = await town()
  const keeper = await site.as({ roles: ['securityAdministrator'], name: '严守诚' })
  const page = await keeper.get(paths.adminRetention())
  const empty = await page.fill({ 办件编号: '', 封存理由: '' }).submit('封存')
  expect([empty.status, empty.problems()]).toEqual([422, ['办件编号：请填写此项', '封存理由：请填写此项']])
  const unknown = await page.fill({ 办件编号: '33010620260302999999', 封存理由: `身份证${anIdNumber()}` }).submit('封存')
  expect([unknown.status, unknown.field('办件编号')]).toEqual([422, '33010620260302999999'])
  expect(unknown.problems().join()).toContain('请不要写身份证号码')
  expect((await page.fill({ 办件编号: '33010620260302999999', 封存理由: '（2026）浙01行初12号' }).submit('封存')).problems()).toEqual(['办件编号：没有这个编号的办件'])
  const held = await page.fill({ 办件编号: theCase.number, 封存理由: '（2026）浙01行初12号' }).submit('封存')
  expect([held.notice(), held.text()]).toEqual(['办件已封存', expect.stringContaining('（2026）浙01行初12号') as string])
  expect((await page.fill({ 办件编号: theCase.number, 封存理由: '再次' }).submit('封存')).problems()).toEqual(['办件编号：这个办件已经封存'])
  expect((await held.press('解除封存')).notice()).toBe('封存已解除')
  expect((await keeper.post(paths.adminRetentionAct('release'), { number: theCase.number })).status).toBe(409)
  expect((await keeper.post(paths.adminRetentionAct('release'), { number: "x' or 1=1" })).status).toBe(404)
  const acts = await site.db.read.selectFrom('act').select(['type', 'data']).where('stream', '=', 'retention').orderBy('seq').execute()
  expect(acts).toEqual(['retention.held', 'retention.released'].map(type => ({ type, data: JSON.stringify({ caseId: theCase.id }) })))
})

test('the page of keys says which one seals, and how far a change of keys has come', async () => {
  const site = await portal()
  const keeper = await site.as({ roles: ['securityAdministrator'] })
  await useKeys(site.ctx())
  expect((await keeper.get(paths.adminKeys())).text()).toMatch(/第 1 号密钥 .* 正在加密（AES-256-GCM）/)
  const both = { ...site.ctx(), vault: createVault(new Map([[1, Buffer.alloc(32, 7)], [2, Buffer.alloc(32, 8)]]), { cipher: 'sm4' }) }
  await useKeys(both)
  const later = await portal({ config: { dataKeys: new Map([[1, Buffer.alloc(32, 7)], [2, Buffer.alloc(32, 8)]]), dataCipher: 'sm4' } })
  const other = await later.as({ roles: ['securityAdministrator'] })
  await useKeys({ ...later.ctx(), vault: site.vault })
  await useKeys(later.ctx())
  expect((await other.get(paths.adminKeys())).text()).toMatch(/正在加密（SM4）.*进行中：第 1 张表/)
  while ((await rotateBatch(later.ctx())) > 0);
  expect((await other.get(paths.adminKeys())).text()).toContain('已经完成，重新加密了')
})

test('an officer who types an ID number into his reason is told beside the field, and nothing he typed is lost', async () => {
  const { doctor, task } = await town()
  const form = await (await press(doctor, task('certificate'), '受理')).follow('不予许可')
  const reason = `母亲的证件${anIdNumber()}与医院记录不符`
  const refused = await form.fill({ 不予许可的理由: reason }).submit()
  expect([refused.status, refused.field('不予许可的理由')]).toEqual([422, reason])
  expect(refused.problems().join()).toContain('请不要写身份证号码')
  const mended = await refused.fill({ 不予许可的理由: '母亲的证件与医院记录不符' }).submit()
  expect(mended.text()).toContain('不予许可')
})
