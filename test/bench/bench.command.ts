import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load, median, type Load, type Round } from './load.ts'
import { freePort, prepareTown, signedIn, type Town } from './town.ts'

/**
 * `npm run bench`: the portal's real routes with everything on, against a bare server doing the same
 * work, in one run and taking turns. What counts are the ratios: a noisy machine slows both alike.
 */
const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, json: { type: 'string' } } })
const rounds = Number(options.rounds)
const folder = mkdtempSync(join(tmpdir(), 'portal-bench-'))
const children: ChildProcess[] = []

interface Row {
  name: string
  connections: number
  rounds: Round[]
}

try {
  const submissionsPerRound = 800
  const town = await prepareTown(folder, submissionsPerRound * rounds * 2 + 200)
  const portal = await startPortal(town)
  const sizes = await pageSizes(portal, town)
  const baseline = await startBaseline(town.rowsPerSubmission)
  const rows = [
    ...(await takingTurns(1, submissionsPerRound / 4, portal, baseline, town, sizes)),
    ...(await takingTurns(32, submissionsPerRound, portal, baseline, town, sizes)),
  ]
  report(rows)
} finally {
  children.forEach(child => child.kill())
  rmSync(folder, { recursive: true, force: true })
}

/** The contestants of one number of connections, one after the other, round after round. */
async function takingTurns(connections: number, submissions: number, portal: string, baseline: string, town: Town, sizes: Sizes): Promise<Row[]> {
  const officer = await signedIn(portal, town.officer)
  const citizen = await signedIn(portal, town.citizen)
  const post = (path: string): Load => ({ url: baseline, connections, expects: 3, requests: Array.from({ length: submissions }, () => ({ method: 'POST' as const, path })) })
  const page = (path: string, headers = {}): Load => ({ url: `${portal}${path}`, connections, headers })
  const constant = (bytes: number): Load => ({ url: `${baseline}/string/${bytes}`, connections })
  const contestants: Record<string, () => Load> = {
    'submission: plain': () => post('/plain'),
    'submission: grouped': () => post('/grouped'),
    'submission: portal': () => ({
      url: portal, connections, expects: 3,
      requests: town.drafts.splice(0, submissions).map(id => ({
        method: 'POST' as const, path: `/drafts/${id}/submit`, headers: { ...citizen.headers, 'content-type': 'application/x-www-form-urlencoded' }, body: `_csrf=${citizen.csrf}&confirmed=yes`,
      })),
    }),
    'guide: string': () => constant(sizes.guide),
    'guide: portal': () => page(town.guide),
    'queue: string': () => constant(sizes.queue),
    'queue: portal': () => page('/desk', officer.headers),
    'case: string': () => constant(sizes.case),
    'case: portal': () => page(town.casePath, citizen.headers),
  }
  const rows = Object.keys(contestants).map((name): Row => ({ name, connections, rounds: [] }))
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) row.rounds.push(await load((contestants[row.name] as () => Load)()))
  }
  return rows
}

interface Sizes { guide: number; queue: number; case: number }

async function pageSizes(portal: string, town: Town): Promise<Sizes> {
  const [officer, citizen] = [await signedIn(portal, town.officer), await signedIn(portal, town.citizen)]
  const size = async (path: string, headers = {}) => {
    const response = await fetch(portal + path, { headers, redirect: 'manual' })
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`)
    return (await response.arrayBuffer()).byteLength
  }
  return { guide: await size(town.guide), queue: await size('/desk', officer.headers), case: await size(town.casePath, citizen.headers) }
}

async function startPortal(town: Town): Promise<string> {
  const port = await freePort()
  const child = fork('server/main.ts', { env: { ...process.env, ...town.environment, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.push(child)
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await fetch(`${url}/ready`).then(({ ok }) => ok, () => false)) return url
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the portal did not start')
}

function startBaseline(rowsPerSubmission: number): Promise<string> {
  const child = fork('test/bench/baseline.ts', [join(folder, 'plain.db'), String(rowsPerSubmission), '200000'])
  children.push(child)
  return new Promise(resolve => child.once('message', ({ port }: { port: number }) => resolve(`http://127.0.0.1:${port}`)))
}

function report(rows: readonly Row[]): void {
  const rate = (name: string, connections: number) => median(rows.find(row => row.name === name && row.connections === connections)?.rounds.map(({ perSecond }) => perSecond) ?? [])
  const table = rows.map(({ name, connections, rounds: all }) => ({
    what: name, connections, 'per second': Math.round(median(all.map(({ perSecond }) => perSecond))),
    'p50 ms': median(all.map(({ p50 }) => p50)), 'p99 ms': median(all.map(({ p99 }) => p99)), errors: all.reduce((sum, { errors }) => sum + errors, 0),
    ratio: name.endsWith('portal') ? (rate(name, connections) / rate(name.startsWith('submission') ? 'submission: plain' : name.replace('portal', 'string'), connections)).toFixed(2) : '',
  }))
  process.stdout.write(`${process.version}, ${cpus().length} × ${cpus()[0]?.model}, medians of ${rounds} rounds; ratios against plain or string\n`)
  const lines = [Object.keys(table[0] ?? {}), ...table.map(row => Object.values(row).map(String))]
  for (const [what = '', ...numbers] of lines) process.stdout.write(`${what.padEnd(24)}${numbers.map(one => one.padStart(13)).join('')}\n`)
  if (options.json) writeFileSync(options.json, JSON.stringify({ node: process.version, cpus: cpus().length, rounds, table }, null, 2))
}
