import { BadConfig, readConfig } from '../server/config.ts'

const secrets = { SESSION_SECRET: 'a secret of the tests, 32 letters', DATA_KEYS: `1:${'0'.repeat(64)}`, SIGNING_KEY: '1'.repeat(64) }
const faults = (env: Record<string, string>) => {
  try {
    readConfig({ ...secrets, ...env })
    return ''
  } catch (error) {
    if (error instanceof BadConfig) return error.message
    throw error
  }
}

test('a scanner is reached over the network or by a socket of this machine', () => {
  expect(readConfig(secrets).clamd).toBeUndefined()
  expect(readConfig({ ...secrets, CLAMD_URL: 'tcp://clamd.example:3310' }).clamd).toEqual({ host: 'clamd.example', port: 3310 })
  expect(readConfig({ ...secrets, CLAMD_URL: 'tcp://[::1]:3310' }).clamd).toEqual({ host: '::1', port: 3310 })
  expect(readConfig({ ...secrets, CLAMD_URL: 'unix:/run/clamav/clamd.ctl' }).clamd).toEqual({ path: '/run/clamav/clamd.ctl' })
})

test('without a mail server and a gateway the portal starts, and sends neither', () => {
  expect(readConfig(secrets)).toMatchObject({ mail: undefined, sms: undefined })
})

test('with both it knows where and as whom', () => {
  expect(readConfig({ ...secrets, SMTP_URL: 'smtps://portal:secret@mail.example.gov.cn:465', MAIL_FROM: '一件事 <no-reply@example.gov.cn>', SMS_GATEWAY_URL: 'https://sms.example.gov.cn/v1/', SMS_GATEWAY_TOKEN: 'sixteen-letters-x' })).toMatchObject({
    mail: { smtpUrl: 'smtps://portal:secret@mail.example.gov.cn:465', from: '一件事 <no-reply@example.gov.cn>' }, sms: { url: 'https://sms.example.gov.cn/v1', token: 'sixteen-letters-x' },
  })
})

