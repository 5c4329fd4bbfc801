import type { Request, RequestHandler } from 'express'
import type { Config } from '../config.ts'
import { TooMany } from '../errors.ts'
import { anonymous } from '../people/actor.ts'
import { clientAddress } from './client-address.ts'
import { paths } from './paths.ts'

/**
 * How often one account, or one address in which nobody is signed in, may ask for what. Counted in the
 * memory of the process: it keeps one visitor from taking the place of all others. What guards a secret
 * (passwords, codes, resets, registrations) is counted in the database as well (`people/attempts.ts`).
 */
export interface Pace {
  kind: string
  account: number
  address: number
  minutes: number
  /** Whether a request is one of these. */
  of(req: Request): boolean
}

const isAt = (pattern: RegExp) => (req: Request) => pattern.test(req.path)
const isPost = ({ method }: Request) => method !== 'GET' && method !== 'HEAD'

// prettier-ignore
export const paces: readonly Pace[] = [
  { kind: 'page',   account: 300, address: 600, minutes: 1,  of: () => true },
  { kind: 'send',   account: 120, address: 60,  minutes: 1,  of: isPost },
  { kind: 'search', account: 120, address: 240, minutes: 1,  of: isAt(/^\/(search|regions|internal)$/) },
  { kind: 'check',  account: 60,  address: 60,  minutes: 1,  of: req => req.path === paths.verify() && 'identifier' in req.query },
  { kind: 'lookUp', account: 60,  address: 10,  minutes: 1,  of: req => isPost(req) && /^\/(counter\/(find|start)|desk\/search)$/.test(req.path) },
  { kind: 'upload', account: 30,  address: 10,  minutes: 1,  of: req => isPost(req) && Boolean(req.is('multipart/form-data')) },
  { kind: 'export', account: 30,  address: 60,  minutes: 1,  of: isAt(/\.(json|ya?ml|csv|zip)$|^\/me\/export/) },
  // Numbers and ids that are not there, or not one's own: whoever tries them one after the other.
  { kind: 'miss',   account: 60,  address: 120, minutes: 10, of: () => false },
]

const missing = paces.find(({ kind }) => kind === 'miss') as Pace

/** Counts by key and window. Bounded: of too many keys the one whose window began first is forgotten. */
export class Counts {
  readonly #windows = new Map<string, { count: number; endsAt: number }>()
  readonly #most: number
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#windows.size
  }

  /** How many seconds the window still lasts when `times` are used up; undefined while there is room. */
  waitFor(key: string, times: number, now: number): number | undefined {
    const window = this.#windows.get(key)
    return window && window.endsAt > now && window.count >= times ? Math.ceil((window.endsAt - now) / 1000) : undefined
  }

  count(key: string, minutes: number, now: number): void {
    const window = this.#windows.get(key)
    if (window && window.endsAt > now) return void (window.count += 1)
    this.#windows.delete(key)
    const [first] = this.#windows.keys()
    if (first !== undefined && this.#windows.size >= this.#most) this.#windows.delete(first)
    this.#windows.set(key, { count: 1, endsAt: now + minutes * 60_000 })
  }
}

/** About 10 MB when full. */
const mostKeys = 50_000

/** Refuses with `TooMany` who asks too often; pages are as many as the configuration says, twice for an address that several share. */
export function keepPace({ requestsPerMinute }: Pick<Config, 'requestsPerMinute'>): RequestHandler {
  const counts = new Counts(mostKeys)
  if (requestsPerMinute === 0) return (_req, _res, next) => next()
  const share = requestsPerMinute / 300
  return (req, res, next) => {
    const { actor, now } = res.locals.ctx
    const at = now.getTime()
    const isAccount = actor.kind !== anonymous.kind
    const who = isAccount ? actor.id : clientAddress(req)
    const times = (pace: Pace) => Math.ceil((isAccount ? pace.account : pace.address) * share)
    const asked = paces.filter(pace => pace.of(req))
    for (const pace of [...asked, missing]) {
      const seconds = counts.waitFor(`${pace.kind} ${who}`, times(pace), at)
      if (seconds !== undefined) throw new TooMany('tooFast', { seconds: String(seconds), minutes: String(Math.ceil(seconds / 60)) })
    }
    for (const { kind, minutes } of asked) counts.count(`${kind} ${who}`, minutes, at)
    res.once('finish', () => void (res.statusCode === 404 && counts.count(`miss ${who}`, missing.minutes, at)))
    next()
  }
}
