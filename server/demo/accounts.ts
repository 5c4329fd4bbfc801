import type { Text } from '../catalogue/definition.ts'
import type { Role } from '../people/actor.ts'
import { companies, officials, residents } from './town-people.ts'
import { deskOf, headOf, itemsOf, townStaff } from './town-staff.ts'

/** Every account of the town has this one: it protects nothing. */
export const demoPassword = 'one-line-through-town'

/** An account to try the portal with. */
export interface DemoAccount {
  username: string
  name: string
  /** `demo:role.<role>` says what it is, … */
  role: Role | 'citizen' | 'company'
  /** … `demo:about.<about>` what there is to see, … */
  about?: string
  /** … and the department for whom an officer works. */
  department?: Text
}

// prettier-ignore
const shown: [username: string, role: DemoAccount['role'], about?: string][] = [
  ['chen.xiaoyu', 'citizen', 'birth'], ['lin.zhiyuan', 'citizen', 'farewell'], ['zhang.lihua', 'citizen', 'draft'], ['sun.guoqiang', 'citizen', 'results'], ['shen.yiran', 'citizen', 'spouse'], ['du.minghui', 'citizen', 'handler'], ['mao.lingling', 'citizen', 'handler'], ['kong.decai', 'citizen', 'assisted'], ['ye.qing', 'citizen', 'opening'],
  ['hupan.catering', 'company', 'restaurant'], ['jindun.pump', 'company', 'project'], ['chengxi.books', 'company', 'entrusting'],
  ['zhong.shuhua', 'officer', 'transfer'], ['bai.anping', 'officer', 'internal'],
  ['counter', 'counterOfficer'], ['helper', 'assistant'],
  ...['hospital', 'public-security', 'healthcare-security', 'human-resources', 'civil-affairs', 'market-regulation', 'taxation', 'housing-fund', 'natural-resources', 'education'].map((id): [string, Role] => [deskOf(id), 'officer']),
  [deskOf('emergency-management'), 'officer', 'secondFactor'],
  [headOf('public-security'), 'head'], [headOf('market-regulation'), 'head'],
  ['supervisor', 'supervisor'], ['bundles', 'bundleAdministrator'],
  [itemsOf('civil-affairs'), 'itemAdministrator'], [itemsOf('healthcare-security'), 'itemAdministrator'], [itemsOf('human-resources'), 'itemAdministrator'],
  ['administrator', 'systemAdministrator'], ['security', 'securityAdministrator'], ['auditor', 'auditor'],
]

/** The accounts that are offered; every other department's officer is `desk.<department>`. */
export function demoAccounts(departments: readonly { id: string; name: Text }[]): DemoAccount[] {
  const names = new Map([...residents, ...companies, ...officials, ...townStaff([])].map(({ username, name }) => [username, name]))
  return shown.map(([username, role, about]) => ({
    username, role, about, name: names.get(username) ?? username,
    department: departments.find(({ id }) => [deskOf(id), headOf(id), itemsOf(id)].includes(username))?.name,
  }))
}
