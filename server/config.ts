import { resolve } from 'node:path'

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
  /** Base URL of the register gateway; undefined: nothing is prefilled. */
  registersUrl: string | undefined
  /** How the portal is reached from outside, for links that leave it (QR codes, letters). */
  publicUrl: string
  /** The mail server and from whom its letters are; undefined: no e-mail. */
  mail: { smtpUrl: string; from: string } | undefined
  /** The SMS gateway (`docs/sms-gateway.md`); undefined: no SMS. */
  sms: { url: string; token: string } | undefined
  /** How long the portal's own jobs pause when nothing is left to do; 0: this process runs none. */
  jobSeconds: number
  /** Whether browsers reach the portal over TLS: cookies are then `Secure` and HSTS is sent. */
  isSecure: boolean
  /** How many proxies in front of it may be believed. */
  trustedProxies: number
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
  const config: Config = {
    port: integer(env, 'PORT', 3000, 65535, fault),
    host: env.HOST ?? '127.0.0.1',
    databaseUrl: env.DATABASE_URL ?? resolve(dataFolder, 'portal.db'),
    filesFolder: env.FILES_DIR ?? resolve(dataFolder, 'files'),
    sessionSecret: secret(env, 'SESSION_SECRET', fault),
    dataKeys: readKeys(env, fault),
    registersUrl: url(env, 'REGISTERS_URL', fault),
    publicUrl: url(env, 'PUBLIC_URL', fault) ?? `http://localhost:${env.PORT || 3000}`,
    mail: readMail(env, fault),
    sms: readSms(env, fault),
    jobSeconds: integer(env, 'JOB_SECONDS', 5, 3600, fault),
    isSecure: env.INSECURE_HTTP !== '1',
    trustedProxies: integer(env, 'TRUSTED_PROXIES', 0, 10, fault),
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
  if (!/^[\x21-\x7e]{16,}$/.test(token)) fault(`SMS_GATEWAY_TOKEN is ${token ? 'not fit' : 'missing'}: at least 16 characters without spaces; SMS_GATEWAY_URL needs it.`)
  return { url: address, token }
}

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
