import { mustStandAside } from '../../server/cases/desk-actions.ts'
import { sidesOf } from '../../server/cases/side.store.ts'
import { recordList } from '../../server/cases/record-list.ts'
import type { Ctx } from '../../server/context.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let applicant: Person
beforeEach(async () => {
  site = await portal()
  applicant = await site.given(aCitizen())
})

/** How many reads of the database something takes. */
async function reads(db: Ctx['db'], work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(db, 'ask')
  await work()
  const count = spy.mock.calls.length
  spy.mockRestore()
  return count
}

test('a side is read once, whoever asks again; what is asked beside it is read alone', async () => {
  const [one, other] = [await givenCase(site, { applicant }), await givenCase(site, { applicant })]
  const listed = [one, other].map(({ theCase: { region, number } }) => ({ region, caseNumber: number }))
  expect(await reads(site.db, () => sidesOf(site.db, listed.slice(0, 1)))).toBe(1)
  expect(await reads(site.db, () => sidesOf(site.db, listed))).toBe(1)
  expect(await reads(site.db, () => sidesOf(site.db, listed))).toBe(0)
  expect([...(await sidesOf(site.db, [...listed, { region: '330106', caseNumber: '33010620260101999999' }])).keys()]).toEqual(listed.map(({ caseNumber }) => caseNumber))
})

test('applicant, author, co-applicant and agent stand on the applicant’s side; nobody else does', async () => {
  const author = await site.given(aCitizen({ username: 'author', name: '周文', idNumber: anIdNumber('19700101') }))
  const { theCase } = await givenCase(site, { applicant, author })
  const side = (await sidesOf(site.db, [{ region: theCase.region, caseNumber: theCase.number }])).get(theCase.number)!
  const beside = { ...side, proceedings: { coApplicants: [{ coApplicant: 'spouse', confirmation: 'c', personId: 'beside', digest: '', at: '', isWitnessed: false }] } }
  const stranger = { ...actorOf(applicant), id: 'stranger' }
  const agent = { ...stranger, mandates: [{ id: 'm', kind: 'mandate' as const, principalId: applicant.id, principalName: '', scope: { bundles: 'all' as const }, validTo: '2027-01-01', assurance: 1 as const, usesLeft: null }] }
  expect([actorOf(applicant), actorOf(author), { ...stranger, id: 'beside' }, agent, stranger].map(actor => mustStandAside(actor, beside))).toEqual([true, true, true, true, false])
})

test('in somebody’s lists a case is recorded once a day and office, and not looked for again', async () => {
  const { theCase } = await givenCase(site, { applicant })
  const rows = (office: string) => [{ region: theCase.region, caseNumber: theCase.number, officeId: `${office}@${xihu}` }]
  const ctx = site.ctx({ ...actorOf(applicant), id: 'officer', grants: [{ role: 'officer', officeId: `health@${xihu}` }] })
  const recorded = async () => (await site.db.read.selectFrom('reading').select('id').where('kind', '=', 'list').execute()).length
  expect(await reads(ctx.db, () => recordList(ctx, 'queue', rows('health'), ['applicant.name']))).toBe(2)
  expect(await reads(ctx.db, () => recordList(ctx, 'queue', rows('health'), ['applicant.name']))).toBe(0)
  expect(await recorded()).toBe(1)
  await recordList(ctx, 'queue', rows('police'), ['applicant.name'])
  await recordList({ ...ctx, actor: { ...ctx.actor, id: 'colleague' } }, 'queue', rows('health'), ['applicant.name'])
  expect(await recorded()).toBe(3)
  await recordList({ ...ctx, now: new Date(ctx.now.getTime() + 86_400_000) }, 'queue', rows('health'), ['applicant.name'])
  expect(await recorded()).toBe(4)
})

test('what could not be recorded is recorded the next time', async () => {
  const { theCase } = await givenCase(site, { applicant })
  const ctx = site.ctx({ ...actorOf(applicant), id: 'officer', grants: [{ role: 'officer', officeId: `health@${xihu}` }] })
  const rows = [{ region: theCase.region, caseNumber: theCase.number, officeId: `health@${xihu}` }]
  const refusing = jest.spyOn(ctx.db, 'commit').mockRejectedValueOnce(new Error('disk full'))
  await expect(recordList(ctx, 'queue', rows, ['applicant.name'])).rejects.toThrow('disk full')
  refusing.mockRestore()
  await recordList(ctx, 'queue', rows, ['applicant.name'])
  expect((await site.db.read.selectFrom('reading').select('id').where('kind', '=', 'list').execute()).length).toBe(1)
})
