import { createTransport } from 'nodemailer'
import type { Delivery } from './sending.ts'

export interface Mail {
  /** Of the sending: becomes the Message-ID, by which a receiving server knows a repetition. */
  id: string
  to: string
  subject: string
  text: string
  html: string
}

/** The way out for e-mail. It never throws: what goes wrong is a `Delivery`. */
export interface Mailer {
  /** Without a server nothing is put on its way. */
  isThere: boolean
  send(mail: Mail): Promise<Delivery>
}

export const noMail: Mailer = { isThere: false, send: async () => ({ state: 'failed', fault: 'notConfigured' }) }

export interface MailSettings {
  /** `smtp://` or `smtps://`, with name and password where the server asks for them. */
  smtpUrl: string
  /** An address, or `Name <address>`. */
  from: string
  /** For Message-IDs: the portal's own host. */
  host: string
  /** Shorter than the lease of a sending, so that nobody takes up what is still on its way. */
  patienceSeconds?: number
}

export function smtpMailer({ smtpUrl, from, host, patienceSeconds = 30 }: MailSettings): Mailer {
  // One connection for each letter: a pool would repeat by itself what broke off after DATA.
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true })
  return {
    isThere: true,
    async send({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          from, to: { name: '', address: to }, subject, text, html, messageId: `<${id}@${host}>`,
          headers: { 'Auto-Submitted': 'auto-generated' }, signal: AbortSignal.timeout(patienceSeconds * 1000),
        })
        return { state: 'sent' }
      } catch (error) {
        return deliveryOf(error as SmtpError)
      }
    },
  }
}

interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
}

/**
 * Only a lasting answer to this recipient or this letter is the end of it. A server that does not
 * know us (sign-in, sender, greeting) is the operator's to mend, and the letter waits.
 */
function deliveryOf({ code = 'unknown', command = '', responseCode = 0 }: SmtpError): Delivery {
  const isAboutLetter = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM')
  const isLasting = responseCode >= 500 || (code === 'EENVELOPE' && command === 'API')
  return { state: isAboutLetter && isLasting ? 'refused' : 'failed', fault: [code, responseCode || ''].join(' ').trim() }
}
