import { listEvents } from '../../server/ledger/event.store.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { insert, update } from '../../db/statement.ts'
import { newRegionalId } from '../../server/ids.ts'
import { insertFile } from '../../server/materials/file.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import { withdraw } from '../../server/cases/withdraw.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { statuses } from '../support/cases.ts'
import { press, town, type Town } from '../support/desk-town.ts'
import { xihu } from '../support/filed-case.ts'

const police = `public-security@${xihu}`
const question = '请核实母亲陈小雨的户籍是否在西湖区'

/** The doctor has accepted and asks the police; what he ticks is shown to them. */
async function asked({ doctor, task, now }: Town, fields: string[] = ['母亲姓名']): Promise<string> {
  await press(doctor, task('certificate'), '受理')
  const form = await (await doctor.get(paths.deskTask(task('certificate')))).follow('请其他部门协查')
  const sent = await form.fill({ 请哪个部门协查: '西湖区公安', 要核实什么: question, 给对方看的填写内容: fields }).submit('发出协查请求')
  expect(sent.text()).toContain('协查请求已发出')
  return (await now()).requests[0]!.id
}

const officerOf = (site: Town['site'], department = 'public-security', region = xihu): Promise<Agent> => site.officer({ department, region })

test('an officer asks another office, and it answers; the applicant is not bothered', async () => {
  const there = await town()
  await asked(there)
  const { site, doctor, task, now } = there
  const officer = await officerOf(site)
  const list = await officer.get(paths.deskRequests())
  expect(list.text()).toContain('西湖区卫健')
  const page = await list.follow(question)
  expect(page.heading()).toBe('西湖区卫健的协查请求')
  expect(page.text()).toContain('2026年3月9日') // five working days after Monday the 2nd
  const done = await page.fill({ 答复: '户籍在西湖区灵隐街道，一九九八年迁入' }).submit('提交答复')
  expect([done.status, done.notice()]).toEqual([200, expect.stringContaining('已答复')])
  const own = await doctor.get(paths.deskTask(task('certificate')))
  expect(own.text()).toMatch(/已答复.*户籍在西湖区灵隐街道/)
  expect((await now()).requests[0]).toMatchObject({ state: 'answered', answeredBy: officer.id })
  const events = await listEvents(site.db, { region: '330106', caseId: (await now()).theCase.id })
  expect(events.map(({ type }) => type).slice(-2)).toEqual(['request.asked', 'request.answered'])
  expect(firstBroken(events)).toBeUndefined()
})

test('the asked office sees what was chosen for it and nothing else of the case', async () => {
  const there = await town()
  const id = await asked(there)
  const officer = await officerOf(there.site)
  const pages = [await officer.get(paths.deskRequests()), await officer.get(paths.deskRequest(id))]
  expect(pages[1]!.text()).toMatch(/母亲姓名 陈小雨/)
  for (const page of pages) for (const secret of ['王小明', '13805710001', '8900', '6222', '5674', '2026-02-20', there.dossier.theCase.number]) expect(page.html.replaceAll(page.csrf(), '')).not.toContain(secret) // a token is random, and holds any four digits some day
  expect(pages[1]!.text()).not.toContain('孩子姓名')
})

test('nothing is ticked beforehand, and without a tick nothing is shown', async () => {
  const there = await town()
  const id = await asked(there, [])
  const page = await (await officerOf(there.site)).get(paths.deskRequest(id))
  expect(page.text()).toContain('请求部门没有共享申请内容')
  expect(page.text()).not.toContain('母亲姓名')
})

test('a number that was shared is whole while the question stands open, and covered once it is answered', async () => {
  const there = await town()
  const id = await asked(there, ['母亲电话'])
  const officer = await officerOf(there.site)
  const page = await officer.get(paths.deskRequest(id))
  expect(page.html).toContain('13805710001')
  expect((await page.fill({ 答复: '属实' }).submit()).html).not.toContain('13805710001')
})

test('what belongs to other items can’t be shared, whatever is sent', async () => {
  const { doctor, task, now, site } = await town()
  await press(doctor, task('certificate'), '受理')
  const sent = await doctor.post(paths.deskAct(task('certificate'), 'askOffice'), { toOfficeId: police, question, fields: ['income.account', 'mother.name'], materials: ['medical-certificate'], dueOn: '2026-03-09' })
  expect(sent.status).toBe(200)
  const [request] = (await now()).requests
  expect(request!.shared).toEqual({ fields: ['mother.name'], materials: [] })
  expect((await (await officerOf(site)).get(paths.deskRequest(request!.id))).html).not.toContain('5674')
})

