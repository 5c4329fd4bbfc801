import type { Ctx } from '../context.ts'
import { startDraft } from '../drafts/start.ts'
import { Conflict, Forbidden } from '../errors.ts'
import { confirmInPerson } from '../people/confirm-in-person.ts'
import { createPerson, type OpenedAs } from '../people/create-person.ts'
import { placesOf } from '../people/permissions.ts'
import type { Person } from '../people/person.ts'
import { findPersonByIdentity, hasPassword } from '../people/person.store.ts'
import { listSignOns } from '../people/sign-on.store.ts'

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
 * identity stands in his account's history. Nobody checks his own card and files for himself (公务员法第七十六条: 回避).
 */
export async function serveWalkIn(ctx: Ctx, { bundleId, regionCode, ...person }: WalkIn): Promise<string> {
  const { id } = await personServed(ctx, person, 'counterOfficer')
  if (id === ctx.actor.id) throw new Forbidden('task.ownMatter')
  const officeId = placesOf(ctx.actor, 'counter.serve')[0] ?? ''
  const ownsAccount = !(await hasPassword(ctx, id)) && (await listSignOns(ctx, id)).length === 0
  await confirmInPerson(ctx, id, { officeId, bundleId, ownsAccount })
  return startDraft(ctx, { bundleId, regionCode, applicantId: id, channel: 'counter' })
}

/** Whose number it is, with an account made for him if he has none. */
export async function personServed(ctx: Ctx, { number, kind, name, phone }: Omit<WalkIn, 'bundleId' | 'regionCode'>, openedAs: OpenedAs): Promise<Person> {
  const known = await findPersonByIdentity(ctx, number)
  if (known) return known
  const identity = kind === 'person' ? { idNumber: number, phone } : { uscc: number, companyName: name, phone }
  try {
    return await createPerson(ctx, { kind, name, identity, passwordHash: null }, openedAs)
  } catch (error) {
    // At the next counter somebody was quicker.
    const made = error instanceof Conflict && error.code === 'duplicate' ? await findPersonByIdentity(ctx, number) : undefined
    if (!made) throw error
    return made
  }
}
