import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface Ended {
  code: number | null
  output: string
}

/** A start command of ours as a process of its own, with nothing of this environment but what is given. */
export class StartedProcess {
  output = ''
  readonly child: ChildProcess
  readonly ended: Promise<Ended>

  constructor(args: string[], env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', ...env } })
    this.child.stdout?.on('data', (text: Buffer) => (this.output += text.toString()))
    this.child.stderr?.on('data', (text: Buffer) => (this.output += text.toString()))
    this.ended = new Promise(resolve => this.child.once('close', code => resolve({ code, output: this.output })))
    running.add(this)
    void this.ended.then(() => running.delete(this))
  }

  /** Waits until the output has this in it, and returns the match. */
  async says(pattern: RegExp, seconds = 20): Promise<RegExpExecArray> {
    for (let waited = 0; waited < seconds * 50; waited++) {
      const match = pattern.exec(this.output)
      if (match) return match
      if (this.child.exitCode !== null) break
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error(`never said ${pattern}:\n${this.output}`)
  }
}

export const startProduction = (env: Record<string, string>): StartedProcess => new StartedProcess(['--import', './server/node-version.js', 'server/main.ts'], env)
export const startDemo = (env: Record<string, string>): StartedProcess => new StartedProcess(['--import', './server/node-version.js', 'server/demo/demo.ts'], env)

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

const running = new Set<StartedProcess>()
afterAll(() => running.forEach(({ child }) => child.kill('SIGKILL')))
