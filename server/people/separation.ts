import type { Grant, Role } from './actor.ts'

/** Why two roles are not one person's; `administration:apart.<why>` says it in words. */
export type Reason = 'auditsOwnActs' | 'threeApart' | 'administersBusiness' | 'definesAndAgrees' | 'supervisesOwnWork'

const handling: readonly Role[] = ['counterOfficer', 'assistant', 'officer', 'head']
const acting: readonly Role[] = [...handling, 'supervisor', 'itemAdministrator', 'bundleAdministrator']

interface Rule {
  one: Role
  others: readonly Role[]
  why: Reason
}

/**
 * Which roles nobody holds together (职责分离: 等保2.0 GB/T 22239 8.1.5.1–8.1.5.3, 8.1.7.1; 行政事业单位内部控制规范
 * 第十二条: 不相容岗位相互分离). What two people must do in one task (a second officer, the head) is not a matter
 * of roles: `cases/desk-actions.ts` looks at who has done what.
 */
// prettier-ignore
const rules: readonly Rule[] = [
  // Whoever looks through what was done has done none of it.
  { one: 'auditor',               others: [...acting, 'systemAdministrator', 'securityAdministrator'], why: 'auditsOwnActs' },
  // Whoever opens accounts gives them no power, and the other way round: it takes two to make an official.
  { one: 'systemAdministrator',   others: ['securityAdministrator'],                             why: 'threeApart' },
  // Whoever keeps the portal decides nothing in it, and says nothing about what it asks.
  { one: 'systemAdministrator',   others: acting,                                                why: 'administersBusiness' },
  { one: 'securityAdministrator', others: acting,                                                why: 'administersBusiness' },
  // Whoever writes a definition doesn't agree to it for a department.
  { one: 'bundleAdministrator',   others: ['itemAdministrator'],                                 why: 'definesAndAgrees' },
  // Whoever hurries the offices works in none of them.
  { one: 'supervisor',            others: handling,                                              why: 'supervisesOwnWork' },
]

/** Two roles that are not one person's. */
export interface Clash {
  roles: readonly [Role, Role]
  why: Reason
}

export const clashes: readonly Clash[] = rules.flatMap(({ one, others, why }) => others.map(other => ({ roles: [one, other] as const, why })))

/** The first of the roles somebody holds beside which he can't get this one. */
export function clashWith(held: readonly Pick<Grant, 'role'>[], wanted: Role): { held: Role; why: Reason } | undefined {
  for (const { role } of held) {
    const clash = clashes.find(({ roles }) => roles.includes(role) && roles.includes(wanted) && role !== wanted)
    if (clash) return { held: role, why: clash.why }
  }
  return undefined
}

/** What one person holds and must not hold together. */
export const clashesOf = (held: readonly Pick<Grant, 'role'>[]): Clash[] =>
  clashes.filter(({ roles }) => roles.every(role => held.some(grant => grant.role === role)))
