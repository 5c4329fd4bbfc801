import { load, median, type Load, type Round, type Sent } from './load.ts'
import type { Served } from './processes.ts'
import { formHeaders, type Session, type SignedIn } from './sessions.ts'
import type { Town } from './town.ts'

/** One contestant with one number of connections. */
export interface Row {
  what: string
  by: 'plain' | 'grouped' | 'string' | 'portal'
  connections: number
  perSecond: number
  p50: number
  p95: number
  p99: number
  errors: number
  /** Of the portal: its rate over that of `plain` or `string`, and of `grouped`. */
  ratio?: number
  ofGrouped?: number
}

/** At least this, as a share of what the bare server does at 32 connections in the same run: half of what was measured when this was written. It is to find what became slow, on whatever machine. */
export const least = { submission: 0.25, guide: 0.4, queue: 0.025, case: 0.02 } as const

export interface Arena {
  portal: Served
  baseline: Served
  town: Town
  people: SignedIn
}

export interface Turn {
  connections: number
  /** How many in one round; pages are asked for so many seconds. */
  submissions: number
  seconds: number
}

const pages = ['guide', 'queue', 'case'] as const

/** The contestants take turns, round after round: what slows the machine slows them all. */
export async function takeTurns(arena: Arena, { rounds, ...turn }: Turn & { rounds: number }): Promise<Row[]> {
  const sizes = await sizesOf(arena)
  const contestants = contestantsOf(arena, sizes, turn)
  const all = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) for (const { name, run } of contestants) all.get(name)?.push(await load(run()))
  const rows = contestants.map(({ name, what, by }): Row => ({ what, by, connections: turn.connections, ...middle(all.get(name) as Round[]) }))
  return rows.map(row => withRatio(row, rows))
}

const middle = (rounds: readonly Round[]): Round => ({
  perSecond: Math.round(median(rounds.map(({ perSecond }) => perSecond))), p50: median(rounds.map(({ p50 }) => p50)), p95: median(rounds.map(({ p95 }) => p95)), p99: median(rounds.map(({ p99 }) => p99)),
  errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
})

function withRatio(row: Row, rows: readonly Row[]): Row {
  if (row.by !== 'portal') return row
  const over = (by: Row['by']) => {
    const other = rows.find(one => one.what === row.what && one.by === by)
    return other && Math.round((row.perSecond / other.perSecond) * 100) / 100
  }
  return { ...row, ratio: over('plain') ?? over('string'), ofGrouped: over('grouped') } as Row
}

interface Contestant {
  name: string
  what: string
  by: Row['by']
  run(): Load
}

function contestantsOf(arena: Arena, sizes: Record<(typeof pages)[number], number>, turn: Turn): Contestant[] {
  const { baseline } = arena
  const { connections, submissions, seconds } = turn
  const bare = (path: string, count?: number): Load => {
    const sent: Sent = { method: count ? 'POST' : 'GET', path }
    return { url: baseline.url, connections, seconds, ...(count ? { each: Array.from({ length: count }, () => sent), expects: 3 } : { requests: [sent] }) }
  }
  const one = (what: string, by: Row['by'], run: () => Load): Contestant => ({ name: `${what} ${by}`, what, by, run })
  return [
    one('submission', 'plain', () => bare('/plain', submissions)),
    one('submission', 'grouped', () => bare('/grouped', submissions)),
    one('submission', 'portal', () => loadOf('submission', arena, turn)),
    ...pages.flatMap(what => [one(what, 'string', () => bare(`/string/${sizes[what]}`)), one(what, 'portal', () => loadOf(what, arena, turn))]),
  ]
}

/** What is sent to the portal's real routes. */
export function loadOf(what: 'submission' | (typeof pages)[number], { portal: { url }, town, people: { citizens, officers } }: Omit<Arena, 'baseline'>, { connections, submissions, seconds }: Turn): Load {
  if (what === 'submission') return { url, connections, expects: 3, each: town.drafts.splice(0, submissions).map(draft => submissionOf(draft, citizens)) }
  const [path, headers] = { guide: [town.guide, {}], queue: ['/desk', officers[0]?.headers ?? {}], case: [town.casePath, citizens[0]?.headers ?? {}] }[what] as [string, Record<string, string>]
  return { url, connections, seconds, requests: [{ method: 'GET', path, headers }] }
}

export const submissionOf = ({ id, citizen }: Town['drafts'][number], citizens: readonly Session[]): Sent => {
  const session = citizens[citizen % citizens.length] as Session
  return { method: 'POST', path: `/drafts/${id}/submit`, headers: formHeaders(session), body: `_csrf=${session.csrf}&confirmed=yes` }
}

async function sizesOf({ portal, town, people: { citizens, officers } }: Arena): Promise<Record<(typeof pages)[number], number>> {
  const size = async (path: string, headers = {}) => {
    const response = await fetch(portal.url + path, { headers: { ...headers, 'accept-encoding': 'identity' }, redirect: 'manual' })
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`)
    return (await response.arrayBuffer()).byteLength
  }
  return { guide: await size(town.guide), queue: await size('/desk', officers[0]?.headers), case: await size(town.casePath, citizens[0]?.headers) }
}
