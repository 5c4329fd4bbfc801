/** A message on its way out of the portal, over one channel. */
export interface Sending {
  region: string
  id: string
  messageId: string
  personId: string
  channel: Channel
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  /** How often it was taken up, the present time included. */
  attempts: number
  /** When it is tried (again); null: nothing is left to do. */
  dueAt: string | null
}

export const channels = ['email', 'sms'] as const
export type Channel = (typeof channels)[number]

/**
 * What came of an attempt: it was taken; the other side will never take it (`refused`); or nobody
 * knows, or it may later (`failed`). `fault` is a code for operators, without personal data.
 */
export type Delivery = { state: 'sent' } | { state: 'refused' | 'failed'; fault: string }

/** Whoever has taken a sending up has it to himself for this long; if he dies, another takes it up. */
export const leaseMinutes = 2

/** Minutes to the next attempt after the first, second … that failed; after the last of them nothing is tried any more. */
export const pauses = [1, 5, 15, 60, 6 * 60, 24 * 60] as const

export interface Outcome {
  state: Sending['state']
  dueAt: string | null
  fault: string | null
  sentAt: string | null
}

/** What becomes of a sending after its latest attempt. */
export function afterAttempt({ attempts }: Pick<Sending, 'attempts'>, delivery: Delivery, now: Date): Outcome {
  if (delivery.state === 'sent') return { state: 'sent', dueAt: null, fault: null, sentAt: now.toISOString() }
  const pause = delivery.state === 'failed' ? pauses[attempts - 1] : undefined
  if (pause === undefined) return { state: 'failed', dueAt: null, fault: delivery.fault, sentAt: null }
  return { state: 'waiting', dueAt: inMinutes(now, pause), fault: delivery.fault, sentAt: null }
}

export const inMinutes = (now: Date, minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString()
