import { constraintNames } from './compile-things.ts'
import type { BundleDefinition, Condition } from './definition.ts'
import { asIs, askedIn, boundTerm, heldByTerm, lookUpTerm, said, textTerm, yesNo, type Fact, type Term } from './fact.ts'
import { groupOf, type PlannedField } from './plan-fields.ts'
import type { PlannedMaterial } from './plan-materials.ts'

/** What is noticed of the one form and the checklist, over all items that may apply. */
export function noticedInForm(definition: BundleDefinition, fields: readonly PlannedField[], materials: readonly PlannedMaterial[]): Fact[] {
  const used = new Set(fields.map(({ field }) => groupOf(field.id)))
  const sections = [...new Map(fields.map(({ group }) => [group.id, group])).values()]
  return [
    { reader: 'applicant', aspect: 'sectionOrder', key: '', name: definition.bundle.title, order: sections.map(({ id }) => id), term: { texts: sections.map(({ name }) => name) } },
    ...definition.groups.filter(({ id }) => used.has(id)).flatMap(({ id, name, hint }) => {
      const about = { reader: 'applicant', key: id, name, of: [`sectionName:${id}`] } as const
      return [...said({ ...about, aspect: 'sectionName' }, textTerm(name)), ...said({ ...about, aspect: 'sectionHint' }, textTerm(hint))]
    }),
    ...fields.flatMap(one => fieldFacts(one, definition)),
    ...[...Map.groupBy(materials, ({ material }) => material.id).values()].flatMap(entries => materialFacts(entries, definition)),
  ]
}

// ── fields ──────────────────────────────────────────────────────────────────────────────────────

function fieldFacts(planned: PlannedField, definition: BundleDefinition): Fact[] {
  const { field, constraints, isRequired } = planned
  const about = { reader: 'applicant', key: field.id, name: field.name, of: [`field:${field.id}`] } as const
  const whens = Object.values(definition.items).flatMap(({ fields }) => fields.filter(one => one.field === field.id).map(({ when }) => when))
  return [
    ...said({ ...about, aspect: 'field', of: [], identity: planned.source }, sourceTerm(planned, definition)),
    ...said({ ...about, aspect: 'fieldName' }, textTerm(field.name)),
    ...said({ ...about, aspect: 'fieldHint' }, textTerm(field.hint)),
    ...said({ ...about, aspect: 'type' }, { word: `catalogue:type.${field.type}` }),
    ...said({ ...about, aspect: 'required' }, yesNo(isRequired)),
    ...said({ ...about, aspect: 'personal' }, { word: `catalogue:difference.personal.${field.personal}` }),
    ...said({ ...about, aspect: 'fieldWhen', identity: whens }, whens.length > 0 ? whenTerm(definition, whens) : undefined),
    ...constraintNames.flatMap(bound => said({ ...about, aspect: 'bound', key: `${field.id}/${bound}`, words: { bound: { word: `catalogue:difference.bound.${bound}` } } }, boundTerm(constraints[bound]))),
    ...(field.options ?? []).flatMap(option => {
      const key = `${field.id}/${option.value}`
      return [
        ...said({ ...about, aspect: 'fieldOption', key, name: option, words: { field: { text: field.name } } }, textTerm(option)),
        ...said({ ...about, aspect: 'optionHint', key, name: option, of: [...about.of, `fieldOption:${key}`] }, textTerm(option.hint)),
      ]
    }),
    ...(field.options ? [{ ...about, aspect: 'optionOrder', order: field.options.map(({ value }) => value), term: { texts: field.options.map(({ zh, en }) => ({ zh, en })) } } as const] : []),
  ]
}

function sourceTerm({ field, source }: PlannedField, { items, registers }: BundleDefinition): Term {
  if (source.kind === 'produced') return { word: 'catalogue:source.created', names: { item: items[source.by]?.name ?? asIs(source.by) } }
  if (source.kind === 'register') return { word: 'catalogue:source.register', names: { register: registers[source.register]?.name ?? field.name } }
  return { word: `catalogue:source.${source.kind}` }
}

// ── materials ───────────────────────────────────────────────────────────────────────────────────

/** A paper may stand there twice: issued by the case for some items, needed before it by others. */
function materialFacts(entries: readonly PlannedMaterial[], definition: BundleDefinition): Fact[] {
  const { material } = entries[0] as PlannedMaterial
  const about = { reader: 'applicant', key: material.id, name: material.name, of: [`material:${material.id}`] } as const
  const whens = Object.values(definition.items).flatMap(({ materials }) => materials.filter(one => one.material === material.id).map(({ when }) => when))
  return [
    { ...about, aspect: 'material', of: [], term: { cases: entries.map(({ obtaining }) => ({ word: `catalogue:difference.obtaining.${obtaining}`, when: [] })) } },
    ...said({ ...about, aspect: 'materialName' }, textTerm(material.name)),
    ...said({ ...about, aspect: 'materialHint' }, textTerm(material.hint)),
    ...said({ ...about, aspect: 'consent' }, yesNo(material.consent)),
    ...said({ ...about, reader: 'clerk', aspect: 'identityDocument' }, yesNo(material.identity)),
    ...said({ ...about, reader: 'clerk', aspect: 'heldBy', identity: material.heldBy }, heldByTerm(material, definition)),
    ...said({ ...about, reader: 'clerk', aspect: 'materialLookUp', identity: material.register }, lookUpTerm(material.register, definition)),
    ...said({ ...about, aspect: 'materialWhen', identity: whens }, whenTerm(definition, whens)),
  ]
}

/** Under any of these, each once; whatever is needed always needs no other condition. */
function whenTerm(definition: BundleDefinition, whens: readonly (readonly Condition[])[]): Term {
  const distinct = [...new Map(whens.map(when => [JSON.stringify(when), when])).values()]
  const needed = distinct.some(when => when.length === 0) ? [[]] : distinct
  return { cases: needed.map(when => ({ when: askedIn(definition, when) })) }
}
