import type { Text } from '../catalogue/definition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { slips, slipsAllowed } from './search-distance.ts'
import { findReading, readingOf } from './search-reading.ts'
import { isHan, latinWords, normalised, normalisedQuery, saysNothing, termsOf } from './search-text.ts'

/**
 * The search of the portal: a pure index over what the published bundles say of themselves.
 *
 * A query is matched as a phrase (“我家生孩子了” holds the keyword 生孩子), word by word with rare words
 * counting more, and by its sound (pinyin, initials, a homophone typed by mistake). Words that occur
 * nowhere are taken for slips of the finger. Some dozens of bundles: every phrase is looked at, which
 * takes about a millisecond and can't miss a two-character word as an n-gram index would.
 */

export interface SearchIndex {
  entries: Entry[]
  /** All Latin words, for the mending of slips. */
  vocabulary: string[]
}

interface Entry {
  bundleId: string
  phrases: Phrase[]
}

type Kind = 'title' | 'keyword' | 'item' | 'option' | 'summary' | 'material'

interface Phrase {
  kind: Kind
  text: string
  words: string[]
  syllables: string[]
  /** For an item: its name, to tell why the bundle was found. */
  item: Text | undefined
}

export interface Hit {
  bundleId: string
  score: number
  /** The item of the bundle that was asked for, when neither title nor keywords name it. */
  because: Text | undefined
}

const weights: Record<Kind, number> = { title: 10, keyword: 10, item: 4, option: 2, summary: 3, material: 2 }
const isSounded = (kind: Kind): boolean => kind === 'title' || kind === 'keyword' || kind === 'item'

export function buildIndex(versions: readonly BundleVersion[]): SearchIndex {
  const entries = versions.map(({ bundleId, definition: { bundle, items, materials } }) => ({
    bundleId,
    phrases: [
      ...phrasesOf('title', bundle.title),
      ...bundle.keywords.flatMap(keyword => phrase('keyword', keyword)),
      ...bundle.items.flatMap(({ item }) => phrasesOf('item', (items[item] as { name: Text }).name, true)),
      ...bundle.questions.flatMap(({ options }) => options.flatMap(option => phrasesOf('option', option))),
      ...phrasesOf('summary', bundle.summary),
      ...Object.values(materials).flatMap(({ name }) => phrasesOf('material', name)),
    ],
  }))
  return { entries, vocabulary: [...new Set(entries.flatMap(({ phrases }) => phrases.flatMap(({ words }) => words)))] }
}

const phrasesOf = (kind: Kind, text: Text, isItem = false): Phrase[] =>
  [...phrase(kind, text.zh, isItem ? text : undefined), ...phrase(kind, text.en, isItem ? text : undefined)]

