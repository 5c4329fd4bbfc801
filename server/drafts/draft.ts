import type { Text } from '../catalogue/definition.ts'
import type { RegisterDocument } from '../materials/register.ts'

/** A value of the one form: a string, or several for a multiple choice. */
export type Value = string | string[]
export type Values = Readonly<Record<string, Value>>

/** An application that is being filled in: it belongs to the database, not to the session, so any device can go on. */
export interface Draft {
  id: string
  /** Six-digit county: the shard. */
  region: string
  /** Twelve digits: where the matter is filed. */
  regionCode: string
  applicantId: string
  /** Who types: the applicant himself, his agent, or a counter officer for him. */
  authorId: string
  /** By which an agent acts for the applicant. */
  mandateId: string | null
  bundleId: string
  bundleVersionId: string
  channel: 'online' | 'counter'
  status: 'open' | 'submitted' | 'discarded'
  /** Whether a signed commitment may stand for a material: not for whoever broke one and has not made it good. */
  mayCommit: boolean
  version: number
  createdAt: string
  updatedAt: string
  content: DraftContent
}

/**
 * What is typed and what was found out; encrypted as a whole.
 *
 * `values` hold what `field-value.ts` made of what was typed: days as YYYY-MM-DD, money in fen, regions
 * as twelve digits, yes and no as `yes` and `no`.
 */
export interface DraftContent {
  answers: Record<string, string>
  /** Optional items the applicant ticked; undefined until he was asked. */
  chosen: string[] | undefined
  values: Record<string, Value>
  /** What was typed and is no value of its field (yet): shown again as typed, and never submitted. */
  unfinished: Record<string, Value>
  /** What the account and the registers said, by field. */
  known: Record<string, KnownValue>
  /** Papers fetched from registers, by material. */
  fetched: Record<string, FetchedMaterial>
  /** Which register was asked by the value of which field, and how it answered: `<register> <field>`. */
  lookups: Record<string, Lookup>
  /** Materials replaced by a signed commitment, or put off (容缺), with the time of the declaration. */
  commitments: Record<string, string>
  deferred: Record<string, string>
  /** Sections the applicant has been through. */
  visited: string[]
  /** The office for which an official files. */
  office?: { id: string; name: Text }
}

export interface KnownValue {
  value: Value
  /** `account`, or a register's id. */
  source: string
  asOf: string
  /** The applicant says it is wrong: his own entry in `values` wins (Zhejiang regulation art. 7). */
  isContested: boolean
}

/** A question to a register. What it did not answer is asked by hand. */
export interface Lookup {
  key: string
  /** Field ids and material ids that were wanted. */
  wanted: string[]
  outcome: 'found' | 'notFound' | 'unavailable'
  at: string
}

export interface FetchedMaterial {
  document: RegisterDocument
  register: string
  asOf: string
  isContested: boolean
}

export const emptyContent = (): DraftContent =>
  ({ answers: {}, chosen: undefined, values: {}, unfinished: {}, known: {}, fetched: {}, lookups: {}, commitments: {}, deferred: {}, visited: [] })

/** A file handed in, or a certificate from the wallet, for one material. */
export interface HandedIn {
  id: string
  materialId: string
  source: 'applicant' | 'certificate'
  fileId: string | null
  certificateId: string | null
  /** The name of the file or certificate, to show. */
  name: string
  /** Of a file. */
  mediaType: string | null
  size: number | null
  sha256: string | null
  createdAt: string
}

/** The value that counts for a field: what was typed, or what is known and not contested. */
export function effectiveValue(content: DraftContent, fieldId: string): Value | undefined {
  const known = content.known[fieldId]
  return known && !known.isContested ? known.value : content.values[fieldId]
}
