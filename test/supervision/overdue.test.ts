import { paths } from '../../server/web/paths.ts'
import { explainDelay } from '../../server/cases/follow-up.ts'
import { decide } from '../../server/cases/decide.ts'
import { portal } from '../support/portal.ts'
import { overdueTown, secrets, supervisedTown } from './town.ts'

test('in a town with nothing to do every page says so, and it is good news', async () => {
  const { site, supervisor } = await supervisedTown()
  const glance = await supervisor.get('/supervision')
  expect(glance.heading()).toBe('督办')
  expect(glance.text()).toContain('没有超期事项')
  for (const list of ['soon', 'suspended', 'extended', 'repeated', 'followUp', 'joint', 'orders']) {
    const page = await supervisor.get(`/supervision?list=${list}`)
    expect([page.status, page.$('.empty-state').length]).toEqual([200, 1])
  }
  const open = await site.visitor().get('/open/overdue')
  expect(open.text()).toContain('目前没有超期事项')
})

test('before anything is filed the town at a glance and the published figures are empty, not broken', async () => {
  const site = await portal()
  const supervisor = await site.as({ roles: ['supervisor'] })
  expect((await supervisor.get('/supervision')).text()).toContain('没有在办事项')
  expect((await site.visitor().get('/open')).text()).toContain('还没有可以公开的数字')
})

test('what is overdue is seen at a glance, in its list, and by everybody; with the reason once it is explained', async () => {
  const { site, supervisor, doctor, task, by, dossier } = await overdueTown()
  const glance = await supervisor.get('/supervision')
  expect(glance.text()).toContain('红灯 2 件')
  expect(glance.$('.days-table tbody tr').length).toBe(2)
  const row = glance.$('.watch-table tbody tr').first()
  expect(row.text()).toContain('2026-03-05')
  expect(row.text()).toContain('尚未说明')
  expect(glance.text()).toContain('周医生')
  const before = await site.visitor().get('/open/overdue')
  expect(before.$('.delay').length).toBe(2)
  expect(before.text()).toContain('尚未说明原因')
  await explainDelay(by(doctor), task('certificate'), '医院信息系统故障，正在抢修')
  const published = await site.visitor().get('/open/overdue')
  expect(published.text()).toContain('医院信息系统故障，正在抢修')
  expect(published.text()).toContain('承诺 3 个工作日')
  expect(published.text()).toContain('西湖区卫健')
  expect(published.html).not.toContain(dossier.theCase.number)
  expect(published.text()).toContain(`330106**********${dossier.theCase.number.slice(-4)}`)
  expect(published.text()).not.toContain('周医生')
  expect((await supervisor.get(paths.supervisedTask(task('certificate')))).text()).toContain('医院信息系统故障')
  await decide(by(doctor), task('certificate'), { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'A330000001' } } })
  expect((await site.visitor().get('/open/overdue')).$('.delay').length).toBe(1)
})

test('the town can be narrowed to a department, a region and an item; what is no filter is left out', async () => {
  const { supervisor } = await overdueTown()
  const rows = async (query: string) => (await supervisor.get(`/supervision?list=overdue&${query}`)).$('.watch-table tbody tr').length
  expect(await rows('department=health')).toBe(1)
  expect(await rows('item=allowance')).toBe(1)
  expect(await rows('region=330106000000')).toBe(2)
  expect(await rows('region=330100000000')).toBe(2)
  expect(await rows('region=330106005000')).toBe(0)
  expect(await rows("department='&region=x&item=%00&after=nonsense")).toBe(2)
  const page = await supervisor.get('/supervision')
  const narrowed = await page.fill({ 部门: '卫健' }).submit('查询')
  expect(narrowed.text()).toContain('红灯 1 件')
  expect((await narrowed.follow('清除条件')).text()).toContain('红灯 2 件')
})

test('nothing that a supervisor or a stranger reads names the applicant or tells what he filled in', async () => {
  const { site, supervisor, task, dossier } = await overdueTown()
  const visitor = site.visitor()
  const pages = [
    ...(await Promise.all(['/supervision', ...['overdue', 'soon', 'joint', 'orders'].map(list => `/supervision?list=${list}`), paths.supervisedTask(task('certificate')), paths.supervisedTask(task('allowance')), paths.supervisedCase(dossier.theCase.number)].map(path => supervisor.get(path)))),
    await visitor.get('/open'), await visitor.get('/open/overdue'),
  ]
  for (const page of pages) {
    expect(page.status).toBe(200)
    expect(secrets.filter(secret => page.html.includes(secret))).toEqual([])
  }
})

test('all pages speak English as well', async () => {
  const { site, supervisor, task, dossier } = await overdueTown()
  expect((await supervisor.get('/supervision?lang=en')).text()).toContain('Red: 2')
  expect((await supervisor.get(paths.supervisedTask(task('certificate')))).text()).toContain('The office has not explained the delay yet')
  expect((await supervisor.get(paths.supervisedCase(dossier.theCase.number))).text()).toContain('Extend the joint limit')
  expect((await site.visitor().get('/open/overdue?lang=en')).heading()).toBe('Overdue now')
  expect((await site.visitor().get('/open?lang=en')).heading()).toBe('Published figures')
})

test('nobody else comes in, and a task that is not there is not found', async () => {
  const { site, doctor, supervisor, task } = await supervisedTown()
  expect((await doctor.get('/supervision')).status).toBe(403)
  expect((await doctor.get(paths.supervisedTask(task('certificate')))).status).toBe(403)
  expect((await site.visitor().get('/supervision', { follow: false })).status).toBe(303)
  for (const path of [paths.supervisedTask('absent'), paths.supervisedTask(task('household')), paths.supervisedCase('33010620260302999999'), paths.supervisedCase('x')]) expect((await supervisor.get(path)).status).toBe(404)
})
