import type { RequestLocals } from '../web/locals.ts'
import { paths } from '../web/paths.ts'
import { maskedInWords, wordsFor } from './value-words.ts'
import { formats } from '../web/formats.ts'
import { coStandings, type CoStanding } from './co-standing.ts'
import type { Work } from './work.ts'

type Locals = Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>

/** Name of the control with which the officer answers for one. */
export const witnessName = (coApplicant: string): string => `witness.${coApplicant}`

/** Everybody who has to confirm, as whoever fills in the form sees them: never whether somebody has an account. */
export async function coApplicantsView(work: Work, { ctx, t, text, language }: Locals) {
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), [])
  const isAtCounter = work.draft.channel === 'counter' && work.draft.authorId === ctx.actor.id
  const shown = (one: CoStanding) => {
    const { coApplicant: { id, name, basis, identity }, confirmation, standing, changes } = one
    const field = work.definition.fields[identity]
    return {
      id, role: text(name), basis, standing, name: one.name,
      number: one.number && field ? maskedInWords(field, one.number, words, true) : '',
      changed: standing === 'outdated' && changes ? [...changes.fields.flatMap(changed => work.definition.fields[changed]?.name ?? []).map(text), ...(changes.isMatterChanged ? [t('confirmations:check.theMatter')] : [])] : [],
      reason: confirmation?.content.reason ?? undefined,
      at: standing === 'asked' ? confirmation?.askedAt : confirmation?.answeredAt,
      isWitnessed: confirmation?.witnessId !== null && confirmation !== undefined,
      link: confirmation && ['asked', 'outdated'].includes(standing) ? ctx.publicUrl + paths.confirmation(confirmation.id) : undefined,
      mayAsk: ['notAsked', 'asked', 'outdated', 'declined'].includes(standing),
      witness: isAtCounter && standing !== 'confirmed' && standing !== 'unnamed' ? witnessName(id) : undefined,
    }
  }
  return (await coStandings(ctx, work)).map(shown)
}
