import { paths } from '../../server/web/paths.ts'
import type { Session } from './sign-in.ts'

/** What the portal said it had done. */
export interface Acknowledged {
  what: 'submitted' | 'claimed'
  /** Of the draft, or of the task. */
  id: string
  /** Of the case that the draft became. */
  number?: string
}

const applicants = 6
/** Submitted from two windows at the same moment: one case. */
const isDoubled = () => Math.random() < 0.2

/** People at work: each files an application as soon as the last one is acknowledged, and an officer takes what nobody has. */
export class Load {
  readonly acknowledged: Acknowledged[] = []
  /** Requests that got no answer: they may have happened or not, but never by halves. */
  interrupted = 0
  /** Answers by status, those of a page under way included. */
  readonly answers = new Map<number, number>()
  readonly #portals: readonly string[]
  readonly #drafts: string[]
  readonly #unsure: string[] = []
  #allowed = 0
  #isOn = true
  readonly #working: Promise<unknown>

  constructor(portals: readonly string[], drafts: readonly string[], { citizen, officer }: { citizen: Session; officer: Session }) {
    this.#portals = portals
    this.#drafts = [...drafts]
    this.#working = Promise.all([...Array.from({ length: applicants }, () => this.#file(citizen)), this.#work(officer)])
  }

  /** So many more applications may be filed: nobody runs out of drafts while a process starts. */
  allow(count: number): void {
    this.#allowed = count
  }

  async end(): Promise<void> {
    this.#isOn = false
    await this.#working
  }

  /** What was cut off is sent again first, as somebody does who gets no answer: it must not become a second case. */
  async #file(session: Session): Promise<void> {
    while (this.#isOn) {
      const draft = this.#unsure.shift() ?? (this.#allowed > 0 ? this.#drafts.shift() : undefined)
      if (draft === undefined) {
        await pause(20)
        continue
      }
      this.#allowed--
      const answers = await Promise.all(Array.from({ length: isDoubled() ? 2 : 1 }, () => this.#post(session, paths.draftSubmit(draft), { confirmed: 'yes' })))
      const numbers = answers.flatMap(answer => /^\/cases\/(\d+)/.exec(answer ?? '')?.[1] ?? [])
      for (const number of numbers) this.acknowledged.push({ what: 'submitted', id: draft, number })
      if (numbers.length === 0) this.#unsure.push(draft)
    }
  }

  async #work(session: Session): Promise<void> {
    while (this.#isOn) {
      const queue = (await this.#get(session, `${paths.desk()}?who=nobody`)) ?? ''
      for (const id of new Set([...queue.matchAll(/\/desk\/tasks\/([0-9a-z-]+)/g)].map(([, id]) => id as string))) {
        if (!this.#isOn) return
        if (await this.#post(session, paths.deskAct(id, 'claim'))) this.acknowledged.push({ what: 'claimed', id })
      }
    }
  }

  /** Where an acknowledged request leads; undefined when it was refused or cut off. */
  async #post({ headers, csrf }: Session, path: string, values: Record<string, string> = {}): Promise<string | undefined> {
    const answer = await this.#ask(path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams({ _csrf: csrf, ...values }) })
    return answer?.status === 303 ? (answer.headers.get('location') ?? '') : undefined
  }

  async #get({ headers }: Session, path: string): Promise<string | undefined> {
    return (await this.#ask(path, { headers }))?.text().catch(() => undefined)
  }

  async #ask(path: string, init: RequestInit): Promise<Response | undefined> {
    const portal = this.#portals[Math.floor(Math.random() * this.#portals.length)] as string
    try {
      const answer = await fetch(portal + path, init)
      this.answers.set(answer.status, (this.answers.get(answer.status) ?? 0) + 1)
      if (answer.status >= 500) await pause(50)
      return answer
    } catch {
      this.interrupted++
      await pause(100)
      return undefined
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
