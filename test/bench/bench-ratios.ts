import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBaseline, startPortal } from './processes.ts'
import { least, takeTurns, type Row } from './ratios.ts'
import { cookiesOf, signIn } from './sessions.ts'
import type { Line } from './table.ts'
import { prepareTown } from './town.ts'

const citizens = 20

/** Portal and bare server in turn, with 1, 32 and 128 connections; the short run with 32 alone. */
export async function benchRatios(folder: string, { rounds, isShort }: { rounds: number; isShort: boolean }): Promise<Line[]> {
  const turns = isShort ? [{ connections: 32, rounds: 3, submissions: 400, seconds: 1 }] : [1, 32, 128].map(connections => ({ connections, rounds, submissions: connections === 1 ? 400 : 1_500, seconds: 3 }))
  const town = await prepareTown(folder, { citizens, drafts: turns.reduce((sum, turn) => sum + turn.rounds * turn.submissions, 0) })
  const [write, file] = [join(folder, 'submission.json'), join(folder, 'plain.db')]
  writeFileSync(write, JSON.stringify(town.submission))
  copyFileSync(town.environment.DATABASE_URL as string, file)
  const cookies = await cookiesOf(town)
  const [portal, baseline] = [await startPortal(town.environment), await startBaseline(file, write)]
  try {
    const arena = { portal, baseline, town, people: await signIn(portal.url, cookies) }
    const rows: Row[] = []
    for (const turn of turns) rows.push(...await takeTurns(arena, turn))
    return rows.map(({ what, by, connections, perSecond, p50, p95, p99, errors, ratio, ofGrouped }) => ({
      what, by, connections, 'per second': perSecond, 'p50 ms': p50, 'p95 ms': p95, 'p99 ms': p99, errors, ...(ratio === undefined ? {} : { ratio }), ...(ofGrouped === undefined ? {} : { 'of grouped': ofGrouped }),
    }))
  } finally {
    await Promise.all([portal.stop(), baseline.stop()])
  }
}

export function isGood(lines: readonly Line[], say: (line: string) => void): boolean {
  const low = lines.filter(({ by, what, ratio, errors }) => by === 'portal' && (Number(errors) > 0 || Number(ratio) < least[what as keyof typeof least]))
  for (const { what, ratio, errors } of low) say(`${what}: ${ratio} of what the bare server does, ${errors} errors; at least ${least[what as keyof typeof least]} is wanted`)
  return low.length === 0
}
