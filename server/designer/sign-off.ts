import { createHash } from 'node:crypto'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { canonical } from '../ledger/chain.ts'
import { outcomesOf, type Appraisal } from './appraise.ts'

/**
 * Sign-off (会签): nothing is published for a department that it has not agreed to.
 *
 * What a department agrees to is an item with all it needs and its place in each bundle, or, as the
 * lead department, the bundle as such. An agreement holds for exactly what was seen: its hash. When
 * the text is changed afterwards, what is different has to be agreed to again, and nothing else.
 */
export interface Subject {
  kind: 'bundle' | 'item'
  id: string
  department: string
  /** Of the content in every bundle that changes. */
  hash: string
  bundles: string[]
}

export type Stand = 'agreed' | 'objected' | 'outdated' | 'open'

export interface SignOff extends Subject {
  stand: Stand
  /** The act that decided it, if there was one. */
  act: ChainedAct | undefined
}

/** What departments have to agree to before a proposal may be published. */
export function subjectsOf(appraisal: Appraisal): Subject[] {
  const pieces = outcomesOf(appraisal).flatMap(({ definition, current }) => {
    const before = current ? contentsOf(current.definition) : new Map<string, string>()
    return [...contentsOf(definition)].filter(([key, content]) => before.get(key) !== content).map(([key, content]) => ({ key, content, definition }))
  })
  return [...Map.groupBy(pieces, ({ key }) => key)].map(([key, same]) => {
    const [kind, id] = key.split(' ') as [Subject['kind'], string]
    const definition = same[0]?.definition
    const department = (kind === 'bundle' ? definition?.bundle.leadDepartment : definition?.items[id]?.department) ?? ''
    const hash = createHash('sha256').update(canonical(same.map(({ content }) => content).sort())).digest('hex')
    return { kind, id, department, hash, bundles: same.map(({ definition }) => definition.bundle.id) }
  })
}

/** By definition: one in use stays the same object for as long as the process knows it. */
const kept = new WeakMap<BundleDefinition, Map<string, string>>()

function contentsOf(definition: BundleDefinition): Map<string, string> {
  const contents = kept.get(definition) ?? written(definition)
  kept.set(definition, contents)
  return contents
}

/** What each department answers for in a bundle, as one text per subject. */
function written(definition: BundleDefinition): Map<string, string> {
  const { bundle, items, fields, materials, groups } = definition
  const { items: places, ...itself } = bundle
  const contents = new Map([[`bundle ${bundle.id}`, canonical({ ...itself, items: places.map(({ item }) => item), groups })]])
  for (const place of places) {
    const item = items[place.item]
    if (!item) continue
    const fieldIds = [...item.fields.map(({ field }) => field), ...item.result.fields, ...(item.competence.field ? [item.competence.field] : [])]
    const materialIds = [...item.materials.map(({ material }) => material), ...(item.result.material ? [item.result.material] : [])]
    contents.set(`item ${place.item}`, canonical({ place, item, fields: fieldIds.map(id => fields[id]), materials: materialIds.map(id => materials[id]) }))
  }
  return contents
}

/** How each subject stands after what was done. */
export function signOffsOf(subjects: readonly Subject[], acts: readonly ChainedAct[]): SignOff[] {
  const signed = acts.filter(({ type }) => type === 'proposal.agreed' || type === 'proposal.objected')
  return subjects.map(subject => {
    const act = signed.findLast(({ data }) => data.kind === subject.kind && data.thing === subject.id && data.department === subject.department)
    return { ...subject, act, stand: standAfter(act, subject) }
  })
}

function standAfter(act: ChainedAct | undefined, { hash }: Subject): Stand {
  if (!act) return 'open'
  if (act.data.hash !== hash) return 'outdated'
  return act.type === 'proposal.agreed' ? 'agreed' : 'objected'
}
