import { join } from 'node:path'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { loadTexts } from '../web/texts.ts'
import { accountMail, resetMinutes, type AccountLetter } from './account-letter.ts'
import { listDueLetters, removeLetter, takeUpLetter } from './account-letter.store.ts'
import { confirmationHash, confirmationHours } from './email-confirmation.ts'
import { insertConfirmation } from './email-confirmation.store.ts'
import { tidyName } from './identity-number.ts'
import { noticesOf } from './notices.ts'
import { newResetToken, resetHash } from './reset-token.ts'
import { insertReset, removeResets } from './reset.store.ts'
import type { Person } from './person.ts'
import { findPerson } from './person.store.ts'
import { findByName } from './sign-in.ts'

const batch = 20
const minute = 60_000
/** After the first try, the second and so on; then it is given up: by then the owner has asked again. */
const pauses = [1, 5, 15, 60]

const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))

/** Sends the letters about accounts. Only here is looked whether a name has an account: whoever asked has had his answer. */
export const accountLetterJob = { name: 'accountLetters', run: sendAccountLetters, isOutward: true }

export async function sendAccountLetters(ctx: Ctx): Promise<number> {
  let done = 0
  for (const letter of await listDueLetters(ctx, batch)) if (await sendOne(ctx, letter)) done += 1
  return done
}

async function sendOne(ctx: Ctx, letter: AccountLetter): Promise<boolean> {
  const pause = pauses[letter.attempts] ?? 60
  if (!(await isCommitted(ctx, takeUpLetter(letter, new Date(ctx.now.getTime() + pause * minute).toISOString())))) return false
  const person = await addressee(ctx, letter)
  const email = letter.email ?? person?.identity.email
  if (!person || person.status !== 'active' || !email || !ctx.mail.isThere) return isCommitted(ctx, removeLetter(letter))
  // Changed his mind, or has confirmed it meanwhile.
  if (letter.kind === 'confirmEmail' && email !== person.identity.newEmail) return isCommitted(ctx, removeLetter(letter))
  const token = letter.kind === 'reset' ? await newReset(ctx, person) : letter.kind === 'confirmEmail' ? await newConfirmation(ctx, person.id, email) : undefined
  const { language } = noticesOf(person.identity)
  const delivery = await ctx.mail.send({ id: letter.id, to: email, ...accountMail(letter.kind, person.name, { t: texts[language], language, publicUrl: ctx.publicUrl }, token) })
  if (delivery.state !== 'sent') ctx.log.warn({ letterId: letter.id, kind: letter.kind, attempts: letter.attempts + 1, fault: delivery.fault }, 'could not send')
  if (delivery.state !== 'failed' || letter.attempts >= pauses.length) await isCommitted(ctx, removeLetter(letter))
  return true
}

async function addressee(ctx: Ctx, { to }: AccountLetter): Promise<Person | undefined> {
  if (!('name' in to)) return findPerson(ctx, to.personId)
  const person = await findByName(ctx, to.name)
  return person && to.calledAs !== undefined && tidyName(person.name) !== to.calledAs ? undefined : person
}

/** A link of its own for each letter; those before it are worth nothing. */
async function newReset(ctx: Ctx, { id }: Person): Promise<string> {
  const token = newResetToken()
  await ctx.db.commit([removeResets(id), insertReset({ hash: resetHash(token), personId: id, expiresAt: new Date(ctx.now.getTime() + resetMinutes * minute).toISOString() })])
  return token
}

/** As above; the links before it go on working: of two letters the first may be the one that is opened. */
async function newConfirmation(ctx: Ctx, personId: string, email: string): Promise<string> {
  const token = newResetToken()
  await ctx.db.commit([insertConfirmation({ hash: confirmationHash(token, email), personId, expiresAt: new Date(ctx.now.getTime() + confirmationHours * 60 * minute).toISOString() })])
  return token
}

async function isCommitted(ctx: Ctx, statement: ReturnType<typeof removeLetter>): Promise<boolean> {
  try {
    await ctx.db.commit([statement])
    return true
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
}
