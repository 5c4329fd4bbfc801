import { load, type CheerioAPI } from 'cheerio'
import type { Agent, Sent } from './agent.ts'
import { FilledForm, type Filling } from './filled-form.ts'

/** The pages shown last in this test: a failing test prints them (`environment.ts`). */
declare global {
  var lastPage: ShownPage | undefined
  /** What the log said last about an unexpected error. */
  var lastServerError: string | undefined
}

/** A page as a person meets it: by its heading, its words, the labels of its fields. */
export class ShownPage {
  readonly status: number
  /** Where one is, after redirects. */
  readonly path: string
  readonly headers: Headers
  readonly body: Buffer
  readonly agent: Agent
  #parsed: CheerioAPI | undefined

  constructor(agent: Agent, path: string, response: Response, body: Buffer) {
    this.agent = agent
    this.path = path
    this.status = response.status
    this.headers = response.headers
    this.body = body
    globalThis.lastPage = this
  }

  get html(): string {
    return this.body.toString()
  }

  /** The whole page, for what has no words. */
  get $(): CheerioAPI {
    return (this.#parsed ??= load(this.html))
  }

  /** Where a redirect that was not followed leads. */
  get location(): string | null {
    return this.headers.get('location')
  }

  json<T = unknown>(): T {
    return JSON.parse(this.html) as T
  }

  csrf(): string {
    // Asked of every page: to parse the whole of it for this would take longer than to draw it.
    return /<input\b[^>]*\bname="_csrf"[^>]*\bvalue="([^"]*)"/.exec(this.html)?.[1] ?? ''
  }

  heading(): string {
    return squeezed(this.$('h1').first().text())
  }

  title(): string {
    return squeezed(this.$('title').text())
  }

  /** All words of the page's main part, those of different blocks apart. */
  text(): string {
    const main = this.$('main').clone()
    main.find('h1, h2, h3, h4, p, div, li, dt, dd, th, td, legend, label, option, summary, button, br').after(' ').append(' ')
    return squeezed(main.text())
  }

  /** What is wrong, as the summary at the top says it: `label：problem`. */
  problems(): string[] {
    return this.$('[data-error-summary] li').map((_, item) => squeezed(this.$(item).text())).get()
  }

  notice(): string {
    return squeezed(this.$('.notice').first().text())
  }

  /** What stands in the field with this label. */
  field(label: string): string | string[] {
    return this.fill({}, label).valueOf(label)
  }

  /** Fills in fields found by their labels; `submit` on what it returns sends the form they stand in. */
  fill(values: Filling, near?: string): FilledForm {
    return FilledForm.on(this, values, near)
  }

  /** The form that has this button, sent as it stands. */
  press(button: string): Promise<ShownPage> {
    return FilledForm.withButton(this, button).submit(button)
  }

  /** Posts names and values directly, with this page's token. */
  submitTo(path: string, values: Sent['values']): Promise<ShownPage> {
    return this.agent.post(path, { _csrf: this.csrf(), ...values })
  }

  links(): { text: string; href: string }[] {
    return this.$('a[href]').map((_, link) => ({ text: squeezed(this.$(link).text()), href: this.$(link).attr('href') ?? '' })).get()
  }

  /** Where the link with these words leads; throws when there is none. */
  link(text: string): string {
    const all = this.links()
    const link = all.find(one => one.text === text) ?? all.find(one => one.text.includes(text))
    if (!link) throw new Error(`no link “${text}”\n${this.describe()}`)
    return link.href
  }

  follow(text: string): Promise<ShownPage> {
    return this.agent.get(this.link(text))
  }

  describe(): string {
    const lines = [`${this.path} → ${this.status}${this.location ? ` → ${this.location}` : ''}`, `heading: ${this.heading() || '(none)'}`]
    if (this.problems().length > 0) lines.push(`problems: ${this.problems().join(' | ')}`)
    if (this.status >= 400 && this.problems().length === 0) lines.push(`says: ${this.text().slice(0, 300)}`)
    if (this.status === 500 && globalThis.lastServerError) lines.push(globalThis.lastServerError)
    return lines.join('\n')
  }
}

export const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()
