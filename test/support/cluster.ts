import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL of its own in a temporary folder. */
export interface Cluster {
  /** Without a database's name. */
  url: string
  /** Ends it and removes everything. */
  stop(): Promise<void>
  /** Ends the server and keeps what it holds: at once, as a crash does (`SIGQUIT`), or after cutting everybody off (`SIGINT`). */
  down(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>
  /** Starts it again under the same address. */
  up(): Promise<void>
}

/** Throws with a sentence where PostgreSQL's server programs are not there. What it keeps need not outlive the machine, unless it is `durable`. */
export async function startCluster({ durable = false } = {}): Promise<Cluster> {
  const bin = folderOfServer()
  const folder = mkdtempSync(join(tmpdir(), 'portal-postgres-'))
  const owner = ownerOfCluster()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'portal', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder, ...owner })
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'max_connections=800', ...(durable ? [] : ['fsync=off', 'full_page_writes=off'])]
  const start = () => spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-k', folder, ...settings.flatMap(setting => ['-c', setting])], { stdio: 'ignore', ...owner })
  let server = start()
  const stop = async () => {
    await ended(server, 'SIGINT')
    rmSync(folder, { recursive: true, force: true })
  }
  await untilReady(bin, port).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    url: `postgres://portal@127.0.0.1:${port}`, stop,
    down: signal => ended(server, signal),
    up: () => ((server = start()), untilReady(bin, port)),
  }
}

export async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = new Promise(resolve => server.once('exit', resolve))
  server.kill(signal)
  await exited
}

export function folderOfServer(): string {
  const root = '/usr/lib/postgresql'
  const folders = existsSync(root) ? readdirSync(root).sort().reverse().map(version => join(root, version, 'bin')).filter(path => existsSync(join(path, 'initdb'))) : []
  if (folders[0]) return folders[0]
  const onPath = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim()
  if (onPath && existsSync(join(onPath, 'initdb'))) return onPath
  throw new Error('PostgreSQL needs its server programs (Debian: apt-get install postgresql); none were found.')
}

/** PostgreSQL refuses to run as root: Debian's package brings the user `postgres`. */
export function ownerOfCluster(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

export async function untilReady(bin: string, port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }).status === 0) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('PostgreSQL did not start')
}
