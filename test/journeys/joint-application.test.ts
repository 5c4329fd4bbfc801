import { getDossier } from '../../server/cases/case.store.ts'
import { submit } from '../../server/cases/submit.ts'
import { confirmPart } from '../../server/drafts/answer-confirmation.ts'
import { askConfirmation } from '../../server/drafts/ask-confirmation.ts'
import { listConfirmations } from '../../server/drafts/co-confirmation.store.ts'
import { getOwnConfirmation } from '../../server/drafts/own-confirmation.ts'
import { saveSection } from '../../server/drafts/save-section.ts'
import { checkCase } from '../../server/history/check-cases.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import { actorOf } from '../../server/people/person.ts'
import { startDraft } from '../../server/drafts/start.ts'
import type { Agent } from '../support/agent.ts'
import { publishIn } from '../support/definitions.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'
import { aWedding } from '../support/wedding.ts'

const his = { name: '沈一诺', idNumber: anIdNumber('19920818', '103') }
const account = '6222021202012345675'

let site: Site
let she: Agent
let he: Agent

beforeEach(async () => {
  site = await portal()
  site.mail.isThere = true
  await publishIn(site, aWedding())
  she = await site.citizen({ email: 'xiaoyu@example.cn' })
  he = await site.citizen({ ...his, username: 'shen.yinuo', phone: '13805710003', email: 'yinuo@example.cn' })
})

const about = (person: Agent) => site.ctx(actorOf(person.person!))

/** Her form, with everything but the signatures. */
async function filled(typed: Record<string, string> = {}, by = she, begin: Partial<Parameters<typeof startDraft>[1]> = {}): Promise<string> {
  const id = await startDraft(about(by), { bundleId: 'wedding', regionCode: '330106000000', answers: { loan: 'no' }, ...begin })
  await type(id, { 'partner.name': his.name, 'partner.idNumber': his.idNumber, 'wedding.on': '2026-05-20', 'fund.account': account, ...typed }, by)
  return id
}

async function type(id: string, values: Record<string, string>, by = she): Promise<void> {
  for (const group of ['applicant', 'partner', 'wedding', 'fund']) {
    const typed = Object.fromEntries(Object.entries(values).filter(([field]) => field.startsWith(`${group}.`)))
    await saveSection(about(by), id, group, { typed, contested: [], drawn: undefined }, { isLeft: true })
  }
}

const check = (id: string, by = she) => by.get(`/drafts/${id}/check`)
const sign = async (id: string, by = she): Promise<ShownPage> => (await check(id, by)).fill({ confirmed: true }).submit()
const confirm = (page: ShownPage) => page.fill({ confirmed: true }).submit('确认')
const rowOf = async (id: string) => (await listConfirmations(site.ctx(), { region: '330106', id }))[0]!
const page = async (id: string) => `/me/confirmations/${(await rowOf(id)).id}`

