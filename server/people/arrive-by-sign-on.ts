import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import type { ActType } from '../ledger/act.ts'
import { insertLetter } from './account-letter.store.ts'
import { createPerson } from './create-person.ts'
import { compactNumber, isEmail, isIdNumber, isPersonName, isPhone, tidyEmail, tidyName, tidyPhone } from './identity-number.ts'
import { identityNumber, personStream, type Identity, type Person } from './person.ts'
import { findPersonByIdentity, getPerson, hasPassword } from './person.store.ts'
import type { SignOnAnswer } from './sign-on.ts'
import { findSignOn, insertSignOn, listSignOns, removeSignOns } from './sign-on.store.ts'

/** What came of a sign-on: somebody, an account to prove first, or why not. */
export type Arrival = { person: Person } | { proveFirst: Person } | { refused: 'closed' | 'noNumber' }

/** Who comes back from the provider: whom he is linked to, whose number he has, or somebody new with the data it sent. */
export async function arriveBySignOn(ctx: Ctx, answer: SignOnAnswer): Promise<Arrival> {
  const link = await findSignOn(ctx, answer.issuer, answer.subject)
  if (link) return openOnly(await getPerson(ctx, link.personId))
  const number = compactNumber(answer.idNumber)
  if (!isIdNumber(number, ctx.now.toISOString().slice(0, 10)) || !isPersonName(tidyName(answer.name))) return { refused: 'noNumber' }
  const known = await findPersonByIdentity(ctx, number)
  if (known?.status === 'closed') return { refused: 'closed' }
  if (!known) return { person: await createFrom(ctx, answer, number) }
  // Nobody can sign in to it by any way yet (it was opened at a counter): a checked identity is proof enough.
  const isFree = answer.assurance >= 2 && !(await hasPassword(ctx, known.id)) && (await listSignOns(ctx, known.id)).length === 0
  if (!isFree) return { proveFirst: known }
  await linkSignOn(ctx, known.id, answer)
  return { person: await getPerson(ctx, known.id) }
}

const openOnly = (person: Person): Arrival => (person.status === 'active' ? { person } : { refused: 'closed' })

async function createFrom(ctx: Ctx, answer: SignOnAnswer, idNumber: string): Promise<Person> {
  const [phone, email] = [tidyPhone(answer.phone), tidyEmail(answer.email)]
  const identity: Identity = { idNumber, ...(isPhone(phone) ? { phone } : {}), ...(isEmail(email) ? { email } : {}) }
  const linked = (personId: string) => [insertSignOn({ ...answer, personId, linkedAt: ctx.now.toISOString() })]
  return createPerson(ctx, { kind: 'person', name: tidyName(answer.name), identity, passwordHash: null }, 'applicant', linked)
}

/** Links the provider's account to a person who has proved that this one is his. Throws `Conflict` when it is another's. */
export async function linkSignOn(ctx: Ctx, personId: string, answer: SignOnAnswer): Promise<void> {
  const other = await findSignOn(ctx, answer.issuer, answer.subject)
  if (other && other.personId !== personId) throw new Conflict('people.linkedToOther')
  if (other) return
  const number = identityNumber((await getPerson(ctx, personId)).identity)
  if (number && number !== compactNumber(answer.idNumber)) throw new Conflict('people.otherNumber')
  await changeLink(ctx, personId, 'person.signOnLinked', 'signOnLinked', async () => insertSignOn({ ...answer, personId, linkedAt: ctx.now.toISOString() }))
}

/** Unlinks whatever is linked. Throws `Conflict` when there would be no way left to sign in. */
export async function unlinkSignOns(ctx: Ctx): Promise<void> {
  await changeLink(ctx, ctx.actor.id, 'person.signOnUnlinked', 'signOnUnlinked', async () => {
    if (!(await hasPassword(ctx, ctx.actor.id))) throw new Conflict('people.onlyWayIn')
    return removeSignOns(ctx.actor.id)
  })
}

async function changeLink(ctx: Ctx, personId: string, type: ActType, kind: 'signOnLinked' | 'signOnUnlinked', change: () => Promise<ReturnType<typeof insertSignOn>>): Promise<void> {
  await commitAct(ctx.db, personStream(personId), async () => ({
    act: { at: ctx.now.toISOString(), actorId: personId, actorRole: 'self', type, data: { personId } },
    set: [await change(), insertLetter(ctx, { kind, personId })],
  }))
}
