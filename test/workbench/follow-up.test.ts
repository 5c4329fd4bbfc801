import { accept } from '../../server/cases/accept.ts'
import { listCertificatesOfCase } from '../../server/cases/certificate.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { decide } from '../../server/cases/decide.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import { hasOpenBreach, listBreaches } from '../../server/drafts/breach.store.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { giveOrder } from '../../server/supervision/give-order.ts'
import { paths } from '../../server/web/paths.ts'
import { movingSite, started } from '../drafts/support.ts'
import type { Agent } from '../support/agent.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { givenCase, onCommitment, xihu } from '../support/filed-case.ts'
import { portal, type Site } from '../support/portal.ts'

interface Granted {
  site: Site
  citizen: Agent
  doctor: Agent
  head: Agent
  id: string
  now: () => Promise<Dossier>
  identifiers: () => Promise<string[]>
}

/** Filed on Monday, 2 March 2026, and granted on the same day unless it is to be refused. */
async function given({ site, outcome = 'approve' }: { site?: Site; outcome?: 'approve' | 'refuse' | 'none' } = {}): Promise<Granted> {
  const there = site ?? (await portal())
  const citizen = await there.citizen()
  const { theCase, tasks } = await givenCase(there, { definition: onCommitment(), applicant: citizen.person!, content: { commitments: { 'birth-record': '2026-03-02T01:00:00.000Z' } } })
  const doctor = await there.officer({ department: 'health', region: xihu, name: '周医生', username: 'zhou' })
  const head = await there.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const id = tasks.find(({ itemCode }) => itemCode === 'certificate')!.id
  const ctx = there.ctx(actorOf(doctor.person!))
  await accept(ctx, id)
  if (outcome === 'approve') await decide(ctx, id, { outcome, result: { fields: { 'child.certificateNumber': 'Y330000001' } } })
  if (outcome === 'refuse') await decide(ctx, id, { outcome, reason: '分娩记录与医院记录不符' })
  return {
    site: there, citizen, doctor, head, id, now: () => getDossier(there.ctx(), theCase.number),
    identifiers: async () => (await listCertificatesOfCase(there.ctx(), theCase)).map(({ identifier }) => identifier),
  }
}

/** Opens an act on the task's page. */
const open = async (agent: Agent, id: string, action: string) => (await agent.get(paths.deskTask(id))).follow(action)
const offered = async (agent: Agent, id: string) => (await agent.get(paths.deskTask(id))).$('[data-actions] a, [data-actions] button').map((_, one) => one.children.map(child => ('data' in child ? child.data : '')).join('').trim()).get()
const onDay = async (site: Site, day: string) => { site.clock = `${day}T02:00:00.000Z`; await wakeCases(site.ctx()) }
const isValid = async (site: Site, identifier: string) => !(await site.visitor().get(paths.verify(identifier))).text().includes('已撤销')
const typesOf = async ({ site, now }: Granted) => (await listEvents(site.db, { region: '330106', caseId: (await now()).theCase.id })).map(({ type }) => type)

test('a result is handed over within ten working days; what is late is told, and it is recorded once', async () => {
  const there = await given()
  const { site, doctor, id } = there
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('最迟 2026年3月16日前送达') // 3–6 and 9–13 March are nine
  await onDay(site, '2026-03-16')
  expect(await typesOf(there)).not.toContain('task.deliveryLate')
  await onDay(site, '2026-03-17')
  expect(await typesOf(there)).toContain('task.deliveryLate')
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('已逾期')
  const form = await open(doctor, id, '登记送达')
  const nothing = await form.fill({}).submit('登记')
  expect([nothing.status, nothing.problems()]).toEqual([422, ['怎样送达的：请选择一项']])
  const done = await form.fill({ 怎样送达的: '申请人领取' }).submit('登记')
  expect(done.text()).toMatch(/已登记送达.*已送达 申请人领取/)
  expect((await doctor.post(paths.deskAct(id, 'deliver'), { how: 'posted' })).status).toBe(409)
  expect((await doctor.post(paths.deskAct(id, 'deliver'), { how: 'pigeon' })).status).toBe(409)
})

test('a commitment is checked within sixty working days; a late check is told, and it can be kept', async () => {
  const there = await given()
  const { site, doctor, id, now } = there
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('最迟 2026年5月28日前核查') // 21 days in March, 21 in April, 18 in May
  await onDay(site, '2026-05-29')
  expect(await typesOf(there)).toContain('task.commitmentCheckLate')
  const form = await open(doctor, id, '登记承诺核查')
  const empty = await form.fill({}).submit('登记核查结果')
  expect([empty.status, empty.problems()]).toEqual([422, ['核查结果：请选择一项', '核查情况：请填写此项']])
  const done = await form.fill({ 核查结果: '已履行承诺', 核查情况: '分娩记录与医院存档一致' }).submit('登记核查结果')
  expect(done.text()).toMatch(/核查结果已登记.*已履行.*分娩记录与医院存档一致/)
  expect(taskFor(await now(), 'certificate').proceedings.commitment).toMatchObject({ state: 'kept' })
  expect(await offered(doctor, id)).not.toContain('登记承诺核查')
})

