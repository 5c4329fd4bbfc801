import { load } from 'cheerio'
import { withdraw } from '../../server/cases/withdraw.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { findPersonByUsername } from '../../server/people/person.store.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { paths } from '../../server/web/paths.ts'
import { faultsOf } from '../history/support.ts'
import { aPhoto, movingSite, started } from '../drafts/support.ts'
import type { Agent } from '../support/agent.ts'
import { givenCase } from '../support/filed-case.ts'
import { anIdNumber } from '../support/people.ts'
import { password, type Site } from '../support/portal.ts'
import { unzipped } from '../support/zip.ts'

let site: Site
let citizen: Agent
let number: string

beforeEach(async () => {
  site = await movingSite()
  citizen = await site.citizen()
  number = (await givenCase(site, { applicant: citizen.person as Person })).theCase.number
  const id = await started(citizen, { '新居是租的吗？': '是', '租约备案了吗？': '不是' })
  await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“租赁合同”': aPhoto('合同../第一页.png') }).submit()
  site.pass({ hours: 1 })
  while ((await tellAll(site.ctx())) > 0);
})

const proved = async () => (await citizen.get(paths.confirm())).submitTo(paths.confirm(), { password })

/** The archive's files, by name. */
function unpacked(bytes: Buffer): (name: string) => string {
  const files = unzipped(bytes)
  return name => {
    const file = files.get(name)
    if (!file) throw new Error(`no ${name}, only ${[...files.keys()].join(' ')}`)
    return file.toString()
  }
}

test('everything of one’s own comes as an archive: forms, papers, record, messages; its first page needs nothing else', async () => {
  await proved()
  const download = await (await citizen.get(paths.exportData())).press('下载压缩包')
  expect([download.status, download.headers.get('content-type'), download.headers.get('content-disposition')]).toEqual([200, 'application/zip', expect.stringMatching(/^attachment; filename="?my-data-2026-03-02.zip"?$/) as string])
  const read = unpacked(download.body)
  expect(JSON.parse(read('account.json'))).toMatchObject({ username: 'chen.xiaoyu', name: '陈小雨', identity: { idNumber: anIdNumber() } })
  expect(JSON.parse(read(`cases/${number}/case.json`))).toMatchObject({ number, status: 'running', content: { values: { 'child.name': '王小明' } }, fields: { 'child.name': { zh: '孩子姓名' } } })
  expect(JSON.parse(read(`cases/${number}/history.json`))).toMatchObject({ format: 'yijianshi-history/1', case: { number } })
  expect((JSON.parse(read('messages.json')) as object[]).length).toBeGreaterThan(0)
  const $ = load(read('index.html'))
  expect($('section').map((_, one) => $(one).attr('lang')).get()).toEqual(['zh-CN', 'en'])
  expect($('script, link, img').length).toBe(0)
  // Each link on it leads to a file of the archive.
  for (const href of $('a').map((_, one) => $(one).attr('href')).get()) expect(read(decodeURIComponent(href)).length).toBeGreaterThan(0)
  expect($('body').text()).toContain('第一页.png')
  const act = await site.db.read.selectFrom('act').select('data').where('type', '=', 'person.exported').execute()
  expect(act).toEqual([{ data: JSON.stringify({ personId: citizen.id }) }])
})

test('it is asked once more who one is, and given three times a day', async () => {
  site.pass({ hours: 1 })
  expect((await citizen.get(paths.exportData())).path).toContain('/me/confirm')
  expect((await citizen.post(paths.exportData())).path).toContain('/me/confirm')
  await proved()
  for (let time = 0; time < 3; time++) expect((await citizen.post(paths.exportData())).status).toBe(200)
  const refused = await citizen.post(paths.exportData())
  expect([refused.status, refused.text()]).toEqual([429, expect.stringContaining('一天最多下载 3 次') as string])
})

test('nobody’s archive holds what is somebody else’s', async () => {
  const other = await site.citizen({ username: 'li.ming', name: '李明', idNumber: anIdNumber('19910307') })
  await (await other.get(paths.confirm())).submitTo(paths.confirm(), { password })
  const { body } = await other.post(paths.exportData())
  const read = unpacked(body)
  expect(JSON.parse(read('account.json'))).toMatchObject({ name: '李明' })
  expect(body.includes(number)).toBe(false)
  expect(read('index.html')).not.toContain('陈小雨')
})

test('an archive that breaks off half-way ends the answer, and the next one works', async () => {
  await proved()
  const stored = [...site.files.stored]
  site.files.stored.clear()
  await expect(citizen.post(paths.exportData())).rejects.toThrow()
  for (const [id, bytes] of stored) site.files.stored.set(id, bytes)
  expect((await citizen.post(paths.exportData())).status).toBe(200)
})

test('an account with running matters is not closed, and says why', async () => {
  await proved()
  const page = await citizen.get(paths.closeAccount())
  expect(page.text()).toContain('有 1 件事正在办理')
  expect((await citizen.post(paths.closeAccount(), { sure: 'yes' })).status).toBe(409)
  const officer = await site.officer({ department: 'health', region: '330106000000' })
  await (await officer.get(paths.confirm())).submitTo(paths.confirm(), { password })
  expect((await officer.get(paths.closeAccount())).text()).toContain('工作人员账户')
})

test('closed at its owner’s wish: who he was is gone, what the law keeps stays and says until when, the history is whole', async () => {
  await withdraw(site.ctx(actorOf(citizen.person as Person)), number)
  const before = (await faultsOf(site.ctx())).filter(line => !/^(file|paper)/.test(line))
  await proved()
  const page = await citizen.get(paths.closeAccount())
  expect(page.text()).toMatch(/没有提交的 1 份草稿.*2036年3月2日/)
  const unsure = await page.press('注销账户')
  expect([unsure.status, unsure.problems()]).toEqual([422, ['我知道注销后不能恢复：请确认您知道注销后不能恢复']])
  const closed = await unsure.fill({ 我知道注销后不能恢复: true }).submit()
  expect(closed.heading()).toBe('账户已注销')
  expect((await citizen.get('/me')).path).toContain('/sign-in')
  const again = await (await site.visitor().get('/sign-in')).submitTo('/sign-in', { username: 'chen.xiaoyu', password })
  expect(again.status).toBe(422)
  const row = await site.db.read.selectFrom('person').selectAll().where('id', '=', citizen.id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ name: '—', identity_index: null, password_hash: '', status: 'closed' })
  expect(site.vault.open(row.sealed, `person ${row.id}`)).toEqual({})
  for (const table of ['session', 'message', 'second_factor', 'recovery_code', 'sign_on', 'password_reset'] as const) {
    expect([table, await site.db.read.selectFrom(table).selectAll().where('person_id', '=', citizen.id).execute()]).toEqual([table, []])
  }
  expect(site.files.stored.size).toBe(0)
  expect((await faultsOf(site.ctx())).filter(line => !/^(file|paper)/.test(line))).toEqual(before)
  // His name and number are free again, and nobody opens the old account.
  expect(await findPersonByUsername(site.ctx(), 'chen.xiaoyu')).toBeUndefined()
  await site.citizen()
  const administrator = await site.as({ roles: ['systemAdministrator'] })
  expect((await administrator.post(`/admin/people/${row.id}/reopen`)).status).toBe(409)
})