test('both spouses: the second confirms his own part on his own account, is asked again when it changes, and then it is filed for both', async () => {
  const id = await filled()
  const unasked = await sign(id)
  expect([unasked.status, unasked.problems().join()]).toEqual([422, expect.stringContaining('还没有确认当前的内容')])
  const asked = await (await check(id)).press('请对方确认')
  expect(asked.text()).toContain('等待确认')
  expect(asked.text()).not.toMatch(/没有账号|有账号吗/)
  await sendAccountLetters(site.ctx())
  expect(site.mail.sent.map(({ to }) => to)).toEqual(['yinuo@example.cn'])

  expect((await he.get('/me/messages')).text()).toContain('有 1 件事等您确认')
  const part = await (await he.get('/me/confirmations')).follow('结婚一件事')
  expect(part.text()).toContain(his.idNumber)
  expect(part.text()).toContain('陈小雨')
  expect(part.html).not.toContain(account)
  expect(part.html).not.toContain(account.slice(-4))
  expect((await confirm(part)).text()).toContain('您已确认，对方尚未提交')
  expect((await check(id)).text()).toContain('已确认')

  await type(id, { 'wedding.on': '2026-05-21' })
  const outdated = await check(id)
  expect(outdated.text()).toContain('此后改动了：登记日期')
  expect((await sign(id)).status).toBe(422)
  const again = await he.get(await page(id))
  expect(again.text()).toMatch(/您上次确认后，这些内容有改动：\s*登记日期/)
  await confirm(again)
  // Of no concern to him: it changes nothing.
  await type(id, { 'fund.account': '6222021202012345683' })
  const receipt = await sign(id)
  expect(receipt.path).toMatch(/\/receipt$/)
  expect(receipt.text()).toContain('结婚的另一方')

  const number = /\d{20}/.exec(receipt.path)![0]
  const { theCase } = await getDossier(site.ctx(), number)
  const [submitted] = await listEvents(site.db, { region: theCase.region, caseId: theCase.id })
  const row = await rowOf(id)
  expect(submitted!.data.coApplicants).toEqual([{ coApplicant: 'partner', confirmation: row.id, personId: he.id, digest: row.digest, at: row.answeredAt, isWitnessed: false }])
  expect(JSON.stringify(submitted)).not.toMatch(new RegExp(`${his.idNumber}|${his.name}|${account}`))
  expect((await checkCase(site.ctx(), theCase)).faults).toEqual([])

  while ((await tellAll({ ...site.ctx(), now: new Date(site.clock.getTime() + 3_600_000) })) > 0);
  expect((await he.get('/me/messages')).text()).toContain('结婚一件事')
  const shared = await he.get(`/cases/${number}`)
  expect(shared.path).toBe(`/cases/${number}/shared`)
  expect(shared.text()).toContain('结婚登记')
  expect(shared.text()).toContain(his.idNumber)
  expect(shared.html).not.toMatch(/622202|13805710001/)
  for (const path of ['receipt', 'history.json', 'withdraw', 'supplement']) expect((await he.get(`/cases/${number}/${path}`)).status).toBe(404)
})

test('he says no: she reads why, changes it and asks again; and until it is filed he may take back what he confirmed', async () => {
  const id = await filled({ 'partner.name': '沈一诺' })
  await (await check(id)).press('请对方确认')
  const mine = await he.get(await page(id))
  expect((await mine.fill({ 理由: '' }).submit('答复不同意')).status).toBe(422)
  await mine.fill({ 理由: '登记日期不是这一天' }).submit('答复不同意')
  expect((await check(id)).text()).toContain('登记日期不是这一天')
  await sendAccountLetters(site.ctx())
  expect(site.mail.sent.at(-1)).toMatchObject({ to: 'xiaoyu@example.cn' })
  expect((await sign(id)).status).toBe(422)
  await type(id, { 'wedding.on': '2026-05-21' })
  await (await check(id)).press('再次请对方确认')
  await confirm(await he.get(await page(id)))
  await (await he.get(await page(id))).fill({ 理由: '改主意了' }).submit('答复不同意')
  expect((await sign(id)).status).toBe(422)
})

test('whoever has no account yet is asked like everybody else, and finds it once he has one', async () => {
  const number = anIdNumber('19920818', '127')
  const id = await filled({ 'partner.name': '沈二诺', 'partner.idNumber': number })
  const unknown = await (await check(id)).press('请对方确认')
  const known = await (await check(await filled({}, await site.citizen({ username: 'third', name: '陈三', idNumber: anIdNumber('19900307', '129') })), await site.citizen({ username: 'third' }))).press('请对方确认')
  const told = (shown: ShownPage) => shown.$('#co-applicants').parent().text().replaceAll(/\s+|330106[-\w*]+|沈.诺/g, '')
  expect(told(unknown)).toBe(told(known))
  const newcomer = await site.citizen({ username: 'newcomer', name: '沈二诺', idNumber: number })
  expect((await confirm(await newcomer.get(await page(id)))).status).toBe(200)
  expect((await sign(id)).path).toMatch(/\/receipt$/)
})

