import { definitionLine, itemRows, limitInWords, whenInWords, type Words } from '../catalogue/definition-words.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Difference } from '../catalogue/difference.ts'
import { shownDifference, type ShownDifference } from '../catalogue/difference-words.ts'
import { shownField, shownItem, shownMaterial, type ShownThing } from '../catalogue/thing-words.ts'
import { inUse } from '../catalogue/uses.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { drawLine, type Line } from '../web/line.ts'
import { outcomesOf, type Appraisal, type Outcome } from './appraise.ts'
import type { Subject } from './sign-off.ts'

/** What a department answers for, in words as it would be published. */
export interface ShownSubject {
  name: string
  departmentName: string
  facts: { label: string; values: string[] }[]
  /** An item's fields and materials: what each is, and what the item wants it for. */
  needs: { kind: 'field' | 'material'; name: string; id: string; is: string[]; lines: string[] }[]
  bundles: ShownPlace[]
}

/** The subject in one bundle that changes: where it stands there, what is different, and whether that is proved. */
interface ShownPlace {
  id: string
  title: string
  isNew: boolean
  /** Of an item: when it applies and what it waits for. */
  when: string
  after: string[]
  optional: boolean
  phase: string | undefined
  differences: ShownDifference[]
  /** The difference isn't the subject's alone: nothing noticeable of its own changed. */
  isOfWhole: boolean
  isProved: boolean
  figures: { visits: number; days: number } | undefined
  line: Line
}

/** What a subject and its department are called in what is proposed. */
export function namesOfSubject({ kind, id, department, bundles }: Subject, appraisal: Appraisal, text: Words['text']): { name: string; departmentName: string } {
  const definition = [...(appraisal.own ? [appraisal.own] : []), ...appraisal.followers].find(one => bundles.includes(one.definition.bundle.id))?.definition
  const name = kind === 'item' ? definition?.items[id]?.name : definition?.bundle.title
  return { name: text(name ?? { zh: id, en: id }), departmentName: text(appraisal.catalogue.departments.get(department)?.name ?? { zh: department, en: department }) }
}

export function shownSubject(subject: Subject, appraisal: Appraisal, words: Words): ShownSubject | undefined {
  const outcomes = outcomesOf(appraisal).filter(({ definition }) => subject.bundles.includes(definition.bundle.id))
  const definition = outcomes[0]?.definition
  if (!definition) return undefined
  const item = subject.kind === 'item' ? itemOf(subject.id, definition, words) : undefined
  return {
    name: item?.name ?? words.text(definition.bundle.title),
    departmentName: words.text(definition.departments[subject.department]?.name ?? { zh: subject.department, en: subject.department }),
    facts: item?.facts ?? bundleFacts(definition, words),
    needs: item ? needsOf(subject.id, definition, words) : [],
    bundles: outcomes.map(outcome => placeIn(outcome, subject, words)),
  }
}

/** The pages about things read what is in use: this is in use in the definition as it would be. */
const asInUse = (definition: BundleDefinition) =>
  inUse([{ id: '', bundleId: definition.bundle.id, version: 0, status: 'published', hash: '', publishedAt: '', definition, proof: { combinations: 0, maxVisits: 0, longestPathDays: 0, checks: [] } } satisfies BundleVersion])

function itemOf(code: string, definition: BundleDefinition, words: Words): Pick<ShownSubject, 'name' | 'facts'> | undefined {
  const item = shownItem(code, asInUse(definition), words)
  const row = itemRows(definition, words).find(one => one.code === code)
  if (!item || !row) return undefined
  const { t } = words
  const competence = row.competence ? t('catalogue:items.byField', { field: row.competence }) : t('catalogue:items.byFiling')
  const result = [row.issues && t('catalogue:items.issues', { material: row.issues }), row.creates.length > 0 && t('catalogue:items.creates', { fields: row.creates.join(t('components:listSeparator')) })].filter(value => typeof value === 'string')
  const facts = item.facts.map(({ key, values }) => ({ label: t(`catalogue:thing.${key}`), values: key === 'result' ? [...values, ...result] : values }))
  return { name: item.name, facts: [...facts, { label: t('catalogue:items.competence'), values: [competence] }] }
}

