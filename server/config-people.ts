import type { Config } from './config.ts'
import { integer, url, type Environment, type Fault } from './config-values.ts'
import type { Assurance, SessionLimits } from './people/session.ts'
import type { SignOnSettings } from './web/single-sign-on.ts'

/** NIST SP 800-63B: staff as for AAL2, twelve hours and thirty minutes; applicants keep what they typed, so two hours cost them nothing. */
export function readSessions(env: Environment, fault: Fault): Config['sessions'] {
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
export function readSecondFactor({ SECOND_FACTOR }: Environment, fault: Fault): Config['secondFactor'] {
  if (SECOND_FACTOR && SECOND_FACTOR !== 'staff') fault(`SECOND_FACTOR can't be "${SECOND_FACTOR}": staff sign in with a second factor; only the demonstration does without.`)
  return 'staff'
}

/** All four or none; the levels say which `acr` of the provider stands for which assurance: `OIDC_LEVELS=urn:real-name=2,urn:face=3`. */
export function readOidc(env: Environment, fault: Fault): SignOnSettings | undefined {
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

/** 网络安全法第二十一条: what happened in a network is kept for six months at least. */
export function readingYears(env: Environment, fault: Fault): number {
  const years = integer(env, 'READING_YEARS', 3, 30, fault)
  if (years === 0) fault('READING_YEARS must be 1 at least: it is kept who reads whose data.')
  return years
}
