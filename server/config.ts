import type { NetConnectOpts } from 'node:net'
import { resolve } from 'node:path'
import type { CipherName } from './cipher.ts'
import { readClamd, readHosts, readMail, readName, readSms, readTraces } from './config-edges.ts'
import { readCipher, readHash, readIndexKey, readKeys, readSigningKey } from './config-keys.ts'
import { readingYears, readOidc, readSecondFactor, readSessions } from './config-people.ts'
import { integer, readToken, secret, url, type Environment } from './config-values.ts'
import type { HashName } from './ledger/hash.ts'
import type { SessionLimits } from './people/session.ts'
import type { TraceSettings } from './tracing.ts'
import type { SignOnSettings } from './web/single-sign-on.ts'

/** Everything the portal takes from its surroundings: this file is the only reader of the environment. */
export interface Config {
  port: number
  host: string
  /** A SQLite file, or `postgres://…`. */
  databaseUrl: string
  filesFolder: string
  sessionSecret: string
  /** Data keys by version, 32 bytes each. */
  dataKeys: ReadonlyMap<number, Buffer>
  /** With what personal data is encrypted from now on; what the other cipher sealed still opens. */
  dataCipher: CipherName
  /** What identity numbers are found by, 32 bytes; undefined: derived from the oldest data key. */
  indexKey: Buffer | undefined
  /** Ed25519 seed, 32 bytes: what the portal signs with. */
  signingKey: Buffer
  /** With what history is chained; undefined: as the database began, SHA-256 in a new one. */
  ledgerHash: HashName | undefined
  /** Base URL of the register gateway; undefined: nothing is prefilled. */
  registersUrl: string | undefined
  /** The virus scanner for uploads; undefined: nobody looks for viruses. */
  clamd: NetConnectOpts | undefined
  /** How the portal is reached from outside, for links that leave it (QR codes, letters). */
  publicUrl: string
  /** The names the portal answers to, as in `Host`; undefined: any, because nobody said its name. */
  knownHosts: readonly string[] | undefined
  /** Who runs the portal, as what it signs says; its address unless given. */
  portalName: string
  /** Where anybody gets the portal's program, to run a proof again; undefined: asked for at the issuer. */
  sourceUrl: string | undefined
  /** The mail server and from whom its letters are; undefined: no e-mail. */
  mail: { smtpUrl: string; from: string } | undefined
  /** The SMS gateway (`docs/sms-gateway.md`); undefined: no SMS. */
  sms: { url: string; token: string } | undefined
  /** How long a session lasts without a request, and at most; shorter for staff. */
  sessions: { applicant: SessionLimits; staff: SessionLimits }
  /** Who must have a second factor to sign in; `none` only in a demonstration and in tests. */
  secondFactor: 'staff' | 'none'
  /** The provider of single sign-on (OpenID Connect); undefined: local accounts only. */
  oidc: SignOnSettings | undefined
  /** How long the portal's own jobs pause when nothing is left to do; 0: this process runs none. */
  jobSeconds: number
  /** Whether browsers reach the portal over TLS: cookies are then `Secure` and HSTS is sent. */
  isSecure: boolean
  /** How many proxies in front of it may be believed. */
  trustedProxies: number
  /** How often one account may ask in a minute, and what follows from it (`web/pace.ts`); 0: something in front counts. */
  requestsPerMinute: number
  /** For how long it is kept who read whose data. */
  readingYears: number
  /** Who brings it reads `/metrics`; undefined: nobody does. */
  metricsToken: string | undefined
  /** Where traces of requests and jobs are sent; undefined: nowhere. */
  traces: TraceSettings | undefined
  logLevel: string
  /** Shown on every page of a demonstration. */
  isDemo: boolean
}

/** The surroundings are not fit to start in; the message names everything that is wrong. */
export class BadConfig extends Error {}

/** Reads the configuration, or throws `BadConfig` with every fault at once. */
export function readConfig(env: Environment): Config {
  const faults: string[] = []
  const fault = (message: string) => void faults.push(message)
  const dataFolder = resolve(env.DATA_DIR ?? 'data')
  const publicUrl = url(env, 'PUBLIC_URL', fault) ?? `http://localhost:${env.PORT || 3000}`
  const config: Config = {
    port: integer(env, 'PORT', 3000, 65535, fault),
    host: env.HOST ?? '127.0.0.1',
    databaseUrl: env.DATABASE_URL ?? resolve(dataFolder, 'portal.db'),
    filesFolder: env.FILES_DIR ?? resolve(dataFolder, 'files'),
    sessionSecret: secret(env, 'SESSION_SECRET', fault),
    dataKeys: readKeys(env, fault),
    dataCipher: readCipher(env, fault),
    indexKey: readIndexKey(env, fault),
    signingKey: readSigningKey(env, fault),
    ledgerHash: readHash(env, fault),
    registersUrl: url(env, 'REGISTERS_URL', fault),
    clamd: readClamd(env, fault),
    publicUrl,
    knownHosts: readHosts(env, publicUrl, fault),
    portalName: readName(env, fault) ?? publicUrl,
    sourceUrl: url(env, 'SOURCE_URL', fault),
    mail: readMail(env, fault),
    sms: readSms(env, fault),
    sessions: readSessions(env, fault),
    secondFactor: readSecondFactor(env, fault),
    oidc: readOidc(env, fault),
    jobSeconds: integer(env, 'JOB_SECONDS', 5, 3600, fault),
    isSecure: env.INSECURE_HTTP !== '1',
    trustedProxies: integer(env, 'TRUSTED_PROXIES', 0, 10, fault),
    readingYears: readingYears(env, fault),
    requestsPerMinute: integer(env, 'REQUESTS_PER_MINUTE', 300, 100_000, fault),
    metricsToken: readToken(env, 'METRICS_TOKEN', fault),
    traces: readTraces(env, fault),
    logLevel: env.LOG_LEVEL ?? 'info',
    isDemo: false,
  }
  if (!['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(config.logLevel)) fault(`LOG_LEVEL "${config.logLevel}" is not a level (info, warn, error …).`)
  if (faults.length > 0) throw new BadConfig(`The portal can't start:\n${faults.map(line => `  - ${line}`).join('\n')}`)
  return config
}
