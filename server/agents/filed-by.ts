import type { Ctx } from '../context.ts'
import type { Sides } from '../people/active-mandate.ts'
import { namesOf } from '../people/person.store.ts'
import { confirmedInWords, type Words } from './mandate-words.ts'
import { findMandate } from './mandate.store.ts'

/** Who filed a matter for its applicant. */
export interface FiledBy {
  agent: string
  mandate: string
  /** “A, for B, under mandate no. …”, and how that was confirmed. */
  words: string
}

/** Told to everybody who works on the case, and written on its letters; undefined: the applicant filed it himself, or at the counter. */
export async function filedBy(ctx: Pick<Ctx, 'db' | 'vault'>, { authorId, mandateId, applicantName }: Pick<Sides, 'authorId' | 'mandateId'> & { applicantName: string }, words: Words): Promise<FiledBy | undefined> {
  const mandate = mandateId === null ? undefined : await findMandate(ctx, mandateId)
  if (!mandate) return undefined
  const { confirmation } = mandate.details
  const names = await namesOf(ctx, [authorId, ...(confirmation && 'recordedBy' in confirmation ? [confirmation.recordedBy] : [])])
  const agent = names.get(authorId) ?? ''
  const told = { agent, principal: applicantName, mandate: mandate.id }
  return { agent, mandate: mandate.id, words: words.t(`agents:filedBy.${mandate.kind}`, { ...told, confirmed: confirmedInWords(mandate, names, words) }) }
}
