import { createHash } from 'node:crypto'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { Problem } from '../web/form.ts'
import { effectiveValue, type DraftContent, type Value } from './draft.ts'
import { emptyCode, isNeeded, isTyped } from './completeness.ts'
import { readFieldValue, typedAs, type World } from './field-value.ts'

/** What one device sent of a section, and what the page it was typed on had shown. */
export interface SentSection {
  typed: Record<string, Value>
  /** Fields of which the applicant says that what is known is wrong. */
  contested: readonly string[]
  /** A mark of every control's content when the page was drawn; without it everything counts as changed. */
  drawn: Readonly<Record<string, string>> | undefined
}

/** A short mark of what stood in a control, to tell later whether this device changed it. */
export const markOf = (shown: Value | undefined): string => createHash('sha256').update(JSON.stringify(shown ?? '')).digest('base64url').slice(0, 8)

export const contestName = (fieldId: string): string => `contest.${fieldId}`

/** What stands in a field's control: what was typed last, valid or not. */
export function shownIn({ unfinished, values }: DraftContent, { field: { id, type } }: PlannedField): Value {
  const kept = values[id]
  return unfinished[id] ?? (kept === undefined ? (type === 'choices' ? [] : '') : typedAs(type, kept))
}

/** The marks that a page carries with it. */
export function marksOf(content: DraftContent, fields: readonly PlannedField[]): Record<string, string> {
  return Object.fromEntries(fields.flatMap(planned => {
    const { id } = planned.field
    const known = content.known[id]
    return [[id, markOf(shownIn(content, planned))], ...(known ? [[contestName(id), markOf(known.isContested ? 'yes' : '')]] : [])]
  }))
}

/**
 * Puts what a device sent into the draft, field by field, and only what was changed on that device:
 * two devices that fill in different fields both keep theirs; of the same field the last one stays.
 */
export function merged(content: DraftContent, fields: readonly PlannedField[], sent: SentSection, world: World): DraftContent {
  const isChanged = (name: string, now: Value) => sent.drawn?.[name] === undefined || sent.drawn[name] !== markOf(now)
  return fields.reduce((before, planned) => {
    const { id } = planned.field
    const typed = sent.typed[id]
    const isTypedHere = typed !== undefined && isChanged(id, typed)
    const after = isTypedHere ? withTyped(before, planned, typed, world) : before
    const known = after.known[id]
    if (!known || (sent.drawn && sent.drawn[contestName(id)] === undefined)) return after
    const isTicked = sent.contested.includes(id)
    // Whoever types an entry of his own beside what is known says that it is wrong, with or without the tick.
    if (isTypedHere && typed.length > 0) return withContest(after, id, true)
    return isChanged(contestName(id), isTicked ? 'yes' : '') ? withContest(after, id, isTicked) : after
  }, content)
}

function withTyped(content: DraftContent, planned: PlannedField, typed: Value, world: World): DraftContent {
  const { id } = planned.field
  const { [id]: _value, ...values } = content.values
  const { [id]: _typed, ...unfinished } = content.unfinished
  const { value, problem } = readFieldValue(planned, typed, world)
  return { ...content, values: value === undefined ? values : { ...values, [id]: value }, unfinished: problem ? { ...unfinished, [id]: typed } : unfinished }
}

function withContest(content: DraftContent, id: string, isContested: boolean): DraftContent {
  const known = content.known[id]
  return known ? { ...content, known: { ...content.known, [id]: { ...known, isContested } } } : content
}

/** Reads everything typed anew: with other answers a field may have stricter bounds, or be a field again. */
export const reread = (content: DraftContent, fields: readonly PlannedField[], world: World): DraftContent =>
  fields.reduce((before, planned) => {
    const shown = shownIn(before, planned)
    return shown.length === 0 ? before : withTyped(before, planned, shown, world)
  }, content)

/** What is wrong with a section that is to be left behind, in the order of its fields. */
export const sectionProblems = (content: DraftContent, fields: readonly PlannedField[], world: World): Problem[] =>
  fields.flatMap(planned => {
    const { id } = planned.field
    if (!isTyped(content, id)) return []
    const typed = content.unfinished[id]
    const problem = typed === undefined ? undefined : readFieldValue(planned, typed, world).problem
    if (problem) return [{ ...problem, field: id }]
    return effectiveValue(content, id) === undefined && isNeeded(planned, content) ? [{ field: id, code: emptyCode(planned) }] : []
  })
