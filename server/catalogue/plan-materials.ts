import { doesApply, type Answers } from './condition.ts'
import type { BundleDefinition, Handling, Material } from './definition.ts'
import { ancestors, type Need, type PlannedItem } from './planned-item.ts'

/**
 * How the applicant's side of a material looks, from nothing to do to something to bring:
 * `produced` by an earlier item of this case, `fetched` from a register or the wallet, `generated`
 * from the form, a signed `commitment` in its place, `optional`, `deferrable` (容缺), or `handIn`.
 */
export type Obtaining = 'produced' | 'fetched' | 'generated' | 'commitment' | 'optional' | 'deferrable' | 'handIn'

export interface PlannedMaterial {
  material: Material
  obtaining: Obtaining
  /** The item that issues it, when `produced`. */
  producedBy: string | undefined
  needs: (Need & { handling: Handling })[]
}

const toBring: Partial<Record<Handling, Obtaining>> = { handIn: 'handIn', deferrable: 'deferrable', commitment: 'commitment', optional: 'optional' }
const strictestFirst: Handling[] = ['handIn', 'deferrable', 'commitment', 'optional']

/** Merges the materials of all items by identity: each once, in the way that costs the applicant least and satisfies everyone. */
export function plannedMaterials(definition: BundleDefinition, items: readonly PlannedItem[], answers: Answers, isFinal: boolean): PlannedMaterial[] {
  const needs = items.flatMap(({ item }) =>
    item.materials
      .filter(({ when }) => doesApply(when, answers, isFinal))
      .map(({ material, handling, basis }) => ({ material, item: item.code, itemName: item.name, basis, handling })))
  return [...Map.groupBy(needs, ({ material }) => material)].flatMap(([id, group]) => merged(definition.materials[id] as Material, group, items))
}

type MaterialNeed = PlannedMaterial['needs'][number] & { material: string }

/** One entry, or two when some items wait for a copy that the case issues and others start before it. */
function merged(material: Material, needs: readonly MaterialNeed[], items: readonly PlannedItem[]): PlannedMaterial[] {
  const producers = items.filter(({ item }) => item.result.material === material.id).map(({ code }) => code)
  const producerFor = ({ item }: MaterialNeed) => producers.find(code => ancestors(items, item).has(code))
  const [served, rest] = [needs.filter(producerFor), needs.filter(need => !producerFor(need))]
  const entries: PlannedMaterial[] = []
  if (rest.length > 0) entries.push({ material, obtaining: obtainingOf(rest), producedBy: undefined, needs: rest.map(withoutMaterial) })
  if (served.length > 0) entries.push({ material, obtaining: 'produced', producedBy: producerFor(served[0] as MaterialNeed), needs: served.map(withoutMaterial) })
  return entries
}

const withoutMaterial = ({ item, itemName, basis, handling }: MaterialNeed) => ({ item, itemName, basis, handling })

function obtainingOf(needs: readonly MaterialNeed[]): Obtaining {
  // What one item may fetch, every item of the case may use: the government already has it.
  if (needs.some(({ handling }) => handling === 'sharedData' || handling === 'certificate')) return 'fetched'
  const strictest = strictestFirst.find(handling => needs.some(need => need.handling === handling))
  return (strictest && toBring[strictest]) ?? 'generated'
}