describe('nobody else', () => {
  test('a stranger, the applicant, somebody of the same number and another name, and whom the form named before get nothing', async () => {
    const id = await filled()
    await (await check(id)).press('请对方确认')
    const path = await page(id)
    const stranger = await site.citizen({ username: 'stranger', name: his.name, idNumber: anIdNumber('19920818', '141') })
    for (const one of [stranger, she, await site.as({ roles: ['officer'] })]) {
      expect((await one.get(path)).status).toBe(404)
      expect((await one.post(path, { confirmed: 'yes', shown: 'x' })).status).toBe(404)
      expect((await one.post(`${path}/decline`, { reason: '不' })).status).toBe(404)
      expect((await one.get('/me/confirmations')).text()).toContain('没有需要您确认的事')
    }
    expect((await he.get('/me/confirmations/330106-nothing')).status).toBe(404)
    // Mistyped by one letter, it is nobody's any more, and nothing tells him whose it has become.
    await type(id, { 'partner.name': '沈一喏' })
    expect((await he.get(path)).status).toBe(404)
    expect((await sign(id)).status).toBe(422)
    await type(id, { 'partner.name': stranger.person!.name, 'partner.idNumber': stranger.person!.identity.idNumber! })
    await (await check(id)).press('请对方确认')
    expect(await page(id)).not.toBe(path)
    expect([(await he.get(path)).status, (await stranger.get(await page(id))).status]).toEqual([404, 200])
  })

  test('the applicant and whoever fills in her form can’t be the other side', async () => {
    const id = await filled()
    const section = await she.get(`/drafts/${id}/sections/partner`)
    const refused = await section.fill({ 对方身份号码: anIdNumber() }).submit()
    expect([refused.status, refused.problems().join()]).toEqual([422, expect.stringContaining('这是申请人本人的证件号码')])
    expect((await sign(id)).text()).toContain('这是申请人本人的证件号码')
    const clerk = await site.signedIn({ ...aCitizen({ name: '沈三诺', username: 'clerk', idNumber: anIdNumber('19920818', '149') }), grants: [{ role: 'counterOfficer', officeId: 'service-centre@330106000000' }] })
    const written = await filled({ 'partner.name': '沈三诺', 'partner.idNumber': clerk.person!.identity.idNumber! }, clerk, { applicantId: she.id, channel: 'counter' })
    expect((await (await check(written, clerk)).fill({ 'witness.partner': true }).submit('记录当面确认')).status).toBe(403)
    await askConfirmation(about(clerk), written, 'partner')
    await expect(confirmPart(about(clerk), (await rowOf(written)).id, undefined)).rejects.toMatchObject({ code: 'confirmation.writer' })
  })
})

test('changed while he reads, he confirms nothing: the page says what changed; an answer to another page counts for nothing', async () => {
  const id = await filled()
  await (await check(id)).press('请对方确认')
  const read = await he.get(await page(id))
  await type(id, { 'wedding.on': '2026-06-01' })
  const changed = await confirm(read)
  expect(changed.status).toBe(409)
  expect(changed.text()).toMatch(/您阅读期间，这些内容有改动，请重新核对：\s*登记日期/)
  expect((await rowOf(id)).state).toBe('asked')
  // The page of the first draft, sent as the answer to another one that says the same.
  const other = await filled({ 'wedding.on': '2026-05-20' }, await site.citizen({ username: 'other', name: '周小雨', idNumber: anIdNumber('19900307', '145') }))
  await (await check(other, await site.citizen({ username: 'other' }))).press('请对方确认')
  const replayed = await he.post(await page(other), { confirmed: 'yes', shown: String(read.$('input[name=shown]').val()) })
  expect(replayed.status).toBe(409)
  expect((await rowOf(other)).state).toBe('asked')
  expect((await confirm(changed)).path).toBe('/me/confirmations?done=confirmed')
  expect((await he.post(await page(id), { confirmed: 'yes', shown: 'rubbish' })).status).toBe(409)
  // What he confirmed first is asked for once more: the old page doesn't bring it back.
  await type(id, { 'wedding.on': '2026-06-02' })
  expect((await he.post(await page(id), { confirmed: 'yes', shown: String(changed.$('input[name=shown]').val()) })).status).toBe(409)
  expect((await sign(id)).status).toBe(422)
})

