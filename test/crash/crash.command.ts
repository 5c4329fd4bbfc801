import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { freePort, prepareTown, signedIn, type Town } from '../bench/town.ts'
import { startCluster, type Cluster } from '../support/cluster.ts'
import { faultsAfter, type Acknowledged } from './check.ts'
import { Load } from './load.ts'

/**
 * `npm run test:crash [-- --kills 60 --engine sqlite|postgres]`: kills the portal (SIGKILL) at random moments while
 * applications are filed and officers work, starts it again, and checks every act that was acknowledged against the
 * database: none lost, none double, no case half routed, all chains whole, everybody told once.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '60' }, engine: { type: 'string', default: 'sqlite' } } })
const kills = Number(values.kills)
const draftsPerKill = 60
const folder = mkdtempSync(join(tmpdir(), 'portal-crash-'))
let cluster: Cluster | undefined
let portal: ChildProcess | undefined

try {
  if (values.engine === 'postgres') cluster = await startCluster({ fsync: true })
  process.exitCode = await run(await prepareTown(folder, kills * draftsPerKill, cluster && await emptyDatabase(cluster)))
} finally {
  portal?.kill('SIGKILL')
  await cluster?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function run(town: Town): Promise<number> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const acknowledged: Acknowledged[] = []
  const load = new Load(url, town.drafts, acknowledged)
  const downs: number[] = []
  for (let kill = 1; kill <= kills; kill++) {
    const start = performance.now()
    portal = await started(url, port, town)
    downs.push(performance.now() - start)
    load.begin(await signedIn(url, town.citizen), await signedIn(url, town.officer))
    await pause(50 + Math.random() * 700)
    portal.kill('SIGKILL')
    await once(portal, 'exit')
    await load.end()
  }
  portal = await started(url, port, town)
  await untilTold(url, town)
  portal.kill('SIGTERM')
  const [code] = (await once(portal, 'exit')) as [number | null]
  const faults = [...(code === 0 ? [] : [`the portal ended with ${code} when it was told to stop`]), ...await faultsAfter(town, acknowledged)]
  const count = (what: Acknowledged['what']) => acknowledged.filter(one => one.what === what).length
  say(`${values.engine}: ${kills} kills, ready again after ${Math.round(downs.sort((a, b) => a - b)[downs.length >> 1] ?? 0)} ms (median); ${load.interrupted} requests cut off`)
  say(`acknowledged: ${count('submitted')} submissions, ${count('claimed')} claims; ${faults.length === 0 ? 'all there, once each, every chain whole' : `${faults.length} faults`}`)
  for (const fault of faults.slice(0, 50)) say(`  ${fault}`)
  return faults.length === 0 && count('submitted') > 0 && count('claimed') > 0 ? 0 : 1
}

async function started(url: string, port: number, town: Town): Promise<ChildProcess> {
  const child = fork('server/main.ts', { env: { ...process.env, ...town.environment, PORT: String(port), LOG_LEVEL: 'error', JOB_SECONDS: '1' }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await fetch(`${url}/ready`).then(({ ok }) => ok, () => false)) return child
    await pause(50)
  }
  throw new Error('the portal did not start again')
}

/** Everything that is to be told has been: what a job left half-way it has taken up again. */
async function untilTold(url: string, town: Town): Promise<void> {
  const { headers } = await signedIn(url, town.citizen)
  const unread = async () => (await (await fetch(`${url}/me/messages`, { headers })).text()).length
  for (let last = -1, size = await unread(); size !== last; last = size, size = await unread()) await pause(3_000)
}

async function emptyDatabase({ url }: Cluster): Promise<string> {
  const client = new pg.Client({ connectionString: `${url}/postgres` })
  await client.connect()
  await client.query('create database portal').finally(() => client.end())
  return `${url}/portal`
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const say = (line: string): void => void process.stdout.write(`${line}\n`)
