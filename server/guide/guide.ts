import { applies } from '../catalogue/condition.ts'
import type { BundleDefinition, FieldGroup, Limit, Material } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import { trips } from '../catalogue/plan-effort.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import type { Translate } from '../web/texts.ts'
import { limitText } from './limit-text.ts'

/** How the applicant comes by a paper, in the order of what it costs him. */
export const ways = ['bring', 'later', 'promise', 'optional', 'have', 'fetch', 'made'] as const
export type Way = (typeof ways)[number]

export interface GuideMaterial {
  material: Material
  /** False while an unanswered question decides whether it is needed. */
  isCertain: boolean
  needs: PlannedMaterial['needs']
  producedBy: string | undefined
}

/** The papers of a Plan, grouped by what the applicant has to do for them. */
function materialsByWay(plan: Plan): { way: Way; materials: GuideMaterial[] }[] {
  const shown = plan.materials.map(planned => ({ way: wayOf(planned), material: planned.material, isCertain: isCertain(plan, planned), needs: planned.needs, producedBy: planned.producedBy }))
  return ways.map(way => ({ way, materials: shown.filter(one => one.way === way) })).filter(({ materials }) => materials.length > 0)
}

/** What only comes from the wallet is the applicant's own already; what a register also holds, we fetch. */
function wayOf({ obtaining, needs }: PlannedMaterial): Way {
  if (obtaining === 'handIn') return 'bring'
  if (obtaining === 'deferrable') return 'later'
  if (obtaining === 'commitment') return 'promise'
  if (obtaining === 'optional') return 'optional'
  if (obtaining === 'fetched') return needs.every(({ handling }) => handling !== 'sharedData') ? 'have' : 'fetch'
  return 'made'
}

const isCertain = ({ items, answers }: Plan, { material, needs }: PlannedMaterial): boolean =>
  needs.some(need => items.some(({ code, item, isCertain }) =>
    code === need.item && isCertain && item.materials.some(one => one.material === material.id && applies(one.when, answers) === 'yes')))

export interface FormSection {
  group: FieldGroup
  /** What the applicant types himself … */
  asked: PlannedField[]
  /** … and what is there already: from the account, a register, or an earlier item of the case. */
  known: PlannedField[]
}

/** The one form by sections, as the draft will show it. */
export function formSections({ fields }: Plan): FormSection[] {
  const groups = [...new Set(fields.map(({ group }) => group))]
  return groups.map(group => {
    const own = fields.filter(field => field.group === group)
    return { group, asked: own.filter(({ source }) => source.kind === 'asked'), known: own.filter(({ source }) => source.kind !== 'asked') }
  })
}

export interface Visit {
  /** `counter`, or the department one has to go to. */
  place: string
  reasons: { item: string; why: string; who: { zh: string; en: string }; basis: string }[]
}

/** The journeys that can't be spared, with who has to come, why, and by which law. */
export const visitsOf = ({ items }: Plan): Visit[] =>
  trips(items).map(({ place, reasons }) => ({
    place,
    reasons: reasons.flatMap(({ item: code, why }) => {
      const presence = items.find(item => item.code === code)?.presence.find(one => one.why === why)
      return presence ? [{ item: code, why, who: presence.who, basis: presence.basis }] : []
    }),
  }))

/** Lists of the State Council and the province whose names the portal can tell; another is shown by its code. */
export const knownLists: readonly string[] = ['ZJ41', 'SC2022', 'SC2022T', 'SC2024A', 'SC2024B', 'SC2025A', 'SC2025B', 'DEC', 'ZJ-INT']

/** What a guide tells of a bundle in a situation: what the parts in `views/guide/parts` read. */
export function guideOf(definition: BundleDefinition, plan: Plan, t: Translate) {
  const sections = formSections(plan)
  return {
    definition,
    bundle: definition.bundle,
    plan,
    materials: materialsByWay(plan),
    sections,
    asked: sections.reduce((sum, { asked }) => sum + asked.length, 0),
    visits: visitsOf(plan),
    limit: (limit: Pick<Limit, 'value' | 'unit'>) => limitText(t, limit),
  }
}
