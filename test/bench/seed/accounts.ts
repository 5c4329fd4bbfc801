import { idNumberCheck, usccCheck } from '../../../server/people/identity-number.ts'
import type { Grant, Role } from '../../../server/people/actor.ts'
import type { Identity, Person } from '../../../server/people/person.ts'
import type { County, StaffMember, Surroundings } from './template.ts'

/** Accounts by their order alone: whoever writes a case knows who its applicant is without asking. */

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

export function inBase32(value: number, length: number): string {
  let text = ''
  for (let rest = value, at = 0; at < length; at++, rest = Math.floor(rest / 32)) text = alphabet[rest % 32] + text
  return text
}

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建文志国海春梅林云飞晨宇轩子涵浩然欣怡佳琪雨泽思远俊熙梓萱诗语嘉诚安宁若曦']
const trades = ['食品', '科技', '餐饮管理', '建筑工程', '贸易', '文化传媒', '物流', '机械', '纺织', '生物技术']

const nameOf = (order: number): string =>
  (surnames[order % surnames.length] as string) + given[Math.floor(order / surnames.length) % given.length] + (order % 5 === 0 ? '' : given[Math.floor(order / 7) % given.length])
const companyName = (order: number): string =>
  `${given[order % given.length]}${given[Math.floor(order / given.length) % given.length]}${surnames[Math.floor(order / 13) % surnames.length]}${trades[order % trades.length]}有限公司`

const dayMs = 86_400_000

/** Nobody's, like those of the demonstration: sequence numbers 998 and 999 were kept for people over a hundred, and these were born later. */
function idNumberOf(order: number, counties: readonly County[]): string {
  const born = new Date(Date.UTC(1940, 0, 1) + (order % 24_000) * dayMs).toISOString().slice(0, 10).replaceAll('-', '')
  const digits = `${counties[Math.floor(order / 48_000) % counties.length]?.code}${born}${Math.floor(order / 24_000) % 2 === 0 ? '998' : '999'}`
  return digits + idNumberCheck(digits)
}

function usccOf(order: number): string {
  const code = `91330000MB${String(order).padStart(7, '0')}`
  return code + usccCheck(code)
}

type Known = Pick<Surroundings, 'persons' | 'organisations' | 'counties' | 'staff' | 'openedAt' | 'home'>

export const idOf = (order: number, openedAt: string): string => inBase32(Date.parse(openedAt), 9) + inBase32(order, 6) + 'sssd'

/** Persons first, then organisations, then the officers of each county but the town's. */
export const accountCount = ({ persons, organisations, counties, staff }: Known): number => persons + organisations + counties.length * staff.length

export interface Account {
  id: string
  username: string
  kind: Person['kind']
  name: string
  identity: Identity
  grants: Grant[]
}

export function accountAt(order: number, known: Known): Account {
  const { persons, organisations, counties, staff, openedAt } = known
  const id = idOf(order, openedAt)
  if (order < persons) return { id, username: `citizen${order}`, kind: 'person', name: nameOf(order), identity: { idNumber: idNumberOf(order, counties), phone: phoneOf(order) }, grants: [] }
  const company = order - persons
  if (company < organisations) return { id, username: `company${company}`, kind: 'organisation', name: companyName(company), identity: { uscc: usccOf(company), companyName: companyName(company), phone: phoneOf(order) }, grants: [] }
  const place = company - organisations
  const county = counties[Math.floor(place / staff.length)] as County
  const like = staff[place % staff.length] as StaffMember
  return { id, username: `officer${place}`, kind: 'person', name: nameOf(place * 31), identity: {}, grants: grantsIn(county, like, known.home) }
}

const phoneOf = (order: number): string => `140${String(order).padStart(8, '0')}`

function grantsIn(county: County, { grants }: StaffMember, home: County): Grant[] {
  const places = grants.map(({ role, officeId }): Grant => {
    const [department = '', region = ''] = officeId.split('@')
    return { role: role as Role, officeId: `${department}@${regionIn(county, region, home)}` }
  })
  return [...new Map(places.map(grant => [`${grant.role} ${grant.officeId}`, grant])).values()]
}

/** The place in another county that stands for one of the town's. */
export function regionIn(county: County, code: string, home: County): string {
  if (county.code === home.code) return code
  if (code === `${home.code}000000`) return `${county.code}000000`
  if (code.endsWith('00000000')) return `${county.code.slice(0, 4)}00000000`
  const township = home.townships.indexOf(code)
  return (township < 0 ? undefined : county.townships[township % county.townships.length]) ?? `${county.code}000000`
}
