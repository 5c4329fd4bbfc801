import { generateSync } from 'otplib'
import type { Ctx } from '../context.ts'
import { addTotp } from '../people/change-factors.ts'
import { actorOf } from '../people/person.ts'
import { findPersonByUsername } from '../people/person.store.ts'
import { listFactors } from '../people/second-factor.store.ts'
import { deskOf } from './town-staff.ts'

/** Whose account shows the second step. Its secret stands here: like the town's password, it protects nothing. */
const username = deskOf('emergency-management')
const secret = 'ONELINETHROUGHTOWNONELINETHROUGH'

const codeAt = (at: Date): string => generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })

/** For the page of the second step: what the authenticator shows now. */
export const demoSecond = { username, code: () => codeAt(new Date()) }

/** Gives one of the town's officers an authenticator, unless he has it. */
export async function giveSecondFactor(base: Omit<Ctx, 'actor'>): Promise<void> {
  const person = await findPersonByUsername(base, username)
  if (!person || (await listFactors(base, person.id)).length > 0) return
  // As of a minute ago, so that the code shown first is not one that was used.
  const now = new Date(base.now.getTime() - 60_000)
  await addTotp({ ...base, now, actor: actorOf(person) }, { secret, code: codeAt(now), name: '' })
}
