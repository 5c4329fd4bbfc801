import { getDossierOfTask } from '../../server/cases/case.store.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { press, town } from '../support/desk-town.ts'
import { givenCase, xihu } from '../support/filed-case.ts'

/** Takes an item from its arrival to the approval, by the buttons of its pages. */
async function approve(agent: Agent, taskId: string, result: Record<string, string>) {
  await press(agent, taskId, '受理')
  const form = await (await agent.get(paths.deskTask(taskId))).follow('准予')
  return form.fill(result).submit('作出准予决定')
}

test('an officer finds his task in the queue, accepts it and decides it; what he creates feeds the next department', async () => {
  const { site, doctor, task, now } = await town()
  const desk = await doctor.get('/desk')
  expect(desk.heading()).toBe('审批工作台')
  const page = await desk.follow('出生医学证明')
  expect(page.heading()).toBe('出生医学证明')
  expect(page.text()).toContain('王小明')
  expect(page.text()).toContain('因此到期日是 2026年3月5日')
  const accepted = await page.press('受理')
  expect(accepted.text()).toContain('已受理')
  const form = await accepted.follow('准予')
  const decided = await form.fill({ 出生证编号: 'Y330000001' }).submit('作出准予决定')
  expect(decided.text()).toContain('已准予')
  expect(decided.text()).toContain('Y330000001')
  expect(statuses(await now())).toMatchObject({ certificate: 'approved', household: 'received', insurance: 'waiting' })

  const police = await site.officer({ department: 'public-security', region: xihu })
  const next = await police.get(paths.deskTask(task('household')))
  expect(next.text()).toMatch(/出生证编号 Y330000001 由“出生医学证明”生成/)
})

test('what an item does not need never appears on its pages', async () => {
  const { doctor, task } = await town()
  const pages = await Promise.all(['', '/note-deficiencies', '/decline-to-accept'].map(rest => doctor.get(paths.deskTask(task('certificate')) + rest)))
  for (const page of [...pages, await doctor.get('/desk')]) {
    expect(page.status).toBe(200)
    for (const secret of ['8900', '890000', '6222', '5674', '月缴费基数', '收款账号', '2026-02-20', '2026年2月20日']) expect(page.html).not.toContain(secret)
  }
  expect(pages[0]!.text()).toContain('生育津贴') // the other items' names and states are no secret
})

test('officers of another office, citizens and strangers are not to know of a task', async () => {
  const { site, task } = await town()
  const elsewhere = await site.officer({ department: 'health', region: '330110000000' })
  const other = await site.officer({ department: 'public-security', region: xihu })
  for (const agent of [elsewhere, other]) {
    expect((await agent.get(paths.deskTask(task('certificate')))).status).toBe(404)
    expect((await agent.post(paths.deskAct(task('certificate'), 'accept'))).status).toBe(404)
  }
  // The police know nothing of the registration before the hospital has certified the birth.
  expect((await other.get(paths.deskTask(task('household')))).status).toBe(404)
  expect((await (await site.citizen()).get('/desk')).status).toBe(403)
  expect((await site.visitor().get('/desk')).path).toContain('/sign-in')
  expect((await other.get('/desk/tasks/330106-nothing')).status).toBe(404)
})

