import { listEvents } from '../../server/ledger/event.store.ts'
import { insertHandedIn } from '../../server/drafts/draft.store.ts'
import { accept } from '../../server/cases/accept.ts'
import { acceptWhole } from '../../server/workbench/accept-whole.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { decide } from '../../server/cases/decide.ts'
import { actorOf } from '../../server/people/person.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const clerk = (site: Site, username = 'counter') => site.as({ roles: ['counterOfficer'], name: '沈惠', username })

interface Town {
  site: Site
  dossier: Dossier
  number: string
  counter: Agent
  now: () => Promise<Dossier>
}

/** A birth whose hospital record is there, unless the definition lets it follow. */
async function town(definition: BundleDefinition = aBirth(), isThere = true): Promise<Town> {
  const site = await portal()
  const dossier = await givenCase(site, { definition, applicant: await site.given(aCitizen()) })
  const { number, draftId } = dossier.theCase
  const paper = { id: `330106-${'0'.repeat(19)}`, materialId: 'birth-record', source: 'applicant' as const, fileId: null, certificateId: null, createdAt: site.clock.toISOString() }
  if (isThere) await site.db.commit([insertHandedIn({ region: '330106', id: draftId }, paper)])
  return { site, dossier, number, counter: await clerk(site), now: () => getDossier(site.ctx(), number) }
}

const changed = (change: (definition: BundleDefinition) => void): BundleDefinition => {
  const definition = structuredClone(aBirth())
  change(definition)
  return definition
}
const deferrable = () => changed(({ items }) => { items.certificate!.materials[0]!.handling = 'deferrable' })
const perDepartment = () => changed(({ bundle }) => { bundle.intake = 'perDepartment' })

const actAs = (site: Site, agent: Agent) => site.ctx(actorOf(agent.person!))

test('the counter accepts for all departments at once; what waits is accepted when its turn comes', async () => {
  const { site, counter, number, now } = await town()
  const list = await (await counter.get('/counter')).follow('统一收件受理')
  expect(list.text()).toContain('陈小雨')
  expect(list.text()).toContain('出生医学证明、生育津贴')
  const page = await list.follow('出生一件事')
  expect(page.path).toBe(paths.counterIntake(number))
  expect(page.text()).toContain('“出生医学证明”办成后开始；统一受理后，届时自动受理')
  const done = await page.press('统一受理')
  expect(done.notice()).toContain('已统一受理')
  expect(statuses(await now())).toEqual({ certificate: 'accepted', household: 'waiting', insurance: 'waiting', allowance: 'accepted' })
  expect(done.text()).toContain('已统一受理；“出生医学证明”办成后自动受理')
  expect((await counter.get('/counter/intake')).text()).toContain('没有待受理的办件')

  site.pass({ hours: 1 })
  const doctor = await site.officer({ department: 'health', region: xihu })
  await decide(actAs(site, doctor), taskFor(await now(), 'certificate').id, { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'T330106001' } } })
  expect(statuses(await now())).toEqual({ certificate: 'approved', household: 'accepted', insurance: 'waiting', allowance: 'accepted' })
})

test('every act of the acceptance is the counter’s, at its office', async () => {
  const { site, counter, number, now } = await town()
  await (await counter.get(paths.counterIntake(number))).press('统一受理')
  const { theCase } = await now()
  const events = (await listEvents(site.db, { region: theCase.region, caseId: theCase.id })).filter(({ type }) => type.includes('accepted'))
  expect(events.map(({ type, actorId, actorRole, officeId }) => [type, actorId, actorRole, officeId])).toEqual([
    ['task.accepted', counter.id, 'counterOfficer', `service-centre@${xihu}`],
    ['task.accepted', counter.id, 'counterOfficer', `service-centre@${xihu}`],
    ['case.acceptedWhole', counter.id, 'counterOfficer', `service-centre@${xihu}`],
  ])
})

