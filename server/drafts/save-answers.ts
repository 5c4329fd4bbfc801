import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { changeDraft } from './change-draft.ts'
import type { Draft } from './draft.ts'
import { fetchKnown } from './fetch-known.ts'
import { reread } from './section.ts'
import { shownFields, situationOf } from './situation.ts'
import { typedValues, worldFor } from './world.ts'

export interface GivenAnswers {
  answers: Record<string, string>
  /** Optional items that were ticked; undefined when none were offered. */
  chosen: string[] | undefined
}

/**
 * Saves answers to the situation questions. Everything typed stays, also for a field that the new
 * situation doesn't ask: whoever changes his mind twice finds it again.
 */
export async function saveAnswers(ctx: Ctx, draftId: string, { answers, chosen }: GivenAnswers): Promise<Draft> {
  const saved = await changeDraft(ctx, draftId, async before => {
    const { definition } = await getVersion(ctx.db, before.bundleVersionId)
    const content = { ...before.content, answers: { ...before.content.answers, ...answers }, chosen: chosen ?? before.content.chosen }
    const world = await worldFor(ctx, typedValues(content))
    return { draft: { ...before, content: reread(content, shownFields(situationOf(definition, content)), world) } }
  })
  await fetchKnown(ctx, draftId)
  return saved
}
