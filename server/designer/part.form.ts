import { text, type Body } from '../web/form.ts'
import type { Entry, ThingKind } from './definition-text.ts'
import { identifierFrom, member, memberFrom, readControl, shownIn, type Typed } from './control-value.ts'
import { controlsOf, idKey, type Control, type Part } from './part.ts'

/** The part as typed: what stood there before with everything that its controls say. */
export function readPart(part: Part, body: Body, before: unknown): unknown {
  const controls = controlsOf(part)
  const whole = controls.find(({ isWhole }) => isWhole)
  if (whole) return readControl(whole, body)
  const entry = structuredClone(before ?? {}) as Entry
  for (const control of controls) if (!control.onlyNew) setMember(entry, control.name, readControl(control, body))
  return entry
}

/** `result.name`: members inside a member, which goes when nothing is left in it. */
function setMember(entry: Entry, name: string, value: unknown): void {
  const [key = '', inner] = name.split('.')
  if (inner === undefined) {
    if (value === undefined) delete entry[key]
    else entry[key] = value
    return
  }
  const inside = { ...(entry[key] as Entry | undefined) }
  setMember(inside, inner, value)
  if (Object.keys(inside).length === 0) delete entry[key]
  else entry[key] = inside
}

/** What the controls of a part show. */
export const typedOf = (part: Part, value: unknown): Typed =>
  Object.assign({}, ...controlsOf(part).map(control => shownIn(control, control.isWhole ? value : member(value, control.name)))) as Typed

/** What was typed, to be shown again: the names that belong to the part's controls, and nothing else. */
export function typedAgain(part: Part, body: Body): Typed {
  const own = (key: string) => key === 'also' || controlsOf(part).some(({ name }) => key === name || key.startsWith(`${name}.`))
  return Object.fromEntries(Object.entries(body).filter(([key]) => own(key)).map(([key, value]): [string, string | string[]] => [key, Array.isArray(value) ? value.map(String) : String(value)]))
}

/** The id of something new: as typed, or made from its English name; a field's begins with its section. */
export function newIdentifier(part: Part, body: Body): string {
  const typed = text(body.id) || text(body.code)
  const english = text(body['name.en']) || text(body['title.en'])
  if (part !== 'field') return typed || identifierFrom(english)
  const group = text(body.group)
  const name = typed.includes('.') ? typed.split('.').slice(1).join('.') : typed || memberFrom(english)
  return typed.includes('.') ? typed : group && name ? `${group}.${name}` : name
}

export const withId = (kind: ThingKind, id: string, entry: Entry): Entry => ({ [idKey(kind)]: id, ...entry })

/** The control whose value stands at a path inside the part: where a diagnostic is shown. */
export function controlAt(part: Part, path: readonly (string | number)[]): Control | undefined {
  const at = path.join('.')
  return controlsOf(part).filter(({ name, isWhole }) => isWhole || at === name || at.startsWith(`${name}.`)).sort((a, b) => b.name.length - a.name.length)[0]
}
