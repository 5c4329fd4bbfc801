import { createHash } from 'node:crypto'
import type { Catalogue } from '../catalogue/definition.ts'
import { canonical } from '../ledger/chain.ts'
import { thingOf } from './appraise.ts'
import { reading, thingKinds, type ThingKind } from './definition-text.ts'
import type { Proposal } from './proposal.ts'

/**
 * Two proposals may change one thing. What each thing was like when it was taken in is kept, so that
 * the second to be published is told what the first has changed meanwhile, and overwrites nothing unseen.
 */
export type Basis = Proposal['basis']

const hashOf = (thing: object | undefined): string => (thing ? createHash('sha256').update(canonical(thing)).digest('hex') : '')
const keyOf = (kind: ThingKind, id: string) => `${kind} ${id}`

const thingsIn = (text: string): { kind: ThingKind; id: string }[] => {
  const read = reading(text)
  return thingKinds.flatMap(kind => read.all(kind).map(({ id }) => ({ kind, id })))
}

/** The basis of a text: of things that were in it before as then, of those taken in now as they are in use. */
export function basisOf(text: string, earlier: Basis, inUse: Catalogue): Basis {
  return Object.fromEntries(thingsIn(text).map(({ kind, id }) => [keyOf(kind, id), earlier[keyOf(kind, id)] ?? hashOf(thingOf(inUse, kind, id))]))
}

/** What was changed in use since it was taken in, and would be overwritten. */
export function overtaken(text: string, basis: Basis, inUse: Catalogue, wanted: Catalogue): { kind: ThingKind; id: string }[] {
  return thingsIn(text).filter(({ kind, id }) => {
    const now = hashOf(thingOf(inUse, kind, id))
    return now !== basis[keyOf(kind, id)] && now !== hashOf(thingOf(wanted, kind, id))
  })
}
