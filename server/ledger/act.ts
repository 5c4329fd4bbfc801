import type { Link } from './chain.ts'

/** Every kind of act that belongs to no case; each has words in `administration:actType.<type>`. */
export const actTypes = [
  'person.registered', 'person.created', 'person.contactChanged', 'person.noticesChanged', 'person.passwordChanged', 'person.sessionsEnded',
  'person.closed', 'person.reopened', 'person.passwordReset', 'role.granted', 'role.withdrawn',
  'office.changed', 'office.closed', 'office.reopened',
  'calendar.dayChanged', 'calendar.dayRestored', 'calendar.noticeImported', 'calendar.hoursChanged', 'calendar.hoursRestored',
  'bundle.published', 'bundle.retired', 'applicant.confirmedInPerson',
] as const
export type ActType = (typeof actTypes)[number]

/** One act outside a case: who, in what role, when, on what. `data` holds ids, never personal data. */
export interface Act {
  /** The chain it belongs to: `accounts`, `offices`, `calendar`, `bundles`, or one's own. */
  stream: string
  at: string
  actorId: string
  actorRole: string
  type: ActType
  data: Record<string, string | number>
}

export type ChainedAct = Act & Link
