import { update } from '../../db/statement.ts'
import { aField, aMaterial, aMove, needs, publishIn, takes } from '../support/definitions.ts'
import { movingSite, started } from './support.ts'

/** The move with one thing more and one thing less of each kind. */
function newMove() {
  const definition = aMove()
  const move = definition.items.move!
  return {
    ...definition,
    items: { ...definition.items, move: { ...move, fields: [...move.fields.filter(({ field }) => field !== 'home.note'), needs('home.floor')], materials: [...move.materials.filter(({ material }) => material !== 'map'), takes('floor-plan', 'handIn')] } },
    fields: { ...definition.fields, 'home.floor': aField('home.floor', '楼层') },
    materials: { ...definition.materials, 'floor-plan': aMaterial('floor-plan', '户型图') },
  }
}

const end = (id: string, status: 'superseded' | 'retired') => update('bundle_version', { status }, { id })

test('a new version is told with what changes, and everything that was entered is carried over', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  await (await citizen.get(`/drafts/${id}/sections/home`)).fill({ 新居地址: '文三路', 同住人数: '三', 备注: '二楼' }).submit('保存，稍后再填')
  await site.db.commit([end('moving-1', 'superseded')])
  await publishIn(site, newMove(), 2)

  for (const place of ['', '/questions', '/sections/home', '/materials', '/check']) expect((await citizen.get(`/drafts/${id}${place}`)).heading()).toBe('办事指南有更新')
  const told = await citizen.get(`/drafts/${id}`)
  expect(told.text()).toContain('增加的填写内容 楼层')
  expect(told.text()).toContain('不再需要填写的内容 备注')
  expect(told.text()).toContain('增加的材料 户型图')
  expect(told.text()).toContain('不再需要的材料 位置图')
  const overview = await told.press('按新版继续')
  expect(overview.heading()).toBe('搬家一件事')
  const home = await citizen.get(`/drafts/${id}/sections/home`)
  expect([home.field('新居地址'), home.field('同住人数'), home.field('楼层')]).toEqual(['文三路', '三', ''])
  expect(home.text()).not.toContain('备注')
})

test('what is typed while a new version comes out is kept, and ends at that version’s page', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  const home = await citizen.get(`/drafts/${id}/sections/home`)
  await site.db.commit([end('moving-1', 'superseded')])
  await publishIn(site, newMove(), 2)
  const told = await home.fill({ 新居地址: '文三路' }).submit()
  expect(told.heading()).toBe('办事指南有更新')
  await told.press('按新版继续')
  expect((await citizen.get(`/drafts/${id}/sections/home`)).field('新居地址')).toBe('文三路')
  expect((await citizen.post(`/drafts/${id}/submit`, { confirmed: 'yes' })).status).toBeLessThan(500)
})

test('a bundle that is offered no more: the draft can be read and printed, and goes no further', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  await (await citizen.get(`/drafts/${id}/sections/home`)).fill({ 新居地址: '文三路' }).submit('保存，稍后再填')
  await site.db.commit([end('moving-1', 'retired')])
  const page = await citizen.get(`/drafts/${id}`)
  expect(page.text()).toContain('这件事已经停止在这里办理，草稿不能再提交')
  expect(page.text()).toContain('文三路')
  expect(page.links().filter(({ text }) => text.startsWith('修改'))).toEqual([])
  expect((await citizen.post(`/drafts/${id}/version`)).status).toBe(409)
  expect((await citizen.get('/bundles/moving/start')).status).toBe(404)
})
