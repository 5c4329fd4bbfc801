import { load } from 'cheerio'
import { Unavailable } from '../../server/errors.ts'
import { createLog, plainError } from '../../server/log.ts'
import { sendAll } from '../../server/notify/send.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import { startJobs } from '../../server/jobs.ts'
import { portalJobs } from '../../server/portal-jobs.ts'
import { paths } from '../../server/web/paths.ts'
import { aPhoto, householdRegister } from '../drafts/support.ts'
import type { Agent } from '../support/agent.ts'
import { aMove, publishIn } from '../support/definitions.ts'
import { anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

/**
 * Values that occur nowhere else go in by every way that people have; then everything that the server wrote besides the
 * pages themselves is looked through: log, output, headers, addresses, links, pages of refusals, acts, events, sessions, faults.
 */
const planted = {
  name: '欧阳绮霏', idNumber: anIdNumber('19890214', '328'), phone: '13957123468', email: 'qifei.planted@example.test', username: 'ouyang.qifei', password: 'Planted-Kestrel-4817-ferry',
  bankCard: '6222021001116245702', health: '先天性心脏病随访', child: '欧阳星野', file: '绮霏的诊断书', address: '文三路四百零七弄绮园', register: '户主欧阳鹤年', registerKey: 'HK-PLANTED-1203',
} as const

const written: { where: string; what: string }[] = []
const write = (where: string, what: string) => void written.push({ where, what })

const realFetch = globalThis.fetch
const originals = { out: process.stdout.write.bind(process.stdout), err: process.stderr.write.bind(process.stderr) }

beforeAll(() => {
  globalThis.fetch = async (input, init) => {
    const response = await realFetch(input, init)
    const address = String(input).replace(/^http:\/\/[^/]+/, '')
    write('address', address)
    // What the browser sends back later is its own business; what it is told to keep is ours. The name under which one's own file is saved is asked for.
    const isOwnFile = address.startsWith('/files/')
    for (const [name, value] of response.headers) if (!(isOwnFile && name === 'content-disposition')) write(`header ${name} of ${response.status}`, value)
    const body = await response.clone().text()
    // The head of a page greets whoever is signed in by his own name.
    if (response.status >= 400 && response.status !== 422) write(`page of ${response.status}`, load(body)('main').html() ?? body)
    if (response.headers.get('content-type')?.includes('html')) {
      const $ = load(body)
      for (const attribute of ['href', 'src', 'action', 'formaction']) $(`[${attribute}]`).each((_, one) => write(`${attribute} in ${address.split('?')[0]}`, $(one).attr(attribute) ?? ''))
      $('form[method=get] input').each((_, one) => write(`field of an address in ${address.split('?')[0]}`, $(one).attr('value') ?? ''))
    }
    return response
  }
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => (write('stdout', String(chunk)), originals.out(chunk, ...rest))) as typeof process.stdout.write
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: never[]) => (write('stderr', String(chunk)), originals.err(chunk, ...rest))) as typeof process.stderr.write
})

afterAll(() => {
  globalThis.fetch = realFetch
  Object.assign(process.stdout, { write: originals.out })
  Object.assign(process.stderr, { write: originals.err })
})

let site: Site
let citizen: Agent

const right = { 账户类型: '个人', 姓名: planted.name, 身份证号码: planted.idNumber, 手机号码: planted.phone, 用户名: planted.username, 密码: planted.password, 再输一次密码: planted.password }

async function accounts(): Promise<void> {
  const register = await site.visitor().get('/register')
  const labels = register.$('label').map((_, one) => register.$(one).text().trim()).get()
  const filling = Object.fromEntries(Object.entries(right).filter(([label]) => labels.some(one => one === label)))
  const fields = { kind: 'person', name: planted.name, idNumber: planted.idNumber, phone: planted.phone, username: planted.username, password: planted.password, passwordAgain: planted.password }
  expect((await register.submitTo('/register', { ...fields, passwordAgain: 'another' })).status).toBe(422)
  expect((await register.submitTo('/register', { ...fields, idNumber: `${planted.idNumber.slice(0, 17)}0X` })).status).toBe(422)
  expect(Object.keys(filling).length).toBeGreaterThan(0)
  const done = await (await site.visitor().get('/register')).submitTo('/register', fields)
  expect(done.path).toBe('/me?done=registered')
  citizen = done.agent
  await (await citizen.get('/me/contact')).submitTo('/me/contact', { phone: planted.phone, email: planted.email })
  await (await citizen.get('/me/contact')).submitTo('/me/contact', { phone: '1', email: `${planted.email} x` })
  for (const username of [planted.username, planted.name, planted.idNumber, planted.phone]) await (await site.visitor().get('/sign-in')).submitTo('/sign-in', { username, password: `${planted.password}!` })
  await (await site.visitor().get('/forgotten-password')).submitTo('/forgotten-password', { username: planted.username, name: planted.username })
  await (await citizen.get('/me/confirm')).submitTo('/me/confirm', { password: `${planted.password}?` })
  await (await citizen.get('/me/password')).submitTo('/me/password', { current: planted.password, password: planted.name, passwordAgain: planted.password })
}

