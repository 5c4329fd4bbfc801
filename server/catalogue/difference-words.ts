import { limitInWords, type Words } from './definition-words.ts'
import { difference, type Difference } from './difference.ts'
import type { BundleDefinition } from './definition.ts'
import { asked } from './diagnostic-words.ts'
import { readers, things, type Asked, type Reader, type Term, type Thing } from './fact.ts'

export interface ShownDifference {
  reader: Reader
  lines: { change: Difference['change']; words: string }[]
}

/** The difference of two definitions in the reader's language, by whom it concerns; who notices nothing is left out. */
export function shownDifference(before: BundleDefinition, after: BundleDefinition, words: Words, isWanted: (line: Difference) => boolean = () => true): ShownDifference[] {
  const lines = difference(before, after).filter(isWanted)
  return readers
    .map(reader => ({ reader, lines: lines.filter(line => line.reader === reader).map(line => ({ change: line.change, words: lineInWords(line, words) })) }))
    .filter(({ lines }) => lines.length > 0)
}

/** One line: a thing has sentences of its own, whatever is said of things shares three. */
export function lineInWords({ aspect, change, before, after }: Difference, words: Words): string {
  const { t } = words
  const about = after ?? before
  const short = sharesItsCondition(before?.term, after?.term)
  const params = {
    name: about ? words.text(about.name) : '',
    ...Object.fromEntries(Object.entries(about?.words ?? {}).map(([key, term]) => [key, termInWords(term, words)])),
    before: before?.term ? termInWords(before.term, words, short) : '',
    after: after?.term ? termInWords(after.term, words, short) : '',
  }
  const trait = isThing(aspect) ? '' : t(`catalogue:difference.trait.${aspect}`, params)
  // Only the other language says something else: “from X to X” would be no help.
  if (change === 'changed' && params.before !== '' && params.before === params.after) return t('catalogue:difference.otherLanguage', params)
  return isThing(aspect) ? t(`catalogue:difference.${aspect}.${change}`, params) : t(`catalogue:difference.said.${change}`, { ...params, trait })
}

/** One condition, the same before and after: the line need not say it twice. */
const sharesItsCondition = (before: Term | undefined, after: Term | undefined): boolean =>
  before !== undefined && after !== undefined && 'cases' in before && 'cases' in after && before.cases.length === 1 && after.cases.length === 1 &&
  before.cases[0]?.word !== undefined && JSON.stringify(before.cases[0].when) === JSON.stringify(after.cases[0]?.when)

const isThing = (aspect: Difference['aspect']): aspect is Thing => (things as readonly string[]).includes(aspect)

function termInWords(term: Term, words: Words, isShort = false): string {
  const { t, text } = words
  if ('text' in term) return text(term.text)
  if ('texts' in term) return term.texts.map(text).join(t('components:listSeparator'))
  if ('words' in term) return term.words.map(word => t(word)).join(t('components:listSeparator'))
  if ('limit' in term) return limitInWords({ ...term.limit, provenance: 'illustrative' }, words)
  if ('cases' in term) return term.cases.map(one => caseInWords(isShort ? { ...one, when: [] } : one, words)).join(t('catalogue:difference.either'))
  if ('word' in term) return t(term.word, Object.fromEntries(Object.entries(term.names ?? {}).map(([key, name]) => [key, text(name)])))
  return String(term.value)
}

function caseInWords({ word, when }: { word?: string; when: Asked[] }, { t, text }: Words): string {
  const condition = when.map(({ question, options }) =>
    t('catalogue:when.one', { question: asked(text(question)), options: options.map(text).join(t('catalogue:when.or')) })).join(t('catalogue:when.and'))
  if (!word) return condition || t('catalogue:when.always')
  return t(word) + (condition && t('catalogue:when.only', { when: condition }))
}