test('confirmed twice is confirmed once, in two windows at the same time as well', async () => {
  const id = await filled()
  await (await check(id)).press('请对方确认')
  const windows = await Promise.all([he.get(await page(id)), he.get(await page(id))])
  const answers = await Promise.all(windows.map(confirm))
  expect(answers.map(({ path }) => path)).toEqual(['/me/confirmations?done=confirmed', '/me/confirmations?done=confirmed'])
  expect((await confirm(windows[0]!)).path).toBe('/me/confirmations?done=confirmed')
  const acts = await site.db.read.selectFrom('act').select('type').where('stream', '=', `person ${he.id}`).where('type', '=', 'confirmation.given').execute()
  expect(acts).toHaveLength(1)
})

test('at the counter the officer answers for having seen both; without his tick nothing is recorded', async () => {
  const clerk = await site.as({ roles: ['counterOfficer'] })
  const id = await filled({}, clerk, { applicantId: she.id, channel: 'counter' })
  const before = await check(id, clerk)
  const unticked = await before.fill({ 'witness.partner': false }).submit('记录当面确认')
  expect([unticked.status, unticked.problems().join()]).toEqual([422, expect.stringContaining('请核对对方证件')])
  expect((await she.post(`/drafts/${id}/co-applicants/partner/witness`, { 'witness.partner': 'yes' })).status).toBe(403)
  const after = await (await check(id, clerk)).fill({ 'witness.partner': true }).submit('记录当面确认')
  expect(after.text()).toContain('在窗口当面确认')
  expect(await rowOf(id)).toMatchObject({ state: 'confirmed', witnessId: clerk.id, personId: he.id })
  const number = await submit(about(clerk), id)
  expect((await he.get(`/cases/${number}`)).text()).toContain('在窗口当面确认')
  // What she began at home he confirms at home: no officer has seen him.
  const online = await filled()
  expect((await clerk.post(`/drafts/${online}/co-applicants/partner/witness`, { 'witness.partner': 'yes' })).status).toBe(404)
})

test('answered otherwise while she files it, it is not filed', async () => {
  const id = await filled()
  await (await check(id)).press('请对方确认')
  const mine = await he.get(await page(id))
  await confirm(mine)
  const row = await rowOf(id)
  const commit = site.db.commit.bind(site.db)
  // The last moment: he takes it back between her reading and her commit.
  site.db.commit = async set => {
    site.db.commit = commit
    await (await he.get(`/me/confirmations/${row.id}`)).fill({ 理由: '不' }).submit('答复不同意')
    return commit(set)
  }
  await expect(submit(about(she), id)).rejects.toMatchObject({ code: 'changedMeanwhile' })
  expect((await rowOf(id)).state).toBe('declined')
  expect((await check(id)).status).toBe(200)
})

test('a draft that is thrown away takes with it what was asked', async () => {
  const id = await filled()
  await (await check(id)).press('请对方确认')
  const path = await page(id)
  await she.post(`/drafts/${id}/discard`)
  expect(await listConfirmations(site.ctx(), { region: '330106', id })).toEqual([])
  expect((await he.get(path)).status).toBe(404)
})

test('where it must be sure who files, it must be sure who confirms: an account that anybody could have opened is not enough', async () => {
  const wedding = aWedding()
  wedding.items.register!.assurance = 2
  await publishIn(site, { ...wedding, bundle: { ...wedding.bundle, id: 'sure-wedding' } })
  const id = await filled({}, she, { bundleId: 'sure-wedding' })
  await askConfirmation(about(she), id, 'partner')
  const path = await page(id)
  const refused = await confirm(await he.get(path))
  expect([refused.status, refused.problems().join()]).toEqual([422, expect.stringContaining('请先按上面的说明核验身份')])
  expect(refused.text()).toContain('提交前，需要核验您的身份')
  const { one } = await getOwnConfirmation(about(he), (await rowOf(id)).id)
  await confirmPart({ ...about(he), actor: { ...actorOf(he.person!), assurance: 2 } }, (await rowOf(id)).id, one!.part)
  expect((await rowOf(id)).state).toBe('confirmed')
})
