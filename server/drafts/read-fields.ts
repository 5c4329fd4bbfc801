import type { Field } from '../catalogue/definition.ts'
import { postedRegion } from '../offices/region-levels.ts'
import { lines, list, text, type Body } from '../web/form.ts'
import type { Value } from './draft.ts'

/**
 * What a form sent for these fields, as typed. A field of which nothing was sent is left out: it was
 * not on the page, or was switched off there. `onPage` names fields whose controls send nothing when
 * nothing is chosen.
 */
export function readTyped(body: Body, fields: readonly Pick<Field, 'id' | 'type'>[], onPage: (fieldId: string) => boolean = () => false): Record<string, Value> {
  const typed: Record<string, Value> = {}
  for (const { id, type } of fields) {
    const value = readOne(body, id, type)
    if (value !== undefined) typed[id] = value
    else if (onPage(id) && sendsNothing.includes(type)) typed[id] = type === 'choices' ? [] : ''
  }
  return typed
}

const sendsNothing: readonly Field['type'][] = ['choice', 'choices', 'yesNo']

/** The longest that is looked at: more is a mistake or an attack, and every field is bounded more tightly. */
const most = 10_000

function readOne(body: Body, id: string, type: Field['type']): Value | undefined {
  if (type === 'region') return readRegion(body, id)
  if (body[id] === undefined) return undefined
  if (type === 'choices') return list(body[id]).slice(0, 200)
  return (type === 'longText' ? lines(body[id]) : text(body[id])).slice(0, most)
}

/** The deepest level that was chosen; one that doesn't lie in the level above was chosen before that changed. */
export function readRegion(body: Body, name: string): string | undefined {
  const sent = (level: string) => body[`${name}.${level}`]
  const levels = { city: text(sent('city')), county: text(sent('county')), township: text(sent('township')) }
  const isCascade = ['city', 'county', 'township'].some(level => sent(level) !== undefined)
  if (isCascade) return postedRegion(levels)
  return body[name] === undefined ? undefined : text(body[name])
}