// prettier-ignore
test.each<[string, Record<string, string>, RegExp]>([
  ['a mail server without a sender',  { SMTP_URL: 'smtp://mail:25' },                                                         /MAIL_FROM is missing/],
  ['a sender without a mail server',  { MAIL_FROM: 'a@example.cn' },                                                          /MAIL_FROM is given without SMTP_URL/],
  ['a sender that is no address',     { SMTP_URL: 'smtp://mail:25', MAIL_FROM: 'the portal' },                                /MAIL_FROM must be an address/],
  ['a sender with a second line',     { SMTP_URL: 'smtp://mail:25', MAIL_FROM: 'a\r\nBcc: b <a@example.cn>' },                /MAIL_FROM must be an address/],
  ['a mail server over http',         { SMTP_URL: 'https://mail:25', MAIL_FROM: 'a@example.cn' },                             /SMTP_URL must be an address/],
  ['a gateway without a token',       { SMS_GATEWAY_URL: 'https://sms.example' },                                             /SMS_GATEWAY_TOKEN is missing/],
  ['a token that is too short',       { SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_TOKEN: 'short' },                 /SMS_GATEWAY_TOKEN is not fit/],
  ['a cipher nobody has',             { DATA_CIPHER: 'rot13' },                                                               /DATA_CIPHER must be one of aes-256-gcm, sm4/],
  ['an index key that is none',       { INDEX_KEY: 'abc' },                                                                   /INDEX_KEY must be 64 hexadecimal digits/],
  ['an index key that is a data key', { INDEX_KEY: '0'.repeat(64) },                                                          /INDEX_KEY is one of/],
  ['a token without a gateway',       { SMS_GATEWAY_TOKEN: 'sixteen-letters-x' },                                             /SMS_GATEWAY_TOKEN is given without/],
  ['a short token for the metrics',   { METRICS_TOKEN: 'short' },                                                             /METRICS_TOKEN is not fit/],
  ['a gateway that is no address',    { SMS_GATEWAY_URL: 'sms', SMS_GATEWAY_TOKEN: 'sixteen-letters-x' },                     /SMS_GATEWAY_URL must be an http/],
  ['no key to sign with',             { SIGNING_KEY: '' },                                                                    /SIGNING_KEY is missing: 64 hexadecimal digits.*openssl rand -hex 32/],
  ['a key to sign with that is none', { SIGNING_KEY: 'MC4CAQAwBQYDK2VwBCIEIA==' },                                            /SIGNING_KEY must be 64 hexadecimal digits/],
  ['a signing key that seals as well', { SIGNING_KEY: '0'.repeat(64) },                                                       /SIGNING_KEY is one of the DATA_KEYS/],
  ['a name of two lines',             { PORTAL_NAME: '西湖市\n# public key: x' },                                             /PORTAL_NAME must be one line/],
  ['a source that is no address',     { SOURCE_URL: 'git@example' },                                                          /SOURCE_URL must be an http/],
  ['single sign-on by halves',        { OIDC_ISSUER: 'https://id.example', OIDC_NAME: 'x' },                                  /OIDC_CLIENT_ID, OIDC_CLIENT_SECRET are missing/],
  ['a provider without TLS',          { OIDC_ISSUER: 'http://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_NAME: 'c' }, /OIDC_ISSUER must be an https address/],
  ['a provider that calls itself this machine', { OIDC_ISSUER: 'http://127.0.0.1.evil.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_NAME: 'c' }, /OIDC_ISSUER must be an https address/],
  ['a level that is none',            { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_NAME: 'c', OIDC_LEVELS: 'x=4' }, /OIDC_LEVELS: each level/],
  ['staff without a second factor',   { SECOND_FACTOR: 'none' },                                                              /SECOND_FACTOR can't be "none"/],
  ['a collector that is no address',  { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },                                      /OTEL_EXPORTER_OTLP_ENDPOINT must be an http/],
  ['a share without a collector',     { OTEL_TRACES_SAMPLER_ARG: '0.1' },                                                     /OTEL_TRACES_SAMPLER_ARG is given without OTEL_EXPORTER_OTLP_ENDPOINT/],
  ['a share of more than everything', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_TRACES_SAMPLER_ARG: '10' },        /OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1/],
  ['a header that is none',           { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_EXPORTER_OTLP_HEADERS: 'token' },  /OTEL_EXPORTER_OTLP_HEADERS: each header/],
  ['a scanner over http',             { CLAMD_URL: 'http://clamd:3310' },                                                      /CLAMD_URL must be an address such as "tcp:/],
  ['a scanner without a port',        { CLAMD_URL: 'tcp://clamd' },                                                           /CLAMD_URL must be an address/],
  ['a session of a minute',           { SESSION_IDLE_MINUTES: '1' },                                                          /SESSION_IDLE_MINUTES must be at least 5/],
  ['staff who stay longer than applicants', { STAFF_SESSION_HOURS: '48' },                                                    /must not be longer than those of applicants/],
])('%s is named', (_, env, sentence) => {
  expect(faults(env)).toMatch(sentence)
})

test('sessions are shorter for staff, who need a second factor; levels of the provider are read', () => {
  const oidc = { OIDC_ISSUER: 'https://id.example/', OIDC_CLIENT_ID: 'portal', OIDC_CLIENT_SECRET: 'hush', OIDC_NAME: '浙里办', OIDC_LEVELS: 'urn:real-name=2, urn:face=3' }
  expect(readConfig(secrets)).toMatchObject({ sessions: { applicant: { idleMinutes: 120, hours: 24 }, staff: { idleMinutes: 30, hours: 12 } }, secondFactor: 'staff', oidc: undefined })
  expect(readConfig({ ...secrets, ...oidc }).oidc).toEqual({ issuer: 'https://id.example', clientId: 'portal', clientSecret: 'hush', name: '浙里办', idClaim: 'id_number', levels: new Map([['urn:real-name', 2], ['urn:face', 3]]) })
})

test('traces go to the collector by the name and in the share that are given, all of them unless said otherwise', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'https://collector.example:4318/'
  expect(readConfig(secrets).traces).toBeUndefined()
  expect(readConfig({ ...secrets, OTEL_EXPORTER_OTLP_ENDPOINT }).traces).toEqual({ url: 'https://collector.example:4318/v1/traces', headers: {}, serviceName: 'yijianshi', share: 1 })
  expect(readConfig({ ...secrets, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x,x-tenant=a', OTEL_SERVICE_NAME: '西湖区', OTEL_TRACES_SAMPLER_ARG: '0.05' }).traces)
    .toMatchObject({ headers: { authorization: 'Bearer x', 'x-tenant': 'a' }, serviceName: '西湖区', share: 0.05 })
})

test('no fault shows a password or a token', () => {
  expect(faults({ SMTP_URL: 'ftp://portal:hush-hush@mail', SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_TOKEN: 'hush hush' })).not.toMatch(/hush/)
})
