import type { Locator, Page } from 'playwright-core'
import type { BundleDefinition, Field } from '../../server/catalogue/definition.ts'
import { blankPaper } from '../../server/demo/paper.ts'
import type { Matter } from '../../server/demo/town-examples.ts'
import type { Resident } from '../../server/demo/town-people.ts'
import { exampleValue } from '../../server/demo/town-values.ts'
import type { Value } from '../../server/drafts/draft.ts'
import { typedAs } from '../../server/drafts/field-value.ts'
import { shownFields, situationOf } from '../../server/drafts/situation.ts'
import { beijingDay } from '../../server/limits/calendar.ts'
import { regionAtLevel } from '../../server/offices/region.ts'
import type { Visitor } from '../support/browser.ts'

interface Situation {
  definition: BundleDefinition
  answers: Record<string, string>
  chosen: string[]
}

/** Buttons of the form, in the language of the story. */
export interface Words {
  next: string
  onward: string
  commit: string
  upload: RegExp
  submit: string
}

export const zhWords: Words = { next: '保存并继续', onward: '继续', commit: '签署承诺', upload: /^上传“/, submit: '签名并提交' }

/** What somebody of the town enters, filled in by the page's own controls. */
export class FormFiller {
  readonly #visitor: Visitor
  readonly #situation: Situation
  readonly #who: Resident
  readonly #own: Record<string, Value>
  readonly #words: Words
  readonly #values: Record<string, Value> = {}
  readonly #javaScript: boolean

  constructor(visitor: Visitor, situation: Situation, who: Resident, { own = {}, words = zhWords, javaScript = true }: { own?: Record<string, Value>; words?: Words; javaScript?: boolean } = {}) {
    this.#visitor = visitor
    this.#situation = situation
    this.#who = who
    this.#own = own
    this.#words = words
    this.#javaScript = javaScript
  }

  /** Goes through every station of the form and signs; the number of the case stands in the receipt's address. */
  async fileAll(): Promise<string> {
    for (let station = 0; station < 50; station++) {
      const { path } = this.#visitor
      const group = /\/sections\/([\w-]+)/.exec(path)?.[1]
      if (path.endsWith('/questions')) await this.#questions()
      else if (path.endsWith('/known')) await this.#visitor.press(this.#words.onward)
      else if (group) await this.#section(group)
      else if (path.endsWith('/materials')) await this.#materials()
      else if (path.endsWith('/check')) await this.#sign()
      else break
    }
    const number = /\/cases\/(\d{20})\/receipt/.exec(this.#visitor.path)?.[1]
    if (!number) throw new Error(`no receipt at ${this.#visitor.path}\n${await this.#visitor.text()}`)
    return number
  }

  get #page(): Page {
    return this.#visitor.page
  }

  async #questions(): Promise<void> {
    for (const [question, answer] of Object.entries(this.#situation.answers)) {
      const radio = this.#page.locator(`input[name="${question}"][value="${answer}"]`)
      if (await radio.count()) await radio.check()
    }
    for (const item of this.#situation.chosen) {
      const box = this.#page.locator(`input[name="optional.items"][value="${item}"]`)
      if (await box.count()) await box.check()
    }
    await this.#visitor.press(this.#words.next)
  }

  async #section(group: string): Promise<void> {
    const { definition } = this.#situation
    for (const { field, constraints } of shownFields(situationOf(definition, this.#situation), group)) {
      const controls = this.#page.locator(`main [name="${field.id}"]:enabled, main [name^="${field.id}."]:enabled`)
      if ((await controls.count()) === 0 || !(await controls.first().isVisible())) continue
      const value = this.#own[field.id] ?? exampleValue(field, constraints, matterOf(this.#who, this.#values))
      this.#values[field.id] = value
      if (value.length > 0) await fillField(this.#page, field, value, this.#javaScript)
    }
    await this.#visitor.press(this.#words.next)
  }

  async #materials(): Promise<void> {
    const { definition } = this.#situation
    for (const [order, { material, obtaining }] of situationOf(definition, this.#situation).materials.entries()) {
      const card = this.#page.locator(`[id="material-${material.id}"]`)
      if (obtaining === 'optional' || (await card.count()) === 0 || (await card.getAttribute('class'))?.includes('card--done')) continue
      if (obtaining === 'commitment') await this.#commit(card)
      else await this.#bring(card, material.name.zh, order)
    }
    await this.#visitor.press(this.#words.next)
  }

  async #commit(card: Locator): Promise<void> {
    await card.locator('input[name^="commitment."]').check()
    await this.#visitor.press(this.#words.commit, card)
  }

  async #bring(card: Locator, name: string, order: number): Promise<void> {
    await card.locator('input[type=file]').setInputFiles({ name: `${name}.png`, mimeType: 'image/png', buffer: blankPaper(order) })
    await this.#visitor.press(this.#words.upload, card)
  }

  async #sign(): Promise<void> {
    await this.#page.locator('input[name=confirmed]').check()
    await this.#visitor.press(this.#words.submit)
  }
}

/** Puts a value into the controls of its field. */
export async function fillField(page: Page, field: Field, value: Value, javaScript = true): Promise<void> {
  const typed = typedAs(field.type, value)
  const named = page.locator(`main [name="${field.id}"]:enabled`)
  if (field.type === 'region') return chooseRegion(page, field.id, String(value), javaScript)
  if (field.type === 'choices' || field.type === 'yesNo' || (field.type === 'choice' && (await named.first().getAttribute('type')) === 'radio')) {
    for (const one of [typed].flat()) await page.locator(`main input[name="${field.id}"][value="${one}"]`).check()
  } else if (field.type === 'choice') await named.selectOption(String(typed))
  else await named.fill(String(typed))
}

/** City, then county, then township: with JavaScript each choice brings the next list, without it a button does. */
export async function chooseRegion(page: Page, name: string, code: string, javaScript = true): Promise<void> {
  for (const level of ['city', 'county', 'township'] as const) {
    const select = page.locator(`[id="${name}.${level}"]`)
    const wanted = regionAtLevel(code, level)
    if ((await select.count()) === 0) continue
    const option = select.locator(`option[value="${wanted}"]`)
    if (!javaScript && (await option.count()) === 0) {
      await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(`button[name="_next"][value="${name}"]`).click()])
    }
    await option.waitFor({ state: 'attached' })
    await select.selectOption(wanted)
  }
}

/** What the town's people enter, and its officers when they grant something. */
export const matterOf = ({ name, phone, sex, regionCode, address }: Pick<Resident, 'name' | 'phone' | 'sex' | 'regionCode' | 'address'>, values: Record<string, Value>, today = beijingDay(new Date())): Matter =>
  ({ name, phone, sex, spouseName: undefined, regionCode, address, today, values, digits: count => '4071639258'.repeat(2).slice(0, count) })
