import type { Words } from '../catalogue/definition-words.ts'
import type { Catalogue, Question, Text } from '../catalogue/definition.ts'
import { groupOf } from '../catalogue/plan-fields.ts'
import { isText, type Entry } from './definition-text.ts'
import type { Address } from './edit-part.ts'
import type { Finding } from './finding.view.ts'
import { controlsOf, hinted, type Choice, type Control, type Part } from './part.ts'
import type { Typed } from './control-value.ts'

/** A control as the page draws it. */
export interface ShownControl {
  kind: Control['kind']
  name: string
  label: string
  hint: string
  optional: boolean
  /** Stands under “more settings”. */
  isRare: boolean
  /** `type=choice,choices`: of use only with these values of another control; empty: always. */
  onlyFor: string
  /** What can be chosen; under a heading each, where there are many. */
  choices: { heading: string; options: { value: string; text: string }[] }[]
  /** For conditions: the questions that can be asked before. */
  questions: { name: string; text: string; options: { value: string; text: string }[] }[]
  /** For options: how many rows are drawn. */
  rows: number
  findings: Finding[]
}

export interface Surrounding {
  catalogue: Catalogue
  /** Of the proposal's bundle, so far as they can be read. */
  questions: readonly Question[]
  ownItems: readonly string[]
}

const spareRows = 2
const fewestRows = 3

export function shownControls(part: Part, { index }: Pick<Address, 'index'>, isNew: boolean, typed: Typed, around: Surrounding, findings: readonly Finding[], words: Words): ShownControl[] {
  const { t } = words
  return controlsOf(part).filter(({ onlyNew }) => !onlyNew || isNew).map(control => {
    const key = control.name.replaceAll('.', '-')
    return {
      kind: control.kind, name: control.name, label: t(`designer:control.${part}.${key}`), hint: hintOf(part, key, words), optional: 'optional' in control && control.optional === true,
      isRare: control.isRare === true, onlyFor: control.onlyFor ?? '',
      choices: choicesOf(control, part === 'place' ? withoutItself(around, typed) : around, words),
      questions: control.kind === 'when' ? questionsBefore(part, index, around).map(({ id, name, options }) => ({ name: `${control.name}.${id}`, text: words.text(name), options: options.map(option => ({ value: option.value, text: words.text(option) })) })) : [],
      rows: control.kind === 'options' ? Math.max(rowsOf(control.name, typed) + spareRows, fewestRows) : 0,
      findings: findings.filter(one => one.control === control.name),
    }
  })
}

/** An item is not offered to wait for itself; where it is said to, it can still be unticked. */
const withoutItself = (around: Surrounding, { item, after = [] }: Typed): Surrounding =>
  ({ ...around, ownItems: around.ownItems.filter(code => code !== item || after.includes(code)) })

/** A sentence under a label, where there is one for it. */
const hintOf = (part: Part, key: string, { t }: Words): string => (hinted.has(`${part}.${key}`) ? t(`designer:hint.${part}.${key}`) : '')

/** A question can only depend on those before it. */
const questionsBefore = (part: Part, index: number | undefined, { questions }: Surrounding): readonly Question[] =>
  part === 'question' && index !== undefined ? questions.slice(0, index) : questions

const rowsOf = (name: string, typed: Typed): number =>
  Math.max(0, ...Object.keys(typed).filter(key => key.startsWith(`${name}.`)).map(key => Number(key.slice(name.length + 1).split('.')[0]) + 1).filter(Number.isInteger))

function choicesOf(control: Control, around: Surrounding, { t, text }: Words): ShownControl['choices'] {
  if (control.kind === 'choice') return [{ heading: '', options: control.of.map(value => ({ value, text: t(`${control.words}.${value}`) })) }]
  return control.kind === 'one' || control.kind === 'some' ? thingsOffered(control.of, around, text) : []
}

type Named = { id: string; name: Text }

function thingsOffered(choice: Choice, { catalogue, ownItems }: Surrounding, text: Words['text']): ShownControl['choices'] {
  const options = (things: readonly Named[]) => toldApart(things, text).sort((a, b) => a.text.localeCompare(b.text, 'zh'))
  const plain = (things: Iterable<Named>) => [{ heading: '', options: options([...things]) }]
  const fields = [...catalogue.fields.values()].filter(({ type }) => choice === 'fields' || type === 'region')
  const items = [...catalogue.items.values()].map(item => ({ ...item, id: item.code }))
  switch (choice) {
    case 'departments': return plain(catalogue.departments.values())
    case 'registers': return plain(catalogue.registers.values())
    case 'groups': return plain(catalogue.groups)
    case 'materials': return plain(catalogue.materials.values())
    case 'ownItems': return [{ heading: '', options: ownItems.map(id => ({ value: id, text: text(catalogue.items.get(id)?.name ?? { zh: id, en: id }) })) }]
    case 'items': return [...Map.groupBy(items, ({ department }) => department)].map(([id, own]) => ({ heading: text(catalogue.departments.get(id)?.name ?? { zh: id, en: id }), options: options(own) }))
    default: return catalogue.groups.map(group => ({ heading: text(group.name), options: options(fields.filter(({ id }) => groupOf(id) === group.id)) })).filter(({ options }) => options.length > 0)
  }
}

/** By their names; the id is said only where two go by the same name. */
function toldApart(things: readonly Named[], text: Words['text']): { value: string; text: string }[] {
  const counts = Map.groupBy(things, ({ name }) => text(name))
  return things.map(({ id, name }) => ({ value: id, text: (counts.get(text(name))?.length ?? 0) > 1 ? `${text(name)}（${id}）` : text(name) }))
}

export interface RareControls {
  controls: ShownControl[]
  /** Open where one of them is at fault. */
  isOpen: boolean
  /** The labels of those that say something. */
  said: string[]
}

/** What stands folded under “more settings”, and what of it is in use. */
export function rareControls(part: Part, shown: readonly ShownControl[], typed: Typed, problems: readonly { field: string }[]): RareControls {
  const controls = shown.filter(({ isRare }) => isRare)
  const isOf = (field: string, name: string) => field === name || field.startsWith(`${name}.`)
  const isSaid = ({ name, kind }: ShownControl) => {
    const control = controlsOf(part).find(one => one.name === name)
    const plain = control && 'fallback' in control ? control.fallback : undefined
    return Object.entries(typed).some(([field, value]) => (kind === 'limit' ? field === `${name}.value` : isOf(field, name)) && value.length > 0 && value !== plain)
  }
  return { controls, isOpen: controls.some(({ name, findings }) => findings.length > 0 || problems.some(({ field }) => isOf(field, name))), said: controls.filter(isSaid).map(({ label }) => label) }
}

/** What a part is called: by its own name, by that of what it refers to, or by nothing yet. */
export function nameOfPart(value: unknown, { catalogue, questions }: Pick<Surrounding, 'catalogue' | 'questions'>, text: Words['text']): string {
  if (typeof value === 'string') return text(catalogue.fields.get(value)?.name ?? { zh: value, en: value })
  const entry = (value ?? {}) as Entry
  const own = [entry.name, entry.title, entry.who].find(isText)
  if (own) return text(own)
  const refers = catalogue.fields.get(String(entry.field))?.name ?? catalogue.materials.get(String(entry.material))?.name ?? catalogue.items.get(String(entry.item))?.name ?? questions.find(({ id }) => id === entry.id)?.name
  return refers ? text(refers) : String(entry.id ?? entry.code ?? entry.field ?? entry.material ?? entry.item ?? entry.list ?? entry.by ?? '')
}