test('the check shows names and states, and nothing of what anybody wrote', async () => {
  const { counter, number } = await town()
  const page = await counter.get(paths.counterIntake(number))
  expect(page.text()).toMatch(/分娩记录 已提交/)
  expect(page.text()).toContain('3 项信息已填齐')
  for (const secret of ['王小明', '13805710001', '6222', '890000', '8,900']) expect(page.html).not.toContain(secret)
})

test('a paper that may follow is put off with its day; without it the acceptance would be revoked', async () => {
  const { counter, number, now } = await town(deferrable(), false)
  const page = await counter.get(paths.counterIntake(number))
  expect(page.text()).toContain('分娩记录 可以容后补交')
  expect(page.text()).toContain('容缺受理：分娩记录可以在 2026年3月16日前补交')
  await page.press('统一受理')
  // Ten working days from Monday 2 March: the 16th.
  expect(taskFor(await now(), 'certificate')).toMatchObject({ status: 'accepted', proceedings: { provisional: { materials: ['birth-record'], until: '2026-03-16' } } })
  expect(taskFor(await now(), 'allowance').proceedings.provisional).toBeNull()
})

test('what is incomplete is not accepted as a whole, and nobody is asked in silence', async () => {
  const { site, counter, number, now } = await town(aBirth(), false)
  const page = await counter.get(paths.counterIntake(number))
  expect(page.text()).toContain('分娩记录 没有提交')
  expect(page.html).not.toContain(paths.counterAccept(number))
  const forced = await counter.post(paths.counterAccept(number))
  expect([forced.status, forced.notice()]).toEqual([409, expect.stringContaining('还有缺少的内容')])
  expect(statuses(await now())).toMatchObject({ certificate: 'received', allowance: 'received' })
  await expect(acceptWhole(actAs(site, counter), number)).rejects.toMatchObject({ code: 'case.incomplete' })
})

test('where each department accepts for itself the counter is not offered it', async () => {
  const { counter, number, now } = await town(perDepartment())
  expect((await counter.get('/counter/intake')).text()).toContain('没有待受理的办件')
  expect((await counter.get(paths.counterCase(number))).links().map(({ href }) => href)).not.toContain(paths.counterIntake(number))
  expect((await counter.get(paths.counterIntake(number))).status).toBe(404)
  expect((await counter.post(paths.counterAccept(number))).status).toBe(404)
  expect(statuses(await now())).toMatchObject({ certificate: 'received' })
})

test('of two counters at once one accepts, and the other is told', async () => {
  const { site, number, counter, now } = await town()
  const colleague = await clerk(site, 'counter.two')
  const pages = await Promise.all([counter.get(paths.counterIntake(number)), colleague.get(paths.counterIntake(number))])
  const answers = await Promise.all(pages.map(page => page.press('统一受理')))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.notice()).toContain('没有办成')
  const events = await listEvents(site.db, { region: '330106', caseId: (await now()).theCase.id })
  expect(events.filter(({ type }) => type === 'case.acceptedWhole')).toHaveLength(1)
})

test('a department that was quicker is told, and the rest can still be accepted', async () => {
  const { site, number, counter, now } = await town()
  const page = await counter.get(paths.counterIntake(number))
  await accept(actAs(site, await site.officer({ department: 'healthcare', region: xihu })), taskFor(await now(), 'allowance').id)
  const told = await page.press('统一受理')
  expect([told.status, told.notice()]).toEqual([409, expect.stringContaining('有了变化')])
  expect(statuses(await now())).toMatchObject({ certificate: 'received', allowance: 'accepted' })
  expect((await told.press('统一受理')).status).toBe(200)
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted', allowance: 'accepted' })
})

