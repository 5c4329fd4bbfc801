import { sql } from 'kysely'
import { listReadingsOf } from '../../server/readings/reading.store.ts'
import { recordReading } from '../../server/readings/record-reading.ts'
import { paths } from '../../server/web/paths.ts'
import { press, town } from '../support/desk-town.ts'
import { xihu } from '../support/filed-case.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import type { ReadingKind } from '../../server/readings/reading.ts'

type Town = Awaited<ReturnType<typeof town>>
const readings = async ({ site, applicant }: Pick<Town, 'site' | 'applicant'>) => (await listReadingsOf(site.ctx(), applicant.id, { limit: 50 })).map(({ reading }) => reading)
const kindsOf = async (where: Pick<Town, 'site' | 'applicant'>): Promise<ReadingKind[]> => (await readings(where)).map(({ kind }) => kind).reverse()

test('who opens a task is recorded with what is shown and what is covered of it, and the queue beside it once a day', async () => {
  const all = await town()
  const { doctor, task, dossier } = all
  await doctor.get(paths.deskTask(task('certificate')))
  await doctor.get(paths.deskTask(task('certificate')))
  const found = await readings(all)
  expect(found.map(({ kind }) => kind).sort()).toEqual(['list', 'page', 'page'])
  expect(found.find(({ kind }) => kind === 'page')).toMatchObject({
    actorId: doctor.id, actorRole: 'officer', officeId: `health@${xihu}`, purpose: 'examination', taskId: task('certificate'),
    fields: ['applicant.name', 'child.name', 'mother.name', 'mother.phone'], covered: ['mother.phone'], subjects: [{ personId: all.applicant.id, caseNumber: dossier.theCase.number }],
  })
  all.site.pass({ days: 1 })
  await doctor.get(paths.desk())
  expect((await kindsOf(all)).filter(kind => kind === 'list')).toHaveLength(2)
})

test('what can’t be recorded is not shown', async () => {
  const { site, doctor, task } = await town()
  await sql`drop table reading`.execute(site.db.forMigration())
  const page = await doctor.get(paths.deskTask(task('certificate')))
  expect([page.status, page.html.includes('王小明')]).toEqual([500, false])
})

test('searches, letters, the counter and the supervisor are recorded too, and nothing of what was looked for', async () => {
  const all = await town()
  const { site, applicant, doctor, task, dossier } = all
  await doctor.post(paths.deskSearch(), { q: '陈小雨' })
  await press(doctor, task('certificate'), '受理')
  await (await doctor.get(paths.deskTask(task('certificate')))).follow('受理通知书')
  const clerk = await site.as({ roles: ['counterOfficer'] })
  await clerk.post(paths.counterFind(), { number: applicant.identity.idNumber })
  await clerk.get(paths.counterCase(dossier.theCase.number))
  await (await site.as({ roles: ['supervisor'] })).get(paths.supervisedTask(task('certificate')))
  const found = await readings(all)
  expect(found.map(({ kind, purpose }) => `${kind} ${purpose}`)).toEqual(expect.arrayContaining(['search queue', 'letter examination', 'search counter', 'page counter', 'page supervision']))
  const rows = JSON.stringify(await site.db.read.selectFrom('reading').selectAll().execute())
  for (const value of ['陈小雨', '王小明', applicant.identity.idNumber, '13805710001']) expect(rows).not.toContain(value)
})

test('the applicant reads it in plain words, questions it, and hears from the auditor', async () => {
  const all = await town()
  const { site, doctor, task, dossier } = all
  await press(doctor, task('certificate'), '认领')
  await (await doctor.get(paths.deskTask(task('certificate')))).follow('查看被遮盖的内容').then(form => form.fill({ 查看的理由: '电话核实分娩日期' }).submit())
  const applicant = await site.signedIn(aCitizen())
  const log = await applicant.get(paths.accessLog())
  const words = log.text()
  expect(words).toContain('打开了“出生医学证明”的办理页面')
  expect(words).toContain('审批人员 周**')
  expect(words).toContain('母亲电话（部分遮盖）')
  expect(words).toContain('查看了“出生医学证明”中平时遮盖的内容')
  expect(words).toContain('电话核实分娩日期')
  const form = await log.follow('这次查看有疑问')
  const empty = await form.fill({ 您的疑问: '' }).submit()
  expect([empty.status, empty.text()]).toEqual([422, expect.stringContaining('请写明您的疑问') as string])
  const asked = await form.fill({ 您的疑问: '为什么要看我的电话？' }).submit()
  expect(asked.text()).toContain('为什么要看我的电话？')
  expect(asked.text()).toContain('2026年3月23日前答复') // fifteen working days
  const [question] = await site.db.read.selectFrom('reading_question').selectAll().execute()
  expect(question?.sealed).not.toContain('电话')
  expect((await applicant.post(paths.accessLogQuestion(question!.reading_id), { question: '再问一次' })).status).toBe(409)

  const auditor = await site.as({ roles: ['auditor'] })
  const audit = await auditor.get(paths.auditReadings())
  const opened = await audit.follow('提出的疑问')
  expect(opened.text()).toContain(`为什么要看我的电话？`)
  expect(opened.html).not.toContain('陈小雨')
  expect((await opened.fill({ 答复: '' }).submit()).status).toBe(422)
  await opened.fill({ 答复: '承办人电话核实分娩日期，属于办理需要。' }).submit()
  expect((await applicant.get(paths.accessLog({ matter: dossier.theCase.number }))).text()).toContain('承办人电话核实分娩日期')
  const inbox = await applicant.get(paths.messages())
  expect((await inbox.follow('您对查看记录的疑问已答复')).text()).toContain('审计管理员已答复')
  expect((await auditor.post(paths.auditQuestion(question!.id), { answer: '再答一次' })).status).toBe(409)
})

