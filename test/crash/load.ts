import { paths } from '../../server/web/paths.ts'
import type { Acknowledged } from './check.ts'

type Session = { headers: Record<string, string>; csrf: string }

const applicants = 6

/** People at work: each files an application as soon as the last one is acknowledged, and an officer takes what nobody has. */
export class Load {
  /** Requests that got no answer: they may have happened or not, but never by halves. */
  interrupted = 0
  readonly #url: string
  readonly #drafts: string[]
  readonly #acknowledged: Acknowledged[]
  readonly #unsure: string[] = []
  #isOn = false
  #working: Promise<unknown> = Promise.resolve()

  constructor(url: string, drafts: readonly string[], acknowledged: Acknowledged[]) {
    this.#url = url
    this.#drafts = [...drafts]
    this.#acknowledged = acknowledged
  }

  begin(citizen: Session, officer: Session): void {
    this.#isOn = true
    this.#working = Promise.all([...Array.from({ length: applicants }, () => this.#file(citizen)), this.#work(officer)])
  }

  async end(): Promise<void> {
    this.#isOn = false
    await this.#working
  }

  /** What was cut off is sent again first, as somebody does who gets no answer: it must not become a second case. */
  async #file(session: Session): Promise<void> {
    while (this.#isOn) {
      const draft = this.#unsure.shift() ?? this.#drafts.shift()
      if (!draft) return
      const answer = await this.#post(session, paths.draftSubmit(draft), { confirmed: 'yes' })
      const number = /^\/cases\/(\d+)\/receipt/.exec(answer ?? '')?.[1]
      if (number) this.#acknowledged.push({ what: 'submitted', id: draft, number })
      else this.#unsure.push(draft)
    }
  }

  async #work(session: Session): Promise<void> {
    while (this.#isOn) {
      const queue = (await this.#get(session, `${paths.desk()}?who=nobody`)) ?? ''
      for (const id of new Set([...queue.matchAll(/\/desk\/tasks\/([0-9a-z-]+)/g)].map(([, id]) => id as string))) {
        if (!this.#isOn) return
        if (await this.#post(session, paths.deskAct(id, 'claim'))) this.#acknowledged.push({ what: 'claimed', id })
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
    try {
      return await fetch(this.#url + path, init)
    } catch {
      this.interrupted++
      return undefined
    }
  }
}
