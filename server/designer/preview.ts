import type { BundleDefinition } from '../catalogue/definition.ts'
import { plan, type Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import { isAllOptional, optionalItems, shownFields } from '../drafts/situation.ts'
import { questionName, readAnswers } from '../guide/situation.ts'
import { list, text } from '../web/form.ts'

/**
 * Walking through what a proposal would be: everything is in the address, so that a view can be
 * sent to somebody, and nothing is kept.
 */
export const previewSides = ['applicant', 'departments', 'comparison'] as const
/** The applicant's whole way, as he goes it. */
export const previewStops = ['guide', 'questions', 'known', 'section', 'materials', 'check', 'after'] as const
export type PreviewStop = (typeof previewStops)[number]

export interface Preview {
  /** The bundle that is looked at; '' for the proposal's own. */
  bundle: string
  side: (typeof previewSides)[number]
  stop: PreviewStop
  /** The section of the form. */
  group: string
  department: string
  /** Code of the department's item. */
  task: string
  answers: Record<string, string>
  /** Optional items that are ticked; undefined until it was chosen: then all of them count. */
  chosen: string[] | undefined
}

const askedName = 'asked'
/** The control of what may be ticked; no question's id has a dot. */
export const itemsName = 'optional.items'

/** Whatever stands in the address: what is no side, stop, or answer is the first, or none. */
export function readPreview(query: Record<string, unknown>): Preview {
  return {
    bundle: text(query.bundle),
    side: previewSides.find(one => one === text(query.as)) ?? 'applicant',
    stop: previewStops.find(one => one === text(query.stop)) ?? 'guide',
    group: text(query.group),
    department: text(query.department),
    task: text(query.task),
    answers: readAnswers(query),
    chosen: query[askedName] === undefined ? undefined : list(query[itemsName]),
  }
}

/** A proposal's bundle in the situation of a preview. */
export interface WalkThrough extends Preview {
  definition: BundleDefinition
  plan: Plan
  /** What may be ticked, ticked or not. */
  offered: PlannedItem[]
  isAllOptional: boolean
  stops: PreviewStop[]
}

export function walkThrough(definition: BundleDefinition, preview: Preview): WalkThrough {
  const situation = plan(definition, preview)
  const stops = previewStops.filter(stop => isOnTheWay(stop, situation))
  const groups = [...new Set(shownFields(situation).map(({ group }) => group.id))]
  return {
    ...preview,
    answers: situation.answers,
    definition,
    plan: situation,
    // As in the form: what may be ticked is offered when every question is answered.
    offered: situation.isFinal ? optionalItems(definition, preview) : [],
    isAllOptional: situation.isFinal && isAllOptional(definition, preview),
    stops,
    stop: stops.find(one => one === preview.stop) ?? 'guide',
    group: groups.find(id => id === preview.group) ?? groups[0] ?? '',
  }
}

/** The form has no station where there would be nothing to see (`drafts/journey.ts`). */
function isOnTheWay(stop: PreviewStop, plan: Plan): boolean {
  if (stop === 'known') return shownFields(plan).some(({ source }) => source.kind !== 'asked') || plan.materials.some(({ obtaining }) => obtaining === 'fetched')
  if (stop === 'section') return shownFields(plan).length > 0
  return stop !== 'materials' || plan.materials.length > 0
}

type Entry = [name: string, value: string]

/** What an address keeps of a situation. */
export const situationEntries = ({ answers, chosen, offered }: Pick<WalkThrough, 'answers' | 'chosen' | 'offered'>): Entry[] => [
  ...Object.entries(answers).map(([question, answer]): Entry => [questionName(question), answer]),
  ...(chosen && offered.length > 0 ? [[askedName, 'yes'] as Entry, ...offered.filter(({ code }) => chosen.includes(code)).map(({ code }): Entry => [itemsName, code])] : []),
]

/** What an address keeps of where one is. */
export const placeEntries = ({ bundle, side, stop, group, department, task }: Partial<Preview>): Entry[] =>
  Object.entries({ bundle, as: side, stop: side === 'applicant' ? stop : '', group: side === 'applicant' && stop === 'section' ? group : '', department: side === 'departments' ? department : '', task: side === 'departments' ? task : '' })
    .flatMap(([name, value]): Entry[] => (value ? [[name, value]] : []))

/** The address of another place in the same situation. */
export const queryTo = (walk: WalkThrough, place: Partial<Preview>): string => queryOf([...placeEntries({ bundle: walk.bundle, ...place }), ...situationEntries(walk)])

export const queryOf = (entries: readonly (readonly [string, string])[]): string => (entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value])).toString()}`)

/** Every question that arises, answered with its first option: a first look for whoever doesn't want to choose. */
export function firstAnswers(definition: BundleDefinition): Record<string, string> {
  let answers: Record<string, string> = {}
  for (const _ of definition.bundle.questions) {
    const { questions } = plan(definition, { answers })
    answers = Object.fromEntries(questions.flatMap(({ id, options }) => (options[0] ? [[id, answers[id] ?? options[0].value]] : [])))
  }
  return answers
}

/** Says that what may be ticked was asked: then nothing ticked is an answer. */
export const askedEntry: Entry = [askedName, 'yes']