function needsOf(code: string, definition: BundleDefinition, words: Words): ShownSubject['needs'] {
  const all = asInUse(definition)
  const needed = (kind: 'field' | 'material', ids: string[], shown: (id: string) => ShownThing | undefined) => ids.flatMap(id => {
    const thing = shown(id)
    const use = thing?.uses.find(one => one.id === code)
    return thing && use ? [{ kind, name: thing.name, id, is: thing.facts.filter(({ key }) => key !== 'lookUp').flatMap(({ values }) => values), lines: use.lines }] : []
  })
  return [
    ...needed('field', Object.keys(definition.fields), id => shownField(id, all, words)),
    ...needed('material', Object.keys(definition.materials), id => shownMaterial(id, all, words)),
  ]
}

/** What the lead department answers for: what the bundle says of itself, what it asks, and what it promises. */
function bundleFacts(definition: BundleDefinition, words: Words): ShownSubject['facts'] {
  const { bundle, items } = definition
  const { t, text } = words
  const named = (code: string) => text(items[code]?.name ?? { zh: code, en: code })
  const separated = (all: string[]) => all.join(t('components:listSeparator'))
  const facts: Record<string, (string | undefined)[]> = {
    summary: [text(bundle.summary)],
    audience: [t(`catalogue:difference.audience.${bundle.audience}`), bundle.actsFor && text(bundle.actsFor)],
    promise: [limitInWords(bundle.promisedTotal, words), t('designer:signOff.visits', { count: bundle.maxVisits })],
    answerLimit: [bundle.answerLimit && limitInWords(bundle.answerLimit, words)],
    retention: [bundle.retention && t('designer:signOff.retention', bundle.retention)],
    intake: [t(`catalogue:difference.intake.${bundle.intake}`)],
    questions: bundle.questions.map(({ name, options, when }) => {
      const condition = whenInWords(when, definition, words)
      return `${text(name)} ${separated(options.map(text))}${condition && t('catalogue:when.only', { when: condition })}`
    }),
    coApplicants: bundle.coApplicants.map(({ name, basis }) => t('confirmations:guide.text', { name: text(name), basis })),
    items: bundle.items.map(({ item }) => named(item)),
    exceptions: bundle.exceptions.map(({ item, basis, reason }) => t('catalogue:proof.exceptionText', { item: named(item), reason: text(reason), basis })),
    sections: [separated(bundle.decisionSections)],
  }
  return Object.entries(facts).map(([key, values]) => ({ label: t(`designer:fact.${key}`), values: values.filter(value => value !== undefined && value !== '') as string[] })).filter(({ values }) => values.length > 0)
}

function placeIn({ definition, current, proof }: Outcome, subject: Subject, words: Words): ShownPlace {
  const row = subject.kind === 'item' ? itemRows(definition, words).find(({ code }) => code === subject.id) : undefined
  const own = current && subject.kind === 'item' ? shownDifference(current.definition, definition, words, concerning(subject.id, definition)) : []
  const whole = current && own.length === 0 ? shownDifference(current.definition, definition, words) : []
  return {
    id: definition.bundle.id, title: words.text(definition.bundle.title), isNew: current === undefined,
    when: row?.when ?? '', after: row?.after ?? [], optional: row?.optional ?? false, phase: row?.phase,
    differences: own.length > 0 ? own : whole, isOfWhole: own.length === 0 && subject.kind === 'item',
    isProved: proof !== undefined, figures: proof && { visits: proof.maxVisits, days: proof.longestPathDays },
    line: lineWith(subject, definition, words),
  }
}

/** Lines about the item itself, and about the data and papers it looks at. */
function concerning(code: string, { items }: BundleDefinition): (line: Difference) => boolean {
  const item = items[code]
  const looksAt = new Set([...(item?.fields ?? []).map(({ field }) => field), ...(item?.materials ?? []).map(({ material }) => material), ...(item?.result.fields ?? [])])
  return ({ aspect, key }) => {
    const [about = ''] = key.split('/')
    return about === code || (looksAt.has(about) && aspect !== 'option' && !aspect.startsWith('question'))
  }
}

/** The line, with the station that is asked for marked; a lead department answers for all of it. */
function lineWith({ kind, id }: Subject, definition: BundleDefinition, words: Words): Line {
  const line = definitionLine(definition, words)
  const here = words.t('designer:signOff.here')
  return drawLine(line.nodes.map(node => (kind === 'item' && node.id === id ? { ...node, state: 'attention' as const, word: here, sub: here } : node)))
}
