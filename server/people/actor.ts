import type { Assurance } from './session.ts'

/** Who acts. An officer's power comes from a grant, and a grant is tied to an office. */
export const roles = ['counterOfficer', 'officer', 'head', 'supervisor', 'itemAdministrator', 'bundleAdministrator', 'systemAdministrator', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Roles that mean nothing without an office. */
export const officeRoles: readonly Role[] = ['counterOfficer', 'officer', 'head', 'itemAdministrator']

export interface Grant {
  role: Role
  /** `department@region`, or `''` for a role that is not tied to an office. */
  officeId: string
}

export interface Actor {
  id: string
  kind: 'anonymous' | 'person' | 'organisation' | 'system'
  name: string
  grants: readonly Grant[]
  /** How sure it is who he is, by the way he signed in (`session.ts`). */
  assurance?: Assurance
}

export const anonymous: Actor = { id: 'anonymous', kind: 'anonymous', name: '', grants: [] }
/** The portal itself, when a rule of law acts by the passing of time. */
export const system: Actor = { id: 'system', kind: 'system', name: 'system', grants: [] }

export const hasRole = (actor: Actor, role: Role): boolean => actor.grants.some(grant => grant.role === role)

/** The offices in which the actor holds one of these roles. */
export const officesOf = (actor: Actor, ...wanted: Role[]): string[] =>
  [...new Set(actor.grants.filter(({ role }) => wanted.includes(role)).map(({ officeId }) => officeId))]

export const worksAt = (actor: Actor, officeId: string, ...wanted: Role[]): boolean => officesOf(actor, ...wanted).includes(officeId)

/** The offices for which somebody may file: those he works at, in whatever role. */
export const filingOffices = (actor: Actor): string[] => [...new Set(actor.grants.flatMap(({ officeId }) => officeId || []))]
