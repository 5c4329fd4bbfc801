import type { Link } from './chain.ts'
import type { Beside } from './ledger.ts'

/** Every kind of act that belongs to no case; each has words in `administration:actType.<type>`. */
export const actTypes = [
  'person.registered', 'person.created', 'person.contactChanged', 'person.emailConfirmed', 'person.noticesChanged', 'person.passwordChanged', 'person.sessionsEnded', 'person.sessionEnded',
  'person.factorAdded', 'person.factorRemoved', 'person.factorsReset', 'person.recoveryCodesMade', 'person.recoveryCodeUsed', 'person.passwordRecovered', 'person.signOnLinked', 'person.signOnUnlinked',
  'person.closed', 'person.reopened', 'person.passwordReset', 'role.granted', 'role.withdrawn',
  'office.changed', 'office.closed', 'office.reopened',
  'calendar.dayChanged', 'calendar.dayRestored', 'calendar.noticeImported', 'calendar.hoursChanged', 'calendar.hoursRestored',
  'bundle.published', 'bundle.retired',
  'proposal.started', 'proposal.revised', 'proposal.circulated', 'proposal.agreed', 'proposal.objected', 'proposal.reconciled', 'proposal.discarded',
  'applicant.confirmedInPerson',
  'mandate.offered', 'mandate.accepted', 'mandate.declined', 'mandate.ended', 'mandate.draftBegun', 'mandate.certificateTaken',
  'confirmation.given', 'confirmation.declined', 'confirmation.witnessed',
  'key.ended', 'retention.held', 'retention.released', 'person.erased', 'person.exported',
  'reading.questioned', 'reading.answered', 'readings.removed',
] as const
export type ActType = (typeof actTypes)[number]

/** One act outside a case: who, in what role, when, on what. `data` holds ids, never personal data. */
export interface Act {
  /** The chain it belongs to: `accounts`, `offices`, `calendar`, `bundles`, `proposal:<id>`, or one's own. */
  stream: string
  at: string
  actorId: string
  actorRole: string
  type: ActType
  data: Record<string, string | number>
  /** Digests of the rows it made or changed. */
  beside?: Beside
}

export type ChainedAct = Act & Link
