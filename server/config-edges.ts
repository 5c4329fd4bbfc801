import type { Config } from './config.ts'
import { isToken, url, type Environment, type Fault } from './config-values.ts'
import { clamdAddress } from './materials/clamd.client.ts'
import type { TraceSettings } from './tracing.ts'
import { plainHost } from './web/known-host.ts'

/** The host of `PUBLIC_URL` and whatever else is named: `KNOWN_HOSTS=portal.example.gov.cn,10.0.0.7:3000`. */
export function readHosts({ PUBLIC_URL, KNOWN_HOSTS = '' }: Environment, publicUrl: string, fault: Fault): Config['knownHosts'] {
  const others = KNOWN_HOSTS.split(',').map(host => host.trim().toLowerCase()).filter(Boolean)
  const wrong = others.find(host => !/^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/.test(host))
  if (wrong) fault(`KNOWN_HOSTS: "${wrong}" is not a host name, with or without a port.`)
  if (others.length > 0 && !PUBLIC_URL) fault('KNOWN_HOSTS is given without PUBLIC_URL.')
  return PUBLIC_URL && URL.canParse(publicUrl) ? [new URL(publicUrl).host, ...others].map(plainHost) : undefined
}

/** One line that stands in files others read. */
export function readName(env: Environment, fault: Fault): string | undefined {
  const name = (env.PORTAL_NAME ?? '').trim()
  if (name.length > 80 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) fault('PORTAL_NAME must be one line of at most 80 characters, such as "杭州市一件事平台".')
  return name || undefined
}

export function readClamd({ CLAMD_URL }: Environment, fault: Fault): Config['clamd'] {
  const address = CLAMD_URL ? clamdAddress(CLAMD_URL) : undefined
  if (CLAMD_URL && !address) fault(`CLAMD_URL must be an address such as "tcp://clamd.example:3310" or "unix:/run/clamav/clamd.ctl", not "${CLAMD_URL}".`)
  return address
}

const sender = /^(?:[^<>"\r\n]{1,80} <)?([^\s<>@]+@[^\s<>@]+)>?$/

export function readMail(env: Environment, fault: Fault): Config['mail'] {
  const { SMTP_URL, MAIL_FROM } = env
  if (!SMTP_URL) return void (MAIL_FROM && fault('MAIL_FROM is given without SMTP_URL: no e-mail would be sent.'))
  // Not quoted: the address may hold a password.
  if (!URL.canParse(SMTP_URL) || !/^smtps?:\/\/[^/]/.test(SMTP_URL)) fault('SMTP_URL must be an address such as "smtps://name:password@mail.example.gov.cn:465".')
  if (!MAIL_FROM) fault('MAIL_FROM is missing: the address from which e-mail comes, such as "一件事 <no-reply@example.gov.cn>"; SMTP_URL needs it.')
  else if (!sender.test(MAIL_FROM)) fault(`MAIL_FROM must be an address, or a name with an address in <>, not "${MAIL_FROM}".`)
  return { smtpUrl: SMTP_URL, from: MAIL_FROM ?? '' }
}

export function readSms(env: Environment, fault: Fault): Config['sms'] {
  const address = url(env, 'SMS_GATEWAY_URL', fault)
  const token = env.SMS_GATEWAY_TOKEN ?? ''
  if (!address) return void (token && fault('SMS_GATEWAY_TOKEN is given without SMS_GATEWAY_URL: no SMS would be sent.'))
  if (!isToken(token)) fault(`SMS_GATEWAY_TOKEN is ${token ? 'not fit' : 'missing'}: at least 16 characters without spaces; SMS_GATEWAY_URL needs it.`)
  return { url: address, token }
}

/**
 * The names that OpenTelemetry gives them, of which the portal takes four: `OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS`
 * (`name=value`, separated by commas, percent-encoded), `OTEL_SERVICE_NAME` and `OTEL_TRACES_SAMPLER_ARG`.
 */
export function readTraces(env: Environment, fault: Fault): TraceSettings | undefined {
  const endpoint = url(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', fault)
  const others = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_SERVICE_NAME', 'OTEL_TRACES_SAMPLER_ARG'].filter(name => env[name])
  if (!endpoint) return void (others.length > 0 && fault(`${others.join(', ')} ${others.length > 1 ? 'are' : 'is'} given without OTEL_EXPORTER_OTLP_ENDPOINT: no traces would be sent.`))
  const share = Number(env.OTEL_TRACES_SAMPLER_ARG || 1)
  if (!(share >= 0 && share <= 1)) fault(`OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, the share of traces that are kept, not "${env.OTEL_TRACES_SAMPLER_ARG}".`)
  return { url: `${endpoint}/v1/traces`, headers: readHeaders(env.OTEL_EXPORTER_OTLP_HEADERS, fault), serviceName: env.OTEL_SERVICE_NAME || 'yijianshi', share }
}

function readHeaders(given: string | undefined, fault: Fault): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const part of given ? given.split(',') : []) {
    const [, name, value = ''] = /^\s*([\w-]+)=((?:[\x21-\x24\x26-\x7e]|%[0-9a-fA-F]{2})+)\s*$/.exec(part) ?? []
    // Not quoted: it may hold a token.
    if (!name) fault('OTEL_EXPORTER_OTLP_HEADERS: each header is a name, "=" and a percent-encoded value; headers are separated by commas.')
    else headers[name] = decodeURIComponent(value)
  }
  return headers
}
