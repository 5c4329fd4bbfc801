import { listPublished } from '../catalogue/bundle.store.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'
import { paths } from '../web/paths.ts'
import { listBreaches } from './breach.store.ts'
import type { Draft } from './draft.ts'

/** Why commitments don't count for this applicant: each broken one with the case it was made in. */
export interface HeldCommitments {
  breaches: { words: string; href: string | undefined }[]
}

/** Undefined while the applicant's commitments count. Only he himself is led on to his other case. */
export async function heldCommitments({ mayCommit, applicantId }: Draft, { ctx, t, text, language }: Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>): Promise<HeldCommitments | undefined> {
  if (mayCommit) return undefined
  const [breaches, versions] = await Promise.all([listBreaches(ctx.db, applicantId), listPublished(ctx.db)])
  const nameOf = (code: string) => versions.map(({ definition }) => definition.items[code]).find(item => item)?.name
  const format = formats(language)
  return {
    breaches: breaches.filter(({ repairedAt }) => repairedAt === null).map(({ caseNumber, itemCode, brokenAt }) => {
      const item = nameOf(itemCode)
      return {
        words: t('drafts:held.breach', { number: caseNumber, item: item ? text(item) : itemCode, time: format.time(brokenAt) }),
        href: ctx.actor.id === applicantId ? paths.case(caseNumber) : undefined,
      }
    }),
  }
}