test('of two officers who want one task one wins, and the other reads who has it', async () => {
  const { site, doctor, task, now } = await town()
  const colleague = await site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  const id = task('certificate')
  const [mine, hers] = await Promise.all([doctor.get(paths.deskTask(id)), colleague.get(paths.deskTask(id))])
  const answers = await Promise.all([mine.press('认领'), hers.press('认领')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const lost = answers.find(({ status }) => status === 409)!
  expect(lost.notice()).toMatch(/同事已经先一步认领|请看过最新情况再办理/)
  expect(lost.text()).toMatch(/(周|钱)医生正在承办/)
  expect((await now()).tasks.filter(({ assigneeId }) => assigneeId !== null)).toHaveLength(1)
})

test('whoever comes too late with a decision keeps the words he typed', async () => {
  const { site, doctor, task } = await town()
  const id = task('certificate')
  await press(doctor, id, '受理')
  const form = await (await doctor.get(paths.deskTask(id))).follow('不予许可')
  const other = await site.signedIn({ kind: 'person', name: '周医生', username: 'zhou', identity: {}, passwordHash: null, grants: [] })
  await (await (await other.get(paths.deskTask(id))).follow('不予许可')).fill({ 不予许可的理由: '分娩记录与医院记录不符' }).submit()
  const late = await form.fill({ 不予许可的理由: '母亲姓名与身份证不一致，写了很久' }).submit()
  expect(late.status).toBe(409)
  expect(late.text()).toContain('母亲姓名与身份证不一致，写了很久')
  expect(late.text()).toContain('分娩记录与医院记录不符')
  expect(late.text()).toContain('不予许可')
})

test('a button of a page that is out of date does nothing: the task is shown as it stands', async () => {
  const { doctor, task, now } = await town()
  const page = await doctor.post(paths.deskAct(task('certificate'), 'accept'), { seen: '2026-03-01T00:00:00.000Z' })
  expect([page.status, page.heading()]).toEqual([409, '出生医学证明'])
  expect(page.notice()).toContain('您打开页面之后，这个事项有了变化')
  expect(statuses(await now())).toMatchObject({ certificate: 'received' })
})

test('whoever comes too late with a half-filled form reads that it is too late, not what is missing', async () => {
  const { doctor, task } = await town()
  const page = await doctor.post(paths.deskAct(task('certificate'), 'refuse'), { reason: '' })
  expect([page.status, page.problems()]).toEqual([409, []])
  expect(page.notice()).toContain('这个事项的状态已经改变')
})

test('departments that decide on one case at the same moment do not get in each other’s way', async () => {
  const { site, doctor, task, now, dossier } = await town()
  const insurer = await site.officer({ department: 'healthcare', region: xihu })
  const pages = await Promise.all([doctor.get(paths.deskTask(task('certificate'))), insurer.get(paths.deskTask(task('allowance')))])
  const answers = await Promise.all(pages.map(page => page.press('受理')))
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted', allowance: 'accepted' })
  expect(firstBroken(await listEvents(site.db, { region: '330106', caseId: dossier.theCase.id }))).toBeUndefined()
})

test('a decision can’t be made twice', async () => {
  const { doctor, task } = await town()
  const id = task('certificate')
  await approve(doctor, id, { 出生证编号: 'Y330000001' })
  const again = await doctor.post(paths.deskAct(id, 'approve'), { 'child.certificateNumber': 'Y330000002' })
  expect(again.status).toBe(409)
  expect(again.notice()).toContain('状态已经改变')
  expect(again.text()).toContain('Y330000001')
  expect((await doctor.post(paths.deskAct(id, 'refuse'), { reason: '反悔了' })).status).toBe(409)
})

test('a refusal names its reason and the remedies, and what waited for it lapses', async () => {
  const { doctor, task, now } = await town()
  const id = task('certificate')
  await press(doctor, id, '受理')
  const form = await (await doctor.get(paths.deskTask(id))).follow('不予许可')
  expect(form.text()).toContain('行政复议')
  const empty = await form.fill({ 不予许可的理由: '   ' }).submit()
  expect(empty.status).toBe(422)
  expect(empty.problems()).toEqual(['不予许可的理由：请写明理由'])
  const long = await empty.fill({ 不予许可的理由: '长'.repeat(1001) }).submit()
  expect(long.status).toBe(422)
  expect(long.field('不予许可的理由')).toBe('长'.repeat(1001))
  const done = await long.fill({ 不予许可的理由: '分娩记录\n与医院记录不符<script>' }).submit()
  expect(done.text()).toContain('分娩记录 与医院记录不符<script>')
  expect(statuses(await now())).toEqual({ certificate: 'refused', household: 'lapsed', insurance: 'lapsed', allowance: 'received' })
})

test('an approval needs all the data that the item creates, in order', async () => {
  const { doctor, task } = await town()
  const id = task('certificate')
  await press(doctor, id, '受理')
  const form = await (await doctor.get(paths.deskTask(id))).follow('准予')
  expect((await form.fill({ 出生证编号: '' }).submit()).problems()).toEqual(['出生证编号：请填写此项'])
  const short = await form.fill({ 出生证编号: 'Y1' }).submit()
  expect(short.problems()).toEqual(['出生证编号：至少 8 个字'])
  expect(short.field('出生证编号')).toBe('Y1')
})

test('every status has its page, and offers exactly what can be done', async () => {
  const { site, applicant, doctor } = await town()
  const buttons = async (act: (id: string) => Promise<unknown>) => {
    const { id } = taskFor(await givenCase(site, { applicant }), 'certificate')
    await act(id)
    const page = await doctor.get(paths.deskTask(id))
    expect(page.status).toBe(200)
    return page.$('[data-actions] button, [data-actions] a').map((_, one) => page.$(one).text().trim()).get()
  }
  const insurer = await site.officer({ department: 'healthcare', region: xihu })
  const accept = (id: string) => doctor.post(paths.deskAct(id, 'accept'))
  const theOthersAccept = async (id: string) => { for (const one of (await getDossierOfTask(site.ctx(), '330106', id)).tasks) if (one.itemCode === 'allowance') await insurer.post(paths.deskAct(one.id, 'accept')) }
  const decline = { ground: 'notNeeded', reason: '依法不需要办理' }
  const note = { ask: 'field.child.name', 'reason.field.child.name': '请核对' }
  const suspend = { kind: 'testing', reason: '送检', until: '2026-03-06' }
  expect(await buttons(async () => {})).toEqual(['受理', '记录补正内容', '不予受理', '认领'])
  expect(await buttons(accept)).toEqual(['准予', '不予许可', '转交', '中止计时', '请其他部门协查', '安排现场踏勘'])
  expect(await buttons(async id => { await accept(id); await doctor.post(paths.deskAct(id, 'suspend'), suspend) })).toEqual(['恢复办理', '转交', '延长中止', '请其他部门协查'])
  expect(await buttons(id => doctor.post(paths.deskAct(id, 'noteDeficiencies'), note))).toEqual(['收回补正内容', '转交'])
  expect(await buttons(async id => { await doctor.post(paths.deskAct(id, 'noteDeficiencies'), note); await theOthersAccept(id) })).toEqual(['转交'])
  expect(await buttons(id => doctor.post(paths.deskAct(id, 'declineToAccept'), decline))).toEqual([])
  expect(await buttons(async id => { await accept(id); await doctor.post(paths.deskAct(id, 'approve'), { 'child.certificateNumber': 'Y330000001' }) })).toEqual([])
  expect(await buttons(async id => { await accept(id); await doctor.post(paths.deskAct(id, 'refuse'), { reason: '不符' }) })).toEqual([])
})

test('after a decision the next most urgent task of the same queue is offered, and the filters stay', async () => {
  const { site, applicant, doctor, task } = await town()
  site.pass({ days: 1 })
  await givenCase(site, { applicant, content: { values: { 'child.name': '李二' } } })
  await doctor.get('/desk')
  const id = task('certificate')
  const form = await doctor.get(`${paths.deskAct(id, 'declineToAccept')}?status=received`)
  const done = await form.fill({ 不予受理的情形: '依法不需要办理', 不予受理的理由: '依法不需要办理' }).submit()
  expect(done.path).toContain('status=received')
  const next = await done.follow('下一件')
  expect(next.text()).toContain('李二')
})

test('the queue says what came in since the last visit', async () => {
  const { site, applicant, doctor } = await town()
  expect((await doctor.get('/desk')).$('.new-mark')).toHaveLength(0)
  site.pass({ hours: 5 })
  await givenCase(site, { applicant })
  const back = await doctor.get('/desk')
  expect(back.$('.queue-table__link .new-mark')).toHaveLength(1)
  expect(back.text()).toContain('新到或补正送回')
})

test('the desk speaks English too, and a form keeps what was typed when the language is switched', async () => {
  const { doctor, task } = await town()
  const id = task('certificate')
  await press(doctor, id, '受理')
  const form = await (await doctor.get(paths.deskTask(id))).follow('不予许可')
  const english = await form.fill({ 不予许可的理由: '写到一半' }).submit('English')
  expect(english.status).toBe(200)
  expect(english.field('Why it is refused')).toBe('写到一半')
  expect((await doctor.get('/desk')).heading()).toBe('Desk')
})

test('an address that makes no sense is no fault of the server', async () => {
  const { doctor } = await town()
  for (const path of ['/desk?status=__proto__&q=%00%ff', '/desk?after=x&office[]=1&q[a]=b', `/desk?find=${'字'.repeat(3000)}`, `/desk?find=${'a'.repeat(900)}`, '/desk/tasks/..%2f', '/desk?who=%27%20or%201=1']) expect((await doctor.get(path)).status).toBeLessThan(500)
})
