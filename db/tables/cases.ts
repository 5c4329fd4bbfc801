export interface DraftTable {
  region: string
  id: string
  /** Whose matter it is. */
  applicant_id: string
  /** Who types: the applicant, or a counter officer for him. */
  author_id: string
  /** By which an agent acts for the applicant. */
  mandate_id: string | null
  bundle_id: string
  bundle_version_id: string
  /** Twelve digits: where the matter is filed. */
  region_code: string
  channel: 'online' | 'counter'
  sealed: string
  status: 'open' | 'submitted' | 'discarded'
  version: number
  created_at: string
  updated_at: string
}

/** A co-applicant's confirmation of his part of a draft (`server/drafts/co-confirmation.ts`). */
export interface CoConfirmationTable {
  region: string
  id: string
  draft_id: string
  co_applicant: string
  /** Keyed hash of his number and name as the form has them. */
  identity_index: string
  person_id: string | null
  state: 'asked' | 'confirmed' | 'declined'
  digest: string | null
  witness_id: string | null
  sealed: string
  asked_at: string
  answered_at: string | null
  version: number
}

export interface ServiceCaseTable {
  region: string
  id: string
  number: string
  draft_id: string
  bundle_id: string
  bundle_version_id: string
  region_code: string
  channel: 'online' | 'counter'
  applicant_id: string
  applicant_name: string
  applicant_index: string | null
  author_id: string
  /** Under which an agent filed it. */
  mandate_id: string | null
  /** Answers, chosen items and form values as JSON, encrypted. */
  sealed: string
  status: string
  version: number
  last_seq: number
  last_hash: string
  submitted_at: string
  due_on: string | null
  concluded_at: string | null
  /** Of its last event. */
  updated_at: string
  /** `CaseProceedings` as JSON. */
  proceedings: string
  wake_at: string | null
  tell_at: string | null
  told_seq: number
  /** The number of the last act on the calendar when its dates were counted. */
  calendar_act: number
  /** Up to which event the log holds it (`server/history/anchor.ts`). */
  anchored_seq: number
  /** When what was personal in it was erased, at the end of its retention. */
  erased_at: string | null
}

export interface TaskTable {
  region: string
  id: string
  case_id: string
  case_number: string
  /** Names the item: the queue reads no other table of a case. */
  bundle_version_id: string
  item_code: string
  department_id: string
  office_id: string
  applicant_name: string
  status: string
  assignee_id: string | null
  received_at: string | null
  accepted_at: string | null
  /** The instant after which the time to `due_on` is counted; both are null while nobody's clock runs. */
  clock_started_at: string | null
  due_on: string | null
  decided_at: string | null
  reason: string | null
  /** Result data the officer filled in, as JSON, encrypted. */
  sealed: string | null
  /** The day by which something has to be seen to after the decision. */
  follow_up_on: string | null
  /** `TaskProceedings` as JSON. */
  proceedings: string
  updated_at: string
}

export interface EventTable {
  region: string
  case_id: string
  seq: number
  id: string
  at: string
  actor_id: string
  actor_role: string
  /** For whom somebody else acted: the applicant's id when an agent or counter officer did it. */
  on_behalf_of: string | null
  office_id: string | null
  task_id: string | null
  type: string
  data: string
  /** Digests of the rows that stand beside the events, as JSON (`server/ledger/beside.ts`). */
  beside: string | null
  previous_hash: string
  hash: string
}

/** What an officer found missing or wrong, by field or material (补正). */
export interface DeficiencyTable {
  region: string
  id: string
  case_id: string
  task_id: string
  kind: 'field' | 'material'
  target: string
  /** Of the catalogue of reasons. */
  code: string
  reason: string
  repeat_reason: string | null
  noted_at: string
  notified_at: string | null
  answered_at: string | null
}

/** A question to another office inside a case (协查). */
export interface InternalRequestTable {
  region: string
  id: string
  case_id: string
  task_id: string
  from_office_id: string
  to_office_id: string
  question: string
  /** What of the asking item the asked office may see, as JSON. */
  shared: string
  asked_by: string
  asked_at: string
  due_on: string
  state: 'open' | 'answered' | 'cancelled'
  answer: string | null
  answered_by: string | null
  ended_at: string | null
  overdue_told_at: string | null
}

/** A supervision order about a task (督办). */
export interface SupervisionOrderTable {
  region: string
  id: string
  case_id: string
  task_id: string
  office_id: string
  text: string
  given_by: string
  given_at: string
  due_on: string
  answer: string | null
  answered_by: string | null
  answered_at: string | null
  overdue_told_at: string | null
}

/** How many cases were filed or concluded, and what departments decided, by days (`server/cases/figure.ts`). */
export interface FigureTable {
  region: string
  /** In Beijing. */
  on_day: string
  kind: 'filed' | 'concluded' | 'decided'
  /** Of a decision; '' for a case. */
  department_id: string
  accepted_on: string
  is_late: number
  is_supplemented: number
  count: number
}
