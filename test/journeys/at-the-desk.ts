import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { demoPassword } from '../../server/demo/accounts.ts'
import { residentOf } from '../../server/demo/town-people.ts'
import { exampleValue } from '../../server/demo/town-values.ts'
import type { Value } from '../../server/drafts/draft.ts'
import type { Browsers, Visitor } from '../support/browser.ts'
import { fillField, matterOf } from './form-filling.ts'

/** An officer's part of a story. */
export class Desk {
  readonly visitor: Visitor
  readonly #definition: BundleDefinition

  static async of(browsers: Browsers, username: string, definition: BundleDefinition): Promise<Desk> {
    return new Desk(await (await browsers.window()).signIn(username, demoPassword), definition)
  }

  private constructor(visitor: Visitor, definition: BundleDefinition) {
    this.visitor = visitor
    this.#definition = definition
  }

  /** Finds the case in the queue by its number and opens this item of it. */
  async open(number: string, item: string): Promise<string> {
    await this.#find(number)
    await this.visitor.press(this.#nameOf(item))
    return this.visitor.text()
  }

  async #find(number: string): Promise<void> {
    await this.visitor.open('/desk')
    await this.visitor.page.getByLabel('办件编号或申请人姓名').fill(number)
    await this.visitor.press('查询')
  }

  #nameOf(item: string): string {
    return this.#definition.items[item]?.name.zh ?? item
  }

  /** Whether it is this office's turn with the item. */
  async mayTakeUp(number: string, item: string): Promise<boolean> {
    await this.#find(number)
    if ((await this.visitor.page.getByRole('main').getByRole('link', { name: this.#nameOf(item) }).count()) === 0) return false
    await this.visitor.press(this.#nameOf(item))
    return (await this.visitor.page.getByRole('main').getByRole('link', { name: '受理' }).or(this.visitor.page.getByRole('main').getByRole('button', { name: '受理' })).count()) > 0
  }

  /** Says what for, and reads what was covered. */
  async uncovered(number: string, item: string): Promise<string> {
    await this.open(number, item)
    await this.visitor.press('查看被遮盖的内容')
    await this.visitor.page.getByLabel('查看的理由').fill('核对申请人提供的信息')
    await this.visitor.press('查看', this.visitor.page.locator('#form'))
    return this.visitor.text()
  }

  /** Takes the item up and grants it; what the decision creates is `result`, else what an officer of the town enters. */
  async grant(number: string, item: string, result: Record<string, Value> = {}): Promise<void> {
    await this.open(number, item)
    await this.visitor.press('受理')
    await this.visitor.press(/^准予$/)
    for (const id of this.#definition.items[item]?.result.fields ?? []) {
      const field = this.#definition.fields[id]
      if (field) await fillField(this.visitor.page, field, result[id] ?? exampleValue(field, field, matterOf(residentOf('chen.xiaoyu'), {})))
    }
    await this.visitor.press('作出准予决定')
  }

  async refuse(number: string, item: string, reason: string): Promise<void> {
    await this.open(number, item)
    await this.visitor.press('受理')
    await this.visitor.press('不予许可')
    await this.visitor.page.getByLabel('不予许可的理由').fill(reason)
    await this.visitor.press('作出不予许可决定')
  }

  /** Notes one thing to be put right: the applicant is told once every department has spoken. */
  async ask(number: string, item: string, target: string, reason: string): Promise<void> {
    await this.open(number, item)
    await this.visitor.press('记录补正内容')
    await this.visitor.page.locator(`input[name="ask"][value="${target}"]`).check()
    await this.visitor.page.locator(`[name="reason.${target}"]`).fill(reason)
    await this.visitor.press(/^记录$/)
  }
}
