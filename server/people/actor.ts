import type { ActiveMandate } from './active-mandate.ts'
import { isOneOffice } from './scope.ts'
import type { Assurance } from './session.ts'

/** Who acts. An officer's power comes from a grant, and a grant is tied to an office. */
export const roles = ['counterOfficer', 'assistant', 'officer', 'head', 'supervisor', 'itemAdministrator', 'bundleAdministrator', 'systemAdministrator', 'securityAdministrator', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Roles that mean nothing without an office. */
export const officeRoles: readonly Role[] = ['counterOfficer', 'assistant', 'officer', 'head', 'itemAdministrator']
/** Roles that mean nothing without a region. */
export const regionRoles: readonly Role[] = ['supervisor']
/** Without one of each the portal can't be kept (等保2.0 三员分立): the last one stays. */
export const administratorRoles: readonly Role[] = ['systemAdministrator', 'securityAdministrator', 'auditor']

export interface Grant {
  role: Role
  /** Where it holds (`scope.ts`): `department@region` is an office, `@region` a whole region, `''` no place in particular. */
  officeId: string
}

export interface Actor {
  id: string
  kind: 'anonymous' | 'person' | 'organisation' | 'system'
  name: string
  grants: readonly Grant[]
  /** For whom else he may act now, and in what. */
  mandates: readonly ActiveMandate[]
  /** How sure it is who he is, by the way he signed in (`session.ts`). */
  assurance?: Assurance
}

export const anonymous: Actor = { id: 'anonymous', kind: 'anonymous', name: '', grants: [], mandates: [] }
/** The portal itself, when a rule of law acts by the passing of time. */
export const system: Actor = { id: 'system', kind: 'system', name: 'system', grants: [], mandates: [] }

/** The offices for which somebody may file: those he works at, in whatever role. */
export const filingOffices = (actor: Actor): string[] => [...new Set(actor.grants.map(({ officeId }) => officeId).filter(isOneOffice))]
