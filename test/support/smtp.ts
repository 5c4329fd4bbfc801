import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server that keeps what it took. `next` says what it answers instead, one letter after the other. */
export interface ReceivingServer {
  url: string
  readonly received: string[]
  next: Trouble[]
  close(): Promise<void>
}

/**
 * `recipient` and `content`: refused with this code. `dies`: it takes the letter and hangs up before it says so.
 * `silent`: it takes the letter and never answers.
 */
export type Trouble = { recipient: number } | { content: number } | { sender: number } | 'dies' | 'silent'

const refused = (responseCode: number) => Object.assign(new Error('refused'), { responseCode })

export async function receivingServer(): Promise<ReceivingServer> {
  const received: string[] = []
  const take = (what: string): number | undefined => {
    const [first] = self.next
    if (typeof first !== 'object' || !(what in first)) return undefined
    self.next.shift()
    return (first as Record<string, number>)[what]
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom: (_address, _session, done) => { const code = take('sender'); return done(code ? refused(code) : null) },
    onRcptTo: (_address, _session, done) => { const code = take('recipient'); return done(code ? refused(code) : null) },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', part => parts.push(part as Buffer))
      stream.on('end', () => {
        const code = take('content')
        if (code) return done(refused(code))
        received.push(Buffer.concat(parts).toString())
        const trouble = self.next[0] === 'dies' || self.next[0] === 'silent' ? self.next.shift() : undefined
        if (trouble === 'dies') for (const one of (server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> }).connections) if (one.id === session.id) one._socket.destroy()
        if (!trouble) done()
      })
    },
  })
  server.on('error', () => {}) // a connection that was cut is what some tests are about
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', () => resolve()))
  const self: ReceivingServer = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received, next: [],
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
  return self
}

/** A header of a received letter, unfolded. */
export const headerOf = (letter: string, name: string): string =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(letter)?.[1]?.replace(/\r\n[ \t]+/g, ' ') ?? ''
