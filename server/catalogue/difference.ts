import type { BundleDefinition, Text } from './definition.ts'
import { readers, things, traits, type Fact, type Reader, type Term, type Thing, type Trait } from './fact.ts'
import { noticed } from './noticed.ts'

/** One line of the difference of two definitions: what somebody notices, as it was and as it is. */
export interface Difference {
  reader: Reader
  aspect: Thing | Trait
  change: 'added' | 'removed' | 'changed'
  key: string
  before: Said | undefined
  after: Said | undefined
}

/** A fact without where it belongs: its subject, and what is said of it. */
export interface Said {
  name: Text
  words: Record<string, Term>
  term: Term | undefined
}

/**
 * What two definitions differ in, for everybody whom it concerns: computed over what they mean, so
 * that order and spelling of the file don't matter. From B to A it is the mirror of A to B.
 */
export function difference(before: BundleDefinition, after: BundleDefinition): Difference[] {
  const [old, now] = [byKey(noticed(before)), byKey(noticed(after))]
  const isNewOrGone = (thing: string) => old.has(thing) !== now.has(thing)
  return [...new Set([...now.keys(), ...old.keys()])]
    .flatMap(key => differenceOf(old.get(key), now.get(key), isNewOrGone))
    .sort((a, b) => placeOf(a) - placeOf(b))
}

const byKey = (facts: readonly Fact[]) => new Map(facts.map(fact => [`${fact.aspect}:${fact.key}`, fact]))

function differenceOf(before: Fact | undefined, after: Fact | undefined, isNewOrGone: (thing: string) => boolean): Difference[] {
  const fact = after ?? before
  if (!fact || isSame(before, after) || [...(before?.of ?? []), ...(after?.of ?? [])].some(isNewOrGone)) return []
  const change = !before ? 'added' : !after ? 'removed' : 'changed'
  const reader = readers.find(one => one === before?.reader || one === after?.reader) ?? fact.reader
  return [{ reader, aspect: fact.aspect, change, key: fact.key, before: before && saying(before), after: after && saying(after) }]
}

/** The same by its ids, or the same by its words: whoever reads it sees no difference. */
function isSame(before: Fact | undefined, after: Fact | undefined): boolean {
  if (!before || !after) return false
  if (before.order && after.order) return isSameOrder(before.order, after.order)
  return JSON.stringify(before.term) === JSON.stringify(after.term) || (after.identity !== undefined && JSON.stringify(before.identity) === JSON.stringify(after.identity))
}

/** What came or went is told by itself, and moves nothing else. */
const isSameOrder = (before: readonly string[], after: readonly string[]): boolean =>
  before.filter(id => after.includes(id)).join() === after.filter(id => before.includes(id)).join()

const saying = ({ name, words = {}, term }: Fact): Said => ({ name: { zh: name.zh, en: name.en }, words, term })

const aspects: readonly (Thing | Trait)[] = [...things, ...traits]
/** By reader; for each the things that came and went first, then what is said of those that stay. */
const placeOf = ({ reader, aspect }: Difference): number => readers.indexOf(reader) * 1000 + aspects.indexOf(aspect)
