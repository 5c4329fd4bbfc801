import pg from 'pg'
import { startCluster } from '../support/cluster.ts'
import { load, type Round } from './load.ts'
import { startPortal, type Served } from './processes.ts'
import { loadOf, type Arena } from './ratios.ts'
import { cookiesOf, signIn } from './sessions.ts'
import type { Line } from './table.ts'
import { prepareTown } from './town.ts'

const whats = ['submission', 'guide', 'queue', 'case'] as const
const turn = { connections: 32, submissions: 1_500, seconds: 4 }

/** On a durable PostgreSQL of its own: 32 connections to one process, then 16 to each of two. */
export async function benchPostgres(folder: string): Promise<Line[]> {
  const cluster = await startCluster({ durable: true })
  try {
    const client = new pg.Client({ connectionString: `${cluster.url}/postgres` })
    await client.connect()
    await client.query('create database portal').finally(() => client.end())
    const town = await prepareTown(folder, { citizens: 20, drafts: 2 * turn.submissions }, `${cluster.url}/portal`)
    const cookies = await cookiesOf(town)
    const portals = [await startPortal(town.environment), await startPortal(town.environment)]
    try {
      const people = await signIn((portals[0] as Served).url, cookies)
      const lines: Line[] = []
      for (const what of whats) for (const processes of [1, 2]) lines.push({ what, processes, ...await together(portals.slice(0, processes).map(portal => ({ portal, town, people })), what) })
      return lines
    } finally {
      await Promise.all(portals.map(portal => portal.stop()))
    }
  } finally {
    await cluster.stop()
  }
}

async function together(arenas: readonly Omit<Arena, 'baseline'>[], what: (typeof whats)[number]): Promise<Line> {
  const share = { connections: turn.connections / arenas.length, submissions: turn.submissions / arenas.length, seconds: turn.seconds }
  const rounds = await Promise.all(arenas.map(arena => load(loadOf(what, arena, share))))
  const worst = (of: (round: Round) => number) => Math.max(...rounds.map(of))
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0)
  return { 'per second': Math.round(sum(({ perSecond }) => perSecond)), 'p50 ms': worst(({ p50 }) => p50), 'p95 ms': worst(({ p95 }) => p95), 'p99 ms': worst(({ p99 }) => p99), errors: sum(({ errors }) => errors) }
}
