import type { Words } from '../catalogue/definition-words.ts'
import { paths } from '../web/paths.ts'
import { isText, type Entry } from './definition-text.ts'
import type { Address, Found } from './edit-part.ts'
import { findingsAt, type Finding } from './finding.view.ts'
import { partOfList } from './part.ts'
import { nameOfPart, type Surrounding } from './part.view.ts'

/** One row of a list on the page of its thing. */
export interface EntryRow {
  index: number
  name: string
  /** Conditions, bases and whatever else tells two rows apart. */
  details: string[]
  href: string
  /** Of the thing it refers to, where that has a page of its own. */
  thingHref: string | undefined
  move: string
  remove: string
  findings: Finding[]
}

export function entryRows(thing: Found, address: Address & { list: string }, entries: readonly unknown[], proposalId: string, around: Surrounding, findings: readonly Finding[], words: Words) {
  const { kind, id, list } = address
  const part = partOfList(kind, list)
  const rows = entries.map((entry, index): EntryRow => ({
    index, name: nameOfPart(entry, around, words.text), details: detailsOf(entry, around, words),
    href: paths.proposalEntry(proposalId, kind, id, list, index), thingHref: thingHref(entry, proposalId),
    move: paths.proposalEntryAct(proposalId, kind, id, list, index, 'move'), remove: paths.proposalEntryAct(proposalId, kind, id, list, index, 'remove'),
    findings: findingsAt(findings, { kind, id, list, index }),
  }))
  return { part, rows, addHref: paths.proposalEntry(proposalId, kind, id, list), isOwn: thing.at !== undefined }
}

function thingHref(value: unknown, proposalId: string): string | undefined {
  if (typeof value === 'string') return paths.proposalThing(proposalId, 'field', value)
  const { field, material, item } = value as Entry
  const [kind, id] = field ? ['field', field] : material ? ['material', material] : item ? ['item', item] : []
  return typeof kind === 'string' && typeof id === 'string' ? paths.proposalThing(proposalId, kind, id) : undefined
}

function detailsOf(value: unknown, around: Surrounding, { t, text }: Words): string[] {
  const entry = (typeof value === 'object' && value !== null ? value : {}) as Entry
  const named = (ids: unknown) => (Array.isArray(ids) ? ids.map(id => text(around.catalogue.items.get(String(id))?.name ?? { zh: String(id), en: String(id) })).join(t('components:listSeparator')) : '')
  const after = named(entry.after)
  const options = Array.isArray(entry.options) ? entry.options.filter(isText).map(text).join(t('components:listSeparator')) : ''
  const when = conditionsInWords(entry.when, around, { t, text })
  return [
    options,
    typeof entry.handling === 'string' && t(`catalogue:handling.${entry.handling}`),
    typeof entry.by === 'string' && t(`catalogue:signOff.${entry.by}`),
    typeof entry.why === 'string' && t(`catalogue:why.${entry.why}`),
    typeof entry.where === 'string' && t(`catalogue:where.${entry.where}`),
    typeof entry.at === 'string' && t(`catalogue:at.${entry.at}`),
    typeof entry.basis === 'string' && entry.basis,
    typeof entry.membership === 'string' && t(`designer:membership.${entry.membership}`),
    Array.isArray(entry.items) && named(entry.items),
    entry.optional === true && t('designer:row.optional'),
    entry.required === false && t('catalogue:fields.voluntary'),
    after && t('designer:row.after', { items: after }),
    when && t('designer:row.when', { when }),
  ].filter((detail): detail is string => typeof detail === 'string' && detail !== '')
}

function conditionsInWords(when: unknown, { questions }: Surrounding, { t, text }: Words): string {
  if (!Array.isArray(when)) return ''
  return (when as { question?: unknown; in?: unknown }[]).map(condition => {
    const question = questions.find(({ id }) => id === condition?.question)
    const accepted = Array.isArray(condition?.in) ? condition.in.map(value => { const option = question?.options.find(one => one.value === value); return option && isText(option) ? text(option) : String(value) }) : []
    return t('catalogue:when.one', { question: question ? text(question.name).replace(/[？?]$/, '') : String(condition?.question ?? ''), options: accepted.join(t('catalogue:when.or')) })
  }).join(t('catalogue:when.and'))
}
