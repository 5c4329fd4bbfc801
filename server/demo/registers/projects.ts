import type { Day } from '../../limits/calendar.ts'
import { between, digits, later, pick, recently } from './draw.ts'
import { businessAddress, type Places } from './places.ts'

/** A parcel with its grant contract, known by the contract's supervision number. */
export interface Parcel {
  contractNumber: string
  regionCode: string
  number: string
  /** Square metres. */
  area: number
  use: 'industrial' | 'storage' | 'research'
  permitNumber: string
  grantedOn: Day
  /** Of the contract, in ten thousands of yuan. */
  price: number
}

/** An investment project, known by its code. */
export interface Project {
  code: string
  name: string
  nature: 'new' | 'extension'
  /** GB/T 4754-2017, four digits. */
  industry: string
  regionCode: string
  address: string
  content: string
  /** Ten thousands of yuan. */
  investment: number
  registeredOn: Day
  startsOn: Day
  endsOn: Day
  reachesOn: Day
  parcel: Parcel
  planningPermitNumber: string
  constructionPermitNumber: string
}

const kinds = [
  { industry: '3441', name: '年产2万台智能水泵生产线', product: '购置智能装配线2条，形成年产2万台智能水泵的生产能力', use: 'industrial' },
  { industry: '3491', name: '年产3000台工业机器人生产基地', product: '购置精密加工、总装调试设备68台（套），形成年产3000台工业机器人的生产能力', use: 'industrial' },
  { industry: '3857', name: '年产50万套智能家电控制器', product: '购置贴片生产线4条，形成年产50万套智能家电控制器的生产能力', use: 'industrial' },
  { industry: '7320', name: '新材料中试研发中心', product: '建设实验室、中试车间及配套设施，购置研发检测设备120台（套）', use: 'research' },
  { industry: '5990', name: '城市配送智慧仓储中心', product: '建设立体仓库及自动分拣线，形成日分拣15万件的能力', use: 'storage' },
] as const
const brands = ['青禾', '云启', '恒泽', '鸿川', '瑞丰', '浙源', '明舟', '启宁']

const projectCode = /^\d{4}-33\d{4}-\d{2}-\d{2}-\d{6}$/
const contractNumber = /^33\d{8}[A-Z]\d{4,}$/

export const isProjectCode = (text: string): boolean => projectCode.test(text)
export const isContractNumber = (text: string): boolean => contractNumber.test(text)

export function parcelOf(contract: string, places: Places, today: Day): Parcel {
  const county = places.countyOf(contract.slice(0, 6), contract)
  const area = between(90, 660, contract, 'area') * 100
  return {
    contractNumber: contract,
    regionCode: places.townshipIn(county.code, contract),
    number: `${county.zh.replace(/[区县市]$/, '')}政工出〔${contract.slice(6, 10)}〕${between(1, 60, contract, 'number')}号`,
    area,
    use: pick(kinds, contract, 'kind').use,
    permitNumber: `地字第${county.code.slice(0, 6)}${contract.slice(6, 10)}${digits(5, contract, 'permit')}号`,
    grantedOn: recently(today, 60, contract, 'granted'),
    price: Math.round((area / 666.7) * between(38, 72, contract, 'price')),
  }
}

export function projectOf(code: string, places: Places, today: Day): Project {
  const place = code.slice(5, 11)
  const county = places.countyOf(place, code)
  const year = `20${code.slice(0, 2)}`
  const parcel = parcelOf(`${county.code.slice(0, 6)}${year}B${digits(5, code, 'contract')}`, places, today)
  const kind = pick(kinds, parcel.contractNumber, 'kind')
  const floorArea = Math.round(parcel.area * 1.9)
  const registeredOn = recently(today, 20, code, 'registered')
  const startsOn = later(registeredOn, between(90, 190, code, 'starts'))
  const endsOn = later(startsOn, between(500, 760, code, 'ends'))
  return {
    code, registeredOn, startsOn, endsOn, parcel,
    name: `${pick(brands, code, 'brand')}${kind.name}项目`,
    nature: between(1, 4, code, 'nature') === 1 ? 'extension' : 'new',
    industry: kind.industry,
    regionCode: parcel.regionCode,
    address: businessAddress(code).replace(/\d+幢.*$/, ''),
    content: `用地${Math.round(parcel.area / 66.67) / 10}亩，新建厂房及配套用房${floorArea}平方米；${kind.product}。`,
    investment: between(60, 420, code, 'investment') * 100,
    reachesOn: later(endsOn, 365),
    planningPermitNumber: `建字第${county.code.slice(0, 6)}${year}${digits(5, code, 'planning')}号`,
    constructionPermitNumber: `${county.code.slice(0, 6)}${year}${digits(8, code, 'construction')}`,
  }
}
