import { Agent, request } from 'node:http'
import { paths } from '../../server/web/paths.ts'
import { percentiles } from './load.ts'
import { pause } from './processes.ts'
import { submissionOf } from './ratios.ts'
import { formHeaders, type Session } from './sessions.ts'
import type { Town } from './town.ts'

/** What came of the requests that were sent in a part of the time. */
export interface Phase {
  phase: string
  requests: number
  perSecond: number
  errors: number
  p50: number
  p95: number
  p99: number
}

interface Answer {
  at: number
  took: number
  isGood: boolean
}

/** 70 % reads, 20 % saves, 10 % submissions and decisions; one in ten of the people is an officer. */
const shares = { officers: 0.1, savesOfCitizens: 20 / 90, submissionsOfCitizens: 5 / 90, decisionsOfOfficers: 0.5 } as const

interface Draft {
  /** The section's form as its page sends it. */
  action: string
  body: string
}

/** People at work: each asks for something, looks at it for a while, and asks for the next thing. */
export class Crowd {
  readonly #url: string
  readonly #town: Town
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
  readonly #answers: Answer[] = []
  readonly #failures = new Map<string, number>()
  /** Tasks that somebody in the crowd has seen in his queue, and those each office has still to do. */
  readonly #seen = new Set<string>()
  readonly #own = new Map<string, { id: string; act: 'claim' | 'accept' }[]>()
  #thinkMs = 10_000
  #isOver = false

  constructor(url: string, town: Town) {
    this.#url = url
    this.#town = town
  }

