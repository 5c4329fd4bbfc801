import { paths } from '../../server/web/paths.ts'
import { Browsers } from '../support/browser.ts'
import { taskFor } from '../support/cases.ts'
import { town } from '../support/desk-town.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { password } from '../support/portal.ts'

/** A permit that two officers and the head sign, with a paper that may come later. */
function permit() {
  const birth = aBirth()
  const certificate = birth.items.certificate!
  const changes = {
    kind: 'permit' as const, materials: certificate.materials.map(one => ({ ...one, handling: 'deferrable' as const })),
    signOff: [{ by: 'secondOfficer' as const, basis: '行政许可法第三十四条' }, { by: 'head' as const, basis: '内部审批制度（示例）' }],
  }
  return { ...birth, items: { ...birth.items, certificate: { ...certificate, ...changes } } }
}

test('in a browser: what runs specially on a task, every form of it, and a proposal on its way to the head', async () => {
  const { site, applicant, doctor, task } = await town(permit())
  await site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const insurer = await site.officer({ department: 'healthcare', region: xihu })
  const id = task('certificate')
  const act = (action: string, values: Record<string, string | string[]> = {}) => doctor.post(paths.deskAct(id, action), values)

  const browsers = await Browsers.open(site.visitor().origin)
  try {
    const desk = await browsers.window({ width: 'desk' })
    await desk.signIn('zhou', password)
    for (const action of ['accept', 'noteDeficiencies', 'declineToAccept']) await desk.open(paths.deskAct(id, action))
    const noted = taskFor(await givenCase(site, { definition: permit(), applicant }), 'certificate').id
    await doctor.post(paths.deskAct(noted, 'noteDeficiencies'), { 'code.field.child.name': 'name-differs', 'reason.field.mother.name': '请按身份证填写' })
    await desk.open(paths.deskTask(noted))
    await insurer.post(paths.deskAct(task('allowance'), 'accept'))
    await act('accept', { until: '2026-03-16' })
    await act('arrangeVisit', { on: '2026-03-05', place: '西湖区文三路 1 号', purpose: '核对分娩记录原件', taskIds: task('allowance') })
    for (const action of ['suspend', 'askExtension', 'arrangeVisit', 'recordVisit', 'approve', 'refuse']) await desk.open(paths.deskAct(id, action))
    await desk.open(paths.deskAct(id, 'suspend'))
    await desk.page.getByLabel('听证', { exact: true }).check()
    await desk.page.getByLabel('预计到哪一天结束', { exact: true }).fill('2026-03-20')
    await desk.press('按填写的内容计算期限')
    expect(await desk.text()).toContain('办理期限将从')
    await act('askExtension', { value: '5', reason: '需要向三家医院核实' })
    await act('suspend', { kind: 'testing', reason: '送检', until: '2026-03-06' })
    for (const action of ['prolong', 'resume']) await desk.open(paths.deskAct(id, action))
    await desk.open(paths.deskTask(id))
    await desk.page.getByText('为什么是这一天').first().click()
    await desk.open('/desk?status=accepted')
    const phone = await browsers.window({ width: 'phone' })
    await phone.signIn('head.doctor', password)
    await phone.open(paths.deskAct(id, 'decideExtension'))
    await act('resume', { finding: '检测合格' })
    await act('refuse', { reason: '分娩记录与医院记录不符' })
    const colleague = await browsers.window({ width: 'desk' })
    await colleague.signIn('qian.doctor', password)
    await colleague.open('/desk?status=approvals')
    await colleague.open(paths.deskTask(id))
    await colleague.press('同意')
    await phone.open(paths.deskTask(id))
    await phone.open(paths.deskAct(id, 'sendBack'))
  } finally {
    await browsers.close()
  }
}, 120_000)
