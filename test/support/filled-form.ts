import type { Cheerio, CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import type { TestFile } from './agent.ts'
import { squeezed, type ShownPage } from './shown-page.ts'

/**
 * What a test fills in, by label: a text, the words of a choice (several for checkboxes), true or false
 * for a box to tick, a file. `legend › label` finds a label inside one group; a control's name works
 * where there is no label. A region is given by its code.
 */
export type Filling = Record<string, string | string[] | boolean | TestFile | TestFile[]>

type Found = { kind: 'control'; control: Cheerio<Element> } | { kind: 'group'; group: Cheerio<Element> }

/** A form of a page with what a person has put into it, and sent as a browser sends it. */
export class FilledForm {
  readonly #page: ShownPage
  readonly #form: Cheerio<Element>
  readonly #files: [string, TestFile][] = []

  private constructor(page: ShownPage, form: Cheerio<Element>) {
    this.#page = page
    this.#form = form
    if (form.length === 0) throw new Error(`no form for this\n${page.describe()}`)
  }

  static on(page: ShownPage, values: Filling, near?: string): FilledForm {
    const first = near ?? Object.keys(values)[0]
    const found = first === undefined ? undefined : find(page, page.$('body') as Cheerio<Element>, first)
    const form = found ? elementOf(found).closest('form') : page.$('main form').first()
    return new FilledForm(page, form as Cheerio<Element>).fill(values)
  }

  static withButton(page: ShownPage, text: string): FilledForm {
    const button = page.$('button').filter((_, one) => squeezed(page.$(one).text()) === text).first()
    if (button.length === 0) throw new Error(`no button “${text}”\n${page.describe()}`)
    const formId = button.attr('form')
    return new FilledForm(page, (formId ? page.$(`form[id="${formId}"]`) : button.closest('form')) as Cheerio<Element>)
  }

  fill(values: Filling): this {
    for (const [label, value] of Object.entries(values)) this.#put(label, value)
    return this
  }

  valueOf(label: string): string | string[] {
    const found = find(this.#page, this.#form, label)
    const names = new Set(controlsOf(found).map((_, one) => this.#$(one).attr('name') ?? '').get())
    const values = this.#entries().filter(([name]) => names.has(name)).map(([, value]) => value)
    return values.length === 1 ? (values[0] ?? '') : values.length === 0 ? '' : values
  }

  /** Sends the form by its first button, or by the one with these words. */
  async submit(button?: string, { follow = true } = {}): Promise<ShownPage> {
    const pressed = this.#button(button)
    const name = pressed?.attr('name')
    const entries = [...this.#entries(), ...(name ? [[name, pressed?.attr('value') ?? ''] as [string, string]] : [])]
    const action = pressed?.attr('formaction') ?? this.#form.attr('action') ?? this.#page.path
    if (this.#form.attr('method')?.toLowerCase() !== 'post') {
      return this.#page.agent.get(`${action.split('?')[0]}?${new URLSearchParams(entries)}`, { follow })
    }
    const values: Record<string, string[]> = {}
    for (const [key, value] of entries) (values[key] ??= []).push(value)
    const isMultipart = this.#form.attr('enctype') === 'multipart/form-data'
    const files = isMultipart && this.#files.length === 0 ? this.#noFiles() : this.#files
    const referer = `${this.#page.agent.origin}${this.#page.path}`
    return this.#page.agent.send('POST', action, { values, files: isMultipart ? files : [], headers: { referer }, follow })
  }

  get #$(): CheerioAPI {
    return this.#page.$
  }

  /** What a browser sends for file inputs that are left empty. */
  #noFiles(): [string, TestFile][] {
    return this.#form.find('input[type=file]').map((_, input) => this.#$(input).attr('name') ?? '').get().map(name => [name, { name: '', bytes: Buffer.alloc(0) }])
  }

  #put(label: string, value: Filling[string]): void {
    const found = find(this.#page, this.#form, label)
    if (found.kind === 'group') return this.#choose(found.group, label, value)
    const { control } = found
    const type = control.attr('type')
    if (typeof value === 'object' && !Array.isArray(value)) return void this.#files.push([control.attr('name') ?? '', value])
    if (Array.isArray(value) && typeof value[0] === 'object') return value.forEach(file => void this.#files.push([control.attr('name') ?? '', file as TestFile]))
    if (type === 'checkbox' || type === 'radio') return this.#tick(control, value !== false)
    if (control.is('select')) return this.#select(control, label, String(value))
    if (control.is('textarea')) return void control.text(String(value))
    control.attr('value', String(value))
  }

  #choose(group: Cheerio<Element>, label: string, value: Filling[string]): void {
    const selects = group.find('select')
    if (selects.length > 0) return this.#region(selects as Cheerio<Element>, String(value))
    const wanted = [value].flat().map(String)
    const boxes = group.find('input[type=radio], input[type=checkbox]')
    boxes.removeAttr('checked')
    for (const one of wanted) {
      const box = boxes.filter((_, input) => this.#labelOf(input) === one || this.#$(input).attr('value') === one).first()
      if (box.length === 0) throw new Error(`“${label}” has no choice “${one}”, only ${boxes.map((_, input) => this.#labelOf(input)).get().join(' | ')}`)
      this.#tick(box as Cheerio<Element>, true)
    }
  }

  #labelOf(input: Element): string {
    return squeezed(this.#$(`label[for="${this.#$(input).attr('id')}"]`).text())
  }

  #tick(box: Cheerio<Element>, isTicked: boolean): void {
    if (isTicked) box.attr('checked', '')
    else box.removeAttr('checked')
  }

  #select(control: Cheerio<Element>, label: string, value: string): void {
    const options = control.find('option')
    const option = options.filter((_, one) => squeezed(this.#$(one).text()) === value || this.#$(one).attr('value') === value).first()
    if (option.length === 0) throw new Error(`“${label}” has no choice “${value}”, only ${options.map((_, one) => squeezed(this.#$(one).text())).get().join(' | ')}`)
    options.removeAttr('selected')
    option.attr('selected', '')
  }

  /** The cascade as a person would have walked it: each level's code, also where the page does not list it yet. */
  #region(selects: Cheerio<Element>, code: string): void {
    const levels: Record<string, number> = { city: 4, county: 6, township: 9 }
    selects.each((_, select) => {
      const digits = levels[(this.#$(select).attr('name') ?? '').split('.').at(-1) ?? ''] ?? 12
      const isDeep = /[1-9]/.test(code.slice(digits === 4 ? 2 : digits === 6 ? 4 : 6, digits))
      this.#$(select).find('option').removeAttr('selected')
      if (isDeep) this.#$(select).append(`<option value="${code.slice(0, digits).padEnd(12, '0')}" selected></option>`)
    })
  }

  #button(text: string | undefined): Cheerio<Element> | undefined {
    const id = this.#form.attr('id')
    const buttons = this.#$('button').filter((_, one) => this.#$(one).closest('form').is(this.#form) || (id !== undefined && this.#$(one).attr('form') === id))
    const submits = buttons.filter((_, one) => this.#$(one).attr('type') !== 'button')
    if (text === undefined) return submits.filter((_, one) => !/^_/.test(this.#$(one).attr('name') ?? '')).first() as Cheerio<Element>
    const named = submits.filter((_, one) => squeezed(this.#$(one).text()) === text).first()
    if (named.length === 0) throw new Error(`no button “${text}”, only ${submits.map((_, one) => squeezed(this.#$(one).text())).get().join(' | ')}\n${this.#page.describe()}`)
    return named as Cheerio<Element>
  }

  #entries(): [string, string][] {
    return this.#form.find('input, select, textarea').get().flatMap((one): [string, string][] => {
      const control = this.#$(one)
      const [name, type] = [control.attr('name'), control.attr('type')]
      if (!name || control.is('[disabled]') || type === 'file' || type === 'submit') return []
      if ((type === 'checkbox' || type === 'radio') && !control.is('[checked]')) return []
      if (control.is('select')) return [[name, (control.find('option[selected]').last().attr('value') ?? control.find('option').first().attr('value')) ?? '']]
      if (control.is('textarea')) return [[name, control.text().replace(/^\n/, '')]]
      return [[name, control.attr('value') ?? (type === 'checkbox' || type === 'radio' ? 'on' : '')]]
    })
  }
}

const elementOf = (found: Found): Cheerio<Element> => (found.kind === 'control' ? found.control : found.group)
const controlsOf = (found: Found): Cheerio<Element> => (found.kind === 'control' ? found.control : (found.group.find('input, select, textarea') as Cheerio<Element>))

function find(page: ShownPage, scope: Cheerio<Element>, wanted: string): Found {
  const { $ } = page
  const [legend, label = legend] = wanted.includes(' › ') ? wanted.split(' › ') : [undefined, wanted]
  const words = (one: Element) => {
    const copy = $(one).clone()
    copy.find('.optional-mark, .govuk-visually-hidden').remove()
    return squeezed(copy.text())
  }
  const groups = scope.find('fieldset').filter((_, one) => words($(one).children('legend').get(0) as Element) === (legend ?? label))
  const inside = legend === undefined ? scope : (groups as Cheerio<Element>)
  const labels = inside.find('label').filter((_, one) => words(one) === label)
  const named = inside.find('input, select, textarea').filter((_, one) => $(one).attr('name') === label)
  if (labels.length > 1) throw new Error(`${labels.length} fields are called “${label}”: say “legend › ${label}” or the control's name\n${page.describe()}`)
  if (labels.length === 1) return { kind: 'control', control: $(`[id="${labels.attr('for')}"]`) as Cheerio<Element> }
  if (groups.length > 0 && legend === undefined) return { kind: 'group', group: groups.first() as Cheerio<Element> }
  if (named.length > 1 || named.is('[type=radio]')) return { kind: 'group', group: named.first().closest('fieldset') as Cheerio<Element> }
  if (named.length === 1) return { kind: 'control', control: named as Cheerio<Element> }
  const known = scope.find('label, legend').map((_, one) => words(one)).get()
  throw new Error(`no field “${wanted}”, only ${known.join(' | ')}\n${page.describe()}`)
}
