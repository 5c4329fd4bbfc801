/** The right to act for another (委托、经办、帮办): offered by one side, in force once the other has accepted. */
export interface MandateTable {
  /** The number that people read out: day and eight digits. */
  id: string
  kind: 'mandate' | 'representative' | 'handler' | 'assistance'
  /** The side that offers is known; the other is null when nobody has that name and number, which nobody is told. */
  principal_id: string | null
  agent_id: string | null
  offered_by: 'principal' | 'agent'
  /** How sure it was who the principal is when he gave it. */
  assurance: number
  /** `MandateScope` as JSON. */
  scope: string
  valid_from: string
  valid_to: string
  max_uses: number | null
  /** Submissions under it, raised by the write set that files: as many as there are cases that name it. */
  uses: number
  /** Whom it was offered to, as typed, and how it was confirmed: as JSON, encrypted. */
  sealed: string
  /** The file by which it was confirmed, where that is a signed paper. */
  paper_id: string | null
  offered_at: string
  accepted_at: string | null
  declined_at: string | null
  ended_at: string | null
  ended_by: string | null
  /** Counts acts and uses. */
  version: number
}

/** A code that was sent to a principal, to be read out to his helper; as a keyed hash. */
export interface MandateCodeTable {
  mandate_id: string
  hash: string
  channel: 'sms' | 'email'
  tries: number
  expires_at: string
}
