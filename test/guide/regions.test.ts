import { portal, type Site } from '../support/portal.ts'

let site: Site
beforeAll(async () => {
  site = await portal()
})

const names = async (path: string) => (await site.visitor().get(path)).json<{ zh: string }[]>().map(({ zh }) => zh)

test('the cascade: cities, then counties, then townships, then nothing', async () => {
  expect(await names('/regions')).toEqual(['杭州市', '宁波市'])
  expect(await names('/regions?under=')).toEqual(['杭州市', '宁波市'])
  expect(await names('/regions?under=330100000000')).toEqual(['西湖区', '余杭区'])
  expect(await names('/regions?under=330106000000')).toEqual(['灵隐街道', '北山街道'])
  expect(await names('/regions?under=330106001000')).toEqual([])
})

test('any cache may keep it, because it carries nobody’s cookies', async () => {
  const { headers } = await site.visitor().get('/regions')
  expect(headers.get('cache-control')).toBe('public, max-age=86400')
  expect(headers.get('set-cookie')).toBeNull()
})

test.each(['x', '33', '110000000000', "330106000000' or 1=1", '../../etc'])('%s is no division of Zhejiang', async under => {
  const page = await site.visitor().get(`/regions?under=${encodeURIComponent(under)}`, { headers: { accept: 'application/json' } })
  expect([page.status, page.json<{ code: string }>().code]).toEqual([404, 'page'])
})
