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
  /** Where it holds: `department@region` is an office, `@region` a whole region, `''` no place in particular. */
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
  /** Digests of the rows that the act made or changed, as JSON. */
  beside: string | null
  previous_hash: string
  hash: string
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
  kind: 'applicant' | 'staff' | 'draft' | 'reading'
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

/** What somebody shows beside his password. */
export interface SecondFactorTable {
  id: string
  person_id: string
  kind: 'totp' | 'passkey'
  name: string
  /** The authenticator's secret, or the passkey's public key, encrypted. */
  sealed: string
  counter: number
  created_at: string
  used_at: string | null
}

export interface RecoveryCodeTable {
  person_id: string
  place: number
  hash: string
}

/** An e-mail about somebody's account, on its way out; the one that resets a password is asked for by a name. */
export interface AccountLetterTable {
  id: string
  kind: string
  /** Whom it is for, and what it says, encrypted: a wish for a letter tells nobody whether the account exists. */
  sealed: string
  attempts: number
  due_at: string
  created_at: string
}

/** A link to give oneself a new password: found by its hash, gone once used. */
export interface PasswordResetTable {
  hash: string
  person_id: string
  expires_at: string
}

/** A link to confirm an e-mail address: found by the hash of token and address, gone once used. */
export interface EmailConfirmationTable {
  hash: string
  person_id: string
  expires_at: string
}

/** Somebody's account at the provider of single sign-on. */
export interface SignOnTable {
  issuer: string
  subject: string
  person_id: string
  linked_at: string
}
