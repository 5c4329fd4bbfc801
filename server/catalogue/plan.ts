import type { Assurance } from '../people/session.ts'
import { applies, doesApply, isFullyAnswered, questionsToAsk, relevantAnswers, type Answers } from './condition.ts'
import type { BundleDefinition, CoApplicant, Question, ServiceItem } from './definition.ts'
import { plannedFields, type PlannedField } from './plan-fields.ts'
import { plannedMaterials, type PlannedMaterial } from './plan-materials.ts'
import { workingDays, type PlannedItem } from './planned-item.ts'
import { separately, together, type Effort } from './plan-effort.ts'

/**
 * The Plan: everything that follows from a bundle and a situation.
 *
 * Guide, form, checklist, completeness, routing, the clerk's view, the proof and the comparison
 * “before / now” all read this one value; if two places work out the same thing, one of them should
 * be asking the Plan. It is pure: no database, no clock, no HTTP.
 */
export interface Plan {
  /** Questions that arise in this situation, answered or not. */
  questions: Question[]
  answers: Record<string, string>
  /** Whether every question that arises is answered: only then is the Plan final. */
  isFinal: boolean
  /** In an order in which every item stands behind those it waits for. */
  items: PlannedItem[]
  fields: PlannedField[]
  materials: PlannedMaterial[]
  /** Who has to confirm before it is filed. */
  coApplicants: CoApplicant[]
  /** How sure it must be who files: as the item that asks for most. */
  assurance: Assurance
  /** Each item done on its own, as it would be without this portal, and all of them together here. */
  before: Effort
  now: Effort
}

export interface Situation {
  answers: Answers
  /** Optional items the applicant ticked; undefined (as in a guide) shows them all. */
  chosen?: readonly string[] | undefined
}

export function plan(definition: BundleDefinition, { answers: given, chosen }: Situation): Plan {
  const answers = relevantAnswers(definition, given)
  const isFinal = isFullyAnswered(definition, answers)
  const applicable = applicableItems(definition, answers, isFinal, chosen)
  const ordered = inOrder(applicable)
  const items = withDays(ordered)
  const fields = plannedFields(definition, items, answers, isFinal)
  const materials = plannedMaterials(definition, items, answers, isFinal)
  const complete = items.map(item => ({
    ...item,
    fieldIds: fields.filter(({ needs }) => needs.some(need => need.item === item.code)).map(({ field }) => field.id),
    materialIds: materials.filter(({ needs }) => needs.some(need => need.item === item.code)).map(({ material }) => material.id),
  }))
  return {
    questions: questionsToAsk(definition, answers),
    answers,
    isFinal,
    items: complete,
    fields,
    materials,
    coApplicants: definition.bundle.coApplicants.filter(({ when }) => doesApply(when, answers, isFinal)),
    assurance: assuranceOf(definition, complete),
    before: separately(complete),
    now: together(complete, materials),
  }
}

/** Between public bodies an office vouches for whom it has appointed, and he has shown a second factor. */
const assuranceOf = ({ bundle }: BundleDefinition, items: readonly PlannedItem[]): Assurance =>
  bundle.audience === 'official' ? 1 : (Math.max(1, ...items.map(({ item }) => item.assurance ?? 1)) as Assurance)

function applicableItems({ bundle, items }: BundleDefinition, answers: Answers, isFinal: boolean, chosen: readonly string[] | undefined): PlannedItem[] {
  const entries = bundle.items.filter(({ item, when, optional }) => doesApply(when, answers, isFinal) && (!optional || !chosen || chosen.includes(item)))
  const present = new Set(entries.map(({ item }) => item))
  const known = entries.map(entry => ({ entry, item: items[entry.item] as ServiceItem }))
  return known.map(({ entry, item }) => ({
    code: item.code,
    item,
    isCertain: applies(entry.when, answers) === 'yes',
    isOptional: entry.optional,
    // An edge to an item that doesn't apply in this situation falls away.
    after: [...new Set([...entry.after.filter(code => present.has(code)), ...producersOf(item, known.map(({ item }) => item), answers, isFinal)])],
    competence: { departmentId: item.department, level: item.level, regionField: item.competence.by === 'field' ? item.competence.field : undefined },
    statutoryLimit: item.statutoryLimit,
    promisedLimit: item.promisedLimit,
    fieldIds: [],
    materialIds: [],
    presence: item.presence.filter(({ when }) => doesApply(when, answers, isFinal)),
    startsAfterDays: 0,
    decidedAfterDays: 0,
  }))
}

/** Whoever uses a datum that the case itself creates waits for it, whether or not the author said so. */
const producersOf = (consumer: ServiceItem, items: readonly ServiceItem[], answers: Answers, isFinal: boolean): string[] =>
  items
    .filter(({ code, result }) => code !== consumer.code && consumer.fields.some(({ field, when }) => result.fields.includes(field) && doesApply(when, answers, isFinal)))
    .map(({ code }) => code)

/** Predecessors first. Items in a circle keep the author's order at the end: `verify` names them. */
function inOrder(items: readonly PlannedItem[]): PlannedItem[] {
  const ordered: PlannedItem[] = []
  const placed = new Set<string>()
  let rest = [...items]
  while (rest.length > 0) {
    const ready = rest.filter(({ after }) => after.every(code => placed.has(code)))
    if (ready.length === 0) return [...ordered, ...rest]
    ordered.push(...ready)
    ready.forEach(({ code }) => placed.add(code))
    rest = rest.filter(item => !placed.has(item.code))
  }
  return ordered
}

function withDays(ordered: readonly PlannedItem[]): PlannedItem[] {
  const decided = new Map<string, number>()
  return ordered.map(item => {
    const startsAfterDays = Math.max(0, ...item.after.map(code => decided.get(code) ?? 0))
    const decidedAfterDays = startsAfterDays + workingDays(item.promisedLimit)
    decided.set(item.code, decidedAfterDays)
    return { ...item, startsAfterDays, decidedAfterDays }
  })
}
