import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** A server under test, as a process of its own. */
export interface Served {
  url: string
  /** From the command till it was ready, in milliseconds. */
  startedIn: number
  /** What it has used of a core, and of memory. */
  used(): { cpuMs: number; megabytes: number }
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach(child => child.kill('SIGKILL')))

export async function startPortal(environment: Record<string, string>, { nodeOptions = [] as string[] } = {}): Promise<Served> {
  const port = await freePort()
  const start = performance.now()
  const child = fork('server/main.ts', { env: { ...process.env, ...environment, PORT: String(port) }, execArgv: nodeOptions, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 6_000; attempt++) {
    if (child.exitCode !== null) break
    if (await fetch(`${url}/ready`).then(({ ok }) => ok, () => false)) return served(child, url, performance.now() - start)
    await pause(5)
  }
  child.kill('SIGKILL')
  throw new Error('the portal did not start')
}

/** The bare server on a copy of the database. */
export async function startBaseline(file: string, write: string): Promise<Served> {
  const start = performance.now()
  const child = fork('test/bench/baseline.process.ts', [file, write], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', message => resolve(message as { port: number }))
    child.once('exit', () => reject(new Error('the bare server did not start')))
  })
  return served(child, `http://127.0.0.1:${port}`, performance.now() - start)
}

function served(child: ChildProcess, url: string, startedIn: number): Served {
  running.add(child)
  const ended = new Promise<void>(resolve => child.once('exit', () => (running.delete(child), resolve())))
  return { url, startedIn, used: () => usedBy(child.pid as number), stop: () => (child.kill('SIGTERM'), ended) }
}

const ticksMs = 10

function usedBy(pid: number): { cpuMs: number; megabytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * ticksMs, megabytes: Math.round(Number(resident) / 1024) }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
