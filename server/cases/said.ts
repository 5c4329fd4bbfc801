import type { LimitUnit, Text } from '../catalogue/definition.ts'
import type { ProcedureKind } from './proceedings.ts'

/**
 * A sentence before anybody knows in which language it is read: the key of its text, and what goes into
 * it. Pure rules say things this way, and `said-words.ts` puts them into words.
 */
export interface Said {
  key: string
  parts: Record<string, Part>
}

export type Part =
  /** A day or an instant that somebody set, or on which something happened. */
  | { day: string }
  /** A day that was counted out: marked where the calendar it was counted by is not published yet. */
  | { dueOn: string }
  | { items: readonly string[] }
  | { materials: readonly string[] }
  | { fields: readonly string[] }
  | { office: string }
  | { amount: { value: number; unit: LimitUnit } }
  | { procedure: ProcedureKind }
  /** Why something has to be corrected: from the catalogue of reasons, with the officer's own words. */
  | { shortcoming: { code: string; note: string } }
  /** How an item ended, `letters:outcome.<…>`. */
  | { outcome: string }
  | { text: Text }
  /** As somebody wrote it. */
  | { words: string }
  | { count: number }

export const say = (key: string, parts: Record<string, Part> = {}): Said => ({ key, parts })
