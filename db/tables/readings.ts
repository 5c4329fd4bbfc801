/** One look at somebody's data by somebody else: never changed, but for the batch in which history holds it. */
export interface ReadingTable {
  region: string
  id: string
  at: string
  actor_id: string
  actor_role: string
  office_id: string | null
  /** `list`, `search`, `page`, `file`, `letter`, `export`, `reveal`. */
  kind: string
  /** What for: a name of `server/readings/reading.ts`. */
  purpose: string
  task_id: string | null
  /** Whose data, as JSON: pairs of a person's id and a case number (`''`: no case). */
  subjects: string
  /** Names of what was shown, as JSON: ids of fields, never values. */
  fields: string
  /** Of these, the ones that were shown covered. */
  covered: string
  materials: string
  /** The reason that was typed, encrypted. */
  sealed: string | null
  /** The batch of `reading_batch` it is in; null until the next checkpoint. */
  batch: number | null
}

/** Finds readings by whom they were about. A person stands in somebody's lists once a day: the lists themselves are all in `reading`. */
export interface ReadingSubjectTable {
  region: string
  /** The reading's id; for a list who saw it, at which office, what for and on which day. */
  once: string
  person_id: string
  case_number: string
  reading_id: string
  at: string
}

/** Readings that history holds together: their digest is a leaf of the log. */
export interface ReadingBatchTable {
  region: string
  seq: number
  count: number
  /** Of the newest reading in it. */
  until: string
  hash: string
  /** When its readings were deleted because their time was over; the digest stays. */
  removed_at: string | null
}

/** What somebody asked about a reading of his data, and what the auditor answered. */
export interface ReadingQuestionTable {
  region: string
  id: string
  reading_id: string
  person_id: string
  case_number: string
  /** The question and the answer, encrypted. */
  sealed: string
  asked_at: string
  due_on: string
  answered_at: string | null
  answered_by: string | null
}
