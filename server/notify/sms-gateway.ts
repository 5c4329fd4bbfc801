import type { Delivery } from './sending.ts'

export interface Sms {
  /** Of the sending: the gateway sends a message with the same id once. */
  id: string
  /** A mainland mobile number, eleven digits. */
  to: string
  text: string
}

/** The way out for SMS (`docs/sms-gateway.md`). It never throws: what goes wrong is a `Delivery`. */
export interface SmsGateway {
  /** Without a gateway nothing is put on its way. */
  isThere: boolean
  send(sms: Sms): Promise<Delivery>
}

export const noSms: SmsGateway = { isThere: false, send: async () => ({ state: 'failed', fault: 'notConfigured' }) }

export interface SmsSettings {
  url: string
  token: string
  patienceSeconds?: number
}

export function httpSms({ url, token, patienceSeconds = 20 }: SmsSettings): SmsGateway {
  return {
    isThere: true,
    async send(sms) {
      try {
        const response = await fetch(`${url}/messages`, {
          method: 'POST',
          // A redirect would carry number and token to where nobody meant them to go.
          redirect: 'manual',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify(sms),
          signal: AbortSignal.timeout(patienceSeconds * 1000),
        })
        await response.body?.cancel()
        return deliveryOf(response.status)
      } catch (error) {
        return { state: 'failed', fault: (error as Error).name }
      }
    },
  }
}

/** Answers that say something about us or about the moment, not about the message: it is tried again. */
const later = [401, 403, 404, 408, 425, 429]

function deliveryOf(status: number): Delivery {
  // 409: it has this id already, so an earlier attempt has come through.
  if ((status >= 200 && status < 300) || status === 409) return { state: 'sent' }
  const isLasting = status >= 400 && status < 500 && !later.includes(status)
  return { state: isLasting ? 'refused' : 'failed', fault: `HTTP ${status}` }
}
