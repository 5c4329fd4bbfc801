import { closeAccount } from '../../server/administration/close-account.ts'
import { withdrawRole } from '../../server/administration/grant-role.ts'
import { accept } from '../../server/cases/accept.ts'
import { claim } from '../../server/cases/claim.ts'
import { agree, decide } from '../../server/cases/decide.ts'
import { askExtension, decideExtension } from '../../server/cases/procedures.ts'
import { releaseTasksOf } from '../../server/workbench/release.ts'
import { askOffice } from '../../server/cases/requests.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import type { Ctx } from '../../server/context.ts'
import type { Role } from '../../server/people/actor.ts'
import { actorOf } from '../../server/people/person.ts'
import { getPerson, insertGrant } from '../../server/people/person.store.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { taskFor } from '../support/cases.ts'
import { press, town, type Town } from '../support/desk-town.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'

const health = `health@${xihu}`

async function withAdministrator(there: Town, role: Role = 'systemAdministrator') {
  const administrator = await there.site.as({ roles: [role], name: '管理员' })
  return (agent: Agent = administrator): Ctx => there.site.ctx(actorOf(agent.person!))
}

const eventsOf = async ({ site, dossier }: Town) => listEvents(site.db, { region: '330106', caseId: dossier.theCase.id })

test('whose account is closed leaves nothing behind: his tasks go back to the office, and a colleague takes them up', async () => {
  const there = await town()
  const { site, doctor, task, now } = there
  const as = await withAdministrator(there)
  await press(doctor, task('certificate'), '受理')
  expect(taskFor(await now(), 'certificate').assigneeId).toBe(doctor.id)
  await closeAccount(as(), doctor.id)
  expect(taskFor(await now(), 'certificate')).toMatchObject({ assigneeId: null, status: 'accepted' })
  const events = await eventsOf(there)
  expect(events.at(-1)).toMatchObject({ type: 'task.released', actorId: as().actor.id, actorRole: 'systemAdministrator', taskId: task('certificate') })
  expect(firstBroken(events)).toBeUndefined()
  const colleague = await site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  expect((await press(colleague, task('certificate'), '认领')).text()).toContain('由您承办')
})

test('by a role that is withdrawn he loses what he had at that office, and nothing elsewhere', async () => {
  const there = await town()
  const { site, doctor, task, now } = there
  const as = await withAdministrator(there, 'securityAdministrator')
  await site.db.commit([insertGrant(doctor.id, { role: 'officer', officeId: `healthcare@${xihu}` }, 'system', site.clock.toISOString())])
  const ctx = site.ctx(actorOf(await getPerson(site.ctx(), doctor.id)))
  await claim(ctx, task('certificate'))
  await claim(ctx, task('allowance'))
  await withdrawRole(as(), doctor.id, { role: 'officer', officeId: health })
  expect(taskFor(await now(), 'certificate').assigneeId).toBeNull()
  expect(taskFor(await now(), 'allowance').assigneeId).toBe(doctor.id)
  expect((await doctor.get(paths.deskTask(task('certificate')))).status).toBe(404)
})

test('whoever still works there by another role keeps his tasks', async () => {
  const there = await town()
  const { site, doctor, task, now } = there
  const as = await withAdministrator(there, 'securityAdministrator')
  await site.db.commit([insertGrant(doctor.id, { role: 'head', officeId: health }, 'system', site.clock.toISOString())])
  await press(doctor, task('certificate'), '认领')
  await withdrawRole(as(), doctor.id, { role: 'officer', officeId: health })
  expect(taskFor(await now(), 'certificate').assigneeId).toBe(doctor.id)
})

test('a decision that he proposed can still be agreed to, by somebody else', async () => {
  const there = await town()
  const { site } = there
  const as = await withAdministrator(there)
  const birth = aBirth()
  const definition = { ...birth, bundle: { ...birth.bundle, id: 'signed' }, items: { ...birth.items, certificate: { ...birth.items.certificate!, signOff: [{ by: 'secondOfficer' as const, basis: '行政许可法第三十四条' }] } } }
  const dossier = await givenCase(site, { applicant: there.applicant, definition })
  const { id } = taskFor(dossier, 'certificate')
  const ctx = as(there.doctor)
  await accept(ctx, id)
  await decide(ctx, id, { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'Y330000001' } } })
  await closeAccount(as(), there.doctor.id)
  const colleague = await site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  expect((await colleague.get(paths.deskTask(id))).text()).toContain('周医生')
  await agree(as(colleague), id)
  expect((await colleague.get(paths.deskTask(id))).text()).toMatch(/已准予.*Y330000001/)
})

test('more time that he asked for is still decided, and what he asked of another office is still answered', async () => {
  const there = await town()
  const { site, doctor } = there
  const as = await withAdministrator(there)
  const permit = aBirth()
  const definition = { ...permit, bundle: { ...permit.bundle, id: 'permit' }, items: { ...permit.items, certificate: { ...permit.items.certificate!, kind: 'permit' as const } } }
  const dossier = await givenCase(site, { applicant: there.applicant, definition })
  const { id } = taskFor(dossier, 'certificate')
  await accept(as(doctor), id)
  await askExtension(as(doctor), id, { value: 5, reason: '案情复杂' })
  await askOffice(as(doctor), id, { toOfficeId: `public-security@${xihu}`, question: '请核实户籍', shared: { fields: [], materials: [] }, dueOn: '2026-03-09' })
  await closeAccount(as(), doctor.id)
  const head = await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  await decideExtension(as(head), id, { isApproved: true })
  const page = await head.get(paths.deskTask(id))
  expect(page.status).toBe(200)
  const police = await site.officer({ department: 'public-security', region: xihu })
  const question = await (await police.get(paths.deskRequests())).follow('请核实户籍')
  expect((await question.fill({ 答复: '属实' }).submit('提交答复')).status).toBe(200)
})

test('what was decided stays his, and a second time there is nothing to give back', async () => {
  const there = await town()
  const { doctor, task, now } = there
  const as = await withAdministrator(there)
  await accept(as(doctor), task('certificate'))
  await decide(as(doctor), task('certificate'), { outcome: 'refuse', reason: '分娩记录与医院记录不符' })
  await closeAccount(as(), doctor.id)
  expect(taskFor(await now(), 'certificate').assigneeId).toBe(doctor.id)
  expect(await releaseTasksOf(as(), doctor.id)).toBe(0)
})

test('nothing is taken from somebody who still works there', async () => {
  const there = await town()
  const as = await withAdministrator(there)
  await press(there.doctor, there.task('certificate'), '认领')
  expect(await releaseTasksOf(as(), there.doctor.id)).toBe(0)
  expect(await releaseTasksOf(as(), there.doctor.id, health)).toBe(0)
  expect(taskFor(await there.now(), 'certificate').assigneeId).toBe(there.doctor.id)
})

test('more tasks than are read at a time all go back', async () => {
  const there = await town()
  const { site, doctor } = there
  const as = await withAdministrator(there)
  const ids: string[] = []
  for (let count = 0; count < 103; count++) ids.push(taskFor(await givenCase(site, { applicant: there.applicant }), 'certificate').id)
  for (const id of ids) await claim(as(doctor), id)
  await closeAccount(as(), doctor.id)
  const left = await site.db.read.selectFrom('task').select('id').where('assignee_id', '=', doctor.id).execute()
  expect(left).toEqual([])
})
