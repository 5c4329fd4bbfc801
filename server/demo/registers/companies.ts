import type { Day } from '../../limits/calendar.ts'
import { usccOf } from '../town-people.ts'
import { cardNumber } from '../town-values.ts'
import { below, between, dayNumber, digits, earlierOf, later, pick } from './draw.ts'
import { numberFrom } from './lineage.ts'
import { businessAddress, type Places } from './places.ts'
import { banks } from './property.ts'
import { townCompany } from './town-families.ts'

export interface Company {
  uscc: string
  name: string
  /** 92: a sole trader (个体工商户), which has no type and no capital. */
  isSoleTrader: boolean
  regionCode: string
  address: string
  phone: string
  type: 'limited' | 'jointStock'
  /** GB/T 4754-2017, first level. */
  industry: string
  scope: string
  /** Fen. */
  capital: string
  term: 'unlimited' | 'years20'
  registeredOn: Day
  representative: string
  bank: string
  account: string
  taxpayerKind: 'small' | 'general'
}

interface Sector {
  industry: string
  /** Words in a name that tell the sector. */
  words: string[]
  scope: string
}

const sectors: Sector[] = [
  { industry: 'H', words: ['餐饮管理', '餐饮', '面馆', '小吃'], scope: '餐饮服务；食品销售；外卖递送服务' },
  { industry: 'I', words: ['数字科技', '网络科技', '信息技术', '软件'], scope: '软件开发；信息技术咨询服务；数据处理和存储支持服务' },
  { industry: 'C', words: ['机器人', '水泵', '机械', '电器', '食品', '纺织'], scope: '通用设备制造（不含特种设备制造）；机械零件销售；货物进出口' },
  { industry: 'F', words: ['贸易', '商贸', '茶业', '百货'], scope: '日用百货销售；食用农产品零售；互联网销售（除销售需要许可的商品）' },
  { industry: 'L', words: ['商务咨询', '企业管理', '人力资源'], scope: '企业管理咨询；信息咨询服务（不含许可类信息咨询服务）；会议及展览服务' },
  { industry: 'R', words: ['文化创意', '文化', '书房'], scope: '组织文化艺术交流活动；图书出租；文艺创作' },
  { industry: 'M', words: ['环境技术', '工程设计', '检测技术'], scope: '技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；环保咨询服务' },
  { industry: 'G', words: ['物流', '供应链'], scope: '普通货物仓储服务（不含危险化学品）；国内货物运输代理；装卸搬运' },
]

const first = '青云溪湖晨远恒瑞嘉明鸿和新启天浙'
const second = '禾舟泽源达丰信成川宁创腾谷行美岭'

/** The entry under a credit code. */
export function companyOf(uscc: string, places: Places, today: Day): Company {
  const known = townCompany(uscc)
  const county = known ? places.countyOf(known.regionCode.slice(0, 6)) : places.countyOf(uscc.slice(2, 8), uscc)
  const isSoleTrader = uscc.startsWith('92')
  const own = isSoleTrader ? (sectors[0] as Sector) : pick(sectors, uscc, 'sector')
  const sector = known ? (sectors.find(({ words }) => words.some(word => known.name.includes(word))) ?? own) : own
  const isJointStock = !known && below(20, uscc, 'type') === 0
  const brand = pick([...first], uscc, 'first') + pick([...second], uscc, 'second')
  const name = isSoleTrader
    ? `${places.countyName(county.code)}${brand}小吃店`
    : `${places.titleOf(county.code).name.replace(/(畲族自治)?[市县]$/, '')}${brand}${pick(sector.words, uscc, 'word')}${isJointStock ? '股份有限公司' : '有限公司'}`
  return {
    uscc, isSoleTrader,
    name: known?.name ?? name,
    regionCode: known?.regionCode ?? places.townshipIn(county.code, uscc),
    address: known?.address ?? businessAddress(uscc),
    phone: known?.phone ?? `140${digits(8, uscc, 'phone')}`,
    type: isJointStock ? 'jointStock' : 'limited',
    industry: sector.industry,
    scope: sector.scope,
    capital: String(pick([50, 100, 200, 500, 1000], uscc, 'capital') * 10_000 * 100),
    term: below(3, uscc, 'term') === 0 ? 'years20' : 'unlimited',
    registeredOn: earlierOf(later(`${between(2011, 2024, uscc, 'year')}-01-04`, between(0, 350, uscc, 'day')), later(today, -60)),
    representative: numberFrom({ place: county.code.slice(0, 6), day: dayNumber(`${between(1966, 1994, uscc, 'born')}-01-01`) + between(0, 364, uscc, 'birthday'), order: between(10, 899, uscc, 'order') }),
    bank: pick(banks, uscc, 'bank'),
    account: digits(20, uscc, 'account').replace(/^62/, '33'),
    taxpayerKind: pick(['small', 'general'], uscc, 'taxpayer'),
  }
}

/** Where somebody works, or worked last. */
export const employerOf = (idNumber: string): string => usccOf(between(100, 899, idNumber, 'employer'))

/** The account on a person's social-security card. */
export const cardOf = (idNumber: string): { bank: string; account: string } => ({ bank: pick(banks, idNumber, 'bank'), account: cardNumber(digits(9, idNumber, 'card')) })