test('a file is served to the asked office only when its paper was shared, and no longer once it is called back', async () => {
  const { site, applicant, doctor, task, dossier: { theCase }, now } = await town()
  const [id, createdAt] = [newRegionalId('330106'), site.clock.toISOString()]
  await site.files.put(id, Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  await site.db.commit([
    insertFile(site.vault, { region: '330106', id, ownerId: applicant.id, name: '分娩记录.png', mediaType: 'image/png', size: 4, sha256: 'x', createdAt }),
    insert('material', { region: '330106', id: newRegionalId('330106'), draft_id: theCase.draftId, case_id: theCase.id, material_id: 'birth-record', source: 'applicant', file_id: id, certificate_id: null, sealed: null, created_at: createdAt }),
  ])
  await press(doctor, task('certificate'), '受理')
  const insurer = await officerOf(site, 'healthcare')
  const officer = await officerOf(site)
  const read = async (agent: Agent) => (await agent.get(paths.file(id))).status
  const ask = async (materials: string[]) => {
    await doctor.post(paths.deskAct(task('certificate'), 'askOffice'), { toOfficeId: police, question, materials, dueOn: '2026-03-09' })
    return (await now()).requests.at(-1)!.id
  }
  await ask([])
  expect(await read(officer)).toBe(404)
  const shared = await ask(['birth-record'])
  expect([await read(officer), await read(insurer)]).toEqual([200, 404])
  expect((await officer.get(paths.deskRequest(shared))).link('分娩记录.png')).toBe(paths.file(id))
  await doctor.post(paths.deskAct(task('certificate'), 'cancelRequest'), { id: shared, reason: '问错了部门' })
  expect(await read(officer)).toBe(404)
})

test('another office and one of another county are not to know of a question', async () => {
  const there = await town()
  const id = await asked(there)
  for (const agent of [await officerOf(there.site, 'healthcare'), await officerOf(there.site, 'public-security', '330110000000'), there.doctor]) {
    expect((await agent.get(paths.deskRequest(id))).status).toBe(404)
    expect((await agent.post(paths.deskRequestAnswer(id), { answer: '属实' })).status).toBe(404)
  }
  const officer = await officerOf(there.site)
  for (const wrong of ['330106-nothing', '330106-0000000000000000000', 'x']) expect((await officer.get(paths.deskRequest(wrong))).status).toBe(404)
})

test('an empty answer is told beside its field, and nothing typed is lost', async () => {
  const there = await town()
  const id = await asked(there)
  const page = await (await officerOf(there.site)).get(paths.deskRequest(id))
  const empty = await page.fill({ 答复: '' }).submit()
  expect([empty.status, empty.problems()]).toEqual([422, ['答复：请填写此项']])
  const long = await page.fill({ 答复: '长'.repeat(2001) }).submit()
  expect([long.status, long.problems()]).toEqual([422, ['答复：不能超过 2000 个字']])
  expect(long.field('答复')).toHaveLength(2001)
})

test('a question is answered once: whoever comes second reads the answer and keeps his words', async () => {
  const there = await town()
  const id = await asked(there)
  const [one, other] = [await officerOf(there.site), await there.site.officer({ department: 'public-security', region: xihu, name: '钱警官', username: 'qian.police' })]
  const [first, second] = [await one.get(paths.deskRequest(id)), await other.get(paths.deskRequest(id))]
  await first.fill({ 答复: '户籍属实' }).submit()
  const late = await second.fill({ 答复: '查无此人，写了很久' }).submit()
  expect(late.status).toBe(409)
  expect(late.notice()).toContain('这一项已经答复或者撤销')
  for (const words of ['户籍属实', '查无此人，写了很久']) expect(late.text()).toContain(words)
})

test('an office that was closed can’t be asked, and its question can be called back', async () => {
  const there = await town()
  const { site, doctor, task } = there
  await asked(there)
  await site.db.commit([update('office', { closed_at: site.clock.toISOString() }, { id: `healthcare@${xihu}` })])
  const form = await (await doctor.get(paths.deskTask(task('certificate')))).follow('请其他部门协查')
  expect(form.html).not.toContain(`healthcare@${xihu}`)
  const sent = await form.submitTo(paths.deskAct(task('certificate'), 'askOffice'), { toOfficeId: `healthcare@${xihu}`, question: '问一下', dueOn: '2026-03-09' })
  expect([sent.status, sent.problems()]).toEqual([422, ['请哪个部门协查：请选择一项']])
  expect(sent.field('要核实什么')).toBe('问一下')
})

test('a question needs words and a day that is not over', async () => {
  const { doctor, task } = await town()
  await press(doctor, task('certificate'), '受理')
  const form = await (await doctor.get(paths.deskTask(task('certificate')))).follow('请其他部门协查')
  expect(form.field('请在哪天前答复')).toBe('2026-03-09')
  for (const [day, problem] of [['2026-03-01', '日期不能早于 2026-03-02'], ['明天', '请按“2026-03-02”的样子填写日期'], ['2028-01-01', '日期不能晚于 2027-03-03'], ['', '请填写此项']]) {
    const sent = await form.fill({ 请在哪天前答复: day! }).submit()
    expect([sent.status, sent.problems()]).toEqual([422, ['请哪个部门协查：请选择一项', '要核实什么：请填写此项', `请在哪天前答复：${problem}`]])
  }
})

test('nothing is decided while a question stands open; called back, the other office sees nothing more', async () => {
  const there = await town()
  const id = await asked(there)
  const { site, doctor, task, now } = there
  // Neither button is there; whoever had the form open in another window loses nothing of what he typed.
  const shown = await doctor.get(paths.deskTask(task('certificate')))
  expect(shown.links().filter(({ href }) => /\/(approve|refuse)$/.test(href))).toEqual([])
  expect(shown.text()).toContain('答复或者撤销以前，不能作出决定')
  const refused = await doctor.post(paths.deskAct(task('certificate'), 'approve'), { 'certificate.number': 'Y330000001' })
  expect([refused.status, refused.notice()]).toEqual([409, expect.stringContaining('其他部门的协查还没有答复')])
  const cancel = await (await doctor.get(paths.deskTask(task('certificate')))).follow('撤销协查')
  await cancel.fill({ 撤销的理由: '已在系统内查到' }).submit('撤销协查')
  expect((await now()).requests[0]).toMatchObject({ state: 'cancelled' })
  const officer = await officerOf(site)
  const page = await officer.get(paths.deskRequest(id))
  expect(page.text()).toContain('这项协查已经结束')
  expect(page.text()).not.toContain('母亲姓名')
  expect((await officer.post(paths.deskRequestAnswer(id), { answer: '属实' })).status).toBe(409)
  await (await (await doctor.get(paths.deskTask(task('certificate')))).follow('准予')).fill({ 出生证编号: 'Y330000001' }).submit('作出准予决定')
  expect(statuses(await now())).toMatchObject({ certificate: 'approved' })
})

test('when the applicant withdraws, the question ends by itself and the other office sees nothing more', async () => {
  const there = await town()
  const id = await asked(there)
  await withdraw(there.site.ctx(actorOf(there.applicant)), there.dossier.theCase.number)
  expect((await there.now()).requests[0]).toMatchObject({ state: 'cancelled' })
  const page = await (await officerOf(there.site)).get(paths.deskRequest(id))
  expect(page.text()).toContain('这项协查已经结束')
  expect(page.text()).not.toContain('母亲姓名')
})

test('nobody answers a question about his own application', async () => {
  const there = await town()
  const id = await asked(there)
  await there.site.db.commit([insert('role_grant', { person_id: there.applicant.id, role: 'officer', office_id: police, granted_by: 'system', granted_at: there.site.clock.toISOString() })])
  const own = await there.site.citizen()
  expect((await own.get(paths.deskRequest(id))).text()).toContain('应当回避')
  expect((await own.post(paths.deskRequestAnswer(id), { answer: '属实' })).status).toBe(403)
})

test('the answer comes though another department acts on the case at the same moment', async () => {
  const there = await town()
  const id = await asked(there)
  const [officer, insurer] = [await officerOf(there.site), await officerOf(there.site, 'healthcare')]
  const [page, task] = await Promise.all([officer.get(paths.deskRequest(id)), insurer.get(paths.deskTask(there.task('allowance')))])
  const answers = await Promise.all([page.fill({ 答复: '属实' }).submit('提交答复'), task.press('受理')])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect((await there.now()).requests[0]).toMatchObject({ state: 'answered', answer: '属实' })
})

test('a question that is late is told, and shown as late on both sides', async () => {
  const there = await town()
  const id = await asked(there)
  there.site.clock = '2026-03-10T02:00:00.000Z'
  await wakeCases(there.site.ctx())
  const events = await listEvents(there.site.db, { region: '330106', caseId: there.dossier.theCase.id })
  expect(events.map(({ type }) => type)).toContain('request.overdue')
  expect((await (await officerOf(there.site)).get(paths.deskRequest(id))).text()).toContain('超期 1 个工作日')
  expect((await there.doctor.get(paths.deskTask(there.task('certificate')))).text()).toContain('已逾期')
})

test('the pages of a question speak English too', async () => {
  const there = await town()
  const id = await asked(there)
  const officer = await officerOf(there.site)
  expect((await officer.get(`${paths.deskRequests()}?lang=en`)).text()).toContain('To be answered')
  expect((await officer.get(paths.deskRequest(id))).heading()).toBe('Question from 卫健, Xihu District')
})
