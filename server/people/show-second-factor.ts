import type { Ctx } from '../context.ts'
import { Conflict, TooMany } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { insertLetter } from './account-letter.store.ts'
import { countOne } from './attempts.ts'
import { isPassword } from './password.ts'
import { credentialOf, readAssertion } from './passkey.ts'
import { personStream } from './person.ts'
import { tidyRecoveryCode } from './recovery-code.ts'
import { isTotp, perSecondFactor, secondFactorKey, type Factor } from './second-factor.ts'
import { countFactor, findFactor, listFactors, listRecoveryCodes, useUpRecoveryCode } from './second-factor.store.ts'
import { forgetAttempts } from './sign-in-attempt.store.ts'
import { totpStep } from './totp.ts'

/** Whether this is a right code of the person's authenticator, or one of his recovery codes. Throws `TooMany`. */
export const showCode = (ctx: Ctx, personId: string, typed: string): Promise<boolean> =>
  told(ctx, { by: 'code', personId }, rightCode(ctx, personId, typed))

/** Every try stands in the log: by what, for whom, and how it ended. */
async function told<T>({ log }: Ctx, who: { by: 'code' | 'passkey'; personId?: string }, tried: Promise<T>): Promise<T> {
  const shown = await tried.catch((error: unknown) => {
    if (error instanceof TooMany) log.info({ ...who, outcome: 'tooMany' }, 'second factor tried')
    throw error
  })
  log.info({ ...who, outcome: shown ? 'right' : 'wrong' }, 'second factor tried')
  return shown
}

async function rightCode(ctx: Ctx, personId: string, typed: string): Promise<boolean> {
  // Counted before it is looked at, like a password.
  await countOne(ctx, secondFactorKey(personId), perSecondFactor)
  const recoveryCode = tidyRecoveryCode(typed)
  if (recoveryCode) return showRecoveryCode(ctx, personId, recoveryCode)
  const factor = (await listFactors(ctx, personId)).find(isTotp)
  const step = factor && totpStep(factor.secret.secret, typed, ctx.now, factor.counter)
  return factor !== undefined && step !== undefined && counted(ctx, factor, step)
}

/** Whose passkey answered the challenge; `personId`: only his own will do. */
export const showPasskey = (ctx: Ctx, shown: { answer: string; challenge: string; personId?: string }): Promise<string | undefined> =>
  told(ctx, { by: 'passkey', personId: shown.personId }, rightPasskey(ctx, shown))

async function rightPasskey(ctx: Ctx, { answer, challenge, personId }: { answer: string; challenge: string; personId?: string }): Promise<string | undefined> {
  if (personId !== undefined) await countOne(ctx, secondFactorKey(personId), perSecondFactor)
  const id = credentialOf(answer)
  const factor = id === undefined ? undefined : await findFactor(ctx, id)
  if (!factor || (personId !== undefined && factor.personId !== personId)) return undefined
  const count = await readAssertion(ctx, answer, challenge, factor)
  return count !== undefined && (await counted(ctx, factor, count)) ? factor.personId : undefined
}

async function counted(ctx: Ctx, factor: Factor, next: number): Promise<boolean> {
  return ctx.db.commit([countFactor(factor, next, ctx.now.toISOString()), forgetAttempts(secondFactorKey(factor.personId))]).then(() => true, unlessOvertaken)
}

/** A recovery code is good once; its owner is told that it was used. */
async function showRecoveryCode(ctx: Ctx, personId: string, typed: string): Promise<boolean> {
  const codes = await listRecoveryCodes(ctx, personId)
  const right = await Promise.all(codes.map(({ hash }) => isPassword(typed, hash)))
  const code = codes[right.indexOf(true)]
  if (!code) return false
  return commitAct(ctx.db, personStream(personId), async () => ({
    act: { at: ctx.now.toISOString(), actorId: personId, actorRole: 'self', type: 'person.recoveryCodeUsed', data: { personId, left: codes.length - 1 } },
    set: [useUpRecoveryCode(code), forgetAttempts(secondFactorKey(personId)), insertLetter(ctx, { kind: 'recoveryCodeUsed', personId })],
  })).then(() => true, unlessOvertaken)
}

function unlessOvertaken(error: unknown): false {
  if (error instanceof Conflict) return false
  throw error
}
