import { randomBytes } from 'node:crypto'
import type { Value } from '../drafts/draft.ts'

/** A result in the applicant's hand: kept in the wallet, and checkable by anyone by its identifier. */
export interface Certificate {
  region: string
  id: string
  identifier: string
  holderId: string
  holderName: string
  materialId: string | null
  itemCode: string
  name: { zh: string; en: string }
  officeId: string
  caseId: string
  taskId: string
  /** What it says, by field id. */
  facts: Record<string, Value>
  status: 'valid' | 'revoked'
  issuedAt: string
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** ISO 7064 MOD 37,36: the check character that GB/T 36904 uses for certificate identifiers. */
export function checkCharacter(text: string): string {
  let remainder = 36
  for (const character of text) {
    remainder = (remainder + alphabet.indexOf(character)) % 36 || 36
    remainder = (remainder * 2) % 37
  }
  return alphabet[(37 - remainder) % 36] as string
}

/** County, day, eight characters of chance, check character: an identifier of the portal's own, not yet a national one. */
export function newIdentifier(region: string, day: string): string {
  const chance = Array.from(randomBytes(8), byte => alphabet[byte % 36]).join('')
  const body = `${region}${day.replaceAll('-', '')}${chance}`
  return body + checkCharacter(body)
}

/** As somebody types it from paper: spaces, dashes and small letters don't matter. Undefined when the check character is wrong. */
export function readIdentifier(typed: string): string | undefined {
  const identifier = typed.replace(/[\s\-–—]/g, '').toUpperCase()
  return /^\d{14}[0-9A-Z]{9}$/.test(identifier) && checkCharacter(identifier.slice(0, -1)) === identifier.at(-1) ? identifier : undefined
}

/** The county is part of the identifier, so that the shard is known. */
export const regionOfIdentifier = (identifier: string): string => identifier.slice(0, 6)
