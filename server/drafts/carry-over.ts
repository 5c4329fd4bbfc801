import { findPublished, getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { changeDraft } from './change-draft.ts'
import type { DraftContent } from './draft.ts'
import { fetchKnown } from './fetch-known.ts'
import { reread } from './section.ts'
import { optionalItems, shownFields, situationOf } from './situation.ts'
import { typedValues, worldFor } from './world.ts'

/** What a new version of a bundle means for somebody in the middle of its form. */
export interface VersionChanges {
  questions: Text[]
  items: { added: Text[]; gone: Text[] }
  fields: { added: Text[]; gone: Text[] }
  materials: { added: Text[]; gone: Text[] }
}

export function versionChanges(before: BundleDefinition, after: BundleDefinition, content: DraftContent): VersionChanges {
  const [old, now] = [situationOf(before, content), situationOf(after, content)]
  const named = <T>(list: readonly T[], id: (one: T) => string, name: (one: T) => Text) => new Map(list.map(one => [id(one), name(one)]))
  const items = difference(named(old.items, one => one.code, one => one.item.name), named(now.items, one => one.code, one => one.item.name))
  const fields = difference(named(shownFields(old), one => one.field.id, one => one.field.name), named(shownFields(now), one => one.field.id, one => one.field.name))
  const materials = difference(named(old.materials, one => one.material.id, one => one.material.name), named(now.materials, one => one.material.id, one => one.material.name))
  return { questions: now.questions.filter(({ id }) => now.answers[id] === undefined).map(({ name }) => name), items, fields, materials }
}

const difference = (before: ReadonlyMap<string, Text>, after: ReadonlyMap<string, Text>): { added: Text[]; gone: Text[] } => ({
  added: [...after].filter(([id]) => !before.has(id)).map(([, name]) => name),
  gone: [...before].filter(([id]) => !after.has(id)).map(([, name]) => name),
})

/**
 * Goes on with a draft under the version that is published now: answers and everything typed stay,
 * by their ids. Throws `Conflict('draft.retired')` when the bundle is offered no longer.
 */
export async function carryOver(ctx: Ctx, draftId: string): Promise<void> {
  await changeDraft(ctx, draftId, async before => {
    const version = await findPublished(ctx.db, before.bundleId)
    if (!version) throw new Conflict('draft.retired')
    if (version.id === before.bundleVersionId) return { draft: before }
    const old = await getVersion(ctx.db, before.bundleVersionId)
    const offered = new Set(optionalItems(old.definition, before.content).map(({ code }) => code))
    const offersMore = optionalItems(version.definition, before.content).some(({ code }) => !offered.has(code))
    const content = { ...before.content, chosen: offersMore ? undefined : before.content.chosen }
    const world = await worldFor(ctx, typedValues(content))
    return { draft: { ...before, bundleVersionId: version.id, content: reread(content, shownFields(situationOf(version.definition, content)), world) } }
  })
  await fetchKnown(ctx, draftId)
}
