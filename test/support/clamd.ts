import { createServer, type AddressInfo, type ListenOptions, type NetConnectOpts, type Socket } from 'node:net'

/** The harmless file that every scanner finds (eicar.org), in two halves: whole, it would be found here. */
export const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

export interface TestClamd {
  address: NetConnectOpts
  /** What was scanned, whole. */
  readonly scanned: Buffer[]
  /** What it does instead of answering the next one. */
  next: ('silent' | 'dies' | 'nonsense')[]
  stop(): Promise<void>
}

/** Speaks clamd's INSTREAM as clamd(8) describes it, with its own limit on the size of a stream. */
export async function testClamd({ limit = 25_000_000, listen = { port: 0, host: '127.0.0.1' } as ListenOptions } = {}): Promise<TestClamd> {
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => {})
    let heard = Buffer.alloc(0)
    socket.on('data', chunk => {
      heard = Buffer.concat([heard, chunk])
      const answer = answerTo(heard, limit)
      if (answer === undefined) return
      socket.removeAllListeners('data')
      if (answer.content) self.scanned.push(answer.content)
      const trouble = self.next.shift()
      if (trouble === 'silent') return
      if (trouble === 'dies') return void socket.destroy()
      socket.end(trouble === 'nonsense' ? 'stream: OKAY\0' : answer.text)
    })
  })
  await new Promise<void>(resolve => server.listen(listen, resolve))
  const self: TestClamd = {
    address: listen.path ? { path: listen.path } : { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    scanned: [], next: [],
    stop: () => new Promise(resolve => {
      for (const socket of open) socket.destroy()
      server.close(() => resolve())
    }),
  }
  return self
}

/** Undefined while the stream is not at its end. */
function answerTo(heard: Buffer, limit: number): { text: string; content?: Buffer } | undefined {
  const command = 'zINSTREAM\0'
  if (heard.length < command.length) return undefined
  if (heard.toString('latin1', 0, command.length) !== command) return { text: 'UNKNOWN COMMAND\0' }
  const chunks: Buffer[] = []
  let [at, size] = [command.length, 0]
  while (at + 4 <= heard.length) {
    const length = heard.readUInt32BE(at)
    size += length
    if (size > limit) return { text: 'INSTREAM size limit exceeded. ERROR\0' }
    if (length === 0) return verdict(Buffer.concat(chunks))
    chunks.push(heard.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

const verdict = (content: Buffer) => ({ content, text: content.includes(eicar) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0' })
