import { smtpMailer, type Mail } from '../../server/notify/mailer.ts'
import { headerOf, receivingServer, type ReceivingServer, type Trouble } from '../support/smtp.ts'

let server: ReceivingServer
beforeAll(async () => {
  server = await receivingServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.received.length = 0
  server.next = []
})

const mail: Mail = { id: '330106-00000000000000000ab', to: 'xiaoyu@example.cn', subject: '【一件事】已受理', text: '陈小雨，您好', html: '<p>陈小雨，您好</p>' }
const mailer = (changes = {}) => smtpMailer({ smtpUrl: server.url, from: '一件事 <no-reply@portal.test>', host: 'portal.test', ...changes })

test('a letter arrives as text and as HTML, with the sender, the subject and a Message-ID of the sending', async () => {
  expect(await mailer().send(mail)).toEqual({ state: 'sent' })
  const [letter = ''] = server.received
  expect(headerOf(letter, 'Message-ID')).toBe('<330106-00000000000000000ab@portal.test>')
  expect(headerOf(letter, 'To')).toBe('xiaoyu@example.cn')
  expect(headerOf(letter, 'From')).toMatch(/^=\?UTF-8\?.*<no-reply@portal\.test>$/)
  expect(headerOf(letter, 'Auto-Submitted')).toBe('auto-generated')
  expect(headerOf(letter, 'Content-Type')).toMatch(/^multipart\/alternative/)
  expect(letter).toMatch(/Content-Type: text\/plain; charset=utf-8/)
  expect(letter).toMatch(/Content-Type: text\/html; charset=utf-8/)
})

test('what is sent again is the same letter for the receiver', async () => {
  await mailer().send(mail)
  await mailer().send(mail)
  expect(new Set(server.received.map(letter => headerOf(letter, 'Message-ID'))).size).toBe(1)
})

// prettier-ignore
test.each<[string, Trouble, object]>([
  ['a mailbox that is full for now',                      { recipient: 452 }, { state: 'failed',  fault: 'EENVELOPE 452' }],
  ['a mailbox that is not there',                         { recipient: 550 }, { state: 'refused', fault: 'EENVELOPE 550' }],
  ['a letter that is refused for now',                    { content: 451 },   { state: 'failed',  fault: 'EMESSAGE 451' }],
  ['a letter that is refused for good',                   { content: 554 },   { state: 'refused', fault: 'EMESSAGE 554' }],
  ['a server that does not know the portal: our fault',   { sender: 550 },    { state: 'failed',  fault: 'EENVELOPE 550' }],
  ['a server that hangs up after the letter',             'dies',             { state: 'failed',  fault: 'ECONNECTION' }],
])('%s', async (_, trouble, delivery) => {
  server.next = [trouble]
  expect(await mailer().send(mail)).toEqual(delivery)
})

test('a server that never answers is given up in time', async () => {
  server.next = ['silent']
  expect(await mailer({ patienceSeconds: 0.3 }).send(mail)).toMatchObject({ state: 'failed' })
})

test('a server that is not there', async () => {
  expect(await mailer({ smtpUrl: 'smtp://127.0.0.1:1' }).send(mail)).toMatchObject({ state: 'failed', fault: expect.stringMatching(/ESOCKET|ECONN/) as string })
})

test('an address can not smuggle in a second recipient or a header', async () => {
  await mailer().send({ ...mail, to: 'a@example.cn, b@example.cn\r\nBcc: c@example.cn', subject: 'x\r\nBcc: d@example.cn' })
  expect(server.received.join('')).not.toMatch(/^Bcc:/im)
  expect(server.received.filter(letter => /b@example\.cn/.test(headerOf(letter, 'To')) && /,/.test(headerOf(letter, 'To')))).toEqual([])
})
