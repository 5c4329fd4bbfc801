import type { Assurance } from './session.ts'

/** Who somebody is, as the provider of single sign-on says. */
export interface SignOnAnswer {
  issuer: string
  subject: string
  name: string
  /** The verified number of his identity card; `''` when the provider doesn't say. */
  idNumber: string
  phone: string
  email: string
  assurance: Assurance
}

/** How the portal reads a provider's claims: which one is the ID number, and which level each `acr` stands for. */
export interface ClaimNames {
  idClaim: string
  levels: ReadonlyMap<string, Assurance>
}

type Claims = Record<string, unknown>
const said = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 200) : '')

/** A level that isn't known to the portal is the lowest: it must be meant. */
export function answerOf(claims: Claims, { idClaim, levels }: ClaimNames): SignOnAnswer {
  return {
    issuer: said(claims.iss), subject: String(claims.sub).slice(0, 255),
    name: said(claims.name), idNumber: said(claims[idClaim]), phone: said(claims.phone_number),
    email: claims.email_verified === true ? said(claims.email) : '',
    assurance: levels.get(said(claims.acr)) ?? 1,
  }
}
