import { submit } from '../../server/cases/submit.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { emptyContent } from '../../server/drafts/draft.ts'
import { insertDraft } from '../../server/drafts/draft.store.ts'
import { surenessOf } from '../../server/drafts/sureness.ts'
import { newRegionalId } from '../../server/ids.ts'
import { assuranceOf } from '../../server/people/assurance.ts'
import { actorOf } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { serveWalkIn } from '../../server/workbench/serve-walk-in.ts'
import type { Agent } from '../support/agent.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const allowance = (assurance: number) => {
  const birth = aBirth()
  const items: typeof birth.items = { ...birth.items, allowance: { ...birth.items.allowance!, assurance } }
  return { ...birth, bundle: { ...birth.bundle, id: `birth-${assurance}` }, items: { ...items, certificate: { ...items.certificate!, materials: [] }, household: { ...items.household!, materials: [] } } }
}
const values = { 'child.name': '王小明', 'child.bornOn': '2026-02-20', 'mother.name': '陈小雨', 'mother.phone': '13805710001', 'income.monthly': '890000', 'income.account': '6222021202012345674' }

/** A draft that lacks nothing but that it is known who files it. */
async function aDraft(site: Site, citizen: Agent, assurance: number): Promise<string> {
  const definition = allowance(assurance)
  await givenCase(site, { applicant: citizen.person!, definition }) // publishes it
  const at = site.clock.toISOString()
  const id = newRegionalId('330106', site.clock.getTime())
  await site.db.commit([insertDraft(site.vault, {
    id, region: '330106', regionCode: xihu, applicantId: citizen.id, authorId: citizen.id, mandateId: null, bundleId: definition.bundle.id, bundleVersionId: `${definition.bundle.id}-1`,
    channel: 'online', status: 'open', mayCommit: true, version: 1, createdAt: at, updatedAt: at, content: { ...emptyContent(), values },
  })])
  return id
}

test('a plan asks for as much as the item that asks for most, and for nothing where none does', () => {
  const asked = (assurance: number) => plan(allowance(assurance), { answers: {} }).assurance
  expect([plan(aBirth(), { answers: {} }).assurance, asked(1), asked(2), asked(3)]).toEqual([1, 1, 2, 3])
  // Between public bodies the office vouches for whom it has appointed.
  const { bundle, ...rest } = allowance(3)
  expect(plan({ ...rest, bundle: { ...bundle, audience: 'official' } }, { answers: {} }).assurance).toBe(1)
})

test('what asks for a checked identity is told before it is begun, refused when it is submitted, and filed once a counter has seen the card', async () => {
  const site = await portal()
  const citizen = await site.citizen()
  const draft = await aDraft(site, citizen, 2)
  expect((await site.visitor().get(paths.bundle('birth-2'))).text()).toContain('须实名核验后才能提交')
  expect((await citizen.get(paths.start('birth-2'))).text()).toContain('提交前，需要核验您的身份')
  const check = await citizen.get(paths.draftCheck(draft))
  expect(check.text()).toContain('说出您的用户名“chen.xiaoyu”')
  const refused = await check.fill({ confirmed: true }).submit()
  expect([refused.status, refused.problems()]).toEqual([422, [expect.stringContaining('还不能提交：请先按上面的说明核验身份')]])
  await expect(submit(site.ctx(actorOf(citizen.person!)), draft)).rejects.toThrow('assurance.tooLow')

  const counter = await site.as({ roles: ['counterOfficer'] })
  const confirmed = await (await counter.get('/counter/confirm')).fill({ identity: anIdNumber(), username: 'Chen.Xiaoyu', present: true }).submit()
  expect(confirmed.notice()).toContain('已核验陈小雨的账号')
  const now = await citizen.get(paths.draftCheck(draft))
  expect(now.text()).toContain('须实名核验后提交，您已经核验')
  expect((await now.fill({ confirmed: true }).submit()).path).toContain('/receipt')
})

test('what asks for the person himself is filed at the counter, and by no password', async () => {
  const site = await portal()
  const citizen = await site.citizen()
  const draft = await aDraft(site, citizen, 3)
  expect((await citizen.get(paths.draftCheck(draft))).text()).toContain('由工作人员核验后当面提交')
  const signedIn = (assurance: 1 | 2 | 3) => ({ ...site.ctx({ ...actorOf(citizen.person!), assurance }) })
  for (const assurance of [1, 2] as const) await expect(submit(signedIn(assurance), draft)).rejects.toThrow('assurance.tooLow')
  expect(await submit(signedIn(3), draft)).toMatch(/^\d{20}$/)
  const clerk = await site.as({ roles: ['counterOfficer'] })
  const at = (channel: 'counter' | 'online', actor = actorOf(clerk.person!)) => surenessOf({ db: site.db, actor }, { channel, authorId: clerk.id, applicantId: citizen.id, mandateId: null })
  expect([await at('counter'), await at('online'), await at('counter', actorOf(citizen.person!))]).toEqual([3, 1, 1])
})

test('an account that somebody has opened with another’s number is not confirmed by the other’s visit', async () => {
  const site = await portal()
  const impostor = await site.given(aCitizen({ username: 'impostor' }))
  const clerk = await site.as({ roles: ['counterOfficer'] })
  const { bundleId } = await aDraft(site, await site.citizen({ username: 'other', idNumber: anIdNumber('19700101') }), 2).then(() => ({ bundleId: 'birth-2' }))
  await serveWalkIn(site.ctx(actorOf(clerk.person!)), { number: anIdNumber(), kind: 'person', name: '陈小雨', phone: '13805710001', bundleId, regionCode: xihu })
  expect(await assuranceOf({ db: site.db, actor: actorOf(impostor) })).toBe(1)
  const asked = await clerk.post('/counter/confirm', { identity: anIdNumber(), username: 'chen.xiaoyu', present: 'yes' })
  expect([asked.status, asked.problems()]).toEqual([422, [expect.stringContaining('没有证件号码和用户名都相符的账号')]])
  expect(await assuranceOf({ db: site.db, actor: actorOf(impostor) })).toBe(1)
  // An account that the counter opens itself, and that nobody could sign in to, is his who stands there.
  await serveWalkIn(site.ctx(actorOf(clerk.person!)), { number: anIdNumber('19550601', '204'), kind: 'person', name: '钱奶奶', phone: '13805710009', bundleId, regionCode: xihu })
  expect(await assuranceOf({ db: site.db, actor: actorOf((await site.personOf(anIdNumber('19550601', '204')))!) })).toBe(2)
})

test.each([
  [{ identity: '', username: '', present: '' }, ['请填写此项', '请填写此项', '请当面核验证件']],
  [{ identity: '3301', username: 'chen.xiaoyu', present: 'yes' }, ['18 位']],
])('an account is not confirmed by halves: %j', async (typed, problems) => {
  const site = await portal()
  await site.given(aCitizen())
  const clerk = await site.as({ roles: ['counterOfficer'] })
  const page = await clerk.post('/counter/confirm', typed)
  expect([page.status, page.problems().length]).toEqual([422, problems.length])
  for (const [index, problem] of problems.entries()) expect(page.problems()[index]).toContain(problem)
})
