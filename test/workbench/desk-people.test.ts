import { listEvents } from '../../server/ledger/event.store.ts'
import { isOwnMatter, mustStandAside } from '../../server/cases/desk-actions.ts'
import { noCaseProceedings } from '../../server/cases/proceedings.ts'
import type { Actor } from '../../server/people/actor.ts'
import { paths } from '../../server/web/paths.ts'
import { taskFor } from '../support/cases.ts'
import { press, town } from '../support/desk-town.ts'
import { givenCase, xihu } from '../support/filed-case.ts'

test('a task is handed over by whoever has it or by the head, to a colleague of the office', async () => {
  const { site, doctor, task, now } = await town()
  const colleague = await site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  const head = await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const stranger = await site.officer({ department: 'public-security', region: xihu })
  const id = task('certificate')
  await press(doctor, id, '认领')
  expect((await colleague.get(paths.deskTask(id))).links().some(({ text }) => text === '转交')).toBe(false)
  expect((await colleague.post(paths.deskAct(id, 'handOver'), { to: colleague.id })).status).toBe(409)
  expect((await doctor.post(paths.deskAct(id, 'handOver'), { to: stranger.id })).status).toBe(422)
  const form = await (await head.get(paths.deskTask(id))).follow('转交')
  expect((await form.fill({ 转交给: '钱医生' }).submit('转交')).text()).toContain('钱医生承办')
  expect(taskFor(await now(), 'certificate').assigneeId).toBe(colleague.id)
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('钱医生正在承办')
  const mine = await (await colleague.get(paths.deskTask(id))).follow('转交')
  await mine.fill({ 转交给: '退回队列，由同事认领' }).submit('转交')
  expect(taskFor(await now(), 'certificate').assigneeId).toBeNull()
})

test('the head sees who has how much; nobody else does', async () => {
  const { site, doctor, task } = await town()
  await press(doctor, task('certificate'), '认领')
  const head = await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const load = await (await head.get('/desk')).follow('承办情况')
  expect(load.text()).toMatch(/周医生 1 0 0 2026-03-05/)
  expect((await load.follow('周医生')).text()).toContain('出生医学证明')
  expect((await doctor.get('/desk/load')).status).toBe(403)
})

test('what is covered is shown for a quarter of an hour to whoever says what for, and the applicant can read that it was', async () => {
  const { site, doctor, task, dossier } = await town()
  const id = task('certificate')
  const page = await doctor.get(paths.deskTask(id))
  expect(page.html).not.toContain('13805710001')
  const form = await page.follow('查看被遮盖的内容')
  expect((await form.fill({ 查看的理由: '' }).submit()).status).toBe(422)
  const shown = await form.fill({ 查看的理由: '电话核实分娩日期' }).submit()
  expect(shown.text()).toContain('13805710001')
  expect((await doctor.get(paths.deskTask(id))).html).toContain('13805710001')
  const colleague = await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  expect((await colleague.get(paths.deskTask(id))).html).not.toContain('13805710001')
  site.pass({ minutes: 16 })
  expect((await doctor.get(paths.deskTask(id))).html).not.toContain('13805710001')
  const events = await listEvents(site.db, { region: '330106', caseId: dossier.theCase.id })
  expect(events.at(-1)).toMatchObject({ type: 'personalData.revealed', actorId: doctor.id, officeId: `health@${xihu}`, data: { reason: '电话核实分娩日期' } })
})

test('nobody handles his own application', async () => {
  const { site } = await town()
  const both = await site.given({ kind: 'person', name: '吴医生', username: 'wu.doctor', identity: {}, grants: [{ role: 'officer', officeId: `health@${xihu}` }] })
  const own = taskFor(await givenCase(site, { applicant: both }), 'certificate')
  const agent = await site.signedIn({ kind: 'person', name: '吴医生', username: 'wu.doctor', identity: {}, passwordHash: null })
  const page = await agent.get(paths.deskTask(own.id))
  expect(page.text()).toContain('应当回避')
  expect(page.$('[data-actions]').length).toBe(0)
  expect((await agent.post(paths.deskAct(own.id, 'accept'))).status).toBe(403)
})

test('whoever filed it for somebody, or may act for the applicant now, leaves it to others too, and his queue says so', async () => {
  const { site, applicant, doctor } = await town()
  const agent = await site.as({ roles: ['counterOfficer', 'officer'], office: `health@${xihu}`, name: '吴窗口', username: 'wu.clerk' })
  const filed = taskFor(await givenCase(site, { applicant, author: agent.person!, channel: 'counter' }), 'certificate')
  expect((await agent.post(paths.deskAct(filed.id, 'accept'))).status).toBe(403)
  const rows = (await agent.get(paths.desk())).$('.queue-table tbody tr')
  expect([rows.length, rows.filter(':contains(应当回避)').length]).toEqual([2, 1])
  expect((await doctor.get(paths.desk())).text()).not.toContain('应当回避')
  expect((await doctor.post(paths.deskAct(filed.id, 'accept'))).status).toBe(200)
})

test('each way of standing on the applicant’s side is one’s own matter', () => {
  const theCase = { applicantId: 'applicant', authorId: 'agent', mandateId: 'mandate', proceedings: { ...noCaseProceedings, coApplicants: [{ coApplicant: 'spouse', confirmation: 'x', personId: 'spouse', digest: 'x', at: '', isWitnessed: false }] } }
  const actor = (id: string, mandates: Actor['mandates'] = []): Actor => ({ id, kind: 'person', name: id, grants: [], mandates })
  expect(['applicant', 'agent', 'spouse', 'stranger'].map(id => isOwnMatter(actor(id), theCase))).toEqual([true, true, true, false])
  const mandate = { id: 'other', kind: 'handler' as const, principalId: 'applicant', principalName: '', scope: { bundles: 'all' as const }, validTo: '2027-01-01', assurance: 1 as const, usesLeft: null }
  expect(isOwnMatter(actor('handler', [mandate]), theCase)).toBe(true)
  // A counter officer who filed for a walk-in goes on serving him, and decides nothing.
  const atCounter = { ...theCase, authorId: 'clerk', mandateId: null }
  expect([isOwnMatter(actor('clerk'), atCounter), mustStandAside(actor('clerk'), atCounter), mustStandAside(actor('stranger'), atCounter)]).toEqual([false, true, false])
})
