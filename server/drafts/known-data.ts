import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import type { RegisterAnswer } from '../materials/register.ts'
import type { Identity, Person } from '../people/person.ts'
import { effectiveValue, type DraftContent, type KnownValue } from './draft.ts'
import { readFieldValue, typedAs, type World } from './field-value.ts'
import { shownFields } from './situation.ts'

/** A question to a register, with everything that this form wants from it under one key. */
export interface WantedLookup {
  register: string
  by: string
  key: string
  fields: string[]
  materials: string[]
}

interface Known {
  definition: BundleDefinition
  plan: Plan
  content: DraftContent
}

export const lookupId = ({ register, by }: Pick<WantedLookup, 'register' | 'by'>): string => `${register} ${by}`

/** Every question that can be put: its key is known. */
export function possibleLookups({ definition, plan, content }: Known): WantedLookup[] {
  const found = new Map<string, WantedLookup>()
  const want = (kind: 'fields' | 'materials', id: string, register: string, by: string) => {
    const key = effectiveValue(content, by)
    // An item that creates the key creates it too late to look anything up.
    if (typeof key !== 'string' || definition.fields[by] === undefined) return
    const lookup = found.get(lookupId({ register, by })) ?? { register, by, key, fields: [], materials: [] }
    found.set(lookupId(lookup), { ...lookup, [kind]: [...lookup[kind], id] })
  }
  for (const { field, source } of shownFields(plan)) if (source.kind === 'register') want('fields', field.id, source.register, source.by)
  for (const { material, obtaining } of plan.materials) if (obtaining === 'fetched' && material.register) want('materials', material.id, material.register.id, material.register.by)
  return [...found.values()]
}

/** The questions still to be put: never put, put for another key, or for less than is wanted now. */
export const openLookups = (known: Known): WantedLookup[] =>
  possibleLookups(known).filter(wanted => {
    const put = known.content.lookups[lookupId(wanted)]
    return !put || put.key !== wanted.key || [...wanted.fields, ...wanted.materials].some(id => !put.wanted.includes(id))
  })

/** The questions that a register did not answer: they may be put again. */
export const failedLookups = (known: Known): WantedLookup[] =>
  possibleLookups(known).filter(wanted => known.content.lookups[lookupId(wanted)]?.outcome === 'unavailable')

/** What the account says of its owner. */
export function withAccount(content: DraftContent, { definition, plan }: Pick<Known, 'definition' | 'plan'>, person: Person, at: string): DraftContent {
  const keys = new Set([...shownFields(plan).map(({ field }) => field.id), ...plan.materials.flatMap(({ material }) => material.register?.by ?? [])])
  const known: Record<string, KnownValue> = {}
  for (const id of keys) {
    const account = definition.fields[id]?.account
    const value = account === 'office' ? content.office?.name.zh : account && accountValue(person, account)
    const before = content.known[id]
    if (value && (before?.value !== value || before.source !== 'account')) known[id] = { value, source: 'account', asOf: at, isContested: before?.isContested ?? false }
  }
  return { ...content, known: { ...content.known, ...known } }
}

function accountValue({ kind, name, identity }: Person, key: Exclude<keyof Identity, 'notices'> | 'name'): string | undefined {
  if (key === 'name') return kind === 'person' ? name : undefined
  if (key === 'companyName') return identity.companyName ?? (kind === 'organisation' ? name : undefined)
  return identity[key]
}

/**
 * Puts a register's answer into the draft. What is no proper value of its field is left out, as if
 * the register had not known it; what was typed by hand meanwhile stays, under what is known now.
 */
export function withAnswer({ plan, content }: Omit<Known, 'definition'>, wanted: WantedLookup, answer: RegisterAnswer, now: Date, world: World): DraftContent {
  const put = content.lookups[lookupId(wanted)]
  const before = put && put.key !== wanted.key ? withoutLookup(content, lookupId(wanted)) : content
  const at = now.toISOString()
  const all = new Set([...(put?.key === wanted.key ? put.wanted : []), ...wanted.fields, ...wanted.materials])
  const lookups = { ...before.lookups, [lookupId(wanted)]: { key: wanted.key, wanted: [...all], outcome: answer.status, at } }
  if (answer.status !== 'found') return { ...before, lookups }
  const found = { register: wanted.register, asOf: instant(answer.asOf) ?? at }
  const known = { ...before.known }
  const fetched = { ...before.fetched }
  let { visited } = before
  for (const planned of shownFields(plan).filter(({ field }) => wanted.fields.includes(field.id))) {
    const { id, type } = planned.field
    const given = answer.fields[id]
    const value = given === undefined ? undefined : readFieldValue(planned, typedAs(type, given), world).value
    if (value === undefined) continue
    known[id] = { value, source: wanted.register, asOf: found.asOf, isContested: before.known[id]?.isContested ?? false }
    // He typed something else before the register answered: he has to look at it again.
    if (before.values[id] !== undefined && String(before.values[id]) !== String(value)) visited = visited.filter(group => group !== planned.group.id)
  }
  for (const id of wanted.materials) {
    const document = answer.materials[id]
    if (document) fetched[id] = { ...found, document, isContested: before.fetched[id]?.isContested ?? false }
  }
  return { ...before, lookups, known, fetched, visited }
}

const instant = (text: string): string | undefined => {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Forgets what was found under keys that have changed since or are gone: it is about somebody else. */
export function withoutStale(content: DraftContent): DraftContent {
  const stale = Object.keys(content.lookups).find(id => effectiveValue(content, keyFieldOf(id)) !== content.lookups[id]?.key)
  return stale === undefined ? content : withoutStale(withoutLookup(content, stale))
}

const keyFieldOf = (lookup: string): string => lookup.slice(lookup.indexOf(' ') + 1)

function withoutLookup(content: DraftContent, id: string): DraftContent {
  const gone = content.lookups[id]?.wanted ?? []
  const without = <T>(record: Record<string, T>, ids: readonly string[]): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([key]) => !ids.includes(key)))
  return { ...content, lookups: without(content.lookups, [id]), known: without(content.known, gone), fetched: without(content.fetched, gone) }
}

/**
 * Whether the value comes, link by link, from the account of the person it is about: then it may be
 * shown to him in full. What was looked up by a number that somebody typed is shown in part only, or
 * the form would tell anybody about anybody.
 */
export function isVouched({ definition, content }: Omit<Known, 'plan'>, fieldId: string): boolean {
  const known = content.known[fieldId]
  const by = definition.fields[fieldId]?.register?.by
  if (!known || known.source === 'account') return known !== undefined
  return by !== undefined && content.known[by]?.isContested === false && isVouched({ definition, content }, by)
}
