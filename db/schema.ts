/**
 * The tables as rows: text and integers only, so that both engines hold the same thing.
 *
 * Instants are ISO 8601 in UTC (`…At`), days `YYYY-MM-DD` in Beijing (`…On`). Columns named `sealed`
 * hold personal data encrypted by `server/vault.ts`. Every table of a case starts its keys with
 * `region` (the six-digit county), which is what lets a province shard by region.
 */

// ── reference data, the same in every shard ─────────────────────────────────────────────────────

export interface RegionTable {
  code: string
  zh: string
  en: string
  level: string
  parent: string | null
}

export interface DepartmentTable {
  id: string
  zh: string
  en: string
  kind: string
  /** Levels at which it keeps offices, as a JSON array. */
  levels: string
}

export interface OfficeTable {
  /** `department@region`. */
  id: string
  department_id: string
  region_code: string
  address: string | null
  phone: string | null
  hours: string | null
  closed_at: string | null
}

export interface BundleVersionTable {
  id: string
  bundle_id: string
  version: number
  status: 'published' | 'superseded' | 'retired'
  hash: string
  /** The `BundleDefinition` as JSON: immutable once written. */
  definition: string
  /** What was proved, as JSON. */
  proof: string
  published_at: string
  published_by: string
  ended_at: string | null
}

// ── people ──────────────────────────────────────────────────────────────────────────────────────

export interface PersonTable {
  id: string
  username: string
  /** `''` for an account that can't sign in yet. */
  password_hash: string
  /** For a temporary password, given by an administrator. */
  password_expires_at: string | null
  kind: 'person' | 'organisation'
  name: string
  /** JSON of `Identity` (ID number or credit code, phone, e-mail), encrypted. */
  sealed: string
  /** Keyed hash of the ID number or unified social credit code, for exact look-up. */
  identity_index: string | null
  status: 'active' | 'closed'
  /** Raised by “sign out everywhere”: older sessions end. */
  session_epoch: number
  version: number
  created_at: string
}

export interface RoleGrantTable {
  person_id: string
  role: string
  /** `''` for a role that is not tied to an office. */
  office_id: string
  granted_at: string
  granted_by: string
}

export interface SessionTable {
  id: string
  person_id: string | null
  data: string
  created_at: string
  seen_at: string
  expires_at: string
}

export interface SignInAttemptTable {
  key: string
  failures: number
  window_ends_at: string
}

/** Acts that belong to no case (accounts, definitions, offices), hash-chained per stream. */
export interface ActTable {
  stream: string
  seq: number
  at: string
  actor_id: string
  actor_role: string
  type: string
  data: string
  previous_hash: string
  hash: string
}

/** A day as a notice or an administrator has it, over what ships. */
export interface CalendarDayTable {
  day: string
  kind: 'holiday' | 'workingDay'
  zh: string
  en: string
  /** The year of the notice it comes from; 0 for a day set by hand, which is stronger. */
  notice_year: number
}

/** The State Council's notice of a year's holidays, as it was pasted. */
export interface CalendarNoticeTable {
  year: number
  document: string
  imported_at: string
  imported_by: string
}

/** When the offices of a region are open, as JSON (`limits/office-hours.ts`): the county's own, else its city's. */
export interface OfficeHoursTable {
  region_code: string
  hours: string
  changed_at: string
}

// ── a case ──────────────────────────────────────────────────────────────────────────────────────

export interface DraftTable {
  region: string
  id: string
  /** Whose matter it is. */
  applicant_id: string
  /** Who types: the applicant, or a counter officer for him. */
  author_id: string
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
  previous_hash: string
  hash: string
}

export interface MaterialTable {
  region: string
  id: string
  draft_id: string
  case_id: string | null
  material_id: string
  source: 'applicant' | 'certificate' | 'sharedData' | 'commitment' | 'deferred' | 'produced'
  file_id: string | null
  certificate_id: string | null
  /** For `sharedData` and `commitment`: what was fetched or promised, as JSON, encrypted. */
  sealed: string | null
  created_at: string
}

export interface FileTable {
  region: string
  id: string
  owner_id: string
  name: string
  media_type: string
  size: number
  sha256: string
  created_at: string
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

/** What the portal tells a person about a case, in his inbox: everything that belongs together in one message. */
export interface MessageTable {
  region: string
  id: string
  person_id: string
  case_id: string
  case_number: string
  /** The events it tells, both ends included. */
  from_seq: number
  to_seq: number
  kind: 'applicant' | 'staff'
  /** What it tells, as JSON without personal data: words are made when it is read. */
  content: string
  created_at: string
  read_at: string | null
}

/** A message on its way out, by e-mail or by SMS. */
export interface SendingTable {
  region: string
  id: string
  message_id: string
  person_id: string
  channel: 'email' | 'sms'
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  attempts: number
  /** When it is tried (again); null: nothing is left to do. */
  due_at: string | null
  fault: string | null
  sent_at: string | null
}

/** Whoever broke a commitment makes no other one until he has repaired his credit (Zhejiang regulation art. 14). */
export interface CommitmentBreachTable {
  person_id: string
  task_id: string
  region: string
  case_number: string
  item_code: string
  broken_at: string
  repaired_at: string | null
  repaired_by: string | null
}

/** A result document: in the applicant's wallet and checkable by anyone at `/verify`. */
export interface CertificateTable {
  region: string
  id: string
  /** GB/T 36904 shaped identifier with its check character. */
  identifier: string
  holder_id: string
  holder_name: string
  material_id: string | null
  item_code: string
  zh: string
  en: string
  office_id: string
  case_id: string
  task_id: string
  sealed: string
  status: 'valid' | 'revoked'
  issued_at: string
}

export interface Schema {
  region: RegionTable
  department: DepartmentTable
  office: OfficeTable
  bundle_version: BundleVersionTable
  person: PersonTable
  role_grant: RoleGrantTable
  session: SessionTable
  sign_in_attempt: SignInAttemptTable
  act: ActTable
  calendar_day: CalendarDayTable
  calendar_notice: CalendarNoticeTable
  office_hours: OfficeHoursTable
  draft: DraftTable
  service_case: ServiceCaseTable
  task: TaskTable
  event: EventTable
  material: MaterialTable
  file: FileTable
  deficiency: DeficiencyTable
  internal_request: InternalRequestTable
  supervision_order: SupervisionOrderTable
  message: MessageTable
  sending: SendingTable
  commitment_breach: CommitmentBreachTable
  certificate: CertificateTable
}
