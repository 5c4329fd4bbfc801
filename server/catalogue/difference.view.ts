import { limitInWords, type Words } from './bundle.view.ts'
import { difference, type Difference, type Said } from './difference.ts'
import type { BundleDefinition } from './definition.ts'
import { asked } from './diagnostic.view.ts'
import { readers, things, type Asked, type Reader, type Term, type Thing } from './noticed.ts'

export interface ShownDifference {
  reader: Reader
  lines: { change: Difference['change']; words: string }[]
}

/** The difference of two definitions in the reader's language, by whom it concerns; who notices nothing is left out. */
export function shownDifference(before: BundleDefinition, after: BundleDefinition, words: Words): ShownDifference[] {
  const lines = difference(before, after)
  return readers
    .map(reader => ({ reader, lines: lines.filter(line => line.reader === reader).map(line => ({ change: line.change, words: lineInWords(line, words) })) }))
    .filter(({ lines }) => lines.length > 0)
}

/** One line: a thing has sentences of its own, whatever is said of things shares three. */
export function lineInWords({ aspect, change, before, after }: Difference, words: Words): string {
  const { t } = words
  const about = after ?? before
  const params = {
    name: about ? words.text(about.name) : '',
    ...Object.fromEntries(Object.entries(about?.words ?? {}).map(([key, term]) => [key, termInWords(term, words)])),
    before: saidInWords(before, words),
    after: saidInWords(after, words),
  }
  if (isThing(aspect)) return t(`catalogue:difference.${aspect}.${change}`, params)
  return t(`catalogue:difference.said.${change}`, { ...params, trait: t(`catalogue:difference.trait.${aspect}`, params) })
}

const isThing = (aspect: Difference['aspect']): aspect is Thing => (things as readonly string[]).includes(aspect)

const saidInWords = (said: Said | undefined, words: Words): string => (said?.term ? termInWords(said.term, words) : '')

function termInWords(term: Term, words: Words): string {
  const { t, text } = words
  if ('text' in term) return text(term.text)
  if ('texts' in term) return term.texts.map(text).join(t('components:listSeparator'))
  if ('limit' in term) return limitInWords({ ...term.limit, provenance: 'illustrative' }, words)
  if ('cases' in term) return term.cases.map(one => caseInWords(one, words)).join(t('catalogue:difference.either'))
  if ('word' in term) return t(term.word, Object.fromEntries(Object.entries(term.names ?? {}).map(([key, name]) => [key, text(name)])))
  return String(term.value)
}

function caseInWords({ word, when }: { word?: string; when: Asked[] }, { t, text }: Words): string {
  const condition = when.map(({ question, options }) =>
    t('catalogue:when.one', { question: asked(text(question)), options: options.map(text).join(t('catalogue:when.or')) })).join(t('catalogue:when.and'))
  if (!word) return condition || t('catalogue:when.always')
  return t(word) + (condition && t('catalogue:when.only', { when: condition }))
}
