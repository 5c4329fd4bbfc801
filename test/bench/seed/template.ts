import type { Figure } from '../../../server/cases/figure.ts'
import type { Blank } from './blank.ts'

/** A value that differs from case to case. */
export type Slot =
  | { kind: 'id'; /** Its first nine characters: when it was made. */ time: string; /** Among those of the case. */ rank: number }
  | { kind: 'number'; day: string }
  | { kind: 'identifier'; day: string; rank: number }
  | { kind: 'instant'; at: number }
  | { kind: 'region'; code: string }
  | { kind: 'county' }
  | { kind: 'applicant'; what: 'id' | 'name' | 'number' | 'phone' | 'index' }
  | { kind: 'staff'; id: string }
  /** A digest of a row beside the events, as it was at the time. */
  | { kind: 'digest'; row: Blank | string }

export type Cell =
  | number | string | null
  | Blank
  | { seal: Blank | string; context: Blank | string }
  /** Of the chain of the case's events. */
  | { chain: 'hash' | 'previousHash' | 'lastHash' }

export interface Row {
  table: string
  cells: Cell[]
  /** Of an event: what its hash covers. */
  content?: Blank | string
}

/** A case as the verbs made it, ready to be written again as another's. */
export interface Template {
  submittedAt: string
  status: string
  kind: 'person' | 'organisation'
  /** Six digits: where it happened. */
  county: string
  tasks: number
  events: number
  /** How it counts in the town's figures. */
  figures: Figure[]
  slots: Slot[]
  /** Events first, in their order. */
  rows: Row[]
  /** Milliseconds by which its acts can be moved without changing any day or hour. */
  leeway: number
}

export interface County {
  code: string
  townships: string[]
}

/** Somebody who works in the town; each county gets one of his own. */
export interface StaffMember {
  id: string
  name: string
  grants: { role: string; officeId: string }[]
}

/** What whoever writes cases knows beside the templates. */
export interface Surroundings {
  url: string
  /** Sorted by table. */
  columns: Record<string, string[]>
  dataKeys: [number, Buffer][]
  indexKey: Buffer
  ledger: { hash: 'sha256' | 'sm3'; origin: string; key: Buffer }
  counties: County[]
  home: County
  staff: StaffMember[]
  /** Of each, in this order in the log and in their ids. */
  persons: number
  organisations: number
  cases: number
  /** The first free place in the log. */
  firstLeaf: number
  passwordHash: string
  openedAt: string
  /** Numbers of cases that are there already. */
  taken: ReadonlySet<string>
}
