import { Forbidden } from '../errors.ts'
import type { Actor, Role } from './actor.ts'
import { reaches, type Place, type Scope } from './scope.ts'

/** A role, or: anyone, whoever is signed in, whoever works for a public body in any role. */
export type Holder = Role | 'anyone' | 'signedIn' | 'staff'

/**
 * What may be done, who may do it, and how far that reaches. It is the only place where a role means
 * something: every route names one of these permissions on its line, and whatever reads or changes a
 * thing asks `inScope` about the place of the thing. `docs/permissions.md` is written from this table.
 */
// prettier-ignore
export const permissions = {
  'public.read':       { anyone: 'public' },
  'session.open':      { anyone: 'public' },
  'account.own':       { signedIn: 'own' },
  'draft.own':         { signedIn: 'own' },
  'case.own':          { signedIn: 'own' },
  'file.read':         { signedIn: 'own', officer: 'office', head: 'office' },
  'internal.file':     { staff: 'own' }, // matters between public bodies, for the office one works at
  'counter.serve':     { counterOfficer: 'county' },
  'assistance.serve':  { assistant: 'office' }, // 帮办代办: for whoever has confirmed it
  'task.read':         { officer: 'office', head: 'office' },
  'task.work':         { officer: 'office', head: 'office' },
  'task.handOver':     { officer: 'office', head: 'office' },
  'task.review':       { officer: 'office' }, // as the second officer of a decision
  'task.approve':      { head: 'office' },    // what the law or the department leaves to its head
  'office.oversee':    { head: 'office' },
  'supervision.read':  { supervisor: 'region' },
  'supervision.order': { supervisor: 'region' },
  'catalogue.read':    { bundleAdministrator: 'all', itemAdministrator: 'all', systemAdministrator: 'all', auditor: 'all' },
  'catalogue.propose': { bundleAdministrator: 'all' },
  'catalogue.signOff': { itemAdministrator: 'department' },
  'catalogue.publish': { bundleAdministrator: 'all' },
  'people.read':       { systemAdministrator: 'all', securityAdministrator: 'all' },
  'people.manage':     { systemAdministrator: 'all' },
  'roles.grant':       { securityAdministrator: 'all' },
  'credentials.reset': { securityAdministrator: 'all' }, // passwords, second factors, sessions
  'offices.manage':    { systemAdministrator: 'all' },
  'calendar.manage':   { systemAdministrator: 'all' },
  'keys.manage':       { securityAdministrator: 'all' },
  'retention.manage':  { securityAdministrator: 'all' }, // which cases are kept beyond their time
  'audit.read':        { auditor: 'all' },
} as const satisfies Record<string, Partial<Record<Holder, Scope>>>

export type Permission = keyof typeof permissions

/** A permission as somebody holds it: by which role, at which place, and how far it reaches from there. */
interface Holding {
  role: Role | undefined
  officeId: string
  scope: Scope
}

function holdings(actor: Actor, permission: Permission): Holding[] {
  const by: Partial<Record<Holder, Scope>> = permissions[permission]
  const as = (holder: Holder, role?: Role, officeId = ''): Holding[] => (by[holder] ? [{ role, officeId, scope: by[holder] }] : [])
  if (actor.kind === 'anonymous') return as('anyone')
  return [...as('anyone'), ...as('signedIn'), ...(actor.grants.length > 0 ? as('staff') : []), ...actor.grants.flatMap(({ role, officeId }) => as(role, role, officeId))]
}

/** Whether somebody may do this at all, wherever it is. */
export const isAllowed = (actor: Actor, permission: Permission): boolean => holdings(actor, permission).length > 0

/** Whether somebody may do this there: at this office, or with what belongs to this region. */
export const inScope = (actor: Actor, permission: Permission, place: Place): boolean =>
  holdings(actor, permission).some(({ scope, officeId }) => reaches(scope, officeId, place))

/** The places that the grants name by which somebody may do this: offices, or `@region` for whole regions. */
export const placesOf = (actor: Actor, permission: Permission): string[] =>
  [...new Set(holdings(actor, permission).flatMap(({ officeId }) => officeId || []))]

/** As what somebody does it: the role that is written down with the act. Throws `Forbidden` when he holds none by which he may. */
export function roleFor(actor: Actor, permission: Permission): Role | 'portal' {
  if (actor.kind === 'system') return 'portal'
  const role = holdings(actor, permission).find(one => one.role !== undefined)?.role
  if (!role) throw new Forbidden('forbidden')
  return role
}