async function application(): Promise<string> {
  const start = await (await citizen.get('/bundles/moving/start')).fill({ '在哪里办理？': '330106001000' }).submit()
  const more = await start.fill({ '新居是租的吗？': '是' }).submit()
  const known = await (await more.fill({ '租约备案了吗？': '不是' }).submit()).fill({ '要不要一起办？': [] }).submit()
  const id = /\/drafts\/([^/?]+)/.exec(known.path)?.[1] ?? ''
  const home = await known.press('保存并继续')
  await home.fill({ 新居地址: planted.address, 备注: `${planted.health}${planted.bankCard}`, 同住人数: planted.child, 迁入日期: planted.phone }).submit()
  site.registers.down('property')
  await (await citizen.get(`/drafts/${id}/sections/owner`)).submitTo(`/drafts/${id}/sections/owner`, { 'owner.name': planted.child, 'owner.idNumber': planted.idNumber, 'owner.title': planted.bankCard })
  await (await citizen.get(`/drafts/${id}/sections/home`)).submitTo(`/drafts/${id}/sections/home`, {
    'home.region': '330106002000', 'home.address': '文三路绮园7号', 'home.movedOn': '2026-02-01', 'home.people': '2', 'home.hasLift': 'no', 'home.meters': 'power', 'home.rent': '100', 'home.note': planted.health,
  })
  const materials = await citizen.get(`/drafts/${id}/materials`)
  const uploaded = await materials.fill({ '提交“租赁合同”': aPhoto(`${planted.file}.png`) }).submit()
  expect(uploaded.text()).toContain(planted.file)
  await materials.fill({ '提交“照片”': { name: `${planted.file}.exe`, bytes: Buffer.from(planted.health), type: 'image/png' } }).submit()
  await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“照片”': aPhoto(`${planted.file}2.png`) }).submit()
  await citizen.get(uploaded.links().find(({ text }) => text.includes(planted.file))?.href ?? '')
  const signing = await citizen.get(`/drafts/${id}/materials`)
  await signing.fill({ '我已阅读并作出以上承诺（“无违建承诺”）': true }).submit('签署承诺')
  const check = await citizen.get(`/drafts/${id}/check`)
  await check.press('签名并提交')
  const receipt = await check.fill({ '以上内容真实、准确、完整，是我本人的意思表示；如有不实，我愿意承担法律责任。': true }).submit()
  const number = /^\/cases\/(\d{20})/.exec(receipt.path)?.[1] ?? ''
  expect([receipt.path, receipt.problems(), number !== '']).toEqual([receipt.path, [], true])
  return number
}

async function officials(number: string): Promise<void> {
  const officer = await site.officer({ department: 'public-security', region: '330106000000', name: '周警官', username: 'zhou.jg' })
  const queue = await officer.get('/desk')
  const found = await queue.fill({ 办件编号或申请人姓名: planted.name }).submit()
  expect(found.text()).toContain(planted.name)
  await officer.get(found.path) // a reload
  const opened = await found.follow('户口迁移')
  expect(opened.text()).toContain(planted.name)
  const task = /\/desk\/tasks\/([^?]+)/.exec(opened.path)?.[1] ?? ''
  await officer.post(paths.deskAct(task, 'reveal'), { reason: '电话核实' })
  const refused = await officer.post(paths.deskAct(task, 'declineToAccept'), { ground: 'notNeeded', reason: `${planted.name}的身份证${planted.idNumber}不对` })
  expect([refused.status, refused.text()]).toEqual([422, expect.stringContaining('请不要写身份证号码') as string])
  await officer.post(paths.deskAct(task, 'noteDeficiencies'), { reason: planted.bankCard })
  const counter = await site.as({ roles: ['counterOfficer'] })
  const desk = await counter.get('/counter')
  for (const typed of [planted.idNumber, planted.name, number]) await desk.submitTo('/counter/find', { number: typed })
  await desk.submitTo('/counter/start', { identity: planted.idNumber, name: planted.child, phone: planted.phone, bundle: 'moving', region: '330106001000' })
  for (const role of ['systemAdministrator', 'securityAdministrator'] as const) {
    const administrator = await site.as({ roles: [role] })
    const people = await administrator.get('/admin/people')
    for (const q of [planted.name, planted.idNumber, planted.username]) await administrator.get((await people.submitTo('/admin/people/search', { q })).path)
    await administrator.get(`/admin/people/${citizen.person?.id ?? 'x'}`)
  }
  await (await site.as({ roles: ['auditor'] })).get('/admin/audit')
  await (await site.as({ roles: ['supervisor'] })).get('/supervision')
}