  /** 1,000 people for a while, then five times as much for a minute, then as before. */
  async live(citizens: readonly Session[], officers: readonly Session[], seconds: { before: number; spike: number; after: number }): Promise<{ phases: Phase[]; recoveredAfterSeconds: number; failures: string[] }> {
    const working = [...citizens.map((session, at) => this.#work(() => this.#asCitizen(session, at))), ...officers.map((session, at) => this.#work(() => this.#asOfficer(session, String(at % this.#town.officers.length))))]
    const marks = [performance.now()]
    for (const [think, lasts] of [[10_000, seconds.before], [2_000, seconds.spike], [10_000, seconds.after]] as const) {
      this.#thinkMs = think
      await pause(lasts * 1000)
      marks.push(performance.now())
    }
    this.#isOver = true
    await Promise.all(working)
    this.#agent.destroy()
    const phases = ['10 s of think time', 'five times as many', 'as before again'].map((phase, at) => this.#phase(phase, marks[at] as number, marks[at + 1] as number))
    return { phases, recoveredAfterSeconds: this.#recovery(marks[2] as number, marks[3] as number), failures: [...this.#failures].map(([what, count]) => `${count} × ${what}`) }
  }

  async #work(step: () => Promise<unknown>): Promise<void> {
    await pause(Math.random() * this.#thinkMs)
    while (!this.#isOver) {
      await step()
      // In pieces, so that a change of pace is felt at once.
      const since = performance.now()
      const share = 0.5 + Math.random()
      while (!this.#isOver && performance.now() - since < this.#thinkMs * share) await pause(250)
    }
  }

  async #asCitizen(session: Session, at: number): Promise<void> {
    const chance = Math.random()
    if (chance < shares.submissionsOfCitizens) {
      const next = this.#town.drafts.findIndex(({ citizen }) => citizen === at)
      const [draft] = next < 0 ? [] : this.#town.drafts.splice(next, 1)
      if (draft) {
        const { path, headers = {}, body } = submissionOf({ ...draft, citizen: 0 }, [session])
        return void (await this.#ask('submission', path, headers, body))
      }
    }
    const draft = this.#town.drafts.find(({ citizen }) => citizen === at)
    if (draft && chance < shares.submissionsOfCitizens + shares.savesOfCitizens) return void (await this.#save(session, draft))
    const places = [this.#town.guide, paths.home(), paths.cases(), paths.cases(), `${paths.search()}?q=%E5%87%BA%E7%94%9F`, ...(draft ? [paths.draftCheck(draft.id), paths.draftSection(draft.id, draft.section)] : [])]
    await this.#ask('read', places[Math.floor(Math.random() * places.length)] as string, { ...session.headers, 'accept-encoding': 'br, gzip' }) // sent small, and not read
  }

  readonly #forms = new Map<string, Draft>()

  async #save(session: Session, { id, section }: Town['drafts'][number]): Promise<void> {
    const known = this.#forms.get(id)
    if (known) return void (await this.#ask('save', known.action, { ...formHeaders(session), 'x-autosave': '1', accept: 'application/json' }, known.body))
    const action = paths.draftSection(id, section)
    const page = await this.#ask('read', action, session.headers)
    if (page) this.#forms.set(id, { action, body: typed(page) })
  }

  async #asOfficer(session: Session, officer: string): Promise<void> {
    const own = this.#own.get(officer) ?? []
    this.#own.set(officer, own)
    const next = Math.random() < shares.decisionsOfOfficers ? own.shift() : undefined
    if (!next) {
      const queue = await this.#ask('read', `${paths.desk()}?who=nobody`, session.headers)
      for (const [, id = ''] of queue.matchAll(/\/desk\/tasks\/([0-9a-z-]+)/g)) {
        if (this.#seen.has(id)) continue
        this.#seen.add(id)
        own.push({ id, act: 'claim' })
      }
      return
    }
    // He looks first: what was noted meanwhile by another department offers no button.
    const action = paths.deskAct(next.id, next.act)
    if (!(await this.#ask('read', paths.deskTask(next.id), session.headers)).includes(action)) return
    await this.#ask('decision', action, formHeaders(session), `_csrf=${session.csrf}`)
    if (next.act === 'claim') own.push({ id: next.id, act: 'accept' })
  }

  #ask(what: string, path: string, headers: Record<string, string>, body?: string): Promise<string> {
    const at = performance.now()
    return new Promise(resolve => {
      const done = (status: number, text: string) => {
        const isGood = status === 200 || status === 303
        this.#answers.push({ at, took: performance.now() - at, isGood })
        const failure = `${what} ${status} ${/<h1[^>]*>([^<]*)/.exec(text)?.[1] ?? ''}`
        if (!isGood) this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1)
        resolve(isGood ? text : '')
      }
      const sent = request(this.#url + path, { method: body === undefined ? 'GET' : 'POST', agent: this.#agent, headers: { ...headers, 'content-length': Buffer.byteLength(body ?? '') } }, answer => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => done(answer.statusCode ?? 0, Buffer.concat(pieces).toString())).on('error', () => done(0, ''))
      })
      // As browsers do: what went out on a connection that was just being closed for want of use is sent again.
      sent.on('error', () => (sent.reusedSocket ? resolve(this.#ask(what, path, headers, body)) : done(0, ''))).end(body)
    })
  }

  #phase(phase: string, from: number, to: number): Phase {
    const own = this.#answers.filter(({ at }) => at >= from && at < to)
    return { phase, requests: own.length, perSecond: Math.round(own.length / ((to - from) / 1000)), errors: own.filter(({ isGood }) => !isGood).length, ...percentiles(own.map(({ took }) => took)) }
  }

  /** Seconds from the end of the spike till a second whose slowest answers, but one in twenty, took as little as wanted. */
  #recovery(from: number, to: number): number {
    for (let second = 0; from + second * 1000 < to; second++) {
      const { requests, p95 } = this.#phase('', from + second * 1000, from + (second + 1) * 1000)
      if (requests > 0 && p95 <= wantedMs) return second
    }
    return Infinity
  }
}

/** The 95th percentile that a thousand people at work may see. */
export const wantedMs = 150

/** What a browser sends of the page's form. */
function typed(page: string): string {
  const form = /<form class="form" id="form"[\s\S]*?<\/form>/.exec(page)?.[0] ?? ''
  const values = new URLSearchParams()
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const of = (name: string) => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    if (of('name') && !/type="(checkbox|radio)"/.test(tag) || / checked/.test(tag)) values.append(of('name'), of('value'))
  }
  for (const [, name = '', options = ''] of form.matchAll(/<select [^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) values.append(name, unescaped(/<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''))
  return values.toString()
}

const unescaped = (text: string): string => text.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
