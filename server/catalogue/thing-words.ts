import { paths } from '../web/paths.ts'
import { boundsInWords, limitInWords, whenInWords, type Words } from './definition-words.ts'
import type { ServiceItem, Text } from './definition.ts'
import { itemsWithField, itemsWithMaterial, lookedUpBy, type InUse, type Known } from './uses.ts'

/** A page about one thing of the catalogue: what it is, which items have to do with it and which bundles. */
export interface ShownThing {
  id: string
  name: string
  /** What is said of it, as `catalogue:thing.<key>`; several values stand below each other. */
  facts: { key: string; values: string[] }[]
  uses: { name: string; id: string; href: string; lines: string[] }[]
  bundles: { name: string; id: string; href: string; version: number }[]
}

type Facts = Record<string, (string | false | undefined)[]>

const shown = <T extends { name: Text }>(id: string, { thing, versions }: Known<T>, facts: Facts, uses: ShownThing['uses'], { text }: Words): ShownThing => ({
  id,
  name: text(thing.name),
  facts: Object.entries(facts).map(([key, values]) => ({ key, values: values.filter(value => typeof value === 'string' && value !== '') as string[] })).filter(({ values }) => values.length > 0),
  uses,
  bundles: versions.map(({ bundleId, definition, version }) => ({ name: text(definition.bundle.title), id: bundleId, href: paths.adminBundle(bundleId), version })),
})

export function shownField(id: string, all: InUse, words: Words): ShownThing | undefined {
  const known = all.fields.get(id)
  if (!known) return undefined
  const { thing: field, version: { definition } } = known
  const { t, text } = words
  const creators = itemsWithField(all, id).filter(({ thing }) => thing.result.fields.includes(id))
  const facts: Facts = {
    hint: [field.hint && text(field.hint)],
    type: [t(`catalogue:type.${field.type}`), field.personal !== 'none' && t(`catalogue:personal.${field.personal}`)],
    options: (field.options ?? []).map(text),
    bounds: boundsInWords(field, words),
    source: [
      ...creators.map(({ thing }) => t('catalogue:source.created', { item: text(thing.name) })),
      field.account && t('catalogue:source.account'),
      field.register && t('catalogue:source.register', { register: text(definition.registers[field.register.id]?.name ?? field.name) }),
      creators.length === 0 && !field.account && !field.register && t('catalogue:source.asked'),
    ],
    lookUp: lookedUpBy(all, id).map(({ name }) => text(name)),
  }
  return shown(id, known, facts, itemsWithField(all, id).map(item => itemUse(item, fieldUses(id, item, words), words)), words)
}

const itemUse = ({ thing }: Known<ServiceItem>, lines: string[], { text }: Words) => ({ name: text(thing.name), id: thing.code, href: paths.adminItem(thing.code), lines })

function fieldUses(id: string, { thing: item, version }: Known<ServiceItem>, words: Words): string[] {
  const { t } = words
  return [
    ...item.fields.filter(({ field }) => field === id).map(({ basis, required, when, ...bounds }) => {
      const own = boundsInWords(bounds, words)
      const condition = whenInWords(when, version.definition, words)
      return t('catalogue:thing.needs', { basis, required: required ? '' : t('catalogue:fields.voluntary'), bounds: own.length > 0 ? t('catalogue:fields.bounds', { bounds: own.join(t('components:listSeparator')) }) : '', when: condition && t('catalogue:when.only', { when: condition }) })
    }),
    ...(item.result.fields.includes(id) ? [t('catalogue:thing.creates')] : []),
    ...(item.competence.field === id ? [t('catalogue:thing.decidesOffice')] : []),
  ]
}

export function shownMaterial(id: string, all: InUse, words: Words): ShownThing | undefined {
  const known = all.materials.get(id)
  if (!known) return undefined
  const { thing: material, version: { definition } } = known
  const { t, text } = words
  const facts: Facts = {
    hint: [material.hint && text(material.hint), material.consent && t('catalogue:thing.consent'), material.identity && t('catalogue:thing.identity')],
    heldBy: [material.heldBy ? text(definition.departments[material.heldBy]?.name ?? material.name) : !material.register && t('catalogue:materials.applicant')],
    source: [material.register && t('catalogue:source.register', { register: text(definition.registers[material.register.id]?.name ?? material.name) })],
  }
  return shown(id, known, facts, itemsWithMaterial(all, id).map(item => itemUse(item, materialUses(id, item, words), words)), words)
}

function materialUses(id: string, { thing: item, version }: Known<ServiceItem>, words: Words): string[] {
  const { t } = words
  return [
    ...item.materials.filter(({ material }) => material === id).map(({ handling, basis, when }) => {
      const condition = whenInWords(when, version.definition, words)
      return t('catalogue:thing.checks', { handling: t(`catalogue:handling.${handling}`), basis: basis ? t('catalogue:materials.basis', { basis }) : '', when: condition && t('catalogue:when.only', { when: condition }) })
    }),
    ...(item.result.material === id ? [t('catalogue:thing.issues')] : []),
  ]
}

/** For an item the uses are what it looks at itself: its fields, then its materials. */
export function shownItem(id: string, all: InUse, words: Words): ShownThing | undefined {
  const known = all.items.get(id)
  if (!known) return undefined
  const { thing: item, version: { definition } } = known
  const { t, text } = words
  const { statutoryLimit, extension } = item
  const facts: Facts = {
    department: [t('catalogue:items.department', { department: text(definition.departments[item.department]?.name ?? item.name), level: t(`catalogue:level.${item.level}`), kind: t(`catalogue:kind.${item.kind}`) })],
    standing: [item.provenance === 'illustrative' && t('catalogue:items.illustrative')],
    limit: [statutoryLimit ? t('catalogue:items.limits', { promised: limitInWords(item.promisedLimit, words), statutory: limitInWords(statutoryLimit, words), basis: statutoryLimit.basis ?? '' }) : limitInWords(item.promisedLimit, words)],
    extension: [extension && t('catalogue:items.extensionText', { limit: limitInWords(extension, words), basis: extension.basis ?? '' })],
    signOff: item.signOff.map(({ by, basis }) => t('catalogue:items.signOffText', { who: t(`catalogue:signOff.${by}`), basis })),
    granted: [item.withoutApplication && t('catalogue:items.grantedText', { basis: item.withoutApplication })],
    assurance: [item.assurance !== undefined && t(`catalogue:assurance.${item.assurance}`)],
    presence: item.presence.map(({ who, why, where, at, basis, when }) => {
      const condition = whenInWords(when, definition, words)
      return t('catalogue:items.presenceText', { who: text(who), why: t(`catalogue:why.${why}`), where: t(`catalogue:where.${where}`), at: t(`catalogue:at.${at}`), basis, when: condition && t('catalogue:when.only', { when: condition }) })
    }),
    result: [text(item.result.name)],
  }
  const fields = [...all.fields].filter(([fieldId]) => fieldUses(fieldId, known, words).length > 0)
  const materials = [...all.materials].filter(([materialId]) => itemsWithMaterial(all, materialId).includes(known))
  return shown(id, known, facts, [
    ...fields.map(([fieldId, { thing }]) => ({ name: text(thing.name), id: fieldId, href: paths.adminField(fieldId), lines: fieldUses(fieldId, known, words) })),
    ...materials.map(([materialId, { thing }]) => ({ name: text(thing.name), id: materialId, href: paths.adminMaterial(materialId), lines: materialUses(materialId, known, words) })),
  ], words)
}
