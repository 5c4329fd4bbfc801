import type { Ctx } from '../context.ts'
import { startDraft } from '../drafts/start.ts'
import { Conflict } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { officesOf } from '../people/actor.ts'
import { createPerson } from '../people/create-person.ts'
import { personStream, type Person } from '../people/person.ts'
import { findPersonByIdentity } from '../people/person.store.ts'

/** Somebody who stands at the counter with his identity card, and what he came for. */
export interface WalkIn {
  /** ID number or credit code, as on the card. */
  number: string
  kind: Person['kind']
  /** Name and telephone: used for somebody who has no account yet. */
  name: string
  phone: string
  bundleId: string
  regionCode: string
}

/**
 * Begins an application for somebody at the counter and returns the draft's id. Whoever has no account
 * gets one that can't be signed in to until he sets a password; that the officer has checked his
 * identity stands in his account's history.
 */
export async function serveWalkIn(ctx: Ctx, { bundleId, regionCode, ...person }: WalkIn): Promise<string> {
  const { id } = await personAtCounter(ctx, person)
  const at = ctx.now.toISOString()
  const officeId = officesOf(ctx.actor, 'counterOfficer')[0] ?? ''
  await commitAct(ctx.db, personStream(id), () =>
    Promise.resolve({ act: { at, actorId: ctx.actor.id, actorRole: 'counterOfficer', type: 'applicant.confirmedInPerson', data: { personId: id, officeId, bundleId } }, set: [] }))
  return startDraft(ctx, { bundleId, regionCode, applicantId: id, channel: 'counter' })
}

async function personAtCounter(ctx: Ctx, { number, kind, name, phone }: Omit<WalkIn, 'bundleId' | 'regionCode'>): Promise<Person> {
  const known = await findPersonByIdentity(ctx, number)
  if (known) return known
  const identity = kind === 'person' ? { idNumber: number, phone } : { uscc: number, companyName: name, phone }
  try {
    return await createPerson(ctx, { kind, name, identity, passwordHash: null }, 'counterOfficer')
  } catch (error) {
    // At the next counter somebody was quicker.
    const made = error instanceof Conflict && error.code === 'duplicate' ? await findPersonByIdentity(ctx, number) : undefined
    if (!made) throw error
    return made
  }
}
