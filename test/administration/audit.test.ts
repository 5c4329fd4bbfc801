import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { roles } from '../../server/people/actor.ts'
import { loadTexts } from '../../server/web/texts.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let auditor: Agent
let administrator: Agent
beforeEach(async () => {
  site = await portal()
  auditor = await site.as({ roles: ['auditor'], name: '孙审计', username: 'sun.shenji' })
  administrator = await site.as({ roles: ['systemAdministrator'], name: '郑管理', username: 'zheng.admin' })
})

test('every act of an administrator is there, with who, whom and what, and no personal data', async () => {
  const citizen = await site.given(aCitizen())
  await administrator.post(`/admin/people/${citizen.id}/close`)
  await administrator.post(`/admin/people/${citizen.id}/reopen`)
  const text = (await auditor.get('/admin/audit')).text()
  expect(text).toContain('郑管理 系统管理员 停用账号 陈小雨')
  expect(text).toContain('accounts #2')
  expect(text).not.toContain(citizen.identity.idNumber)
  const closings = await auditor.get('/admin/audit?type=person.closed')
  expect(closings.$('tbody tr')).toHaveLength(1)
})

test('the record is paged backwards without a gap', async () => {
  for (let i = 0; i < 55; i++) await site.given({ kind: 'person', name: '居民', username: `resident.${i}`, identity: {} })
  const first = await auditor.get('/admin/audit')
  const second = await first.follow('下一页')
  const places = (page: typeof first) => page.$('tbody tr td:last-child').map((_, cell) => page.$(cell).text().trim()).get()
  expect(places(first)).toHaveLength(50)
  expect(new Set([...places(first), ...places(second)]).size).toBe(57)
})

test('whoever can be written down as having done an act has a word for what he is', () => {
  const server = join(import.meta.dirname, '../../server')
  const sources = (readdirSync(server, { recursive: true }) as string[]).filter(path => path.endsWith('.ts')).map(path => readFileSync(join(server, path), 'utf8'))
  const written = sources.flatMap(source => [...source.matchAll(/actorRole: '(\w+)'/g)].map(([, role]) => role as string))
  const { 'zh-CN': t } = loadTexts(join(import.meta.dirname, '../../views/locales'))
  expect(written.length).toBeGreaterThan(10)
  for (const role of new Set([...roles, ...written])) expect(t(`administration:actorRole.${role}`)).not.toBe('')
})

test('the check says that the record is whole', async () => {
  const page = await (await auditor.get('/admin/audit')).press('核对全部记录')
  expect(page.text()).toContain('已核对 2 条记录、2 条记录链，全部完整')
})

test.each([
  ['changed', sql`update act set data = '{"personId":"somebody else"}' where stream = 'accounts' and seq = 1`, 1],
  ['removed', sql`delete from act where stream = 'accounts' and seq = 2`, 3],
  ['moved', sql`update act set seq = seq + 10 where stream = 'accounts' and seq = 3`, 13],
  ['given to another person', sql`update act set actor_id = 'somebody' where stream = 'accounts' and seq = 3`, 3],
])('an entry %s behind the application’s back is found', async (_, tamper, seq) => {
  const citizen = await site.given(aCitizen())
  for (const act of ['close', 'reopen', 'close']) await administrator.post(`/admin/people/${citizen.id}/${act}`)
  await tamper.execute(site.db.forMigration())
  const page = await (await auditor.get('/admin/audit')).press('核对全部记录')
  expect(page.text()).toContain('记录链不完整')
  expect(page.text()).toContain(`accounts 的第 ${seq} 条与写入时不一致`)
})

test('whoever holds what must be apart is shown to the auditor, with which two and why; a closed account is not', async () => {
  expect((await auditor.get('/admin/audit')).text()).not.toContain('应当分设的岗位')
  const both = await site.as({ roles: ['officer', 'supervisor'], name: '两头沉', username: 'both.roles' })
  expect((await auditor.get('/admin/audit')).text()).toContain('两头沉：督办人员、审批人员。督办的人不能督办自己承办的事项。')
  await administrator.post(`/admin/people/${both.id}/close`)
  expect((await auditor.get('/admin/audit')).text()).not.toContain('两头沉：')
})

test('an administrator is no auditor', async () => {
  expect((await administrator.get('/admin/audit')).status).toBe(403)
})
