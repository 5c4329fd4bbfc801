import { BadConfig, readConfig } from '../server/config.ts'

const secrets = { SESSION_SECRET: 'a secret of the tests, 32 letters', DATA_KEYS: `1:${'0'.repeat(64)}` }
const faults = (env: Record<string, string>) => {
  try {
    readConfig({ ...secrets, ...env })
    return ''
  } catch (error) {
    if (error instanceof BadConfig) return error.message
    throw error
  }
}

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
  ['a token without a gateway',       { SMS_GATEWAY_TOKEN: 'sixteen-letters-x' },                                             /SMS_GATEWAY_TOKEN is given without/],
  ['a gateway that is no address',    { SMS_GATEWAY_URL: 'sms', SMS_GATEWAY_TOKEN: 'sixteen-letters-x' },                     /SMS_GATEWAY_URL must be an http/],
])('%s is named', (_, env, sentence) => {
  expect(faults(env)).toMatch(sentence)
})

test('no fault shows a password or a token', () => {
  expect(faults({ SMTP_URL: 'ftp://portal:hush-hush@mail', SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_TOKEN: 'hush hush' })).not.toMatch(/hush/)
})
