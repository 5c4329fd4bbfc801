import { update } from '../../db/statement.ts'
import { accept, decline } from '../../server/cases/accept.ts'
import { getDossierById } from '../../server/cases/case.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { claim } from '../../server/cases/claim.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import type { Ctx } from '../../server/context.ts'
import { listMessages } from '../../server/notify/message.store.ts'
import { tellAll, tellOne } from '../../server/notify/tell.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let applicant: Person
let dossier: Dossier
beforeEach(async () => {
  site = await portal()
  applicant = await site.given(aCitizen({ email: 'xiaoyu@example.cn' }))
  dossier = await givenCase(site, { applicant })
})

const inbox = async (personId: string) => (await listMessages(site.db, personId, { isUnread: false, limit: 100 })).map(({ fromSeq, toSeq, content }) => ({ fromSeq, toSeq, told: content.entries.map(({ type, about }) => [type, ...about.map(({ item }) => item)].join(' ')) }))
const theCase = async () => (await getDossierById(site.ctx(), dossier.theCase.region, dossier.theCase.id)).theCase
const officer = async (department: string): Promise<Ctx> => site.ctx(actorOf((await site.officer({ department, region: xihu })).person as Person))
const sendings = () => site.db.read.selectFrom('sending').select(['channel', 'state', 'person_id']).orderBy('channel').execute()

/** A process whose database is gone before, or after, it has taken the next write set. */
const dying = (when: 'before' | 'after'): Ctx => {
  const ctx = site.ctx()
  return { ...ctx, db: { ...ctx.db, commit: async set => { if (when === 'after') await ctx.db.commit(set); throw new Error('killed') } } }
}

test('a case just filed: one receipt, by every way the applicant has', async () => {
  expect(await tellAll(site.ctx())).toBe(1)
  expect(await inbox(applicant.id)).toMatchObject([{ told: ['case.submitted'] }])
  expect(await sendings()).toEqual([{ channel: 'email', state: 'waiting', person_id: applicant.id }, { channel: 'sms', state: 'waiting', person_id: applicant.id }])
  expect(await theCase()).toMatchObject({ tellAt: null, toldSeq: dossier.theCase.lastSeq })
  expect(await tellAll(site.ctx())).toBe(0)
})

test('without a mail server and a gateway nothing is put on its way, and the inbox is there', async () => {
  await tellAll({ ...site.ctx(), mail: { ...site.mail, isThere: false }, sms: { ...site.sms, isThere: false } })
  expect(await inbox(applicant.id)).toHaveLength(1)
  expect(await sendings()).toEqual([])
})

test('what departments do within a quarter of an hour comes in one message', async () => {
  await tellAll(site.ctx())
  await accept(await officer('health'), taskFor(dossier, 'certificate').id)
  site.pass({ minutes: 10 })
  await accept(await officer('healthcare'), taskFor(dossier, 'allowance').id)
  expect(await tellAll(site.ctx())).toBe(0)
  site.pass({ minutes: 5 })
  expect(await tellAll(site.ctx())).toBe(1)
  expect((await inbox(applicant.id)).map(({ told }) => told)).toEqual([['task.accepted certificate allowance'], ['case.submitted']])
})

test('what is urgent is told at once, with what waits', async () => {
  await accept(await officer('healthcare'), taskFor(dossier, 'allowance').id)
  await decline(await officer('health'), taskFor(dossier, 'certificate').id, { reason: '不属于本院出生', ground: 'notOurPower' })
  await tellAll(site.ctx())
  const [message, ...others] = await inbox(applicant.id)
  expect(others).toEqual([])
  expect(message?.told).toEqual(['task.notAccepted certificate', 'task.lapsed household insurance', 'task.accepted allowance', 'case.submitted'])
})

test('what concerns nobody but the office is nobody’s message', async () => {
  await tellAll(site.ctx())
  await claim(await officer('health'), taskFor(dossier, 'certificate').id)
  site.pass({ days: 1 })
  await tellAll(site.ctx())
  expect(await inbox(applicant.id)).toHaveLength(1)
})

test('many processes at the same time tell each event once', async () => {
  const told = await Promise.all([1, 2, 3, 4, 5].map(() => tellAll(site.ctx())))
  expect(told.reduce((sum, one) => sum + one)).toBe(1)
  expect(await inbox(applicant.id)).toHaveLength(1)
  expect(await sendings()).toHaveLength(2)
})

test.each(['before', 'after'] as const)('a process killed just %s its commit: told once all the same', async when => {
  await expect(tellAll(dying(when))).rejects.toThrow('killed')
  await tellAll(site.ctx())
  expect(await inbox(applicant.id)).toHaveLength(1)
  expect(await sendings()).toHaveLength(2)
})

test('a case that changes while it is told is told by the next round, with the change', async () => {
  const health = await officer('health')
  const ctx = site.ctx()
  const slow: Ctx = { ...ctx, db: { ...ctx.db, commit: async set => { await accept(health, taskFor(dossier, 'certificate').id); await ctx.db.commit(set) } } }
  expect(await tellOne(slow, dossier.theCase.region, dossier.theCase.id)).toBe(false)
  expect(await inbox(applicant.id)).toEqual([])
  await tellAll(site.ctx())
  expect((await inbox(applicant.id)).map(({ told }) => told)).toEqual([['task.accepted certificate', 'case.submitted']])
})

test('a case that can not be told of does not keep others waiting', async () => {
  const other = await site.given(aCitizen({ username: 'somebody.else', idNumber: '330106199003071034' }))
  await givenCase(site, { applicant: other })
  await site.db.commit([update('service_case', { sealed: 'broken', tell_at: '2026-03-01T00:00:00.000Z' }, { region: dossier.theCase.region, id: dossier.theCase.id })])
  expect(await tellAll(site.ctx())).toBe(1)
  expect(await inbox(other.id)).toHaveLength(1)
  const { tell_at } = await site.db.read.selectFrom('service_case').select('tell_at').where('id', '=', dossier.theCase.id).executeTakeFirstOrThrow()
  expect(tell_at).toBe('2026-03-02T02:05:00.000Z')
})

test('the lamp goes to the officer, whoever works there now', async () => {
  const health = await officer('health')
  await accept(health, taskFor(dossier, 'certificate').id)
  await site.db.commit([update('service_case', { told_seq: (await theCase()).lastSeq, tell_at: null }, { region: dossier.theCase.region, id: dossier.theCase.id })])
  site.clock = '2026-03-05T01:30:00.000Z'
  await wakeCases(site.ctx())
  await tellAll(site.ctx())
  expect((await inbox(health.actor.id)).flatMap(({ told }) => told)).toEqual(['task.limitToday certificate'])
})

test('somebody without any address has his inbox', async () => {
  const nobody = await site.given({ kind: 'person', name: '陈老', identity: { idNumber: '330106195003071033' } })
  await givenCase(site, { applicant: nobody })
  await tellAll(site.ctx())
  expect(await inbox(nobody.id)).toHaveLength(1)
  expect((await sendings()).filter(({ person_id }) => person_id === nobody.id)).toEqual([])
})