test('the counter notes for a department what its item lacks; the notice goes out when all have spoken', async () => {
  const { counter, number, now } = await town(aBirth(), false)
  const form = await (await counter.get(paths.counterIntake(number))).follow('记录需要补正的内容：出生医学证明')
  expect(form.heading()).toBe('需要补正的内容：出生医学证明')
  expect(form.html).not.toContain('王小明')
  const empty = await form.press('记录')
  expect([empty.status, empty.problems()]).toEqual([422, ['需要补正的内容：请至少勾选一项需要补正的内容']])
  const without = await empty.fill({ ask: ['分娩记录'], 'reason.material.birth-record': '' }).submit('记录')
  expect(without.status).toBe(422)
  const noted = await without.fill({ '“分娩记录”的补正理由': 'pages-missing', '“分娩记录”的补充说明': '缺第二页' }).submit('记录')
  expect(noted.path).toBe(`${paths.counterIntake(number)}?done=noted`)
  expect(noted.text()).toContain('缺第二页')
  expect(statuses(await now())).toMatchObject({ certificate: 'noted', allowance: 'received' })
  expect((await now()).deficiencies).toMatchObject([{ kind: 'material', target: 'birth-record', code: 'pages-missing', reason: '缺第二页', notifiedAt: null }])

  await noted.press('统一受理')
  expect(statuses(await now())).toMatchObject({ certificate: 'supplementing', allowance: 'accepted' })
  expect((await now()).theCase.proceedings.notice).toMatchObject({ answerBy: '2026-03-16' })
  const progress = await counter.get(paths.counterCase(number))
  expect(progress.text()).toContain('申请人应在 2026年3月16日前补正')
  expect(progress.text()).toContain('请申请人登录后')
  expect((await counter.get(paths.counterNote(number, 'certificate'))).path).toBe(paths.counterIntake(number))
})

test('another county’s counter sees nothing of it', async () => {
  const { site, number, now } = await town()
  const elsewhere = await site.as({ roles: ['counterOfficer'], office: 'service-centre@330110000000', name: '余杭窗口', username: 'yuhang' })
  expect((await elsewhere.get('/counter/intake')).text()).toContain('没有待受理的办件')
  for (const path of [paths.counterIntake(number), paths.counterCase(number), paths.counterCorrect(number), paths.counterNote(number, 'certificate')]) expect((await elsewhere.get(path)).status).toBe(404)
  for (const path of [paths.counterAccept(number), paths.counterCorrect(number), paths.counterHandOut(number), paths.counterNote(number, 'certificate')]) expect((await elsewhere.post(path)).status).toBe(404)
  expect((await elsewhere.post('/counter/find', { number })).text()).toContain('没有找到办件')
  expect((await elsewhere.post('/counter/find', { number: aCitizen().identity.idNumber })).text()).toContain('没有找到办件')
  expect(statuses(await now())).toMatchObject({ certificate: 'received' })
})

test('nobody accepts his own matter', async () => {
  const site = await portal()
  const counter = await clerk(site)
  const dossier = await givenCase(site, { applicant: counter.person!, definition: deferrable() })
  const { number } = dossier.theCase
  expect((await counter.get(paths.counterIntake(number))).text()).toContain('应当回避')
  expect((await counter.post(paths.counterAccept(number))).status).toBe(403)
  expect((await counter.post(paths.counterNote(number, 'allowance'), { ask: 'field.income.monthly', 'code.field.income.monthly': 'other', 'reason.field.income.monthly': '请核对' })).status).toBe(403)
})

test('the list is paged, first due first, each case once', async () => {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const numbers: string[] = []
  for (let day = 0; day < 2; day++) {
    for (let index = 0; index < 26; index++) numbers.push((await givenCase(site, { applicant, definition: deferrable() })).theCase.number)
    site.pass({ days: 1 })
  }
  const first = await (await clerk(site)).get('/counter/intake')
  const shown = (page: typeof first) => page.links().flatMap(({ href }) => /^\/counter\/intake\/(\d{20})$/.exec(href)?.[1] ?? [])
  const second = await first.follow('下一页')
  expect([shown(first).length, shown(second).length]).toEqual([50, 2])
  expect(new Set([...shown(first), ...shown(second)]).size).toBe(52)
  expect(new Set(shown(first).slice(0, 26))).toEqual(new Set(numbers.slice(0, 26)))
  expect((await second.agent.get('/counter/intake?after=nonsense')).status).toBe(200)
})
