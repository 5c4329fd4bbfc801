import { hasOpenBreach, insertBreach, listBreaches, repairBreach } from '../../server/drafts/breach.store.ts'
import { missing } from '../../server/drafts/completeness.ts'
import { declare } from '../../server/drafts/declare.ts'
import { getDraft, listHandedIn } from '../../server/drafts/draft.store.ts'
import { emptyContent, type DraftContent } from '../../server/drafts/draft.ts'
import { whatCounts } from '../../server/drafts/material-state.ts'
import { situationOf } from '../../server/drafts/situation.ts'
import { startDraft } from '../../server/drafts/start.ts'
import { actorOf } from '../../server/people/person.ts'
import type { Agent } from '../support/agent.ts'
import { aMove } from '../support/definitions.ts'
import { anIdNumber } from '../support/people.ts'
import type { Site } from '../support/portal.ts'
import { aPdf, movingSite, started } from './support.ts'

const number = '33010620260201000012'
const commitment = '我已阅读并作出以上承诺（“无违建承诺”）'
const aBreach = (personId: string, taskId = '330106-task-1') =>
  ({ personId, taskId, region: '330106', caseNumber: number, itemCode: 'move', brokenAt: '2026-02-27T02:00:00.000Z' })

const broken = async (site: Site, citizen: Agent, taskId?: string) => site.db.commit([insertBreach(aBreach(citizen.id, taskId))])
const repaired = async (site: Site, citizen: Agent, taskId = '330106-task-1') =>
  site.db.commit([repairBreach({ region: '330106', personId: citizen.id, taskId }, { at: '2026-03-01T02:00:00.000Z', by: 'officer' })])

describe('what counts', () => {
  const definition = aMove()
  const content: DraftContent = { ...emptyContent(), answers: { rented: 'no' }, chosen: [], commitments: { promise: '2026-03-02T02:00:00.000Z' }, deferred: { photo: '2026-03-02T02:00:00.000Z' } }
  const lacking = (own: DraftContent) => missing(situationOf(definition, own), own, []).filter(({ kind }) => kind === 'material').map(({ id }) => id)

  test.each([
    ['whoever kept his word', true, ['household-register']],
    ['whoever broke it', false, ['household-register', 'promise']],
  ])('of %s', (_, mayCommit, expected) => expect(lacking(whatCounts(content, mayCommit))).toEqual(expected))

  test('everything else stays as it was', () => expect(whatCounts(content, false)).toEqual({ ...content, commitments: {} }))
})

test('a breach is open until it is repaired, and again when the same task is broken once more', async () => {
  const site = await movingSite()
  const [one, other] = [await site.citizen(), await site.citizen({ username: 'wang.meihua', name: '王美华', idNumber: anIdNumber('19660211', '108'), phone: '13805710009' })]
  await broken(site, one)
  await broken(site, one, '330106-task-2')
  expect([await hasOpenBreach(site.db, one.id), await hasOpenBreach(site.db, other.id)]).toEqual([true, false])
  await repaired(site, one)
  expect(await hasOpenBreach(site.db, one.id)).toBe(true)
  await repaired(site, one, '330106-task-2')
  expect(await hasOpenBreach(site.db, one.id)).toBe(false)
  expect((await listBreaches(site.db, one.id)).map(({ taskId, repairedBy }) => [taskId, repairedBy])).toEqual([['330106-task-1', 'officer'], ['330106-task-2', 'officer']])
  await broken(site, one)
  expect(await hasOpenBreach(site.db, one.id)).toBe(true)
  await expect(repaired(site, other)).rejects.toThrow()
})

test('whoever broke a commitment hands the material in: the page says why and what to do, in both languages', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  await broken(site, citizen)
  const id = await started(citizen)
  const page = await citizen.get(`/drafts/${id}/materials`)
  expect(page.text()).toContain('暂时不能用承诺代替材料')
  expect(page.text()).toContain('您以前作出的承诺，经核查没有履行')
  expect(page.text()).toContain('怎样修复')
  expect(page.links().find(({ href }) => href === `/cases/${number}`)?.text).toContain('“户口迁移”')
  expect(page.text()).not.toContain(commitment)
  const lacking = await page.press('保存并继续')
  expect(lacking.problems()).toContain('提交“无违建承诺”：请提交这份材料')
  expect((await citizen.get(`/drafts/${id}/materials?lang=en`)).text()).toMatch(/A commitment you made before was found not to be kept.*How to repair it/s)
  const uploaded = await (await citizen.get(`/drafts/${id}/materials?lang=zh-CN`)).fill({ '提交“无违建承诺”': [aPdf('证明.pdf')] }).submit()
  expect(uploaded.text()).toContain('证明.pdf')
})

test('a commitment that is sent all the same is refused with the reason', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  await broken(site, citizen)
  const id = await started(citizen)
  const refused = await citizen.post(`/drafts/${id}/materials/promise`, { declare: 'commitment', made: 'yes', 'commitment.promise': 'yes' })
  expect(refused.status).toBe(409)
  expect(refused.text()).toContain('修复以前不能再用承诺代替材料')
  expect((await citizen.post(`/drafts/${id}/materials/promise`, { declare: 'commitment', made: 'no' })).status).toBe(200)
})

test('one declared before the breach doesn’t count at submission, and after the repair a new one does', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  const ctx = site.ctx(actorOf(citizen.person!))
  await declare(ctx, id, 'promise', { kind: 'commitment', isMade: true })
  const lacks = async () => {
    const draft = await getDraft(ctx, id)
    return missing(situationOf(aMove(), draft.content), draft.content, await listHandedIn(ctx, draft)).some(one => one.id === 'promise')
  }
  expect(await lacks()).toBe(false)
  await broken(site, citizen)
  expect(await lacks()).toBe(true)
  expect((await citizen.get(`/drafts/${id}/check`)).text()).toContain('无违建承诺')
  await repaired(site, citizen)
  await declare(ctx, id, 'promise', { kind: 'commitment', isMade: true })
  expect(await lacks()).toBe(false)
  expect((await citizen.get(`/drafts/${id}/materials`)).text()).not.toContain('暂时不能用承诺代替材料')
})

test('at the counter it is the applicant’s word that counts, and his other case isn’t opened to the officer', async () => {
  const site = await movingSite()
  const officer = await site.as({ roles: ['counterOfficer'] })
  const walkIn = await site.citizen({ username: 'wang.meihua', name: '王美华', idNumber: anIdNumber('19660211', '108'), phone: '13805710009' })
  await broken(site, walkIn)
  const id = await startDraft(site.ctx(actorOf(officer.person!)), { bundleId: 'moving', regionCode: '330106001000', applicantId: walkIn.id, channel: 'counter', answers: { rented: 'no' } })
  await (await officer.get(`/drafts/${id}/questions`)).fill({ '要不要一起办？': [] }).submit()
  const page = await officer.get(`/drafts/${id}/materials`)
  expect(page.text()).toContain('暂时不能用承诺代替材料')
  expect(page.links().map(({ href }) => href)).not.toContain(`/cases/${number}`)
})
