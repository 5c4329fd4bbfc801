import type {
  RegionTable, DepartmentTable, OfficeTable, BundleVersionTable, CalendarDayTable, CalendarNoticeTable, OfficeHoursTable,
} from './tables/reference.ts'
import type {
  PersonTable, RoleGrantTable, SessionTable, SignInAttemptTable, ActTable, CommitmentBreachTable, MessageTable, SendingTable,
} from './tables/people.ts'
import type { DraftTable, ServiceCaseTable, TaskTable, EventTable, DeficiencyTable, InternalRequestTable, SupervisionOrderTable } from './tables/cases.ts'
import type { MaterialTable, FileTable, CertificateTable } from './tables/papers.ts'

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
