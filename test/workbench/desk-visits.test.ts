import { paths } from '../../server/web/paths.ts'
import { press, town } from '../support/desk-town.ts'
import { xihu } from '../support/filed-case.ts'

/** Two departments' tasks of one case, both accepted. */
async function bothAccepted() {
  const here = await town()
  const insurer = await here.site.officer({ department: 'healthcare', region: xihu })
  const [certificate, allowance] = [here.task('certificate'), here.task('allowance')]
  await press(here.doctor, certificate, '受理')
  await press(insurer, allowance, '受理')
  return { ...here, insurer, certificate, allowance, visits: async () => (await here.now()).theCase.proceedings.visits }
}

const visit = { 踏勘日期: '2026-03-05', 踏勘地点: '西湖区文三路 1 号', 踏勘什么: '分娩记录原件' }

test('one department leads, the others see where and when, by names only', async () => {
  const { doctor, insurer, certificate, allowance, visits } = await bothAccepted()
  const form = await (await doctor.get(paths.deskTask(certificate))).follow('安排现场踏勘')
  expect(form.text()).toContain('生育津贴（医保）')
  expect(form.html).not.toContain('月缴费基数')
  const done = await form.fill({ ...visit, '生育津贴（医保）': true }).submit('安排并通知')
  expect(done.text()).toContain('现场踏勘已安排 2026年3月5日，西湖区文三路 1 号 由本部门牵头')
  expect(await visits()).toMatchObject([{ on: '2026-03-05', leadTaskId: certificate, taskIds: [certificate, allowance], state: 'arranged' }])
  const other = await insurer.get(paths.deskTask(allowance))
  expect(other.text()).toContain('2026年3月5日，西湖区文三路 1 号 本部门一同前往')
  expect(other.text()).toContain('出生医学证明（卫健）')
  expect((await insurer.post(paths.deskAct(allowance, 'recordVisit'), { finding: '不是牵头部门' })).status).toBe(409)
})

test('what is wrong with a visit is said beside its field', async () => {
  const { doctor, certificate } = await bothAccepted()
  const page = await doctor.post(paths.deskAct(certificate, 'arrangeVisit'), { on: '2026-03-01', place: '', purpose: '', taskIds: ['330106-elsewhere'] })
  expect([page.status, ...page.problems()]).toEqual([422, '踏勘日期：日期不能早于今天', '踏勘地点：请填写此项', '踏勘什么：请填写此项', '一同前往的部门：请从列出的选项中选择'])
})

test('what was found is recorded once, and every department reads it', async () => {
  const { doctor, insurer, certificate, allowance } = await bothAccepted()
  await doctor.post(paths.deskAct(certificate, 'arrangeVisit'), { on: '2026-03-05', place: '文三路 1 号', purpose: '核对原件', taskIds: allowance })
  const form = await (await doctor.get(paths.deskTask(certificate))).follow('登记踏勘结果')
  expect((await form.fill({ 现场踏勘情况: '' }).submit('登记')).status).toBe(422)
  await form.fill({ 现场踏勘情况: '原件与申请一致' }).submit('登记')
  expect((await insurer.get(paths.deskTask(allowance))).text()).toContain('踏勘情况： 原件与申请一致')
  expect((await doctor.post(paths.deskAct(certificate, 'recordVisit'), { finding: '又一次' })).status).toBe(409)
})

test('of several arranged visits one is chosen, and called off with its reason', async () => {
  const { doctor, certificate, visits } = await bothAccepted()
  for (const on of ['2026-03-05', '2026-03-06']) await doctor.post(paths.deskAct(certificate, 'arrangeVisit'), { on, place: '文三路 1 号', purpose: '核对原件' })
  const form = await (await doctor.get(paths.deskTask(certificate))).follow('取消现场踏勘')
  const which = await form.fill({ 取消的理由: '申请人不在' }).submit('取消踏勘')
  expect([which.status, ...which.problems()]).toEqual([422, '哪一次踏勘：请选择一项'])
  await which.fill({ '2026年3月6日，文三路 1 号': true }).submit('取消踏勘')
  expect((await visits()).map(({ on, state }) => [on, state])).toEqual([['2026-03-05', 'arranged'], ['2026-03-06', 'cancelled']])
})
