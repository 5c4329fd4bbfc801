import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCluster, type Cluster } from '../support/cluster.ts'
import { emptyDatabase } from '../support/empty-database.ts'
import { receivingServer, type ReceivingServer } from '../support/smtp.ts'
import { startProxy, type Proxy } from '../support/proxy.ts'
import { leftToDo, outcome } from './check.ts'
import { Load, pause } from './load.ts'
import { freePort, Portal } from './process.ts'
import { signIn } from './sign-in.ts'
import { startStandby, type Standby } from './standby.ts'
import { crashTown, type CrashTown } from './town.ts'

/**
 * `npm run test:crash [-- --kills 60 --engine sqlite|postgres|both --outage 20]`: kills the portal (SIGKILL) at random
 * moments while applications are filed and officers work, starts it again, and checks every act that was acknowledged
 * against the database: none lost, none double, no case half routed, all chains whole, everybody told once.
 *
 * On SQLite one process is killed; on PostgreSQL there are two, and one or the other is. In the end the database itself
 * stops for `--outage` seconds in the middle of the load, and then for good: its standby takes over under the same address.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '60' }, engine: { type: 'string', default: 'both' }, outage: { type: 'string', default: '20' } } })
const engines = (['sqlite', 'postgres'] as const).filter(engine => values.engine === 'both' || values.engine === engine)
const kills = Math.ceil(Number(values.kills) / Math.max(1, engines.length))
if (engines.length === 0 || !(kills > 0)) throw new Error('test:crash -- --kills NUMBER --engine sqlite|postgres|both')
const draftsPerKill = 60
// Whoever stops the command stops what it started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

for (const engine of engines) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-crash-'))
  const mail = await receivingServer()
  const cluster = engine === 'postgres' ? await startCluster({ durable: true }) : undefined
  const address = cluster && new URL(await emptyDatabase(cluster.url, 'portal'))
  const proxy = address && (await startProxy(Number(address.port)))
  if (address && proxy) address.port = String(proxy.port)
  const stage: Stage = { engine, mail, portals: [], database: cluster && proxy && { cluster, proxy, standby: undefined } }
  try {
    const town = await crashTown(folder, { drafts: (kills + 4) * draftsPerKill, databaseUrl: address?.href ?? join(folder, 'portal.db'), smtpUrl: mail.url })
    for (let at = 0; at < (cluster ? 2 : 1); at++) stage.portals.push(new Portal(await freePort(), town.environment))
    if (!(await run(stage, town))) process.exitCode = 1
  } finally {
    await Promise.all(stage.portals.map(portal => portal.end('SIGKILL')))
    proxy?.close()
    await stage.database?.standby?.stop()
    await cluster?.stop()
    await mail.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Stage {
  engine: string
  portals: Portal[]
  mail: ReceivingServer
  /** A PostgreSQL, the address under which it is reached, and later the one that takes its place. */
  database: { cluster: Cluster; proxy: Proxy; standby: Standby | undefined } | undefined
}

async function run({ engine, portals, database, mail }: Stage, town: CrashTown): Promise<boolean> {
  for (const portal of portals) await portal.start()
  const url = portals[0]?.url ?? ''
  const load = new Load(portals.map(portal => portal.url), town.drafts, { citizen: await signIn(url, town.citizen), officer: await signIn(url, town.officer) })
  for (let kill = 0; kill < kills; kill++) {
    load.allow(draftsPerKill)
    await pause(50 + Math.random() * 700)
    const portal = portals[Math.floor(Math.random() * portals.length)] as Portal
    await portal.end('SIGKILL')
    await portal.start()
  }
  const faults = database ? [...await outage('stopped and started again', portals, load, () => stopped(database.cluster)), ...await outage('replaced by its standby', portals, load, () => replaced(database))] : []
  await load.end()
  await untilNothingIsLeft(town)
  const codes = await Promise.all(portals.map(portal => portal.end('SIGTERM')))
  faults.push(...codes.filter(code => code !== 0).map(code => `a process ended with ${code} when it was told to stop`))
  const found = await outcome(town, load.acknowledged, mail.received)
  return report(engine, { faults: [...faults, ...found.faults], found, load, starts: portals.flatMap(({ starts }) => starts) })
}

async function stopped(cluster: Cluster): Promise<void> {
  await cluster.down('SIGQUIT')
  await pause(Number(values.outage) * 1000)
  await cluster.up()
}

/** What was acknowledged is on the standby: the first server acknowledges nothing that is not. */
async function replaced(database: NonNullable<Stage['database']>): Promise<void> {
  const standby = (database.standby = await startStandby(database.cluster))
  await pause(1_000)
  await database.cluster.down('SIGQUIT')
  await standby.promote()
  database.proxy.leadsTo(standby.port)
}

/** The database is gone for a while: nobody is told that something is a bug, and everything goes on by itself when it is back. */
async function outage(what: string, portals: readonly Portal[], load: Load, happens: () => Promise<void>): Promise<string[]> {
  load.allow(draftsPerKill)
  await pause(300)
  const before = new Map(load.answers)
  await happens()
  const [back, acknowledged] = [performance.now(), load.acknowledged.length]
  load.allow(draftsPerKill)
  while (load.acknowledged.length === acknowledged && performance.now() - back < 30_000) await pause(20)
  const took = Math.round(performance.now() - back)
  await pause(1_000)
  const during = (status: number) => (load.answers.get(status) ?? 0) - (before.get(status) ?? 0)
  say(`postgres: the database was ${what}: ${during(503)} answers of 503, ${during(500)} of 500; the first act acknowledged ${took} ms after it was back`)
  return [
    ...(load.acknowledged.length === acknowledged ? [`nothing was acknowledged any more after the database was ${what}`] : []),
    ...(during(500) > 0 ? [`${during(500)} visitors were told of a bug while the database was ${what}`] : []),
    ...portals.filter(({ hasEndedByItself }) => hasEndedByItself).map(({ url }) => `the process at ${url} ended while the database was ${what}`),
  ]
}

/** Sendings that were under way in a process that died are free again after two minutes. */
async function untilNothingIsLeft({ environment }: CrashTown): Promise<void> {
  for (let waited = 0; waited < 240 && (await leftToDo(environment.DATABASE_URL ?? '')) > 0; waited++) await pause(1_000)
}

function report(engine: string, { faults, found, load, starts }: { faults: string[]; found: Awaited<ReturnType<typeof outcome>>; load: Load; starts: number[] }): boolean {
  const count = (what: string) => new Set(load.acknowledged.filter(one => one.what === what).map(({ id }) => id)).size
  const median = [...starts].sort((a, b) => a - b)[starts.length >> 1] ?? 0
  say(`${engine}: ${kills} kills, ready again after ${Math.round(median)} ms (median); ${load.interrupted} requests cut off`)
  say(`${engine}: acknowledged ${count('submitted')} submissions and ${count('claimed')} claims; ${found.cases} cases checked, ${found.letters} letters arrived, ${found.repeated} of them once more under the same Message-ID`)
  say(`${engine}: ${faults.length === 0 ? 'all there, once each, every chain whole, everybody told once' : `${faults.length} faults`}`)
  for (const fault of faults.slice(0, 50)) say(`  ${fault}`)
  return faults.length === 0 && count('submitted') > 0 && count('claimed') > 0 && found.letters > 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
