/** One look at somebody's data by somebody else (个人信息保护法第五十四条: what is done with personal data is accounted for). */

/** How it was read. `form`: a form that somebody fills in for another, or a matter that he follows for him. */
export const readingKinds = ['list', 'form', 'search', 'page', 'file', 'letter', 'export', 'reveal'] as const
export type ReadingKind = (typeof readingKinds)[number]

/**
 * Lists and forms are drawn many times a day: that somebody had a person's matter in his list is recorded the
 * first time each day, with what else is new in the list then. Everything else is recorded each time.
 */
export const isOncePerDay = (kind: ReadingKind): boolean => kind === 'list' || kind === 'form'

/** What for; `readings:purpose.<name>` says it in words. For a task the page adds which item. */
export const readingPurposes = [
  'queue', 'examination', 'decision', 'procedure', 'followUp', 'request', 'handOver', 'counter', 'intake', 'collection', 'supervision', 'accounts', 'audit', 'agency', 'coApplication', 'file',
] as const
export type ReadingPurpose = (typeof readingPurposes)[number]

export interface ReadingSubject {
  personId: string
  /** Of an application that is not filed yet: the draft's id. */
  caseNumber?: string | undefined
  /** The county (six digits) of the case; of an account that is looked at by itself, `portalWide`. */
  region: string
}

/** Data of accounts belong to no county. */
export const portalWide = '000000'

export interface Reading {
  region: string
  id: string
  at: string
  actorId: string
  actorRole: string
  officeId: string | null
  kind: ReadingKind
  purpose: ReadingPurpose
  taskId: string | null
  subjects: readonly Pick<ReadingSubject, 'personId' | 'caseNumber'>[]
  /** Ids of fields of the catalogue, or names of `ownFields`; never values. */
  fields: readonly string[]
  /** Of `fields`, what was shown covered. */
  covered: readonly string[]
  materials: readonly string[]
  reason: string | undefined
}

/** What is shown of a person that no form asked for; `readings:field.<name>`. */
export const ownFields = ['applicant.name', 'applicant.idNumber', 'applicant.phone', 'applicant.email', 'case.standing', 'form', 'account', 'question'] as const
