import { accept, noteDeficiencies } from '../../server/cases/accept.ts'
import { asOfficer } from '../../server/cases/act.ts'
import { getDossier, saved } from '../../server/cases/case.store.ts'
import { findByIdentifier, listCertificatesOfCase } from '../../server/cases/certificate.store.ts'
import { claim } from '../../server/cases/claim.ts'
import { decide } from '../../server/cases/decide.ts'
import { claimed } from '../../server/cases/holder-acts.ts'
import { accepted } from '../../server/cases/intake-acts.ts'
import { replayed } from '../../server/cases/replay.ts'
import { supplement } from '../../server/cases/supplement.ts'
import { withdraw } from '../../server/cases/withdraw.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal } from '../support/portal.ts'

async function filedCase() {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const dossier = await givenCase(site, { applicant })
  const staff = async (department: string) =>
    actorOf(await site.given({ kind: 'person', name: department, username: `desk.${department}`, identity: {}, grants: [{ role: 'officer', officeId: `${department}@${xihu}` }] }))
  const now = () => getDossier(site.ctx(), dossier.theCase.number)
  const history = () => listEvents(site.db, { region: '330106', caseId: dossier.theCase.id })
  return { site, applicant: actorOf(applicant), dossier, doctor: await staff('health'), insurer: await staff('healthcare'), police: await staff('public-security'), now, history, task: (code: string) => taskFor(dossier, code).id }
}

test('of two changes to one reading of a case only the first is committed, and nothing of the second', async () => {
  const { site, dossier, doctor, now, history, task } = await filedCase()
  const act = asOfficer(site.ctx(doctor), `health@${xihu}`)
  await site.db.commit(saved(claimed(dossier, task('certificate'), act), site.ctx()))
  const before = { dossier: await now(), events: await history() }
  await expect(site.db.commit(saved(accepted(dossier, task('certificate'), { materials: [] }, act), site.ctx()))).rejects.toMatchObject({ code: 'changedMeanwhile' })
  expect({ dossier: await now(), events: await history() }).toEqual(before)
})

test('every change raises the version by one, and what is read again is what was decided', async () => {
  const { site, dossier, doctor, now, task } = await filedCase()
  const change = accepted(dossier, task('certificate'), { materials: [] }, asOfficer(site.ctx(doctor), `health@${xihu}`))
  await site.db.commit(saved(change, site.ctx()))
  const after = await now()
  expect(after.theCase).toMatchObject({ version: dossier.theCase.version + 1, dueOn: change.after.theCase.dueOn, lastSeq: dossier.theCase.lastSeq + change.events.length })
  expect(taskFor(after, 'certificate')).toEqual(taskFor(change.after, 'certificate'))
})

test('the chain is whole after everything that can happen to a case, and its end is what the case remembers', async () => {
  const { site, applicant, dossier, doctor, insurer, police, now, history, task } = await filedCase()
  const { number } = dossier.theCase
  await claim(site.ctx(doctor), task('certificate'))
  await noteDeficiencies(site.ctx(doctor), task('certificate'), { shortcomings: [{ kind: 'field', target: 'child.name', code: 'other', reason: '请核对' }], repeatReason: null })
  await accept(site.ctx(insurer), task('allowance'))
  site.pass({ days: 1 })
  await supplement(site.ctx(applicant), number, { 'child.name': '王晓明' })
  await accept(site.ctx(doctor), task('certificate'))
  site.pass({ days: 1 })
  await decide(site.ctx(doctor), task('certificate'), { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'Y330000001' } } })
  await decide(site.ctx(insurer), task('allowance'), { outcome: 'refuse', reason: '未参加生育保险' })
  await accept(site.ctx(police), task('household'))
  await withdraw(site.ctx(applicant), number)

  const events = await history()
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['case.submitted', 'task.supplementRequested', 'task.supplemented', 'task.approved', 'certificate.issued', 'task.refused', 'case.withdrawn']))
  expect(firstBroken(events)).toBeUndefined()
  const { theCase } = await now()
  expect({ seq: theCase.lastSeq, hash: theCase.lastHash }).toEqual({ seq: events.at(-1)!.seq, hash: events.at(-1)!.hash })
  const stored = await now()
  const { tasks, deficiencies } = replayed(stored, events)
  expect({ tasks, deficiencies }).toEqual({ tasks: stored.tasks, deficiencies: stored.deficiencies })
  expect(statuses(stored)).toEqual({ certificate: 'approved', household: 'withdrawn', insurance: 'withdrawn', allowance: 'refused' })
})

test('a chain that somebody changed behind the portal’s back is found out', async () => {
  const { site, doctor, history, task } = await filedCase()
  await claim(site.ctx(doctor), task('certificate'))
  await site.db.forMigration().updateTable('event').set({ actor_id: 'somebody else' }).where('seq', '=', 2).execute()
  expect(firstBroken(await history())).toBe(2)
})

test('an approval puts its certificate into the wallet, with what it says, in the same commit', async () => {
  const { site, applicant, doctor, now, task } = await filedCase()
  await accept(site.ctx(doctor), task('certificate'))
  await decide(site.ctx(doctor), task('certificate'), { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'Y330000001' } } })
  const [certificate] = await listCertificatesOfCase(site.ctx(), (await now()).theCase)
  expect(certificate).toMatchObject({ holderId: applicant.id, materialId: 'medical-certificate', taskId: task('certificate'), facts: { 'child.certificateNumber': 'Y330000001' }, status: 'valid' })
  expect(await findByIdentifier(site.ctx(), certificate!.identifier)).toEqual(certificate)
})

test('departments that act on one case at the same moment all succeed', async () => {
  const { site, doctor, insurer, now, task } = await filedCase()
  await Promise.all([accept(site.ctx(doctor), task('certificate')), accept(site.ctx(insurer), task('allowance'))])
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted', allowance: 'accepted' })
})

test('an applicant who answers or withdraws while a department acts is not turned away', async () => {
  const { site, applicant, dossier, doctor, insurer, now, task } = await filedCase()
  await noteDeficiencies(site.ctx(doctor), task('certificate'), { shortcomings: [{ kind: 'field', target: 'child.name', code: 'other', reason: '请核对' }], repeatReason: null })
  await accept(site.ctx(insurer), task('allowance'))
  expect(statuses(await now())).toMatchObject({ certificate: 'supplementing' })
  await Promise.all([decide(site.ctx(insurer), task('allowance'), { outcome: 'approve', result: { fields: {} } }), supplement(site.ctx(applicant), dossier.theCase.number, {})])
  expect(statuses(await now())).toMatchObject({ certificate: 'received', allowance: 'approved' })
  await Promise.all([accept(site.ctx(doctor), task('certificate')), withdraw(site.ctx(applicant), dossier.theCase.number, [task('household')])])
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted', household: 'withdrawn' })
})

test('of two decisions on one task at the same moment one is made', async () => {
  const { site, doctor, now, task } = await filedCase()
  await accept(site.ctx(doctor), task('certificate'))
  const refuse = (reason: string) => decide(site.ctx(doctor), task('certificate'), { outcome: 'refuse', reason })
  const outcomes = await Promise.allSettled([refuse('一'), refuse('二')])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'task.notAllowed' } })
  expect(['一', '二']).toContain(taskFor(await now(), 'certificate').reason)
})
