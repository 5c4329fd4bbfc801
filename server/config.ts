import type { NetConnectOpts } from 'node:net'
import { resolve } from 'node:path'
import { cipherNames, type CipherName } from './cipher.ts'
import { hashNames, type HashName } from './ledger/hash.ts'
import { clamdAddress } from './materials/clamd.client.ts'
import type { Assurance, SessionLimits } from './people/session.ts'
import { plainHost } from './web/known-host.ts'
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
  logLevel: string
  /** Shown on every page of a demonstration. */
  isDemo: boolean
}

/** The surroundings are not fit to start in; the message names everything that is wrong. */
export class BadConfig extends Error {}

type Environment = Record<string, string | undefined>

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
    logLevel: env.LOG_LEVEL ?? 'info',
    isDemo: false,
  }
  if (!['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(config.logLevel)) fault(`LOG_LEVEL "${config.logLevel}" is not a level (info, warn, error …).`)
  if (faults.length > 0) throw new BadConfig(`The portal can't start:\n${faults.map(line => `  - ${line}`).join('\n')}`)
  return config
}

function integer(env: Environment, name: string, fallback: number, max: number, fault: (message: string) => void): number {
  const given = env[name]
  if (given === undefined || given === '') return fallback
  const value = Number(given)
  if (!Number.isInteger(value) || value < 0 || value > max) fault(`${name} must be a whole number from 0 to ${max}, not "${given}".`)
  return value
}

/** 网络安全法第二十一条: what happened in a network is kept for six months at least. */
function readingYears(env: Environment, fault: (message: string) => void): number {
  const years = integer(env, 'READING_YEARS', 3, 30, fault)
  if (years === 0) fault('READING_YEARS must be 1 at least: it is kept who reads whose data.')
  return years
}

function secret(env: Environment, name: string, fault: (message: string) => void): string {
  const value = env[name] ?? ''
  if (value.length < 32) fault(`${name} is ${value ? 'too short' : 'missing'}: at least 32 characters, for example from "openssl rand -hex 32".`)
  return value
}

function url(env: Environment, name: string, fault: (message: string) => void): string | undefined {
  const value = env[name]
  if (!value) return undefined
  if (!URL.canParse(value) || !/^https?:/.test(value)) fault(`${name} must be an http(s) address, not "${value}".`)
  return value.replace(/\/$/, '')
}

/** The host of `PUBLIC_URL` and whatever else is named: `KNOWN_HOSTS=portal.example.gov.cn,10.0.0.7:3000`. */
function readHosts({ PUBLIC_URL, KNOWN_HOSTS = '' }: Environment, publicUrl: string, fault: (message: string) => void): Config['knownHosts'] {
  const others = KNOWN_HOSTS.split(',').map(host => host.trim().toLowerCase()).filter(Boolean)
  const wrong = others.find(host => !/^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/.test(host))
  if (wrong) fault(`KNOWN_HOSTS: "${wrong}" is not a host name, with or without a port.`)
  if (others.length > 0 && !PUBLIC_URL) fault('KNOWN_HOSTS is given without PUBLIC_URL.')
  return PUBLIC_URL && URL.canParse(publicUrl) ? [new URL(publicUrl).host, ...others].map(plainHost) : undefined
}

function readClamd({ CLAMD_URL }: Environment, fault: (message: string) => void): Config['clamd'] {
  const address = CLAMD_URL ? clamdAddress(CLAMD_URL) : undefined
  if (CLAMD_URL && !address) fault(`CLAMD_URL must be an address such as "tcp://clamd.example:3310" or "unix:/run/clamav/clamd.ctl", not "${CLAMD_URL}".`)
  return address
}

const sender = /^(?:[^<>"\r\n]{1,80} <)?([^\s<>@]+@[^\s<>@]+)>?$/

function readMail(env: Environment, fault: (message: string) => void): Config['mail'] {
  const { SMTP_URL, MAIL_FROM } = env
  if (!SMTP_URL) return void (MAIL_FROM && fault('MAIL_FROM is given without SMTP_URL: no e-mail would be sent.'))
  // Not quoted: the address may hold a password.
  if (!URL.canParse(SMTP_URL) || !/^smtps?:\/\/[^/]/.test(SMTP_URL)) fault('SMTP_URL must be an address such as "smtps://name:password@mail.example.gov.cn:465".')
  if (!MAIL_FROM) fault('MAIL_FROM is missing: the address from which e-mail comes, such as "一件事 <no-reply@example.gov.cn>"; SMTP_URL needs it.')
  else if (!sender.test(MAIL_FROM)) fault(`MAIL_FROM must be an address, or a name with an address in <>, not "${MAIL_FROM}".`)
  return { smtpUrl: SMTP_URL, from: MAIL_FROM ?? '' }
}

function readSms(env: Environment, fault: (message: string) => void): Config['sms'] {
  const address = url(env, 'SMS_GATEWAY_URL', fault)
  const token = env.SMS_GATEWAY_TOKEN ?? ''
  if (!address) return void (token && fault('SMS_GATEWAY_TOKEN is given without SMS_GATEWAY_URL: no SMS would be sent.'))
  if (!isToken(token)) fault(`SMS_GATEWAY_TOKEN is ${token ? 'not fit' : 'missing'}: at least 16 characters without spaces; SMS_GATEWAY_URL needs it.`)
  return { url: address, token }
}

function readToken(env: Environment, name: string, fault: (message: string) => void): string | undefined {
  const token = env[name] || undefined
  if (token !== undefined && !isToken(token)) fault(`${name} is not fit: at least 16 characters without spaces.`)
  return token
}

const isToken = (token: string): boolean => /^[\x21-\x7e]{16,}$/.test(token)

/** `DATA_KEYS=1:<64 hex>,2:<64 hex>`: the highest version encrypts, all decrypt. */
function readKeys(env: Environment, fault: (message: string) => void): Map<number, Buffer> {
  const keys = new Map<number, Buffer>()
  const given = env.DATA_KEYS ?? ''
  if (given === '') fault('DATA_KEYS is missing: "1:" and 64 hexadecimal digits, for example "1:$(openssl rand -hex 32)". It encrypts personal data; keep it safe.')
  for (const part of given === '' ? [] : given.split(',')) {
    const match = /^\s*(\d{1,3}):([0-9a-fA-F]{64})\s*$/.exec(part)
    const version = Number(match?.[1])
    if (!match?.[2] || version < 1 || version > 255) fault('DATA_KEYS: each key is a version from 1 to 255, a colon and 64 hexadecimal digits; keys are separated by commas.')
    else keys.set(version, Buffer.from(match[2], 'hex'))
  }
  return keys
}

function readCipher({ DATA_CIPHER }: Environment, fault: (message: string) => void): CipherName {
  const name = cipherNames.find(known => known === DATA_CIPHER)
  if (DATA_CIPHER && !name) fault(`DATA_CIPHER must be one of ${cipherNames.join(', ')}, not "${DATA_CIPHER}".`)
  return name ?? 'aes-256-gcm'
}

/** `INDEX_KEY=<64 hex>`: stays when data keys come and go, or nobody is found by his number any more. */
function readIndexKey(env: Environment, fault: (message: string) => void): Buffer | undefined {
  const given = (env.INDEX_KEY ?? '').trim()
  if (given === '') return undefined
  if (!/^[0-9a-fA-F]{64}$/.test(given)) fault('INDEX_KEY must be 64 hexadecimal digits: "npm run keys:rotate -- --index-key" says the one in use.')
  else if ([env.DATA_KEYS, env.SIGNING_KEY].some(other => (other ?? '').toLowerCase().includes(given.toLowerCase()))) fault('INDEX_KEY is one of the DATA_KEYS or the SIGNING_KEY: it must be a key of its own.')
  return Buffer.from(given, 'hex')
}

/** `SIGNING_KEY=<64 hex>`: any 32 bytes are an Ed25519 key, so what can go wrong is a slip, or a key that is not its own. */
function readSigningKey(env: Environment, fault: (message: string) => void): Buffer {
  const given = (env.SIGNING_KEY ?? '').trim()
  if (!/^[0-9a-fA-F]{64}$/.test(given)) fault(`SIGNING_KEY ${given ? 'must be' : 'is missing:'} 64 hexadecimal digits, for example from "openssl rand -hex 32". It signs what the portal issues; keep it safe.`)
  else if ((env.DATA_KEYS ?? '').toLowerCase().includes(given.toLowerCase())) fault('SIGNING_KEY is one of the DATA_KEYS: it must be a key of its own.')
  return Buffer.from(given, 'hex')
}

/** One line that stands in files others read. */
function readName(env: Environment, fault: (message: string) => void): string | undefined {
  const name = (env.PORTAL_NAME ?? '').trim()
  if (name.length > 80 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) fault('PORTAL_NAME must be one line of at most 80 characters, such as "杭州市一件事平台".')
  return name || undefined
}

function readHash({ LEDGER_HASH }: Environment, fault: (message: string) => void): HashName | undefined {
  const name = hashNames.find(known => known === LEDGER_HASH)
  if (LEDGER_HASH && !name) fault(`LEDGER_HASH must be one of ${hashNames.join(', ')}, not "${LEDGER_HASH}".`)
  return name
}

/** NIST SP 800-63B: staff as for AAL2, twelve hours and thirty minutes; applicants keep what they typed, so two hours cost them nothing. */
function readSessions(env: Environment, fault: (message: string) => void): Config['sessions'] {
  const limits = (prefix: string, idleMinutes: number, hours: number): SessionLimits => {
    const read = { idleMinutes: integer(env, `${prefix}SESSION_IDLE_MINUTES`, idleMinutes, 1440, fault), hours: integer(env, `${prefix}SESSION_HOURS`, hours, 720, fault) }
    if (read.idleMinutes < 5) fault(`${prefix}SESSION_IDLE_MINUTES must be at least 5: nobody fills in a form in less.`)
    if (read.hours < 1) fault(`${prefix}SESSION_HOURS must be at least 1.`)
    return read
  }
  const sessions = { applicant: limits('', 120, 24), staff: limits('STAFF_', 30, 12) }
  if (sessions.staff.idleMinutes > sessions.applicant.idleMinutes || sessions.staff.hours > sessions.applicant.hours) fault('STAFF_SESSION_IDLE_MINUTES and STAFF_SESSION_HOURS must not be longer than those of applicants.')
  return sessions
}

/** There is no switch: a variable that tries to be one is refused, not overlooked. */
function readSecondFactor({ SECOND_FACTOR }: Environment, fault: (message: string) => void): Config['secondFactor'] {
  if (SECOND_FACTOR && SECOND_FACTOR !== 'staff') fault(`SECOND_FACTOR can't be "${SECOND_FACTOR}": staff sign in with a second factor; only the demonstration does without.`)
  return 'staff'
}

/** All four or none; the levels say which `acr` of the provider stands for which assurance: `OIDC_LEVELS=urn:real-name=2,urn:face=3`. */
function readOidc(env: Environment, fault: (message: string) => void): SignOnSettings | undefined {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME'] as const
  const missing = names.filter(name => !env[name])
  if (missing.length === names.length) return undefined
  if (missing.length > 0) fault(`${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing: single sign-on needs ${names.join(', ')}.`)
  const issuer = url(env, 'OIDC_ISSUER', fault) ?? ''
  if (issuer.startsWith('http:') && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(issuer)) fault('OIDC_ISSUER must be an https address: without TLS anybody could answer for it.')
  const levels = new Map<string, Assurance>()
  for (const part of env.OIDC_LEVELS ? env.OIDC_LEVELS.split(',') : []) {
    const [, acr, level] = /^\s*(\S+)=([123])\s*$/.exec(part) ?? []
    if (!acr) fault('OIDC_LEVELS: each level is a value of acr, "=" and 1, 2 or 3; levels are separated by commas.')
    else levels.set(acr, Number(level) as Assurance)
  }
  return { issuer, clientId: env.OIDC_CLIENT_ID ?? '', clientSecret: env.OIDC_CLIENT_SECRET ?? '', name: (env.OIDC_NAME ?? '').trim().slice(0, 40), idClaim: env.OIDC_ID_CLAIM || 'id_number', levels }
}
