import { roles, type Actor, type Role } from './actor.ts'

/**
 * What a role may do. Every route names one of these permissions on its line, and a test tries
 * every route with every role. Whose data it is (own draft, own office) is asked where it is read.
 */
type Holder = Role | 'anyone' | 'signedIn'

// prettier-ignore
export const permissions = {
  'public.read':       ['anyone'],
  'session.open':      ['anyone'],
  'account.own':       ['signedIn'],
  'draft.own':         ['signedIn'],
  'case.own':          ['signedIn'],
  'internal.file':     [...roles],     // matters between public bodies: whoever works for one
  'file.read':         ['signedIn'],   // the route itself asks whose file it is
  'counter.serve':     ['counterOfficer'],
  'task.read':         ['officer', 'head'],
  'task.work':         ['officer', 'head'],
  'task.handOver':     ['officer', 'head'],
  'office.oversee':    ['head'],
  'supervision.read':  ['supervisor'],
  'supervision.order': ['supervisor'],
  'catalogue.read':    ['bundleAdministrator', 'itemAdministrator', 'systemAdministrator', 'auditor'],
  'catalogue.propose': ['bundleAdministrator'],
  'catalogue.signOff': ['itemAdministrator'],
  'catalogue.publish': ['bundleAdministrator'],
  'people.manage':     ['systemAdministrator'],
  'offices.manage':    ['systemAdministrator'],
  'calendar.manage':   ['systemAdministrator'],
  'audit.read':        ['auditor'],
} as const satisfies Record<string, readonly Holder[]>

export type Permission = keyof typeof permissions

export function isAllowed(actor: Actor, permission: Permission): boolean {
  const holders: readonly Holder[] = permissions[permission]
  if (holders.includes('anyone')) return true
  if (actor.kind === 'anonymous') return false
  return holders.includes('signedIn') || actor.grants.some(({ role }) => holders.includes(role))
}
