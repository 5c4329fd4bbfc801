import { fork } from 'node:child_process'
import { join } from 'node:path'

/** Who signs in at the provider next. */
export interface SignedInThere {
  sub: string
  acr?: string
  claims?: { name?: string; id_number?: string; phone_number?: string; email?: string; email_verified?: boolean }
  denies?: boolean
}

export interface RunningProvider {
  issuer: string
  /** Goes through the provider's pages from the address it was sent to, as a browser does; returns where it is sent back. */
  signIn(address: string, who: SignedInThere): Promise<string>
  stop(): Promise<void>
}

/** A real oidc-provider: Jest runs CommonJS, so it has a process of its own. */
export async function startProvider(redirectUri: string): Promise<RunningProvider> {
  const child = fork(join(import.meta.dirname, 'oidc-provider.process.ts'), [redirectUri], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', message => resolve(message as { port: number }))
    child.once('exit', () => reject(new Error(said)))
  })
  const issuer = `http://127.0.0.1:${port}`
  return {
    issuer,
    async signIn(address, who) {
      await fetch(`${issuer}/control`, { method: 'POST', body: JSON.stringify(who) })
      const cookies = new Map<string, string>()
      for (let url = address, step = 0; step < 10; step++) {
        if (!url.startsWith(issuer)) return url
        const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(pair => pair.join('=')).join('; ') } })
        for (const line of answer.headers.getSetCookie()) cookies.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).split(';')[0] ?? '')
        const location = answer.headers.get('location')
        if (!location) throw new Error(`the provider stopped at ${url}: ${answer.status} ${await answer.text()}\n${said}`)
        url = new URL(location, url).href
      }
      throw new Error('the provider led in a circle')
    },
    stop: () => new Promise(resolve => {
      child.once('exit', () => resolve())
      child.kill()
    }),
  }
}