test('what was not kept is put right by a day after today, and then it is kept', async () => {
  const { doctor, id, now } = await given()
  const form = await open(doctor, id, '登记承诺核查')
  const broken = { 核查结果: '没有履行，责令限期改正', 核查情况: '没有分娩记录' }
  for (const [day, problem] of [['2026-03-02', '日期不能早于 2026-03-03'], ['', '请填写此项'], ['下周', '请按“2026-03-02”的样子填写日期']]) {
    const page = await form.fill({ ...broken, 请在哪天前改正: day! }).submit('登记核查结果')
    expect([page.status, page.problems(), page.field('核查情况')]).toEqual([422, [`请在哪天前改正：${problem}`], '没有分娩记录'])
  }
  const set = await form.fill({ ...broken, 请在哪天前改正: '2026-03-20' }).submit('登记核查结果')
  expect(set.text()).toMatch(/限期改正.*应在 2026年3月20日前改正/)
  const again = await open(doctor, id, '登记承诺核查')
  expect(again.text()).toContain('已经责令过限期改正')
  // A second day can't be set, whatever is sent.
  await again.fill({ 核查情况: '已补交' }).submit('登记核查结果')
  expect(taskFor(await now(), 'certificate').proceedings.commitment).toMatchObject({ state: 'kept', finding: '已补交' })
})

test('what is not put right is revoked: the certificate is void, and the person makes no commitments until it is repaired', async () => {
  const there = await given({ site: await movingSite() })
  const { site, citizen, doctor, head, id, now, identifiers } = there
  const [identifier] = await identifiers()
  expect(await isValid(site, identifier!)).toBe(true)
  await (await open(doctor, id, '登记承诺核查')).fill({ 核查结果: '没有履行，责令限期改正', 核查情况: '没有分娩记录', 请在哪天前改正: '2026-03-20' }).submit('登记核查结果')
  const early = await (await open(doctor, id, '撤销决定')).fill({ 撤销的理由: '仍未补交分娩记录' }).submit('撤销决定')
  expect([early.status, early.notice()]).toEqual([409, expect.stringContaining('责令改正的期限还没有过')])
  expect(early.text()).toContain('仍未补交分娩记录')
  await onDay(site, '2026-03-21')
  const revoked = await (await open(doctor, id, '撤销决定')).fill({ 撤销的理由: '仍未补交分娩记录' }).submit('撤销决定')
  expect(revoked.text()).toMatch(/决定已撤销.*仍未补交分娩记录/)
  expect(statuses(await now())).toMatchObject({ certificate: 'revoked' })
  expect(await isValid(site, identifier!)).toBe(false)
  expect(await listBreaches(site.db, citizen.id)).toMatchObject([{ taskId: id, itemCode: 'certificate', repairedAt: null }])

  const draft = await started(citizen)
  expect((await citizen.get(paths.draftMaterials(draft))).text()).toContain('暂时不能用承诺代替材料')
  expect(await offered(doctor, id)).not.toContain('确认信用修复')
  expect((await doctor.post(paths.deskAct(id, 'repairBreach'))).status).toBe(409)
  const repaired = await (await head.get(paths.deskTask(id))).press('确认信用修复')
  expect(repaired.text()).toMatch(/已确认信用修复.*信用已修复/)
  expect((await head.post(paths.deskAct(id, 'repairBreach'))).status).toBe(409)
  expect(await hasOpenBreach(site.db, citizen.id)).toBe(false)
  expect((await citizen.get(paths.draftMaterials(draft))).text()).not.toContain('暂时不能用承诺代替材料')
})

test('a revocation that a review undoes is no breach any more', async () => {
  const { site, citizen, doctor, head, id, now } = await given()
  await (await open(doctor, id, '登记承诺核查')).fill({ 核查结果: '没有履行，责令限期改正', 核查情况: '没有分娩记录', 请在哪天前改正: '2026-03-20' }).submit('登记核查结果')
  await onDay(site, '2026-03-21')
  await (await open(doctor, id, '撤销决定')).fill({ 撤销的理由: '仍未补交分娩记录' }).submit('撤销决定')
  expect(await hasOpenBreach(site.db, citizen.id)).toBe(true)
  await (await open(head, id, '重新办理')).fill({ 作出决定的机关: '杭州市西湖区人民政府', 文书编号: '杭西政复〔2026〕12号', 决定的内容: '撤销原撤销决定' }).submit('恢复办理')
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted' })
  expect(await hasOpenBreach(site.db, citizen.id)).toBe(false)
})

