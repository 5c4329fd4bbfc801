import { connect, type NetConnectOpts, type Socket } from 'node:net'
import type { Scanner, Verdict } from './scanner.ts'

/** Where clamd listens: `tcp://host:3310`, or `unix:/run/clamav/clamd.ctl`. */
export function clamdAddress(url: string): NetConnectOpts | undefined {
  const [, path] = /^unix:(?:\/\/)?(\/\S+)$/.exec(url) ?? []
  if (path) return { path }
  const [, host, port] = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^\s/:@[\]]+):(\d{1,5})\/?$/.exec(url) ?? []
  return host && Number(port) > 0 && Number(port) < 65536 ? { host: host.replace(/[[\]]/g, ''), port: Number(port) } : undefined
}

const chunkBytes = 64 * 1024

export interface Patience {
  /** For one file, from connecting to the answer. */
  answerMs: number
  /** After a silence the next files aren't made to wait as well. */
  restMs: number
}

/** Asks clamd by its own protocol (clamd(8), INSTREAM): the bytes go over the connection, never through a file. */
export function clamdScanner(address: NetConnectOpts, { answerMs, restMs }: Patience = { answerMs: 20_000, restMs: 10_000 }): Scanner {
  let restsUntil = 0
  return {
    async scan(bytes) {
      if (performance.now() < restsUntil) return { state: 'unavailable', fault: 'no answer a moment ago' }
      try {
        return verdictOf(await ask(address, bytes, answerMs))
      } catch (error) {
        const { message } = error as Error
        if (message === silence) restsUntil = performance.now() + restMs
        return { state: 'unavailable', fault: message }
      }
    },
  }
}

/** Only a plain “OK” is one: whatever else clamd says, nobody has looked at the file. */
function verdictOf(answer: string): Verdict {
  const [, signature] = /^stream: (.{1,200}) FOUND$/.exec(answer) ?? []
  if (signature) return { state: 'infected', signature }
  return answer === 'stream: OK' ? { state: 'clean' } : { state: 'unavailable', fault: answer.slice(0, 200) || 'no answer' }
}

const silence = 'no answer in time'

function ask(address: NetConnectOpts, bytes: Buffer, answerMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    const patience = setTimeout(() => end(new Error(silence)), answerMs)
    const heard: Buffer[] = []
    let size = 0
    const end = (fault?: Error) => {
      clearTimeout(patience)
      socket.destroy()
      // It may hang up on a file that is too large for it while we still write: what it said before that counts.
      const answer = Buffer.concat(heard).toString('latin1').slice(0, 4096).replace(/[\0\n]+$/, '')
      if (fault && answer === '') reject(fault)
      else resolve(answer)
    }
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk)
      size += chunk.length
      if (chunk.includes(0) || size > 4096) end()
    })
    socket.on('error', end)
    socket.on('end', () => end(new Error('hung up without an answer')))
    socket.on('connect', () => send(socket, bytes))
  })
}

/** Each chunk after its length in four bytes; a length of nothing ends the stream. */
function send(socket: Socket, bytes: Buffer): void {
  const chunks: Buffer[] = [Buffer.from('zINSTREAM\0')]
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    chunks.push(lengthOf(chunk.length), chunk)
  }
  chunks.push(lengthOf(0))
  const more = () => {
    while (chunks.length > 0 && !socket.destroyed) if (!socket.write(chunks.shift() as Buffer)) return void socket.once('drain', more)
  }
  more()
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}
