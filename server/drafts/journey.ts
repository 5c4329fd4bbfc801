import type { BundleDefinition, FieldGroup } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import { missing, type Missing } from './completeness.ts'
import type { DraftContent, HandedIn } from './draft.ts'
import { openLookups } from './known-data.ts'
import { isSituationClear, shownFields } from './situation.ts'

/**
 * The way from the first question to the signature.
 *
 * Which stations there are, what is done, what comes next and what may be visited already: derived
 * here from the plan and what was entered, and kept nowhere.
 */
export interface Station {
  id: 'questions' | 'known' | 'section' | 'materials' | 'check'
  /** The section's group of fields. */
  group?: FieldGroup
  isDone: boolean
  mayVisit: boolean
  /** How much is missing here. */
  missing: number
}

export interface Progress {
  definition: BundleDefinition
  plan: Plan
  content: DraftContent
  handedIn: readonly HandedIn[]
}

export function journey({ definition, plan, content, handedIn }: Progress): Station[] {
  const isClear = isSituationClear(definition, content)
  const questions: Station = { id: 'questions', isDone: isClear, mayVisit: true, missing: 0 }
  if (!isClear) return [questions, locked('section'), locked('materials'), locked('check')]
  const lacks = missing(plan, content, handedIn)
  const asksRegisters = shownFields(plan).some(({ source }) => source.kind !== 'asked') || plan.materials.some(({ obtaining }) => obtaining === 'fetched')
  const known: Station[] = asksRegisters ? [{ id: 'known', isDone: openLookups({ definition, plan, content }).length === 0, mayVisit: true, missing: 0 }] : []
  return [questions, ...known, ...sections(plan, content, lacks), ...materials(plan, content, lacks), { id: 'check', isDone: false, mayVisit: true, missing: lacks.length }]
}

const locked = (id: Station['id']): Station => ({ id, isDone: false, mayVisit: false, missing: 0 })

/** A section counts as done when the applicant has been through it: also one in which everything was known is his to confirm. */
function sections(plan: Plan, content: DraftContent, lacks: readonly Missing[]): Station[] {
  const groups = [...new Map(shownFields(plan).map(({ group }) => [group.id, group])).values()]
  return groups.map(group => {
    const count = lacks.filter(one => one.kind === 'field' && one.group === group.id).length
    return { id: 'section', group, isDone: count === 0 && content.visited.includes(group.id), mayVisit: true, missing: count }
  })
}

function materials(plan: Plan, content: DraftContent, lacks: readonly Missing[]): Station[] {
  if (plan.materials.length === 0) return []
  const count = lacks.filter(({ kind }) => kind === 'material').length
  const asksNothing = plan.materials.every(({ obtaining }) => obtaining === 'produced' || obtaining === 'generated')
  return [{ id: 'materials', isDone: count === 0 && (asksNothing || content.visited.includes('materials')), mayVisit: true, missing: count }]
}

/** Where to go on: the first station after `here` that isn't done, else the first of all, else the check. */
export function nextStation(stations: readonly Station[], here?: Pick<Station, 'id' | 'group'>): Station {
  const at = here ? stations.findIndex(({ id, group }) => id === here.id && group?.id === here.group?.id) : -1
  const open = (station: Station) => !station.isDone && station.mayVisit && station.id !== 'check'
  return stations.slice(at + 1).find(open) ?? stations.find(open) ?? (stations.at(-1) as Station)
}
