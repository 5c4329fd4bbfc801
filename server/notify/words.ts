import { hasRemedies } from '../cases/remedies.ts'
import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import type { Formats } from '../web/formats.ts'
import type { Translate } from '../web/texts.ts'
import type { Detail, Entry, Message } from './message.ts'

/** What words are made with. Without a definition nothing is said about the matter: so it goes out by e-mail. */
export interface Speech {
  t: Translate
  format: Formats
  named?: { definition: BundleDefinition; text: (text: Text) => string }
}

export interface Line {
  label: string
  /** Which items it is about; empty: the whole case. */
  items: string
  details: string[]
  seq: number
}

export interface Words {
  subject: string
  lines: Line[]
}

/** A message in words: its subject is what weighs most. */
export function wordsOf({ kind, content: { entries, endsOn } }: Pick<Message, 'kind' | 'content'>, speech: Speech): Words {
  if (kind === 'reading') return { subject: speech.t('notify:reading.subject'), lines: [{ label: speech.t('notify:reading.text'), items: '', details: [], seq: 0 }] }
  if (kind === 'draft') return { subject: speech.t('notify:draft.subject', { day: speech.format.day(endsOn ?? '') }), lines: [{ label: speech.t('notify:draft.text'), items: '', details: [], seq: 0 }] }
  const lines = entries.map(entry => ({ label: labelOf(entry, kind, speech), items: itemsOf(entry, speech), details: detailsOf(entry, kind, speech), seq: entry.seq }))
  const label = lines[0]?.label ?? ''
  const day = deadlineOf(entries)
  return { subject: day ? speech.t('notify:subjectBy', { subject: label, day: speech.format.day(day) }) : label, lines }
}

const labelOf = ({ type }: Entry, kind: Message['kind'], { t }: Speech): string => t(`notify:${kind}.${type}`)

function itemsOf({ about }: Entry, { t, named }: Speech): string {
  if (about.length === 0) return ''
  if (!named) return t('notify:items', { count: about.length })
  return about.map(({ item }) => nameOf(item, named)).join(t('components:listSeparator'))
}

const nameOf = (code: string, { definition, text }: NonNullable<Speech['named']>): string => {
  const item = definition.items[code]
  return item ? text(item.name) : code
}

/** Decisions against which the law gives remedies, which have to be told with them (行政许可法第三十八条). */
const adverse: readonly string[] = ['task.refused', 'task.notAccepted', 'task.acceptanceRevoked', 'task.decisionRevoked']

function detailsOf({ type, about, detail }: Entry, kind: Message['kind'], speech: Speech): string[] {
  const { t } = speech
  const told = Object.entries(detail).filter(([key]) => key !== 'count' && key !== 'value').map(([key, value]) => sentenceOf(key, value, detail, speech))
  return [...told, ...(kind === 'applicant' && adverse.includes(type) && isAgainstAuthority(about, speech) ? [t('notify:remedies')] : [])]
}

const isAgainstAuthority = (about: Entry['about'], { named }: Speech): boolean => !named || about.some(({ item }) => hasRemedies(named.definition, item))

/** One datum as a sentence: a day, or a word for a code. */
function sentenceOf(key: string, value: string | number, detail: Detail, { t, format }: Speech): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return t(`notify:detail.${key}`, { day: format.day(value), count: detail.count ?? 0 })
  return t(`notify:${key}.${value}`, { count: detail.value ?? 0 })
}

/** The day by which the reader has to do something, if there is one. */
function deadlineOf(entries: readonly Entry[]): string | undefined {
  const { answerBy, rectifyBy, bringBy } = entries[0]?.detail ?? {}
  const day = answerBy ?? rectifyBy ?? bringBy
  return typeof day === 'string' ? day : undefined
}
