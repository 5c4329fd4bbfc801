import { refusedBy } from '../../db/outage.ts'
import { getDossierById } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import type { Ctx } from '../context.ts'
import { Conflict, Unavailable } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { listEventsAfter } from '../ledger/event.store.ts'
import { emailFor, mobileFor } from '../people/notices.ts'
import { findPerson } from '../people/person.store.ts'
import type { Person } from '../people/person.ts'
import { listStaff } from '../people/staff.store.ts'
import { composed, concernsStaff, officesConcerned, type Composed } from './compose.ts'
import { insertMessage } from './message.store.ts'
import type { Message } from './message.ts'
import { insertSending } from './sending.store.ts'
import { inMinutes, type Channel, type Sending } from './sending.ts'
import { allTold, listToTell, putOff, type CaseToTell } from './telling.store.ts'

/** Cases of one round. */
const batch = 50
/** Told at once, in one durable commit: few enough that nobody's page waits for them. */
const together = 10
/** After a fault. */
const pauseMinutes = 5

/** Tells people what has happened in the cases that are due; returns in how many. */
export const tellJob = { name: 'tell', run: tellAll }

export async function tellAll(ctx: Ctx): Promise<number> {
  const due = await listToTell(ctx.db, ctx.now.toISOString(), batch)
  let told = 0
  while (due.length > 0) told += (await Promise.all(due.splice(0, together).map(one => tellDue(ctx, one)))).filter(Boolean).length
  return told
}

/** One case that can't be told must not keep the others waiting. */
async function tellDue(ctx: Ctx, due: CaseToTell): Promise<boolean> {
  try {
    return await tellOne(ctx, due.region, due.id)
  } catch (error) {
    if (refusedBy(error) instanceof Unavailable) throw error // not the case's fault
    ctx.log.error({ err: error as Error, caseId: due.id }, 'could not tell what happened')
    await ctx.db.commit([putOff(due, inMinutes(ctx.now, pauseMinutes))])
    return false
  }
}

/**
 * Puts into inboxes what happened in a case since it was last told, and on its way what goes out by
 * e-mail and SMS: one write set with the mark up to which all is told. False: somebody was quicker,
 * or the case has changed meanwhile; then the next round tells it.
 */
export async function tellOne(ctx: Ctx, region: string, caseId: string): Promise<boolean> {
  const dossier = await getDossierById(ctx, region, caseId)
  const events = await listEventsAfter(ctx.db, { region, caseId }, dossier.theCase.toldSeq)
  const staff = concernsStaff(events) ? await listStaff(ctx, officesConcerned(dossier)) : []
  const post = await Promise.all(composed(dossier, events, staff).map(one => postOf(ctx, dossier, one)))
  try {
    await ctx.db.commit([allTold(dossier.theCase), ...post.flatMap(({ message, sendings }) => [insertMessage(message), ...sendings.map(insertSending)])])
    return true
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
}

async function postOf(ctx: Ctx, { theCase }: Dossier, one: Composed): Promise<{ message: Message; sendings: Sending[] }> {
  const { region } = theCase
  const at = ctx.now.toISOString()
  const message: Message = { ...one, region, id: newRegionalId(region, ctx.now.getTime()), caseId: theCase.id, caseNumber: theCase.number, createdAt: at, readAt: null }
  const person = await findPerson(ctx, one.personId)
  const sendings = (person ? waysTo(ctx, person, one) : []).map((channel): Sending =>
    ({ region, id: newRegionalId(region, ctx.now.getTime()), messageId: message.id, personId: one.personId, channel, state: 'waiting', attempts: 0, dueAt: at }))
  return { message, sendings }
}

/** How a message goes out, beside the inbox. SMS are for applicants: staff have their desk. */
function waysTo({ mail, sms }: Ctx, { identity, status }: Person, { kind }: Composed): Channel[] {
  if (status !== 'active') return []
  return [
    ...(mail.isThere && emailFor(identity) ? (['email'] as const) : []),
    ...(sms.isThere && kind === 'applicant' && mobileFor(identity) ? (['sms'] as const) : []),
  ]
}
