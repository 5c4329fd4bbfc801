import { list, text, type Body } from '../web/form.ts'
import type { Surroundings } from './appraise.ts'
import { reading, type Entry } from './definition-text.ts'
import { altered, findThing, type Address, type Found } from './edit-part.ts'
import { newIdentifier, readPart, withId } from './part.form.ts'
import type { Part } from './part.ts'
import type { Proposal } from './proposal.ts'

/** A part that a request is about, as it stands now. */
export interface Target {
  proposal: Proposal
  around: Surroundings
  address: Address
  part: Part
  found: Found | undefined
  /** Undefined for what is to be added. */
  value: unknown
}

/** What a sent form makes of a part: where it stands, under which id, and the text with it. */
export interface Made {
  id: string
  address: Address
  /** Something else goes by the id that was typed. */
  isTaken: boolean
  after: (text: string) => string
}

export function madeOf(target: Target, body: Body): Made {
  const { proposal, around, part, value } = target
  const inUse = around.known.catalogue
  const isNewThing = value === undefined && target.address.list === undefined
  const id = isNewThing ? unusedIdentifier(body, target) : target.address.id
  const address = { ...target.address, id }
  const read = (one: Body) => (value === undefined ? identified(readPart(part, one, value), target, isNewThing ? id : newIdentifier(part, one)) : readPart(part, one, value))
  const all = each(target, body).map(read)
  return {
    id, address,
    isTaken: isNewThing && findThing(proposal.text, address, inUse) !== undefined,
    after: before => withPlace(all.reduce<string>((so, put) => altered(so, address, { put }, inUse), before), isNewThing ? address : undefined, inUse),
  }
}

/** Several fields an item asks for on one basis are chosen at once: each becomes an entry of its own. */
function each({ part, value }: Target, body: Body): Body[] {
  if (part !== 'fieldRequirement' || value !== undefined) return [body]
  const chosen = new Set([text(body.field), ...list(body.also)].filter(Boolean))
  return chosen.size === 0 ? [body] : [...chosen].map(field => ({ ...body, field }))
}

/** A typed id is taken as it is; one made from a name gets a number where another goes by that name already. */
function unusedIdentifier(body: Body, { proposal, around, part, address: { kind } }: Target): string {
  const made = newIdentifier(part, body)
  const isTaken = (id: string) => findThing(proposal.text, { kind, id }, around.known.catalogue) !== undefined
  if (text(body.id) || text(body.code) || !isTaken(made)) return made
  return Array.from({ length: 100 }, (_, index) => `${made}${kind === 'field' ? '' : '-'}${index + 2}`).find(id => !isTaken(id)) ?? made
}

/** Something new gets its id: the one typed, or the one made from its English name. */
function identified(put: unknown, { part, address: { kind, list } }: Target, id: string): unknown {
  if (typeof put !== 'object' || put === null) return put
  if (!list) return withId(kind, id, put as Entry)
  return part === 'question' || part === 'phase' ? { id, ...put } : put
}

/** A new item is meant for the proposal's bundle: it gets its place there at once. */
function withPlace(text: string, created: Address | undefined, inUse: Surroundings['known']['catalogue']): string {
  if (created?.kind !== 'item') return text
  const bundle = reading(text).all('bundle')[0]?.id
  return bundle ? altered(text, { kind: 'bundle', id: bundle, list: 'items' }, { put: { item: created.id } }, inUse) : text
}
