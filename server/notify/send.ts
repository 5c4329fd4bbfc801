import { join } from 'node:path'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { emailFor, mobileFor, noticesOf } from '../people/notices.ts'
import { findPerson } from '../people/person.store.ts'
import { loadTexts } from '../web/texts.ts'
import { mailOf, smsOf, type MailHead } from './mail-text.ts'
import { getMessage } from './message.store.ts'
import { listDueSendings, settle, takeUp } from './sending.store.ts'
import { afterAttempt, inMinutes, leaseMinutes, pauses, type Delivery, type Sending } from './sending.ts'

/** Sendings of one round: they go at the same time, so that a round is over before their lease is. */
const batch = 20

const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))

/** Sends what is due by e-mail and SMS; returns how many attempts were made. */
export const sendJob = { name: 'send', run: sendAll, isOutward: true }

export async function sendAll(ctx: Ctx): Promise<number> {
  const due = await listDueSendings(ctx.db, ctx.now.toISOString(), batch)
  const made = await Promise.allSettled(due.map(one => sendOne(ctx, one)))
  const fault = made.find(one => one.status === 'rejected')
  if (fault && made.every(one => one.status === 'rejected')) throw fault.reason
  return made.filter(one => one.status === 'fulfilled' && one.value).length
}

/** Takes a sending up, tries it once and writes down what came of it; false when another process has it. */
async function sendOne(ctx: Ctx, due: Sending): Promise<boolean> {
  const taken: Sending = { ...due, state: 'sending', attempts: due.attempts + 1, dueAt: inMinutes(ctx.now, leaseMinutes) }
  if (!(await isCommitted(ctx, takeUp(due, taken.dueAt as string)))) return false
  const delivery = await attempt(ctx, taken).catch((error: unknown): Delivery => {
    ctx.log.error({ err: error as Error, sendingId: taken.id }, 'could not write a message')
    return { state: 'failed', fault: 'error' }
  })
  if (delivery.state !== 'sent') ctx.log.warn({ sendingId: taken.id, channel: taken.channel, attempts: taken.attempts, fault: delivery.fault }, 'could not send')
  // When this fails the sending is taken up again under the same id, by which the receiver knows it.
  await isCommitted(ctx, settle(taken, afterAttempt(taken, delivery, ctx.now)))
  return true
}

async function attempt(ctx: Ctx, sending: Sending): Promise<Delivery> {
  // Whoever took it up died each time: it is not tried for ever.
  if (sending.attempts > pauses.length + 1) return { state: 'refused', fault: 'neverFinished' }
  const [message, person] = await Promise.all([getMessage(ctx.db, sending.messageId), findPerson(ctx, sending.personId)])
  // He may have chosen otherwise, or left, since it was put on its way.
  if (person?.status !== 'active') return { state: 'refused', fault: 'accountClosed' }
  const { language } = noticesOf(person.identity)
  const head: MailHead = { t: texts[language], language, publicUrl: ctx.publicUrl }
  const [email, mobile] = [emailFor(person.identity), mobileFor(person.identity)]
  if (sending.channel === 'email') return email ? ctx.mail.send({ id: sending.id, to: email, ...mailOf(message, person.name, head) }) : notWanted
  return mobile ? ctx.sms.send({ id: sending.id, to: mobile, text: smsOf(message, head) }) : notWanted
}

const notWanted: Delivery = { state: 'refused', fault: 'notWanted' }

async function isCommitted(ctx: Ctx, statement: ReturnType<typeof takeUp>): Promise<boolean> {
  try {
    await ctx.db.commit([statement])
    return true
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
}
