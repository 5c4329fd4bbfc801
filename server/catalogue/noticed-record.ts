import { constraintNames } from './compile-things.ts'
import type { BundleDefinition, Limit, Text } from './definition.ts'
import { asIs, boundTerm, heldByTerm, lookUpTerm, said, textTerm, yesNo, type Fact, type Trait } from './fact.ts'
import type { PlannedField } from './plan-fields.ts'
import type { PlannedMaterial } from './plan-materials.ts'

/** What neither applicant nor clerk meets in a case, but whoever keeps the catalogue does: sources, standing, and who holds what. */
export const noticedInRecord = (definition: BundleDefinition, fields: readonly PlannedField[], materials: readonly PlannedMaterial[]): Fact[] =>
  [...origins(definition), ...limitRecords(definition), ...holders(definition), ...fieldRecords(definition, fields), ...groupRecords(definition, fields), ...materialRecords(definition, materials)]

const about = (aspect: Trait, key: string, name: Text, of: readonly string[] = []): Omit<Fact, 'term'> => ({ reader: 'others', aspect, key, name, of })

function origins({ bundle, items }: BundleDefinition): Fact[] {
  return [
    ...said(about('decisionSections', '', bundle.title), { texts: bundle.decisionSections.map(asIs) }),
    ...bundle.lists.map(({ list, membership }): Fact => ({ reader: 'others', aspect: 'list', key: list, name: asIs(list), term: { word: `catalogue:difference.membership.${membership}` } })),
    { ...about('phaseOrder', '', bundle.title), order: bundle.phases.map(({ id }) => id), term: { texts: bundle.phases.map(({ name }) => name) } },
    { ...about('itemOrder', '', bundle.title), order: bundle.items.map(({ item }) => item), term: { texts: bundle.items.map(({ item }) => items[item]?.name ?? asIs(item)) } },
  ]
}

type LimitName = 'promisedTotal' | 'answerLimit' | 'promisedLimit' | 'statutoryLimit' | 'extension'

/** The basis and standing of each limit; the length is told where limits are. */
function limitRecords({ bundle, items }: BundleDefinition): Fact[] {
  const record = (aspect: LimitName, limit: Limit | undefined, key: string, name: Text, of: string[] = []): Fact[] => {
    if (!limit) return []
    const words = { limit: { word: `catalogue:difference.trait.${aspect}` } }
    const spokenOf = [...of, ...(aspect === 'promisedTotal' || aspect === 'promisedLimit' ? [] : [`${aspect}:${key}`])]
    return [
      ...said({ ...about('limitBasis', `${key}/${aspect}`, name, spokenOf), words }, limit.basis === undefined || isToldElsewhere.has(aspect) ? undefined : { value: limit.basis }),
      ...said({ ...about('limitProvenance', `${key}/${aspect}`, name, spokenOf), words }, { word: `catalogue:difference.provenance.${limit.provenance}` }),
    ]
  }
  return [
    ...record('promisedTotal', bundle.promisedTotal, '', bundle.title),
    ...record('answerLimit', bundle.answerLimit, '', bundle.title),
    ...(bundle.retention ? [
      ...said(about('retentionBasis', '', bundle.title, ['retention:']), { value: bundle.retention.basis }),
      ...said(about('retentionProvenance', '', bundle.title, ['retention:']), { word: `catalogue:difference.provenance.${bundle.retention.provenance}` }),
    ] : []),
    ...bundle.items.flatMap(({ item: code }) => {
      const item = items[code]
      if (!item) return []
      return (['promisedLimit', 'statutoryLimit', 'extension'] as const).flatMap(aspect => record(aspect, item[aspect], code, item.name, [`item:${code}`]))
    }),
  ]
}

/** Their bases are told beside them: a clerk works with them. */
const isToldElsewhere: ReadonlySet<string> = new Set(['statutoryLimit', 'extension'])

