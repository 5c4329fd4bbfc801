import { listEvents } from '../../server/ledger/event.store.ts'
import { paths } from '../../server/web/paths.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { press, town } from '../support/desk-town.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'

type By = 'secondOfficer' | 'head'
const signedBy = (...by: By[]) => {
  const birth = aBirth()
  const basis = { secondOfficer: '行政许可法第三十四条', head: '内部审批制度' }
  return { ...birth, items: { ...birth.items, certificate: { ...birth.items.certificate!, signOff: by.map(one => ({ by: one, basis: basis[one] })) } } }
}

/** The doctor’s task, accepted; a colleague and the head of his office. */
async function office(...by: By[]) {
  const here = await town(signedBy(...by))
  const colleague = await here.site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  const head = await here.site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const id = here.task('certificate')
  await press(here.doctor, id, '受理')
  return { ...here, colleague, head, id }
}

const proposal = { 'child.certificateNumber': 'Y330000001' }

test('from the officer over a second one to the head: each sees whose proposal it is, and nobody agrees twice', async () => {
  const { site, doctor, colleague, head, id, now, dossier } = await office('secondOfficer', 'head')
  const form = await (await doctor.get(paths.deskTask(id))).follow('提出准予意见')
  expect(form.text()).toContain('审核：本部门另一位工作人员 依据：行政许可法第三十四条 审批：本部门负责人 依据：内部审批制度')
  const proposed = await form.fill({ 出生证编号: 'Y330000001' }).submit('提出准予意见')
  expect(proposed.text()).toContain('准予意见已提出，等待同意')
  expect(proposed.text()).toContain('周医生提出准予意见 等待本部门另一位工作人员审核')
  expect(statuses(await now())).toMatchObject({ certificate: 'reviewing', household: 'waiting' })
  expect((await doctor.post(paths.deskAct(id, 'agree'))).status).toBe(409)
  expect((await head.post(paths.deskAct(id, 'agree'))).status).toBe(409)

  expect((await colleague.get('/desk?status=approvals')).text()).toMatch(/待审核 等您同意 周医生提出/)
  const page = await colleague.get(paths.deskTask(id))
  expect(page.text()).toContain('出生证编号 Y330000001')
  expect((await page.press('同意')).text()).toContain('等待本部门负责人审批。 钱医生已同意。')
  expect(statuses(await now()).certificate).toBe('approving')
  expect((await colleague.post(paths.deskAct(id, 'agree'))).status).toBe(409)

  const granted = await press(head, id, '同意')
  expect(granted.text()).toContain('已准予')
  expect(statuses(await now())).toMatchObject({ certificate: 'approved', household: 'received' })
  const events = (await listEvents(site.db, { region: '330106', caseId: dossier.theCase.id })).filter(({ taskId }) => taskId === id)
  expect(events.filter(({ type }) => /decision|approved/.test(type)).map(({ type, actorId, actorRole }) => [type, actorId, actorRole])).toEqual([
    ['task.decisionProposed', doctor.id, 'officer'], ['task.decisionAgreed', colleague.id, 'officer'], ['task.approved', head.id, 'head'],
  ])
})

test('what is proposed is nobody’s data before it is agreed to', async () => {
  const { doctor, id, now } = await office('secondOfficer')
  await doctor.post(paths.deskAct(id, 'approve'), proposal)
  expect(statuses(await now())).toMatchObject({ certificate: 'reviewing', household: 'waiting', insurance: 'waiting' })
  expect(taskFor(await now(), 'certificate').decidedAt).toBeNull()
})

test('sent back with the reason, it is changed and proposed again; what was filled in is still there', async () => {
  const { doctor, head, id, now } = await office('head')
  await doctor.post(paths.deskAct(id, 'approve'), proposal)
  const form = await (await head.get(paths.deskTask(id))).follow('退回承办人')
  const empty = await form.fill({ 退回的理由: ' ' }).submit('退回')
  expect([empty.status, ...empty.problems()]).toEqual([422, '退回的理由：请写明理由'])
  const back = await empty.fill({ 退回的理由: '编号少一位' }).submit('退回')
  expect(back.text()).toContain('已退回承办人')
  const own = await doctor.get(paths.deskTask(id))
  expect(own.text()).toContain('编号少一位')
  expect(own.text()).not.toContain('办理结果 出生证编号')
  const again = await own.follow('提出准予意见')
  expect(again.field('出生证编号')).toBe('Y330000001')
  await again.fill({ 出生证编号: 'Y3300000012' }).submit('提出准予意见')
  await press(head, id, '同意')
  expect(taskFor(await now(), 'certificate').result).toEqual({ fields: { 'child.certificateNumber': 'Y3300000012' } })
})

test('whoever proposed may take it back himself', async () => {
  const { doctor, id, now } = await office('head')
  await doctor.post(paths.deskAct(id, 'refuse'), { reason: '分娩记录不符' })
  const page = await doctor.get(paths.deskTask(id))
  expect(page.text()).toContain('周医生提出不予意见')
  expect(page.text()).toContain('这是您提出的意见，不能由您自己同意')
  await (await page.follow('退回承办人')).fill({ 退回的理由: '再核实一次' }).submit('退回')
  expect(statuses(await now()).certificate).toBe('accepted')
})

test('a refusal counts once it is agreed to, with the reason as proposed; until then nothing lapses', async () => {
  const { doctor, colleague, id, now } = await office('secondOfficer')
  const form = await (await doctor.get(paths.deskTask(id))).follow('提出不予意见')
  await form.fill({ 不予许可的理由: '分娩记录与医院记录不符' }).submit('提出不予意见')
  expect(statuses(await now())).toMatchObject({ certificate: 'reviewing', household: 'waiting' })
  const done = await press(colleague, id, '同意')
  expect(done.text()).toContain('分娩记录与医院记录不符')
  expect(statuses(await now())).toMatchObject({ certificate: 'refused', household: 'lapsed' })
})

test('in the head’s queue what waits for him stands before what waits for others', async () => {
  const { site, applicant, doctor, colleague, head, id } = await office('secondOfficer', 'head')
  await doctor.post(paths.deskAct(id, 'approve'), proposal)
  expect((await head.get('/desk?status=approvals')).text()).not.toContain('等您同意')
  site.pass({ days: 1 })
  const later = taskFor(await givenCase(site, { definition: signedBy('secondOfficer', 'head'), applicant, content: { values: { 'child.name': '李二' } } }), 'certificate').id
  await press(doctor, later, '受理')
  await doctor.post(paths.deskAct(later, 'approve'), proposal)
  await press(colleague, later, '同意')
  // The one accepted first is due first, and still waits for the second officer.
  expect((await head.get('/desk?status=approvals')).text()).toMatch(/待审批 等您同意 周医生提出.*待审核 周医生提出/)
})