test('an error in a result is corrected by the head: the old certificate is void, a right one is issued', async () => {
  const { site, doctor, head, id, now, identifiers } = await given()
  expect(await offered(doctor, id)).not.toContain('更正结果')
  const form = await open(head, id, '更正结果')
  expect(form.field('出生证编号')).toBe('Y330000001')
  const same = await form.fill({ 更正的理由: '编号有误' }).submit('更正并签发')
  expect([same.status, same.notice()]).toEqual([409, expect.stringContaining('没有任何改动')])
  const wrong = await form.fill({ 出生证编号: 'Y', 更正的理由: '' }).submit('更正并签发')
  expect([wrong.status, wrong.problems()]).toEqual([422, ['出生证编号：至少 8 个字', '更正的理由：请写明理由']])
  const done = await form.fill({ 出生证编号: 'Y330000009', 更正的理由: '编号录入有误' }).submit('更正并签发')
  expect(done.text()).toMatch(/结果已更正.*Y330000009/)
  const all = await identifiers()
  expect(all).toHaveLength(2)
  expect(await Promise.all(all.map(one => isValid(site, one)))).toEqual([false, true])
  expect(taskFor(await now(), 'certificate').result).toEqual({ fields: { 'child.certificateNumber': 'Y330000009' } })
})

test('a matter that a court has decided otherwise is taken up again, and what had lapsed comes back', async () => {
  const there = await given({ outcome: 'refuse' })
  const { doctor, head, id, now } = there
  expect(statuses(await now())).toMatchObject({ certificate: 'refused', household: 'lapsed', insurance: 'lapsed' })
  expect(await offered(doctor, id)).not.toContain('重新办理')
  const form = await open(head, id, '重新办理')
  const empty = await form.fill({ 作出决定的机关: '' }).submit('恢复办理')
  expect([empty.status, empty.problems()]).toEqual([422, ['作出决定的机关：请填写此项', '文书编号：请填写此项', '决定的内容：请填写此项']])
  const done = await form.fill({ 作出决定的机关: '杭州铁路运输法院', 文书编号: '（2026）浙8601行初12号', 决定的内容: '撤销原决定，重新作出' }).submit('恢复办理')
  expect(done.text()).toContain('已恢复办理')
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted', household: 'waiting', insurance: 'waiting' })
  expect((await head.post(paths.deskAct(id, 'reopen'), { authority: 'x', document: 'y', reason: 'z' })).status).toBe(409)
})

test('a limit that was missed is explained, and the reason stands with it', async () => {
  const { site, doctor, id, now } = await given({ outcome: 'none' })
  expect(await offered(doctor, id)).not.toContain('说明超期原因')
  await onDay(site, '2026-03-06') // three working days: due on the 5th
  const done = await (await open(doctor, id, '说明超期原因')).fill({ 超期的原因: '医院信息系统停机两日' }).submit('登记原因')
  expect(done.text()).toMatch(/超期原因已登记.*医院信息系统停机两日/)
  expect(taskFor(await now(), 'certificate').proceedings.delay).toMatchObject({ reason: '医院信息系统停机两日' })
})

test('a supervision order is answered once, by whoever has the task or the head', async () => {
  const { site, doctor, head, id, now } = await given({ outcome: 'none' })
  const supervisor = await site.as({ roles: ['supervisor'], name: '督办员' })
  await giveOrder(site.ctx(actorOf(supervisor.person!)), id, { text: '请说明进展', dueOn: '2026-03-04', seen: 0 })
  expect((await doctor.get(paths.deskTask(id))).text()).toMatch(/督办.*请说明进展.*请在 2026年3月4日前答复/)
  const [mine, hers] = [await open(doctor, id, '答复督办'), await open(head, id, '答复督办')]
  expect((await mine.fill({ 答复: '' }).submit('提交答复')).status).toBe(422)
  expect((await mine.fill({ 答复: '材料已齐，本周内办结' }).submit('提交答复')).text()).toMatch(/督办已答复.*材料已齐，本周内办结/)
  const late = await hers.fill({ 答复: '负责人另有说明' }).submit('提交答复')
  expect(late.status).toBe(409)
  expect(late.text()).toContain('负责人另有说明')
  expect((await now()).orders).toMatchObject([{ answer: '材料已齐，本周内办结', answeredBy: doctor.id }])
})

test('every act says in English too what it is and what it does', async () => {
  const { doctor, head, id } = await given()
  const [check, correct] = [await doctor.get(`${paths.deskAct(id, 'checkCommitment')}?lang=en`), await head.get(`${paths.deskAct(id, 'correctResult')}?lang=en`)]
  expect(check.text()).toContain('Record the check of the commitment')
  expect(correct.text()).toContain('The old certificate is void at once')
})
