import { limitUnits } from '../catalogue/definition.ts'
import { lines, list, text, type Body } from '../web/form.ts'
import type { Entry } from './definition-text.ts'
import type { Control } from './part.ts'

/**
 * Between a definition and a form: what a control shows of a value, and what value was typed into it.
 * A form is flat; a text in two languages is `name.zh` and `name.en`, a limit `name.value`, `name.unit` …
 */
export type Typed = Record<string, string | string[]>

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value)
const entries = (value: unknown): Entry[] => (Array.isArray(value) ? value.filter(isEntry) : [])
const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '')
const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(word) : [])

const optionMembers = ['value', 'zh', 'en', 'hint.zh', 'hint.en', 'basis'] as const
const limitMembers = ['value', 'unit', 'basis', 'provenance'] as const
/** More rows of options than anybody wants to read. */
const mostOptions = 60

export const member = (entry: unknown, name: string): unknown =>
  name.split('.').reduce<unknown>((inside, key) => (isEntry(inside) ? inside[key] : undefined), entry)

// ── shown ───────────────────────────────────────────────────────────────────────────────────────

export function shownIn(control: Control, value: unknown): Typed {
  const { kind, name } = control
  switch (kind) {
    case 'text':
    case 'paragraph':
      return { [`${name}.zh`]: word(member(value, 'zh')), [`${name}.en`]: word(member(value, 'en')) }
    case 'words':
      return { [name]: words(value).join('\n') }
    case 'some':
      return { [name]: words(value) }
    case 'flag':
      return { [name]: (value ?? control.fallback ?? false) === true ? 'yes' : '' }
    case 'choice':
      return { [name]: word(value ?? control.fallback) }
    case 'limit':
      return Object.fromEntries(limitMembers.map(key => [`${name}.${key}`, word(member(value, key))]))
    case 'when':
      return Object.fromEntries(entries(value).map(({ question, in: accepted }) => [`${name}.${word(question)}`, words(accepted)]))
    case 'options':
      return Object.fromEntries(entries(value).flatMap((option, index) => optionMembers.map(key => [`${name}.${index}.${key}`, word(member(option, key))])))
    default:
      return { [name]: word(value) }
  }
}

// ── typed ───────────────────────────────────────────────────────────────────────────────────────

/** The value that was typed; undefined where nothing was, or what leaving it out says as well. */
export function readControl(control: Control, body: Body): unknown {
  const { kind, name } = control
  switch (kind) {
    case 'text':
    case 'paragraph':
      return textIn(body, name)
    case 'words':
      return filled(lines(body[name]).split('\n').map(line => line.trim()).filter(Boolean))
    case 'some':
      return filled(list(body[name]))
    case 'number':
      return numberIn(text(body[name]))
    case 'flag':
      return (text(body[name]) === 'yes') === (control.fallback ?? false) ? undefined : text(body[name]) === 'yes'
    case 'choice':
      return text(body[name]) === control.fallback ? undefined : text(body[name]) || undefined
    case 'limit':
      return limitIn(body, name)
    case 'when':
      return filled(Object.keys(body).filter(key => key.startsWith(`${name}.`)).map(key => ({ question: key.slice(name.length + 1), in: list(body[key]) })))
    case 'options':
      return filled(Array.from({ length: mostOptions }, (_, index) => optionIn(body, `${name}.${index}`, index)).filter(option => option !== undefined))
    default:
      return text(body[name]) || undefined
  }
}

const filled = <T>(all: T[]): T[] | undefined => (all.length > 0 ? all : undefined)

/** What is no number is kept as it was typed, so that the compiler can say so beside it. */
const numberIn = (typed: string): number | string | undefined => (typed === '' ? undefined : Number.isFinite(Number(typed)) ? Number(typed) : typed)

function textIn(body: Body, name: string): Entry | undefined {
  const [zh, en] = [lines(body[`${name}.zh`]), lines(body[`${name}.en`])]
  return zh || en ? { ...(zh ? { zh } : {}), ...(en ? { en } : {}) } : undefined
}

function limitIn(body: Body, name: string): Entry | undefined {
  const [value, unit, basis, provenance] = limitMembers.map(key => text(body[`${name}.${key}`]))
  if (!value && !basis) return undefined
  return { value: numberIn(value ?? ''), unit: unit || limitUnits[0], ...(basis ? { basis } : {}), ...(provenance && provenance !== 'illustrative' ? { provenance } : {}) }
}

function optionIn(body: Body, name: string, index: number): Entry | undefined {
  const [value, zh, en] = ['value', 'zh', 'en'].map(key => text(body[`${name}.${key}`]))
  const hint = textIn(body, `${name}.hint`)
  const basis = text(body[`${name}.basis`])
  if (!value && !zh && !en && !hint) return undefined
  return { value: value || identifierFrom(en ?? '') || `option-${index + 1}`, ...(zh ? { zh } : {}), ...(en ? { en } : {}), ...(hint ? { hint } : {}), ...(basis ? { basis } : {}) }
}

/** `Care-bed subsidy` → `care-bed-subsidy`: an id for somebody who doesn't want to invent one. */
export const identifierFrom = (english: string): string =>
  english.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').split('-').slice(0, 5).join('-')

/** `Applicant's phone` → `applicantsPhone`. */
export const memberFrom = (english: string): string =>
  identifierFrom(english.replace(/['’]/g, '')).replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
