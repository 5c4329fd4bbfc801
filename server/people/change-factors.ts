import type { Statement, WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import type { ActType } from '../ledger/act.ts'
import { insertLetter } from './account-letter.store.ts'
import type { LetterKind } from './account-letter.ts'
import { hashPassword } from './password.ts'
import { readRegistration } from './passkey.ts'
import { personStream, type Person } from './person.ts'
import { getPerson, removeSessions, updatePerson } from './person.store.ts'
import { newRecoveryCodes } from './recovery-code.ts'
import { mustHaveSecond, totpId, type Factor } from './second-factor.ts'
import { insertFactor, insertRecoveryCode, listFactors, removeFactor, removeRecoveryCodes } from './second-factor.store.ts'
import { totpStep } from './totp.ts'

/** A factor that was added; with the first one come recovery codes, shown this once. */
export interface Added {
  person: Person
  codes: string[] | undefined
}

/** Adds an authenticator once it has shown a right code for the secret; undefined when the code is wrong. */
export async function addTotp(ctx: Ctx, { secret, code, name }: { secret: string; code: string; name: string }): Promise<Added | undefined> {
  const step = totpStep(secret, code, ctx.now, 0)
  if (step === undefined) return undefined
  return addFactor(ctx, { id: totpId(ctx.actor.id), kind: 'totp', name, secret: { secret }, counter: step })
}

/** Adds the passkey that a browser made; undefined when its answer isn't right. */
export async function addPasskey(ctx: Ctx, { answer, challenge, name }: { answer: string; challenge: string; name: string }): Promise<Added | undefined> {
  const made = await readRegistration(ctx, answer, challenge)
  return made && addFactor(ctx, { ...made, kind: 'passkey', name })
}

async function addFactor(ctx: Ctx, made: Pick<Factor, 'id' | 'kind' | 'name' | 'secret' | 'counter'>): Promise<Added> {
  const at = ctx.now.toISOString()
  const codes = newRecoveryCodes()
  const hashed = await hashedCodes(ctx.actor.id, codes)
  let isFirst = false
  await changeFactors(ctx, 'person.factorAdded', 'factorAdded', { kind: made.kind }, async (person, factors) => {
    isFirst = factors.length === 0
    return [
      insertFactor(ctx.vault, { ...made, personId: person.id, createdAt: at, usedAt: null }),
      // From now on a session without a second factor is not one of his: all end, and the present one begins anew.
      ...(isFirst ? [updatePerson(ctx.vault, { ...person, sessionEpoch: person.sessionEpoch + 1 }), removeSessions(person.id), removeRecoveryCodes(person.id), ...hashed] : []),
    ]
  })
  return { person: await getPerson(ctx, ctx.actor.id), codes: isFirst ? codes : undefined }
}

/** Takes a factor away. Throws `Conflict` for the last one of somebody who must have one. */
export async function takeFactorAway(ctx: Ctx, id: string, demanded: 'staff' | 'none'): Promise<void> {
  await changeFactors(ctx, 'person.factorRemoved', 'factorRemoved', {}, async (person, factors) => {
    const factor = factors.find(one => one.id === id)
    if (!factor) throw new NotFound('page')
    const isLast = factors.length === 1
    if (isLast && mustHaveSecond(ctx.actor, demanded)) throw new Conflict('people.lastFactor')
    return [removeFactor(factor), ...(isLast ? [removeRecoveryCodes(person.id)] : [])]
  })
}

/** A new set of recovery codes; the old ones are worth nothing from now on. */
export async function renewRecoveryCodes(ctx: Ctx): Promise<string[]> {
  const codes = newRecoveryCodes()
  const hashed = await hashedCodes(ctx.actor.id, codes)
  await changeFactors(ctx, 'person.recoveryCodesMade', 'recoveryCodesMade', {}, async ({ id }, factors) => {
    if (factors.length === 0) throw new Conflict('changedMeanwhile')
    return [removeRecoveryCodes(id), ...hashed]
  })
  return codes
}

const hashedCodes = (personId: string, codes: readonly string[]): Promise<Statement[]> =>
  Promise.all(codes.map(async (code, place) => insertRecoveryCode({ personId, place, hash: await hashPassword(code) })))

async function changeFactors(ctx: Ctx, type: ActType, letter: LetterKind, data: Record<string, string>, change: (person: Person, factors: Factor[]) => Promise<WriteSet>): Promise<void> {
  const { id } = ctx.actor
  await commitAct(ctx.db, personStream(id), async () => ({
    act: { at: ctx.now.toISOString(), actorId: id, actorRole: 'self', type, data: { personId: id, ...data } },
    set: [...(await change(await getPerson(ctx, id), await listFactors(ctx, id))), insertLetter(ctx, { kind: letter, personId: id })],
  }))
}
