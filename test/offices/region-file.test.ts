import { parseRegions } from '../../server/offices/region-file.ts'
import { isRegionCode, regionAtLevel, regionsUpwards, shardOf } from '../../server/offices/region.ts'

const head = 'code,zh,en,level\n330000000000,浙江省,Zhejiang Province,province\n330100000000,杭州市,Hangzhou City,city\n330106000000,西湖区,Xihu District,county\n'

test('what is above a region follows from its code', () => {
  const { regions, faults } = parseRegions(`${head}330106001000,灵隐街道,Lingyin Subdistrict,township\r\n`)
  expect(faults).toEqual([])
  expect(regions.map(({ parent }) => parent)).toEqual([null, '330000000000', '330100000000', '330106000000'])
})

test.each([
  ['a column missing', '330106001000,灵隐街道,township', 'regionColumns'],
  ['a column too many', '330106001000,灵隐街道,Lingyin,township,?', 'regionColumns'],
  ['another province', '320106001000,灵隐街道,Lingyin,township', 'regionCode'],
  ['a level that does not exist', '330106001000,灵隐街道,Lingyin,street', 'regionLevel'],
  ['a code twice', '330106000000,西湖区,Xihu,county', 'regionDouble'],
  ['a township without its county', '330110001000,临平街道,Linping,township', 'regionParent'],
])('%s is told with its line', (_, line, code) => {
  expect(parseRegions(head + line).faults).toMatchObject([{ line: 5, code }])
})

test('a code is cut to the level wanted', () => {
  expect((['province', 'city', 'county', 'township', 'village'] as const).map(level => regionAtLevel('330106001002', level)))
    .toEqual(['330000000000', '330100000000', '330106000000', '330106001000', '330106001002'])
  expect(regionsUpwards('330106001000', 'township')).toEqual(['330106001000', '330106000000', '330100000000', '330000000000'])
  expect(regionsUpwards('330100000000', 'township')).toEqual(['330100000000', '330000000000'])
  expect([isRegionCode('330106001000'), isRegionCode('110106001000'), isRegionCode('3301060010')]).toEqual([true, false, false])
  expect(shardOf('330106001000')).toBe('330106')
})
