import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedFolder } from '../server/catalogue/catalogue-folder.ts'
import { begun, draftOf, entrusted, entrustedSite, filed, numberOf } from './agents/support.ts'
import { portal } from './support/portal.ts'
import { publishText } from './support/publish.ts'

// Two processes on one database: each has connections and memory of its own. Calendar and office hours are in `limits/`, jobs in `jobs.test.ts`.

const newborn = readFileSync(join(shippedFolder, 'bundles/newborn-birth.yaml'), 'utf8')
const renamed = newborn.replace('maxVisits: 0', 'maxVisits: 1').replace('新生儿出生一件事', '迎接新生儿一件事')

test('what one process publishes the other shows at once: guide, start page, search, home, proof, and a draft that was begun before', async () => {
  const one = await portal({ catalogue: true })
  const other = await one.beside()
  const [stranger, citizen] = [other.visitor(), other.takes(await one.citizen())]
  const pages = ['/bundles/newborn-birth', '/bundles/newborn-birth/proof', '/search?q=新生儿', '/bundles/newborn-birth/start']
  for (const path of pages.slice(0, 3)) await stranger.get(path) // drawn once, and kept
  const draft = draftOf(await (await citizen.get('/bundles/newborn-birth/start')).fill({ '在哪里办理？': '330106001000' }).submit())
  expect((await citizen.get(`/drafts/${draft}/questions`)).heading()).not.toBe('办事指南有更新')

  await publishText(one, renamed)
  for (const path of pages.slice(0, 3)) expect((await stranger.get(path)).text()).toContain('迎接新生儿一件事')
  expect((await citizen.get('/bundles/newborn-birth/start')).text()).toContain('迎接新生儿一件事')
  expect((await citizen.get(`/drafts/${draft}/questions`)).heading()).toBe('办事指南有更新')

  const administrator = await one.as({ roles: ['bundleAdministrator'] })
  await administrator.post('/admin/bundles/newborn-birth/retire', { confirm: 'yes' })
  expect((await stranger.get('/bundles/newborn-birth')).text()).toMatch(/下线|停止/)
  expect((await stranger.get('/search?q=迎接新生儿')).links().map(({ href }) => href)).not.toContain('/bundles/newborn-birth')
})

test('an account is one in all processes: signed in here it is so there, and out again, and what was granted and withdrawn holds', async () => {
  const one = await portal()
  const other = await one.beside()
  const here = await one.citizen()
  const there = other.takes(here)
  expect((await there.get('/me')).status).toBe(200)
  await here.post('/sign-out')
  expect((await there.get('/me', { follow: false })).status).toBe(303)

  const officer = await one.officer({ department: 'police', region: '330106000000', username: 'zhou.min' })
  expect((await other.takes(officer).get('/desk')).status).toBe(200)
  const guard = await other.as({ roles: ['securityAdministrator'] })
  await guard.post(`/admin/people/${officer.id}/withdraw`, { role: 'officer', officeId: 'police@330106000000' })
  expect((await officer.get('/desk')).status).toBe(403)
  expect((await other.takes(officer).get('/desk')).status).toBe(403)
})

test('a mandate that ended in one process allows nothing in the other, and a double submission to both is one case', async () => {
  const one = await entrustedSite()
  const other = await one.beside()
  const wife = await one.citizen({ name: '陈小雨', username: 'chen.xiaoyu' })
  const husband = other.takes(await one.citizen({ name: '林志远', username: 'lin.zhiyuan', idNumber: '330106198808150014' }))
  const id = await entrusted(wife, husband)
  const draft = draftOf(await begun(husband, '陈小雨'))
  expect((await husband.get(`/drafts/${draft}/questions`)).status).toBe(200)
  await (await wife.get(`/me/mandates/${id}`)).press('取消委托')
  expect((await husband.get(`/drafts/${draft}/questions`)).status).toBe(404)

  const number = numberOf(await filed(wife, draft))
  expect(number).toMatch(/^\d{20}$/)
  const there = other.takes(wife)
  await there.get('/me') // its form token
  const again = await Promise.all([wife, there].map(async agent => numberOf(await agent.post(`/drafts/${draft}/submit`, { confirmed: 'yes' }))))
  expect(again).toEqual([number, number])
})

test('an office that closes in one process is closed in the other', async () => {
  const one = await portal()
  const other = await one.beside()
  await one.as({ roles: ['officer'], office: 'police@330106000000' })
  const administrator = other.takes(await one.as({ roles: ['systemAdministrator'] }))
  expect((await administrator.get('/admin/offices/police@330106000000')).text()).not.toContain('恢复窗口')
  await (await (await one.as({ roles: ['systemAdministrator'], username: 'another' })).get('/admin/offices/police@330106000000')).press('停用窗口')
  expect((await administrator.get('/admin/offices/police@330106000000')).text()).toContain('恢复窗口')
})
