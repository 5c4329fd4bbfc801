import type { Ctx } from '../context.ts'
import { countOne } from '../people/attempts.ts'
import { compactNumber } from '../people/identity-number.ts'
import { forgetAttempts } from '../people/sign-in-attempt.store.ts'
import type { Case } from '../cases/case.ts'

/** Wrong numbers for one case, typed by one officer; then it is time to wait. */
export const perCase = { times: 5, minutes: 15 }

/**
 * Whether the number on the card at the counter is the applicant's. Throws `TooMany` when it was wrong
 * too often: a counter is no place to guess whose case it is.
 */
export async function isApplicantPresent(ctx: Ctx, { id, applicantIndex }: Pick<Case, 'id' | 'applicantIndex'>, typed: string): Promise<boolean> {
  const key = `counter ${ctx.actor.id} ${id}`
  await countOne(ctx, key, perCase)
  if (applicantIndex === null || ctx.vault.index(compactNumber(typed)) !== applicantIndex) return false
  await ctx.db.commit([forgetAttempts(key)])
  return true
}
