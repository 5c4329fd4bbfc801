import type { Logger } from 'pino'
import type { Db } from '../db/connect.ts'
import type { FileStore } from './materials/file-store.ts'
import type { Registers } from './materials/register.ts'
import type { Scanner } from './materials/scanner.ts'
import type { Mailer } from './notify/mailer.ts'
import type { SmsGateway } from './notify/sms-gateway.ts'
import type { Actor } from './people/actor.ts'
import type { Signer } from './signing.ts'
import type { Vault } from './vault.ts'

/** The outside world, each replaceable in tests: everything else is ours and real. */
export interface Edges {
  registers: Registers
  files: FileStore
  scanner: Scanner
  mail: Mailer
  sms: SmsGateway
  /** How the portal is reached from outside: for links in e-mail and SMS. */
  publicUrl: string
}

/** What every use case gets first: where the data is, who acts, and when. */
export interface Ctx extends Edges {
  db: Db
  vault: Vault
  signer: Signer
  actor: Actor
  now: Date
  log: Logger
}
