import type { BundleDefinition } from '../catalogue/definition.ts'
import { keptPlan } from '../catalogue/kept-plan.ts'
import type { Plan } from '../catalogue/plan.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import type { DraftContent } from './draft.ts'

/** The plan of a draft: an optional item that wasn't ticked is not part of it. */
export const situationOf = (definition: BundleDefinition, { answers, chosen }: Pick<DraftContent, 'answers' | 'chosen'>): Plan =>
  keptPlan(definition, { answers, chosen: chosen ?? [] })

/** What may be ticked in this situation, ticked or not. */
export const optionalItems = (definition: BundleDefinition, { answers }: Pick<DraftContent, 'answers'>): PlannedItem[] =>
  keptPlan(definition, { answers }).items.filter(({ isOptional, isCertain }) => isOptional && isCertain)

/** Whether the form is known: every question is answered, what may be ticked was offered, and there is something to do. */
export function isSituationClear(definition: BundleDefinition, content: DraftContent): boolean {
  const { isFinal, items } = situationOf(definition, content)
  return isFinal && items.length > 0 && (content.chosen !== undefined || optionalItems(definition, content).length === 0)
}

/** All that there is to do in this situation is what may be ticked: then something has to be. */
export const isAllOptional = (definition: BundleDefinition, { answers }: Pick<DraftContent, 'answers'>): boolean =>
  situationOf(definition, { answers, chosen: [] }).items.length === 0

/** The fields that a person sees: what the case itself creates is nobody's to fill in. */
export const shownFields = ({ fields }: Plan, group?: string): PlannedField[] =>
  fields.filter(field => field.source.kind !== 'produced' && (group === undefined || field.group.id === group))