/** Departments and registers belong to the place, but a version was proved with these. One that comes or goes is told by what it is needed for. */
function holders({ departments, registers }: BundleDefinition): Fact[] {
  return [
    ...Object.values(departments).flatMap(({ id, name, kind, offices }) => [
      ...said(about('departmentName', id, name, [`departmentName:${id}`]), textTerm(name)),
      ...said(about('departmentKind', id, name, [`departmentName:${id}`]), { word: `catalogue:difference.departmentKind.${kind}` }),
      ...said(about('offices', id, name, [`departmentName:${id}`]), { words: offices.map(level => `catalogue:level.${level}`) }),
    ]),
    ...Object.values(registers).flatMap(({ id, name, department }) => [
      ...said(about('registerName', id, name, [`registerName:${id}`]), textTerm(name)),
      ...said({ ...about('registerKeeper', id, name, [`registerName:${id}`]), identity: department }, textTerm(departments[department]?.name ?? asIs(department))),
    ]),
  ]
}

/** Where a datum may be known from, also where this bundle has a better source; bounds that a stricter one hides; and what is on no form. */
function fieldRecords(definition: BundleDefinition, planned: readonly PlannedField[]): Fact[] {
  const onForm = new Map(planned.map(one => [one.field.id, one]))
  return Object.values(definition.fields).flatMap(field => {
    const { id, name } = field
    const shown = onForm.get(id)
    const creators = Object.values(definition.items).filter(({ result }) => result.fields.includes(id)).map(({ code }) => `produces:${code}/${id}`)
    const of = shown ? [`field:${id}`] : [...creators, `fieldName:${id}`]
    const wanted = Object.values(definition.items).flatMap(({ fields }) => fields.filter(one => one.field === id))
    const bounds = constraintNames.filter(bound => !shown || wanted.some(one => one[bound] !== undefined))
    return [
      ...said({ ...about('account', id, name, of) }, field.account && { word: `people:field.${field.account}` }),
      ...said({ ...about('lookUp', id, name, of), identity: field.register }, lookUpTerm(field.register, definition)),
      ...bounds.flatMap(bound => said({ ...about('ownBound', `${id}/${bound}`, name, of), words: { bound: { word: `catalogue:difference.bound.${bound}` } } }, boundTerm(field[bound]))),
      ...(shown ? [] : [
        ...said(about('fieldName', id, name, creators), textTerm(name)),
        ...said(about('fieldHint', id, name, of), textTerm(field.hint)),
        ...said(about('type', id, name, of), { word: `catalogue:type.${field.type}` }),
        ...said(about('personal', id, name, of), { word: `catalogue:difference.personal.${field.personal}` }),
        ...(field.options ?? []).flatMap(option => said({ ...about('options', `${id}/${option.value}`, name, of), words: { option: { text: option } } }, textTerm(option))),
      ]),
    ]
  })
}

/** Sections that hold only what the case creates or a register is asked by. */
const groupRecords = ({ groups }: BundleDefinition, planned: readonly PlannedField[]): Fact[] =>
  groups.filter(({ id }) => !planned.some(({ group }) => group.id === id)).flatMap(({ id, name, hint }) => {
    const of = [`sectionName:${id}`]
    return [...said(about('sectionName', id, name, of), textTerm(name)), ...said(about('sectionHint', id, name, of), textTerm(hint))]
  })

/** Papers that this bundle issues and nobody in it needs. */
function materialRecords(definition: BundleDefinition, planned: readonly PlannedMaterial[]): Fact[] {
  const issued = new Set(Object.values(definition.items).flatMap(({ result }) => result.material ?? []))
  return Object.values(definition.materials).filter(({ id }) => issued.has(id) && !planned.some(({ material }) => material.id === id)).flatMap(material => {
    const { id, name } = material
    const of = [`materialName:${id}`]
    return [
      ...said(about('materialName', id, name, of), textTerm(name)),
      ...said(about('materialHint', id, name, of), textTerm(material.hint)),
      ...said(about('consent', id, name, of), yesNo(material.consent)),
      ...said(about('identityDocument', id, name, of), yesNo(material.identity)),
      ...said({ ...about('heldBy', id, name, of), identity: material.heldBy }, heldByTerm(material, definition)),
      ...said({ ...about('materialLookUp', id, name, of), identity: material.register }, lookUpTerm(material.register, definition)),
    ]
  })
}