/** What goes wrong, on purpose. */
async function failures(number: string): Promise<void> {
  // What somebody types as an address is in his own hands; that we don't repeat it is ours.
  for (const path of [`/cases/${number}/nothing`, '/admin/people/none', `/verify?identifier=${number}`]) await citizen.get(path)
  for (const key of site.files.stored.keys()) site.files.stored.delete(key)
  const file = await site.db.read.selectFrom('file').select('id').executeTakeFirstOrThrow()
  expect((await citizen.get(`/files/${file.id}`)).status).toBe(500)
  await citizen.send('POST', '/me/contact', { headers: { 'content-type': 'application/json' }, values: { email: planted.email } })
  await (await citizen.get(paths.case(number))).submitTo(paths.withdraw(number), { reason: planted.health })
  site.mail.next = Array.from({ length: 9 }, () => ({ state: 'failed' as const, fault: 'EENVELOPE 550' }))
  site.sms.next = Array.from({ length: 9 }, () => ({ state: 'refused' as const, fault: 'HTTP 400' }))
  site.pass({ hours: 1 })
  while ((await tellAll(site.ctx())) > 0);
  while ((await sendAll(site.ctx())) > 0);
  await sendAccountLetters(site.ctx())
  // A job over a row that does not open.
  await site.db.forMigration().updateTable('service_case').set({ sealed: 'AQ', wake_at: '2026-01-01', tell_at: '2026-01-01' }).execute()
  const jobs = startJobs(portalJobs, site.ctx(), { clock: () => site.clock, pauseMs: 5 })
  await new Promise(resolve => setTimeout(resolve, 400))
  await jobs.stop()
  expect((await citizen.get(paths.case(number))).status).toBe(500)
}

test('values that people put in stand nowhere but in the pages of those who may read them', async () => {
  site = await portal({ log: createLog('debug', { write: line => write('log', line) }) })
  await publishIn(site, aMove())
  site.registers.answers('household', /./, {
    fields: { 'applicant.householdAddress': planted.address, 'applicant.ethnicity': 'HA' },
    materials: { 'household-register': { number: planted.registerKey, issuedOn: '2015-06-01', facts: [householdRegister, { zh: '户主', en: 'Head', value: planted.register }] } },
  })
  await accounts()
  const number = await application()
  await officials(number)
  await failures(number)
  for (const table of ['act', 'event', 'session', 'sending', 'message', 'sign_in_attempt', 'account_letter', 'password_reset', 'legal_hold'] as const) {
    for (const row of await site.db.read.selectFrom(table).selectAll().execute()) write(`table ${table}`, JSON.stringify(row))
  }
  // A session's id opens it: it stands in the browser's cookie and, there alone, in its row.
  const sessions = [...citizen.cookies].filter(([name]) => name === 'session').map(([, value]) => decodeURIComponent(value).slice(2, 20))
  const faults = written.flatMap(({ where, what }) => {
    const plain = [what, decoded(what)].join(' ')
    const values = Object.entries(planted).filter(([, value]) => plain.includes(value)).map(([name]) => `${name} in ${where}`)
    const ids = /^(log|stdout|stderr|address|page|href|table (?!session))/.test(where) && sessions.some(id => id !== '' && plain.includes(id)) ? [`session id in ${where}`] : []
    return [...values, ...ids]
  })
  expect([...new Set(faults)]).toEqual([])
  expect(written.filter(({ where }) => where === 'log').length).toBeGreaterThan(40)
  expect(written.some(({ where, what }) => where === 'log' && what.includes('a case could not be woken'))).toBe(true)
}, 60_000)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return ''
  }
}

test.each([
  ['a database’s error tells a row', Object.assign(new Error(`duplicate key value violates unique constraint "person_username"`), { severity: 'ERROR', code: '23505', detail: `Key (username)=(${planted.username}) already exists.` })],
  ['… or the value', Object.assign(new Error(`invalid input syntax for type integer: "${planted.idNumber}"`), { severity: 'ERROR', code: '22P02' })],
  ['a parser tells the text', new SyntaxError(`Unexpected token '欧', "${planted.name}" is not valid JSON`)],
  ['a library hangs the body on it', Object.assign(new Error('bad body'), { body: planted.password, cause: { to: planted.email } })],
])('what libraries hang on their errors is not logged: %s', (_, error) => {
  const line: string[] = []
  createLog('error', { write: text => void line.push(text) }).error({ err: error }, 'x')
  for (const value of Object.values(planted)) expect(line.join()).not.toContain(value)
  expect(plainError(error)).toMatchObject({ type: error.name, stack: expect.stringContaining('at ') as string })
})

test('why the database couldn’t be written is said, and in its quotes nothing', () => {
  const cause = Object.assign(new Error(`could not extend file: No space left on device, "${planted.name}"`), { severity: 'ERROR', code: '53100' })
  expect(plainError(Object.assign(new Unavailable('storage'), { cause }))).toMatchObject({ code: 'storage', cause: { code: '53100', message: 'could not extend file: No space left on device, "…"' } })
})
