import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'

/** A tool at work: ended with all it has started when its time is over. */
export function run(command: string, args: readonly string[], seconds: number, folder: string): Promise<{ output: string; isCutOff: boolean }> {
  // A group of its own: what ends it ends nothing else. Gently: eight may share the machine.
  const child = spawn('nice', ['-n', '5', command, ...args], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: folder, PYTHONWARNINGS: 'ignore' } })
  let output = ''
  let isCutOff = false
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()))
  const end = (signal: NodeJS.Signals) => {
    isCutOff = true
    try {
      process.kill(-(child.pid as number), signal)
    } catch {
      // it has just ended by itself
    }
  }
  const patience = [setTimeout(() => end('SIGINT'), seconds * 1000), setTimeout(() => end('SIGKILL'), (seconds + 15) * 1000)]
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      patience.forEach(clearTimeout)
      resolve({ output, isCutOff })
    })
  })
}

/** Where a server that can be made to ask elsewhere would ask: whatever arrives here is a finding. */
export class Elsewhere {
  readonly asked: string[] = []
  #server: Server | undefined

  get url(): string {
    const { port } = this.#server?.address() as { port: number }
    return `http://127.0.0.1:${port}/`
  }

  async start(): Promise<void> {
    this.#server = createServer((req, res) => {
      // The tool itself asks what has arrived; it is told nothing, and reads the answer in `asked`.
      if (!/^\/(get_\w+\.php.*)?$/.test(req.url ?? '')) this.asked.push(`${req.method} ${req.url}`)
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    await new Promise<void>(resolve => this.#server?.listen(0, '127.0.0.1', () => resolve()))
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise(resolve => this.#server?.close(resolve))
  }
}

/** Which versions of the tools are here; throws when one is not. */
export async function versionsOf(): Promise<Record<string, string>> {
  const told = async (tool: string) => /\d+\.\d+[\w.]*/.exec((await run(tool, ['--version'], 20, '/tmp')).output)?.[0]
  const [wapiti, sqlmap] = await Promise.all([told('wapiti'), told('sqlmap')])
  if (!wapiti || !sqlmap) throw new Error('wapiti and sqlmap must be installed (Debian: apt install wapiti sqlmap).')
  return { wapiti, sqlmap }
}
