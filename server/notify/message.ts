import type { EventType } from '../ledger/event.ts'

/**
 * What a person is told of a case: ids, codes and days, from which words are made when it is read, in
 * the reader's language and with the names of the version under which the case was filed. It holds no
 * personal data, so that it may be kept beside the case and go out by e-mail.
 */
export interface Message {
  region: string
  id: string
  personId: string
  caseId: string
  caseNumber: string
  /** The events it tells, both ends included. */
  fromSeq: number
  toSeq: number
  kind: MessageKind
  content: Content
  createdAt: string
  readAt: string | null
}

/** `draft`: about a draft, whose id then stands for that of a case; it has no number, and no events. `reading`: a question about who read one's data is answered. */
export type MessageKind = 'applicant' | 'staff' | 'draft' | 'reading'

export interface Content {
  /** The bundle version that has the names. */
  version: string
  /** What weighs most comes first: it gives the message its subject. */
  entries: Entry[]
  /** Of a draft: the day on which it is erased. */
  endsOn?: string
}

/** Events of one kind that say the same: five departments that accept are one entry. */
export interface Entry {
  type: EventType
  /** The first of its events. */
  seq: number
  about: { task: string; item: string }[]
  detail: Detail
  /** The internal request it is about, for the office that was asked. */
  request?: string
}

/** Days, numbers and codes of an event; never what somebody wrote. */
export type Detail = Record<string, string | number>
