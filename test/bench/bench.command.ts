import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { dirname, join } from 'node:path'
import { benchCrowd } from './bench-crowd.ts'
import { benchPages } from './bench-pages.ts'
import { benchParts } from './bench-parts.ts'
import { benchPostgres } from './bench-postgres.ts'
import { benchProfile } from './bench-profile.ts'
import { benchRatios, isGood } from './bench-ratios.ts'
import { benchSizes } from './bench-sizes.ts'
import { table, type Line } from './table.ts'

/**
 * `npm run bench`: the portal's real routes with everything on, against a bare server doing the same work, in
 * one run and taking turns. What counts are the ratios: a noisy machine slows all alike.
 *
 *     --rounds 3                   how many turns each takes
 *     --gate                       a short run that fails where a ratio is far below what it was
 *     --profile FOLDER             where the time of submission, guide, queue and case page goes, as CPU profiles
 *     --crowd                      1,000 people at work, a minute of five times as many, and what is left of it
 *     --soak MINUTES               the same people for so long: does memory grow?
 *     --pages                      bytes of pages, and the first thing seen on a slow telephone
 *     --parts                      what single decisions of the house are worth
 *     --small FILE --large FILE    two towns made by `npm run seed`: what does not depend on how many cases there are?
 *     --postgres                   on a PostgreSQL of its own, with one and two processes
 *     --json FILE                  where the figures go as JSON; `data/bench.json` without it
 */
const { values: options } = parseArgs({ options: {
  rounds: { type: 'string', default: '3' }, json: { type: 'string', default: 'data/bench.json' }, gate: { type: 'boolean', default: false }, profile: { type: 'string' }, crowd: { type: 'boolean', default: false }, soak: { type: 'string' },
  pages: { type: 'boolean', default: false }, parts: { type: 'boolean', default: false }, small: { type: 'string' }, large: { type: 'string' }, postgres: { type: 'boolean', default: false },
} })
const folder = mkdtempSync(join(tmpdir(), 'portal-bench-'))
const machine = { node: process.version, ...versions(), cpus: cpus().length, model: cpus()[0]?.model?.trim(), gigabytes: Math.round(totalmem() / 2 ** 30) }

try {
  const lines = await chosen()
  say(`Node ${machine.node}, ${machine.cpus} × ${machine.model}, ${machine.gigabytes} GB`)
  say(table(lines))
  mkdirSync(dirname(options.json), { recursive: true })
  writeFileSync(options.json, JSON.stringify({ at: new Date().toISOString(), options, machine, lines }, null, 2))
  if (options.gate && !isGood(lines, say)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function chosen(): Promise<Line[]> {
  if (options.profile) return benchProfile(folder, options.profile)
  if (options.crowd || options.soak) return benchCrowd(folder, { soakMinutes: Number(options.soak ?? 0) }, say)
  if (options.pages) return benchPages(folder)
  if (options.parts) return benchParts(folder)
  if (options.small && options.large) return benchSizes({ small: options.small, large: options.large }, folder)
  if (options.postgres) return benchPostgres(folder)
  return benchRatios(folder, { rounds: Number(options.rounds), isShort: options.gate })
}

/** Of what the portal and the bare server both stand on. */
function versions(): Record<string, string> {
  const versionOf = (name: string) => (JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as { version: string }).version
  return Object.fromEntries(['express', 'better-sqlite3', 'pg', 'autocannon'].map(name => [name, versionOf(name)]))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
