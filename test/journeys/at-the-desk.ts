import type { Visitor } from '../support/browser.ts'

/** An officer's part of a story, with the words on his buttons. */
export class Desk {
  readonly #visitor: Visitor

  constructor(visitor: Visitor) {
    this.#visitor = visitor
  }

  /** Finds the case in the queue by its number and opens this item of it. */
  async open(number: string, item: string): Promise<Visitor> {
    await this.#visitor.open(`/desk?q=${number}`)
    return this.#visitor.press(item)
  }

  /** Takes the item up and grants it; `result` are the fields the decision creates, by their labels. */
  async grant(number: string, item: string, result: Record<string, string> = {}): Promise<Visitor> {
    await this.open(number, item)
    await this.#visitor.press('受理')
    return this.approve(result)
  }

  async approve(result: Record<string, string> = {}): Promise<Visitor> {
    await this.#visitor.press(/^准予$/)
    for (const [label, value] of Object.entries(result)) await this.#visitor.page.getByLabel(label, { exact: true }).fill(value)
    return this.#visitor.press('作出准予决定')
  }

  async refuse(number: string, item: string, reason: string): Promise<Visitor> {
    await this.open(number, item)
    await this.#visitor.press('受理')
    await this.#visitor.press('不予许可')
    await this.#visitor.page.getByLabel('不予许可的理由').fill(reason)
    return this.#visitor.press('作出不予许可决定')
  }

  /** Asks the applicant to put one thing right. */
  async ask(number: string, item: string, target: string, reason: string): Promise<Visitor> {
    await this.open(number, item)
    await this.#visitor.press('要求补正')
    const { page } = this.#visitor
    const box = page.locator(`input[name="ask"][value="${target}"]`)
    await box.check()
    await page.locator(`[name="reason.${target}"]`).fill(reason)
    return this.#visitor.press('发出补正通知')
  }
}
