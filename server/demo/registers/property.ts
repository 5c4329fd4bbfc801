import type { Day } from '../../limits/calendar.ts'
import { between, digits, earlierOf, later, pick } from './draw.ts'
import { flatAddress, type Places } from './places.ts'

/** A home in the real-estate register, known by the number of its title certificate. */
export interface Property {
  certificateNumber: string
  /** The township. */
  regionCode: string
  address: string
  /** 不动产单元号, 28 characters. */
  unitNumber: string
  /** Square metres. */
  area: string
  use: 'housing' | 'apartment'
  acquiredOn: Day
  mortgageNumber: string
  mortgagee: string
}

/** What a township and an address are known by when they are not drawn. */
export type Home = Pick<Property, 'certificateNumber' | 'regionCode' | 'address'>

export const banks = ['浙江农商银行', '中国工商银行', '中国农业银行', '中国建设银行', '中国银行', '杭州银行', '浙商银行'] as const

const modern = /^浙?[（(](\d{4})[）)](\p{Script=Han}{2,14})不动产权第(\d{4,10})号$/u
const old = /^(\p{Script=Han})?\p{Script=Han}{0,6}房?[权产]证\p{Script=Han}{0,6}第?\d{4,12}号?$/u

export const isTitleNumber = (text: string): boolean => modern.test(text) || old.test(text)

/** The certificate number of the home that a household has. */
export function titleNumberOf(household: string, county: string, places: Places): string {
  const { name, pair } = places.titleOf(county, household)
  return `浙（${between(2016, 2023, household, 'title')}）${name}不动产权第0${pair}${digits(4, household, 'title')}号`
}

/** The entry under a title number. Its year and place stand in the number, the rest is drawn from it. */
export function propertyOf(certificateNumber: string, places: Places, today: Day, home?: Home): Property {
  const [, year, place = '杭州市', number = ''] = modern.exec(certificateNumber) ?? []
  const drawn = (what: string) => [certificateNumber, what]
  const county = places.countyOfTitle(place, Number(number.slice(1, 3)))
  const regionCode = home?.regionCode ?? places.townshipIn(county.code, certificateNumber)
  const issued = `${year ?? between(1999, 2014, ...drawn('year'))}-01-10`
  return {
    certificateNumber,
    regionCode,
    address: home?.address ?? flatAddress(certificateNumber),
    unitNumber: `${regionCode.slice(0, 9)}${digits(3, ...drawn('zone'))}GB0${digits(4, ...drawn('parcel'))}F000${digits(5, ...drawn('unit'))}`.slice(0, 28),
    area: `${between(52, 168, ...drawn('area'))}.${between(10, 99, ...drawn('decimals'))}`,
    use: between(1, 8, ...drawn('use')) === 1 ? 'apartment' : 'housing',
    acquiredOn: earlierOf(later(issued, between(0, 340, ...drawn('day'))), later(today, -20)),
    mortgageNumber: certificateNumber.includes('不动产权') ? certificateNumber.replace('不动产权', '不动产证明') : `浙（2017）杭州市不动产证明第0${digits(6, ...drawn('mortgage'))}号`,
    mortgagee: `${pick(banks, ...drawn('mortgagee'))}股份有限公司`.replace('浙江农商银行股份有限公司', '杭州联合农村商业银行股份有限公司'),
  }
}
