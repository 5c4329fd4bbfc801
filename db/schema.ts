import type {
  RegionTable, DepartmentTable, OfficeTable, BundleVersionTable, ProposalTable, ProposalRevisionTable, CalendarDayTable, CalendarNoticeTable, OfficeHoursTable,
} from './tables/reference.ts'
import type {
  PersonTable, RoleGrantTable, SessionTable, SignInAttemptTable, ActTable, CommitmentBreachTable, EmailConfirmationTable, MessageTable, SendingTable, SecondFactorTable, RecoveryCodeTable, AccountLetterTable, PasswordResetTable, SignOnTable,
} from './tables/people.ts'
import type { DraftTable, CoConfirmationTable, ServiceCaseTable, TaskTable, EventTable, DeficiencyTable, InternalRequestTable, SupervisionOrderTable, FigureTable } from './tables/cases.ts'
import type { MandateTable, MandateCodeTable } from './tables/agents.ts'
import type { MaterialTable, FileTable, CertificateTable } from './tables/papers.ts'
import type { DataKeyTable, FileRemovalTable, LegalHoldTable } from './tables/privacy.ts'
import type { ReadingTable, ReadingSubjectTable, ReadingBatchTable, ReadingQuestionTable } from './tables/readings.ts'
import type { LedgerTable, ActStreamTable, LedgerLeafTable, LedgerTileTable, CheckpointTable } from './tables/ledger.ts'

/**
 * The tables as rows: text and integers only, so that both engines hold the same thing.
 *
 * Instants are ISO 8601 in UTC (`…At`), days `YYYY-MM-DD` in Beijing (`…On`). Columns named `sealed`
 * hold personal data encrypted by `server/vault.ts`. Every table of a case starts its keys with
 * `region` (the six-digit county), which is what lets a province shard by region.
 */
export interface Schema {
  region: RegionTable
  department: DepartmentTable
  office: OfficeTable
  bundle_version: BundleVersionTable
  proposal: ProposalTable
  proposal_revision: ProposalRevisionTable
  person: PersonTable
  role_grant: RoleGrantTable
  session: SessionTable
  sign_in_attempt: SignInAttemptTable
  act: ActTable
  calendar_day: CalendarDayTable
  calendar_notice: CalendarNoticeTable
  office_hours: OfficeHoursTable
  mandate: MandateTable
  mandate_code: MandateCodeTable
  draft: DraftTable
  co_confirmation: CoConfirmationTable
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
  second_factor: SecondFactorTable
  recovery_code: RecoveryCodeTable
  account_letter: AccountLetterTable
  password_reset: PasswordResetTable
  email_confirmation: EmailConfirmationTable
  sign_on: SignOnTable
  commitment_breach: CommitmentBreachTable
  certificate: CertificateTable
  ledger: LedgerTable
  act_stream: ActStreamTable
  ledger_leaf: LedgerLeafTable
  ledger_tile: LedgerTileTable
  checkpoint: CheckpointTable
  reading: ReadingTable
  reading_subject: ReadingSubjectTable
  reading_batch: ReadingBatchTable
  reading_question: ReadingQuestionTable
  data_key: DataKeyTable
  legal_hold: LegalHoldTable
  file_removal: FileRemovalTable
  figure: FigureTable
}
