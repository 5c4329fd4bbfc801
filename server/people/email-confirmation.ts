import type { Ctx } from '../context.ts'
import { countOne } from './attempts.ts'
import { resetHash } from './reset-token.ts'

/** Letters that one account has sent, and letters to one address, whoever asks: it may be a stranger's. */
const wishes = { times: 5, minutes: 60 }
const lettersTo = { times: 3, minutes: 60 }

/** How long a link to confirm an address works. */
export const confirmationHours = 24

/** Token and address together: a link is worth nothing for an address that was typed later. */
export const confirmationHash = (token: string, email: string): string => resetHash(`${token} ${email}`)

/** Counts a letter to an address that nobody has confirmed. Throws `TooMany`. */
export async function countConfirmationLetter(ctx: Ctx, email: string): Promise<void> {
  await countOne(ctx, `confirm by ${ctx.actor.id}`, wishes)
  await countOne(ctx, `confirm at ${ctx.vault.index(email.toLowerCase())}`, lettersTo)
}