test('nobody sees or questions what was read of somebody else', async () => {
  const all = await town()
  const { site, doctor, task } = all
  await doctor.get(paths.deskTask(task('certificate')))
  const [reading] = await readings(all)
  const other = await site.citizen({ username: 'somebody.else', idNumber: anIdNumber('19700101', '103') })
  expect((await other.get(paths.accessLog())).text()).toContain('没有查看记录')
  expect((await other.get(paths.accessLogQuestion(reading!.id))).status).toBe(404)
  expect((await other.post(paths.accessLogQuestion(reading!.id), { question: '?' })).status).toBe(404)
  for (const id of ['x', '330106-0000000000000000000', "'; drop table reading"]) expect((await other.get(paths.accessLogQuestion(id))).status).toBe(404)
})

test('the auditor sees what is out of the ordinary, by case numbers alone, with the reason', async () => {
  const all = await town()
  const { site, doctor, task, dossier } = all
  await press(doctor, task('certificate'), '认领')
  site.clock = '2026-03-02T14:00:00.000Z' // ten in the evening
  const colleague = await site.officer({ department: 'health', region: xihu, name: '吴医生', username: 'wu' })
  await colleague.get(paths.deskTask(task('certificate')))
  const auditor = await site.as({ roles: ['auditor'] })
  const page = await auditor.get(paths.auditReadings())
  const found = page.$('table').first().text()
  expect(found).toContain('吴医生')
  expect(found).toContain('不是本人承办的事项')
  expect(found).toContain('不在办公时间')
  expect(page.text().replace(/\s/g, '')).toContain(dossier.theCase.number)
  expect(page.html).not.toContain('陈小雨')
  expect(page.$('svg.hours-strip rect').length).toBeGreaterThan(0)
  for (const day of ['2026-02-30', 'x', '9999-12-31', '2026-03-01']) expect((await auditor.get(`${paths.auditReadings()}?day=${day}`)).status).toBe(200)
})

test('a reading across two counties is one in each', async () => {
  const { site, applicant } = await town()
  const officer = { ...site.ctx().actor, id: 'o', grants: [{ role: 'supervisor' as const, officeId: '@330100000000' }] }
  await recordReading(site.ctx(officer), { kind: 'list', purpose: 'supervision', officeId: '@330100000000', fields: [], subjects: ['330106', '330110'].map(region => ({ personId: applicant.id, caseNumber: region, region })) })
  const rows = await site.db.read.selectFrom('reading').select(['region', 'subjects']).where('actor_id', '=', 'o').orderBy('region').execute()
  expect(rows).toEqual([{ region: '330106', subjects: `[["${applicant.id}","330106"]]` }, { region: '330110', subjects: `[["${applicant.id}","330110"]]` }])
})

test('what has ended is closed from the next day, names and papers too, and opened for whoever says what for', async () => {
  const all = await town()
  const { site, doctor, task, dossier } = all
  const id = task('certificate')
  await press(doctor, id, '受理')
  const form = await (await doctor.get(paths.deskTask(id))).follow('准予')
  expect((await form.fill({ 出生证编号: 'Y330000001' }).submit('作出准予决定')).text()).toContain('Y330000001')
  site.pass({ days: 1 })
  const closed = await doctor.get(paths.deskTask(id))
  expect(closed.text()).toContain('申请内容不再显示')
  for (const value of ['王小明', 'Y330000001', '陈小雨']) expect(closed.html).not.toContain(value)
  expect((await doctor.get(`${paths.desk()}?status=decided`)).text()).toContain('陈**')
  const opened = await (await closed.follow('查看被遮盖的内容')).fill({ 查看的理由: '当事人来电询问' }).submit()
  for (const value of ['王小明', 'Y330000001', '陈小雨']) expect(opened.text()).toContain(value)
  site.pass({ minutes: 20 })
  expect((await doctor.get(paths.deskTask(id))).html).not.toContain('王小明')
  // The police have it on their desk: to them it is open.
  const police = await site.officer({ department: 'public-security', region: xihu })
  expect((await police.get(paths.deskTask(task('household')))).html).toContain('王小明')
  expect((await readings(all)).find(({ kind }) => kind === 'reveal')).toMatchObject({ reason: '当事人来电询问', subjects: [{ caseNumber: dossier.theCase.number }], fields: expect.arrayContaining(['child.name']) as string[] })
})
