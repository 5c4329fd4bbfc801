import { createHash } from 'node:crypto'
import type { Catalogue } from '../catalogue/definition.ts'
import { withoutDefaults } from '../catalogue/definition-file.ts'
import type { Diagnostic, Path } from '../catalogue/diagnostic.ts'
import { shaped } from '../catalogue/compile-shape.ts'
import { canonical } from '../ledger/chain.ts'
import { thingOf } from './appraise.ts'
import { edited, editsOf, reading, type Entry, type ThingKind } from './definition-text.ts'
import { schemas } from './part.ts'

/** A part of a definition as the designer addresses it: a thing, or an entry of one of its lists. */
export interface Address {
  kind: ThingKind
  id: string
  list?: string
  /** Undefined: one that is to be added. */
  index?: number
}

/** A thing of the text, or of the catalogue in use while the text leaves it as it is. */
export interface Found {
  value: Entry
  /** Where it stands in the text; undefined while it is only in use. */
  at: Path | undefined
}

export function findThing(text: string, { kind, id }: Pick<Address, 'kind' | 'id'>, inUse: Catalogue): Found | undefined {
  const own = reading(text).find(kind, id)
  if (own) return own
  const thing = thingOf(inUse, kind, id)
  return thing && { value: withoutDefaults(thing) as Entry, at: undefined }
}

const pathOf = ({ list, index }: Address): Path => [...(list?.split('.') ?? []), ...(index === undefined ? [] : [index])]

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inside, step) => (inside as Record<string | number, unknown> | null | undefined)?.[step], value)

/** The entry an address means, or the thing itself; undefined for what isn't there yet. */
export const partAt = ({ value }: Found, address: Address): unknown =>
  address.list && address.index === undefined ? undefined : valueAt(value, pathOf(address))

export const entriesOf = ({ value }: Found, list: string): unknown[] => {
  const found = valueAt(value, list.split('.'))
  return Array.isArray(found) ? found : []
}

/** What a page was drawn from, told again by its form: another text means that somebody was quicker. */
export const seenOf = (part: unknown): string => createHash('sha256').update(canonical(part ?? null)).digest('hex').slice(0, 16)

export type Alteration = { put: unknown } | { remove: true } | { move: -1 | 1 }

/** The text with a part altered; a thing that was only in use is taken in first. */
export function altered(text: string, address: Address, alteration: Alteration, inUse: Catalogue): string {
  const found = findThing(text, address, inUse)
  if (!found?.at) {
    const entry = (address.list ? found?.value : undefined) ?? ('put' in alteration && !address.list ? (alteration.put as Entry) : found?.value)
    if (!entry) return text
    const taken = edited(text, [{ add: address.kind, value: entry }])
    return address.list ? altered(taken, address, alteration, inUse) : taken
  }
  const at = [...found.at, ...pathOf(address)]
  if ('remove' in alteration) return edited(text, [{ set: at, value: undefined }])
  if ('move' in alteration) return edited(text, [{ move: at, by: alteration.move }])
  if (address.list && address.index === undefined) return edited(text, [{ into: at, value: alteration.put }])
  const before = partAt(found, address)
  return typeof alteration.put === 'object' && alteration.put !== null
    ? edited(text, editsOf(at, (before ?? {}) as Entry, alteration.put as Entry))
    : edited(text, [{ set: at, value: alteration.put }])
}

/** What is wrong with the shape of a part, with paths inside the part; the rest of its thing is not looked at. */
export function shapeFaults(text: string, address: Address, inUse: Catalogue): Diagnostic[] {
  const found = findThing(text, address, inUse)
  if (!found) return []
  const own = address.list && address.index === undefined ? [...pathOf(address), entriesOf(found, address.list).length - 1] : pathOf(address)
  return shaped<unknown>(schemas[address.kind], found.value, { kind: address.kind, id: address.id, path: [] }).diagnostics.flatMap(diagnostic => {
    const { path } = diagnostic.subject
    if (!own.every((step, index) => path[index] === step)) return []
    return [{ ...diagnostic, subject: { ...diagnostic.subject, path: path.slice(own.length) } }]
  })
}
