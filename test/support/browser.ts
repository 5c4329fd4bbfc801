import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { browserPath } from './find-browser.ts'

/** Said to a page once, however often it is audited. */
const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8')

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

export const widths = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const
export type Width = keyof typeof widths

export interface Window {
  width?: Width
  language?: 'zh-CN' | 'en'
  javaScript?: boolean
}

/** One Chromium for all stories of a test file. */
export class Browsers {
  readonly origin: string
  readonly #browser: Browser
  readonly #seen = new Set<string>()

  static async open(origin: string): Promise<Browsers> {
    return new Browsers(origin, await chromium.launch({ executablePath: browserPath(), args: flags }))
  }

  private constructor(origin: string, browser: Browser) {
    this.origin = origin
    this.#browser = browser
  }

  async window({ width = 'desk', language = 'zh-CN', javaScript = true }: Window = {}): Promise<Visitor> {
    const page = await this.#page(width, language, javaScript)
    return new Visitor(page, width, this.#seen, javaScript ? undefined : await this.#mirror(width, language))
  }

  async #page(width: Width, locale: string, javaScriptEnabled: boolean, bypassCSP = false): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: this.origin, viewport: widths[width], locale, javaScriptEnabled, bypassCSP, reducedMotion: 'reduce' })
    context.setDefaultTimeout(20_000)
    return context.newPage()
  }

  /** axe itself needs JavaScript: what a window without it shows is audited in one that has it, with the page's scripts taken out. */
  async #mirror(width: Width, language: string): Promise<Page> {
    // Its pages are written into it, which the portal's policy rightly forbids.
    const mirror = await this.#page(width, language, true, true)
    await mirror.goto('/health')
    return mirror
  }

  close(): Promise<void> {
    return this.#browser.close()
  }
}

/** Somebody in front of a browser. Every page he comes to is checked: answered, accessible, no wider than the window, nothing refused by the browser. */
export class Visitor {
  readonly page: Page
  readonly #width: Width
  readonly #seen: Set<string>
  readonly #mirror: Page | undefined
  readonly #complaints: string[] = []

  constructor(page: Page, width: Width, seen: Set<string>, mirror: Page | undefined) {
    this.#mirror = mirror
    this.page = page
    this.#width = width
    this.#seen = seen
    page.on('console', message => {
      if (message.type() === 'error' && !/status of (401|404|409|422)/.test(message.text())) this.#complaints.push(message.text())
    })
    page.on('pageerror', error => this.#complaints.push(error.message))
  }

  async open(path: string): Promise<this> {
    return this.#arrive(() => this.page.goto(path))
  }

  /** Presses a button or follows a link of the page's main part by its words, and looks at the page it leads to. */
  async press(words: string | RegExp, within: Page | Locator = this.page.getByRole('main')): Promise<this> {
    return this.#leave(within.getByRole('button', { name: words }).or(within.getByRole('link', { name: words })).first())
  }

  async signIn(username: string, password: string, words: { username: string; password: string } = { username: '用户名', password: '密码' }): Promise<this> {
    await this.open('/sign-in')
    await this.page.getByLabel(words.username, { exact: true }).fill(username)
    await this.page.getByLabel(words.password, { exact: true }).fill(password)
    // By the Enter key, which presses the first button of the form, wherever on the page that stands.
    return this.#arrive(() => Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.getByLabel(words.password, { exact: true }).press('Enter')]))
  }

  /** All words of the page's main part. */
  async text(): Promise<string> {
    return ((await this.page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ')
  }

  heading(): Promise<string> {
    return this.page.getByRole('heading', { level: 1 }).innerText()
  }

  get path(): string {
    return new URL(this.page.url()).pathname
  }

  async #leave(control: Locator): Promise<this> {
    await control.waitFor({ timeout: 5_000 }).catch(async () => {
      throw new Error(`no ${control.toString()} at ${this.path}\n${(await this.text()).slice(0, 600)}`)
    })
    return this.#arrive(() => Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), control.click()]))
  }

  async #arrive(go: () => Promise<unknown>): Promise<this> {
    await go()
    await this.#check()
    return this
  }

  async #check(): Promise<void> {
    const kind = this.path.replace(/\/[^/]*\d{6}[^/]*/g, '/:id')
    const faults = [...this.#complaints.splice(0), ...(await this.#faults(this.#width))]
    if (!this.#seen.has(kind)) {
      this.#seen.add(kind)
      faults.push(...(await this.#faults(this.#width === 'phone' ? 'desk' : 'phone')))
    }
    if (faults.length > 0) throw new Error(`${this.path}\n${faults.join('\n')}`)
  }

  /** A page that is built of the same elements under the same headings as one that was audited would be audited in vain: only its words differ. */
  async #isBuiltAnew(page: Page, width: Width): Promise<boolean> {
    return isFirst(`${width} ${await page.evaluate<string>(buildOfPage)}`)
  }

  async #faults(width: Width): Promise<string[]> {
    const page = this.#mirror ?? this.page
    if (this.#mirror) await this.#mirror.setContent((await this.page.content()).replace(/<script\b.*?<\/script>/gs, ''), { waitUntil: 'load' })
    if (width !== this.#width) await page.setViewportSize(widths[width])
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
    const violations = (await this.#isBuiltAnew(page, width)) ? await violationsIn(page) : []
    if (width !== this.#width) await page.setViewportSize(widths[this.#width])
    return [
      ...(overflow > 0 ? [`${width}: the page is ${overflow} px wider than the window`] : []),
      ...violations.map(({ id, help, nodes }) => `${width}: ${id}: ${help}\n  ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)}\n  ${failureSummary ?? ''}`).join('\n  ')}`),
    ]
  }
}

/** Whether nobody in this run of the tests, in whatever file, has met this before. */
function isFirst(build: string): boolean {
  const mark = join(process.env.TEST_RUN_FOLDER as string, createHash('sha256').update(build).digest('hex'))
  try {
    mkdirSync(mark)
    return true
  } catch {
    return false
  }
}

async function violationsIn(page: Page): Promise<AxeResults['violations']> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'], preload: false })")
  return violations
}

/** Every kind of element with what says how it looks and what it is, each in the kind of element around it; and the headings in their order. */
const buildOfPage = `(() => {
  const kindOf = element => [element.tagName, element.getAttribute('class'), ...[...element.attributes].filter(({ name }) => /^(aria-(?!label|describedby|controls)|role|type|lang|alt|disabled|hidden|tabindex)/.test(name)).map(({ name, value }) => name + '=' + value), element.hasAttribute('aria-label'), element.id !== '', element.labels?.length].join(' ')
  const kinds = new Set([...document.querySelectorAll('*')].map(element => kindOf(element) + ' < ' + (element.parentElement ? kindOf(element.parentElement) : '')))
  return document.documentElement.lang + [...kinds].sort().join('|') + [...document.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) => tagName).join()
})()`
