import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { pause } from './load.ts'

/** A process of the portal that can be killed and started again under the same address. */
export class Portal {
  readonly url: string
  readonly #environment: Record<string, string>
  #child: ChildProcess | undefined
  /** How long each start took until `/ready`, in milliseconds. */
  readonly starts: number[] = []

  constructor(port: number, environment: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`
    this.#environment = { ...environment, PORT: String(port), PATH: process.env.PATH ?? '' }
  }

  async start(): Promise<void> {
    const begun = performance.now()
    const child = fork('server/main.ts', { env: this.#environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.#child = child
    const endsWithUs = () => child.kill('SIGKILL')
    process.once('exit', endsWithUs)
    child.once('exit', () => process.off('exit', endsWithUs))
    while (!(await fetch(`${this.url}/ready`).then(({ ok }) => ok, () => false))) {
      if (child.exitCode !== null) throw new Error(`the portal did not start again: it ended with ${child.exitCode}`)
      await pause(20)
    }
    this.starts.push(performance.now() - begun)
  }

  /** Ends it by a signal, and says how it ended. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    child.kill(signal)
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }

  get hasEndedByItself(): boolean {
    return this.#child?.exitCode !== null
  }
}

export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
