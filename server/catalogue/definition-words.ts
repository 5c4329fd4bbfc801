import { drawLine, type Line } from '../web/line.ts'
import type { Translate } from '../web/texts.ts'
import type { Bundle, BundleDefinition, Condition, Constraints, Limit, Text } from './definition.ts'
import { constraintNames } from './compile-things.ts'
import { asked as shortened } from './diagnostic-words.ts'
import { groupOf } from './plan-fields.ts'

export interface Words {
  t: Translate
  text: (text: Text) => string
}

export const parts = ['items', 'fields', 'materials', 'offices', 'proof', 'versions'] as const
export type Part = (typeof parts)[number]
export const partOf = (value: unknown): Part => parts.find(part => part === value) ?? 'items'

export const limitInWords = ({ value, unit }: Limit, { t }: Words): string => (value === 0 ? t('catalogue:limit.now') : t(`catalogue:limit.${unit}`, { count: value }))

/** “父母户籍情况：均在浙江或一方在浙江；…”, or nothing when it always applies. */
export function whenInWords(when: readonly Condition[], { bundle }: BundleDefinition, { t, text }: Words): string {
  return when.map(({ question, in: accepted }) => {
    const asked = bundle.questions.find(({ id }) => id === question)
    const options = accepted.map(value => asked?.options.find(option => option.value === value)).map((option, index) => (option ? text(option) : accepted[index]))
    return t('catalogue:when.one', { question: asked ? shortened(text(asked.name)) : question, options: options.join(t('catalogue:when.or')) })
  }).join(t('catalogue:when.and'))
}

/** All items and what waits for what, whether or not they ever apply together. */
export function definitionLine({ bundle, items, departments }: BundleDefinition, { text }: Words): Line {
  return drawLine(bundle.items.flatMap(({ item: code, after }) => {
    const item = items[code]
    return item ? [{ id: code, label: text(item.name), sub: text(departments[item.department]?.name ?? item.name), state: 'planned' as const, after }] : []
  }))
}

export function itemRows(definition: BundleDefinition, words: Words) {
  const { bundle, items, departments, materials, fields } = definition
  const nameOf = (code: string) => words.text(items[code]?.name ?? { zh: code, en: code })
  return bundle.items.flatMap(({ item: code, when, optional, after }) => {
    const item = items[code]
    if (!item) return []
    return [{
      code,
      name: words.text(item.name),
      department: words.text(departments[item.department]?.name ?? item.name),
      level: item.level,
      kind: item.kind,
      isImmediate: item.handling === 'immediate',
      isIllustrative: item.provenance === 'illustrative',
      granted: item.withoutApplication,
      assurance: item.assurance ?? 1,
      phase: phaseOf(bundle, code, words),
      optional,
      when: whenInWords(when, definition, words),
      after: after.map(nameOf),
      promised: limitInWords(item.promisedLimit, words),
      statutory: item.statutoryLimit && { limit: limitInWords(item.statutoryLimit, words), basis: item.statutoryLimit.basis },
      extension: item.extension && { limit: limitInWords(item.extension, words), basis: item.extension.basis },
      signOff: item.signOff,
      competence: item.competence.field ? words.text(fields[item.competence.field]?.name ?? item.name) : undefined,
      result: words.text(item.result.name),
      issues: item.result.material && words.text(materials[item.result.material]?.name ?? item.name),
      creates: item.result.fields.map(id => words.text(fields[id]?.name ?? item.name)),
      presences: item.presence.map(one => ({ ...one, who: words.text(one.who), when: whenInWords(one.when, definition, words) })),
    }]
  })
}

const phaseOf = ({ phases }: Bundle, code: string, { text }: Words): string | undefined => {
  const phase = phases.find(({ items }) => items.includes(code))
  return phase && text(phase.name)
}

/** Every field by section, with who needs it, on what basis and under which conditions. */
export function fieldSections(definition: BundleDefinition, words: Words) {
  return definition.groups.map(group => ({
    id: group.id,
    name: words.text(group.name),
    fields: Object.values(definition.fields).filter(({ id }) => groupOf(id) === group.id).map(field => ({
      id: field.id,
      name: words.text(field.name),
      type: field.type,
      personal: field.personal,
      bounds: boundsInWords(field, words),
      account: field.account !== undefined,
      register: field.register && words.text(definition.registers[field.register.id]?.name ?? field.name),
      createdBy: Object.values(definition.items).filter(({ result }) => result.fields.includes(field.id)).map(({ name }) => words.text(name)),
      needs: Object.values(definition.items).flatMap(item =>
        item.fields.filter(({ field: id }) => id === field.id).map(({ basis, required, when, ...bounds }) => ({
          item: words.text(item.name), basis, required, when: whenInWords(when, definition, words),
          bounds: boundsInWords(bounds, words),
        }))),
    })),
  }))
}

/** “最多字数 30”: each bound that is set. */
export const boundsInWords = (bounds: Constraints, { t }: Words): string[] =>
  constraintNames.flatMap(name => {
    const value = bounds[name]
    if (value === undefined) return []
    const shown = value === 'today' ? t('catalogue:difference.today') : name === 'regionLevel' ? t(`catalogue:level.${value}`) : value
    return [t('catalogue:fields.bound', { bound: t(`catalogue:difference.bound.${name}`), value: shown })]
  })

export const materialRows = (definition: BundleDefinition, words: Words) =>
  Object.values(definition.materials).map(material => ({
    id: material.id,
    name: words.text(material.name),
    heldBy: material.heldBy && words.text(definition.departments[material.heldBy]?.name ?? material.name),
    register: material.register && words.text(definition.registers[material.register.id]?.name ?? material.name),
    issuedBy: Object.values(definition.items).filter(({ result }) => result.material === material.id).map(({ name }) => words.text(name)),
    needs: Object.values(definition.items).flatMap(item =>
      item.materials.filter(one => one.material === material.id).map(({ handling, basis, when }) =>
        ({ item: words.text(item.name), handling, basis, when: whenInWords(when, definition, words) }))),
  }))

export const officeRows = ({ departments, items, bundle }: BundleDefinition, { text }: Words) =>
  Object.values(departments).map(({ id, name, kind, offices }) => ({
    name: text(name),
    kind,
    levels: offices,
    isLead: bundle.leadDepartment === id,
    items: Object.values(items).filter(({ department }) => department === id).map(item => text(item.name)),
  }))
