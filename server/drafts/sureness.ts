import type { Ctx } from '../context.ts'
import { mandateFor } from '../people/active-mandate.ts'
import { assuranceOf } from '../people/assurance.ts'
import type { Assurance } from '../people/session.ts'
import type { Draft } from './draft.ts'

/**
 * How sure it is who files this: whoever is served at a counter stands there with his card, which is the most there is.
 * Where an agent files it is as sure as the less sure of the two, or the check would be got round by entrusting somebody;
 * with a village helper it is as sure as the word of the person he helps, for the helper himself was appointed.
 */
export async function surenessOf({ db, actor }: Pick<Ctx, 'db' | 'actor'>, draft: Pick<Draft, 'channel' | 'authorId' | 'applicantId' | 'mandateId'>): Promise<Assurance> {
  const mandate = mandateFor(actor, draft)
  if (mandate) return mandate.kind === 'assistance' ? mandate.assurance : (Math.min(mandate.assurance, await assuranceOf({ db, actor })) as Assurance)
  return draft.channel === 'counter' && actor.id === draft.authorId && actor.id !== draft.applicantId ? 3 : assuranceOf({ db, actor })
}

/** What is asked for and what is there, for the pages that tell it before it is refused. */
export interface Sureness {
  needed: Assurance
  has: Assurance
}

export const isSureEnough = ({ needed, has }: Sureness): boolean => has >= needed
