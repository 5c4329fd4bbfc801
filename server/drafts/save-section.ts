import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import type { Problem } from '../web/form.ts'
import { changeDraft } from './change-draft.ts'
import { coProblems } from './co-standing.ts'
import { fetchKnown } from './fetch-known.ts'
import { merged, sectionProblems, type SentSection } from './section.ts'
import { isSituationClear, shownFields, situationOf } from './situation.ts'
import { typedValues, worldFor } from './world.ts'

/**
 * Saves what was sent of a section, complete or not, right or wrong: nothing typed is ever lost.
 * `isLeft` when the applicant goes on; the section then counts as done unless the problems returned
 * say otherwise.
 */
export async function saveSection(ctx: Ctx, draftId: string, group: string, sent: SentSection, { isLeft }: { isLeft: boolean }): Promise<Problem[]> {
  let problems: Problem[] = []
  await changeDraft(ctx, draftId, async before => {
    const { definition } = await getVersion(ctx.db, before.bundleVersionId)
    const fields = shownFields(situationOf(definition, before.content), group)
    if (fields.length === 0 || !isSituationClear(definition, before.content)) throw new NotFound('page')
    const world = await worldFor(ctx, [...Object.values(sent.typed), ...typedValues(before.content)])
    const content = merged(before.content, fields, sent, world)
    const wrong = await coProblems(ctx, { draft: { ...before, content }, plan: situationOf(definition, content) })
    const found = sectionProblems(content, fields, world)
    problems = [...found, ...wrong.filter(({ field }) => fields.some(one => one.field.id === field) && !found.some(one => one.field === field))]
    const visited = isLeft && problems.length === 0 ? [...new Set([...content.visited, group])] : content.visited
    return { draft: { ...before, content: { ...content, visited } } }
  })
  await fetchKnown(ctx, draftId)
  return problems
}
