import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassword } from '../../server/demo/accounts.ts'

const root = join(import.meta.dirname, '../..')

/** What became of the requests, as the portal's own log tells it. */
export interface Tally {
  requests: number
  /** Of these: how many got past the fence and the rate limits to the code of a route, and to how many routes. */
  reached: number
  routes: Record<string, Record<number, number>>
  /** Refused before any route: a form without a valid token, an address that is none. */
  refused: Record<number, number>
  /** What a user may never be able to send. */
  faults: { route: string; message: string }[]
}

/** A demonstration in a folder of its own: what is done to one is not found in the next. */
export class Target {
  readonly folder: string
  #child: ChildProcess | undefined
  #lines = ''
  tally = emptyTally()
  url = ''

  /** `town`: the folder of one that was built before. */
  constructor(town?: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'portal-attack-'))
    if (town) cpSync(town, this.folder, { recursive: true })
  }

  async start(port: number): Promise<void> {
    const { PATH = '' } = process.env
    const env = { PATH, DATA_DIR: this.folder, PORT: String(port), REQUESTS_PER_MINUTE: '0', LOG_LEVEL: 'info' }
    const child = spawn(process.execPath, ['--import', './server/node-version.js', 'server/demo/demo.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    process.once('exit', () => child.kill())
    this.url = `http://127.0.0.1:${port}`
    await new Promise<void>((ready, failed) => {
      child.stdout.on('data', (text: Buffer) => {
        // The password is told with the accounts, once the town stands.
        if (this.#read(text.toString()).includes(demoPassword)) ready()
      })
      child.once('exit', code => failed(new Error(`the demonstration ended with ${code}`)))
    })
    this.tally = emptyTally()
  }

  /** Ends it; whether everything in it is still whole is for others to look at, in `folder`. */
  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.#child?.once('close', resolve))
    this.#child?.kill('SIGTERM')
    await ended
  }

  forget(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #read(text: string): string {
    const lines = (this.#lines + text).split('\n')
    this.#lines = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('{')) count(this.tally, JSON.parse(line) as LogLine)
    return lines.join('\n')
  }
}

const emptyTally = (): Tally => ({ requests: 0, reached: 0, routes: {}, refused: {}, faults: [] })

interface LogLine {
  level: number
  msg: string
  method?: string
  route?: string
  status?: number
  err?: { message: string }
}

function count(tally: Tally, { level, msg, method, route, status = 0, err }: LogLine): void {
  if (level >= 50) tally.faults.push({ route: route ?? '', message: `${msg}: ${err?.message ?? ''}` })
  if (msg !== 'request') return
  tally.requests += 1
  if (!route) return void (tally.refused[status] = (tally.refused[status] ?? 0) + 1)
  const answers = (tally.routes[`${method} ${route}`] ??= {})
  answers[status] = (answers[status] ?? 0) + 1
  if (![401, 403, 429].includes(status)) tally.reached += 1
}

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