/** Brackets and commas part phrases; the words every title ends with say nothing. */
const phrase = (kind: Kind, text: string, item?: Text): Phrase[] =>
  text.split(/[()（），,、；;:：。.!?！？/“”"]/u)
    .map(part => normalised(part).replace(/一件事$/, ''))
    .filter(part => part !== '')
    .map(part => ({ kind, text: part, words: latinWords(part), syllables: isSounded(kind) && isHan(part) ? readingOf(part) : [], item }))

/** The bundles that answer a query, best first. */
export function search(index: SearchIndex, typed: string): Hit[] {
  const query = normalisedQuery(typed)
  if (query === '') return []
  const words = termsOf(query)
  if (words.length === 0 && saysNothing(query)) return []
  const terms = words.map(term => variantsOf(index, term)).map(variants => ({ variants, rarity: rarityOf(index, variants) }))
  const sought = { query, letters: query.replaceAll(' ', ''), syllables: isHan(query) ? readingOf(query) : [], terms }
  const hits = index.entries.map(entry => rated(entry, sought)).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)
  if (hits.length === 0 && /^[a-z]{5,}$/.test(sought.letters)) return misspelt(index, sought.letters)
  const best = hits[0]?.score ?? 0
  return hits.filter(({ score }) => score >= best * 0.15)
}

interface Variant { word: string; trust: number }
interface Sought {
  query: string
  letters: string
  syllables: string[]
  terms: { variants: Variant[]; rarity: number }[]
}

/** The word itself, or what was probably meant by one that occurs nowhere. */
function variantsOf({ entries, vocabulary }: SearchIndex, term: string): Variant[] {
  if (isHan(term) || vocabulary.some(word => word.startsWith(term))) return [{ word: term, trust: 1 }]
  if (entries.some(({ phrases }) => phrases.some(({ text }) => text === term))) return [{ word: term, trust: 1 }]
  const most = slipsAllowed(term.length)
  const near = vocabulary.map(word => ({ word, away: slips(term, word, most) })).filter(({ away }) => away <= most)
  const nearest = Math.min(...near.map(({ away }) => away))
  return near.filter(({ away }) => away === nearest).map(({ word }) => ({ word, trust: 0.6 }))
}

function rarityOf({ entries }: SearchIndex, variants: readonly Variant[]): number {
  const holding = entries.filter(({ phrases }) => phrases.some(phrase => variants.some(({ word }) => wordFit(word, phrase) > 0))).length
  return holding === 0 ? 0 : Math.log(1 + entries.length / holding)
}

function rated({ bundleId, phrases }: Entry, sought: Sought): Hit {
  const wholes = phrases.map(phrase => ({ phrase, fit: Math.max(phraseFit(sought.query, phrase), soundFit(sought, phrase)) }))
  const words = sought.terms.map(({ variants, rarity }) => ({ rarity, best: best(phrases.map(phrase => ({ phrase, fit: bestVariant(variants, phrase) }))) }))
  const found = words.filter(({ best }) => best.fit > 0)
  const share = found.length / Math.max(1, words.length)
  const score = 2 * weighed(best(wholes)) + share * found.reduce((sum, { rarity, best }) => sum + rarity * weighed(best), 0)
  return { bundleId, score, because: reason([...wholes, ...found.map(({ best }) => best)]) }
}

interface Fit { phrase: Phrase; fit: number }

const weighed = ({ phrase, fit }: Fit): number => weights[phrase.kind] * fit
const best = (fits: readonly Fit[]): Fit => fits.reduce((a, b) => (weighed(b) > weighed(a) ? b : a))
const bestVariant = (variants: readonly Variant[], phrase: Phrase): number => Math.max(0, ...variants.map(({ word, trust }) => trust * wordFit(word, phrase)))

/** The item that fits better than title and keywords do: what was asked for is part of this bundle. */
function reason(fits: readonly Fit[]): Text | undefined {
  const own = Math.max(0, ...fits.filter(({ phrase }) => phrase.kind === 'title' || phrase.kind === 'keyword').map(({ fit }) => fit))
  return fits.filter(({ phrase, fit }) => phrase.item && fit > own).sort((a, b) => b.fit - a.fit)[0]?.phrase.item
}

/** How well the query as a whole fits: the phrase itself, part of it, or the phrase within a longer sentence. */
function phraseFit(query: string, { text }: Phrase): number {
  if (text === query) return 3
  if (query.length < 2 || text.length < 2) return 0
  if (text.includes(query)) return isHan(query) ? (text.startsWith(query) ? 1.5 : 1) + query.length / text.length : 0
  return isHan(text) && query.includes(text) ? 1 + (2 * text.length) / query.length : 0
}

function wordFit(word: string, { text, words }: Phrase): number {
  if (isHan(word)) return text.includes(word) ? 0.5 + (0.5 * word.length) / text.length : 0
  if (words.includes(word)) return 0.5 + 0.5 / words.length
  return word.length >= 3 && words.some(one => one.startsWith(word)) ? 0.4 : 0
}

/** Typed in Latin letters: pinyin in full, by initials, or unfinished. Typed in Chinese: another character of the same sound. */
function soundFit({ letters, syllables }: Sought, phrase: Phrase): number {
  if (phrase.syllables.length < 2) return 0
  if (syllables.length >= 2 && syllables.length === letters.length) {
    return ` ${phrase.syllables.join(' ')} `.includes(` ${syllables.join(' ')} `) ? syllables.length / phrase.syllables.length : 0
  }
  if (letters.length < 2 || !/^[a-z]+$/.test(letters)) return 0
  const match = findReading(letters, phrase.syllables)
  if (!match || match.syllables < 2) return 0
  const share = match.syllables / phrase.syllables.length
  return (match.start === 0 ? 1 : 0.5) * (match.initials > 1 ? 0.6 : 1) * (0.5 + share)
}

/** Nothing fits as it stands: pinyin with a slip in it, finished or not. */
function misspelt({ entries }: SearchIndex, letters: string): Hit[] {
  const most = slipsAllowed(letters.length)
  return entries
    .map(({ bundleId, phrases }) => {
      const near = phrases.filter(({ syllables }) => syllables.length > 1).map(({ syllables, kind, item }) => ({
        value: weights[kind] / (1 + slips(letters, syllables.join(''), most, { unfinished: true })), item,
      }))
      const best = near.reduce((a, b) => (b.value > a.value ? b : a), { value: 0, item: undefined as Text | undefined })
      return { bundleId, score: best.value, because: best.item }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
}
