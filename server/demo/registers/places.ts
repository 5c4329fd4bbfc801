import { readRegions, shippedFolder } from '../../catalogue/catalogue-folder.ts'
import { regionAtLevel, type Region } from '../../offices/region.ts'
import { between, pick } from './draw.ts'

/** Where in Zhejiang people live and companies sit. */
export interface Places {
  /** The county of a six-digit code, or one near it: counties were merged since the numbers were given out. */
  countyOf(code: string, ...about: string[]): Region
  townshipIn(county: string, ...about: string[]): string
  /** The county whose titles begin with this name and with these two digits. */
  countyOfTitle(name: string, pair: number): Region
  /** 浙江省杭州市西湖区翠苑街道. */
  fullName(code: string): string
  /** 浙江省杭州市西湖区翠苑街道翠苑三区18幢: what people leave out when they write to each other put in front. */
  fullAddress(place: { regionCode: string; address: string }): string
  /** 西湖, as schools and branches are called. */
  shortName(code: string): string
  /** 杭州市西湖区, as it stands in front of a hospital's or a road's name. */
  countyName(code: string): string
  /** The name and the two digits that titles of this county begin with. */
  titleOf(county: string, ...about: string[]): { name: string; pair: number }
}

const hangzhou = '330100000000'
const townDistrict = '330106000000'

/**
 * Districts of a city register titles in the city's name, counties and county-level cities in their
 * own. Here the first two digits of the number tell the district, so that it can be found again; what
 * tells none in Hangzhou is in the demonstration's district.
 */
export function readPlaces(): Places {
  const { regions } = readRegions(shippedFolder)
  const known = new Map(regions.map(region => [region.code, region]))
  const under = Map.groupBy(regions, ({ parent }) => parent ?? '')
  const get = (code: string) => known.get(code) as Region
  const countiesIn = (city: string) => under.get(city) ?? under.get(hangzhou) ?? []
  const above = (code: string) => (['city', 'county', 'township'] as const).map(level => regionAtLevel(code, level)).filter((one, index, all) => all.indexOf(one) === index)
  const nameOf = (code: string, depth: number) => above(code).slice(0, depth).map(one => known.get(one)?.zh ?? '').join('')
  const fullName = (code: string) => `浙江省${nameOf(code, 3)}`
  return {
    countyOf(code, ...about) {
      const county = known.get(regionAtLevel(code, 'county'))
      return county?.level === 'county' ? county : pick(countiesIn(regionAtLevel(code, 'city')), ...about, 'county')
    },
    townshipIn: (county, ...about) => pick(under.get(county) ?? [get(county)], ...about, 'township').code,
    countyOfTitle(name, pair) {
      const found = regions.find(({ zh, level }) => zh === name && (level === 'county' || level === 'city'))
      if (found?.level === 'county') return found
      const city = found?.code ?? hangzhou
      const districts = countiesIn(city)
      const place = pair >= 10 && pair < 10 + 3 * districts.length ? (pair - 10) % districts.length : undefined
      return place === undefined && city === hangzhou ? get(townDistrict) : (districts[place ?? pair % districts.length] as Region)
    },
    fullName,
    fullAddress({ regionCode, address }) {
      const township = known.get(regionCode)?.zh ?? ''
      return fullName(regionCode) + (address.startsWith(township) ? address.slice(township.length) : address)
    },
    shortName: code => get(regionAtLevel(code, 'county')).zh.replace(/(畲族自治)?[区县市]$/, ''),
    countyName: code => nameOf(code, 2),
    titleOf(county, ...about) {
      const [own, city] = [get(county), get(regionAtLevel(county, 'city'))]
      if (!own.zh.endsWith('区')) return { name: own.zh, pair: between(10, 99, ...about, 'pair') }
      const districts = countiesIn(city.code)
      return { name: city.zh, pair: 10 + districts.indexOf(own) + districts.length * between(0, 2, ...about, 'pair') }
    },
  }
}

const roads = ['人民路', '解放路', '中山路', '建设路', '文化路', '环城东路', '江滨路', '滨河路', '新华路', '学院路', '凤起路', '云溪路', '湖畔路', '玉兰路', '长虹路', '育才路']
const estates = ['锦绣苑', '阳光花园', '翠竹新村', '江南春城', '金色家园', '桂花园', '望湖公寓', '清水苑', '东方名府', '和睦新村', '紫荆公寓', '兰亭苑']

/** A flat: 学院路128号桂花园6幢2单元301室. */
export const flatAddress = (...about: string[]): string =>
  `${pick(roads, ...about, 'road')}${between(6, 388, ...about, 'house')}号${pick(estates, ...about, 'estate')}${between(1, 28, ...about, 'building')}幢${between(1, 3, ...about, 'stairs')}单元${between(1, 17, ...about, 'floor')}0${between(1, 4, ...about, 'door')}室`

/** Business premises: 建设路66号3幢502室. */
export const businessAddress = (...about: string[]): string =>
  `${pick(roads, ...about, 'road')}${between(6, 988, ...about, 'house')}号${between(1, 9, ...about, 'building')}幢${between(1, 9, ...about, 'floor')}0${between(1, 9, ...about, 'door')}室`
