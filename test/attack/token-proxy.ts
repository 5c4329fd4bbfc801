import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http'

/**
 * Stands between a tool and the portal, on loopback: it is signed in, and puts a valid token into every form that
 * is sent, so that what the tool made up arrives at the code behind the fence. It asks from ever other addresses of
 * this machine, because a tool that is told to wait finds nothing.
 */
export class TokenProxy {
  readonly #target: URL
  readonly #account: { username: string; password: string } | undefined
  readonly #cookies = new Map<string, string>()
  #token = ''
  #server: Server | undefined
  #turn = 0
  #signingIn: Promise<void> | undefined
  /** How often the session had ended and was begun anew, whether that went wrong, and how much was not passed on. */
  readonly told = { signedInAgain: 0, lockedOut: false, keptBack: 0 }

  constructor(target: string, account?: { username: string; password: string }) {
    this.#target = new URL(target)
    this.#account = account
  }

  get url(): string {
    const { port } = this.#server?.address() as { port: number }
    return `http://127.0.0.1:${port}`
  }

  async start(): Promise<void> {
    await this.#signIn()
    this.#server = createServer((req, res) => void this.#pass(req, res).catch(() => res.destroy()))
    await new Promise<void>(resolve => this.#server?.listen(0, '127.0.0.1', () => resolve()))
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise(resolve => this.#server?.close(resolve))
  }

  /** What the signed-in browser would get. */
  get(path: string): Promise<Answer> {
    return this.#send('GET', path, {}, Buffer.alloc(0))
  }

  /** A form exactly as given: with no token, or with one that is none. */
  postAsIs(path: string, body: string): Promise<Answer> {
    return this.#send('POST', path, { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }, Buffer.from(body))
  }

  async #pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const sent = await bodyOf(req)
    const path = req.url ?? '/'
    if (isKeptBack(req.method, path)) {
      this.told.keptBack += 1
      return void res.writeHead(204).end()
    }
    const { cookie: own, 'accept-encoding': _coding, 'content-length': _length, connection: _connection, ...headers } = req.headers
    const method = req.method ?? 'GET'
    const { body, header } = withToken(sent, String(headers['content-type'] ?? ''), this.#token, method)
    const answer = await this.#send(method, path, { ...headers, ...header }, body, own)
    res.writeHead(answer.status, passedBack(answer.headers)).end(method === 'HEAD' ? undefined : answer.body)
    if (this.#account && leadsToSignIn(answer)) await this.#signInAgain()
  }

  #signInAgain(): Promise<void> {
    this.#signingIn ??= this.#signIn().then(() => void (this.told.signedInAgain += 1), () => void (this.told.lockedOut = true)).finally(() => (this.#signingIn = undefined))
    return this.#signingIn
  }

  async #signIn(): Promise<void> {
    this.#cookies.clear()
    await this.get('/')
    await this.get('/sign-in')
    if (!this.#account || this.told.lockedOut) return
    const form = Buffer.from(new URLSearchParams({ _csrf: this.#token, ...this.#account }).toString())
    const { status } = await this.#send('POST', '/sign-in', { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }, form)
    if (status !== 303) throw new Error(`${this.#account.username} can't sign in: ${status}`)
  }

  /** Comes back when it is asked to: tools don't, and a portal that is full has not been attacked. */
  async #send(method: string, path: string, headers: OutgoingHttpHeaders, body: Buffer, own = ''): Promise<Answer> {
    for (let time = 1; ; time++) {
      const answer = await this.#sendOnce(method, path, headers, body, own)
      if (answer.status !== 503 || !answer.headers['retry-after'] || time === mostTries) return answer
      await new Promise(resolve => setTimeout(resolve, 1000))
    }
  }

  #sendOnce(method: string, path: string, headers: OutgoingHttpHeaders, body: Buffer, own: string): Promise<Answer> {
    this.#turn += 1
    const { hostname, port } = this.#target
    const options = {
      hostname, port, method, path, insecureHTTPParser: true, localAddress: `127.1.${(this.#turn >> 7) & 255}.${(this.#turn & 127) + 1}`,
      headers: { ...headers, host: headers.host ?? this.#target.host, cookie: this.#cookieHeader(own), ...(body.length > 0 ? { 'content-length': body.length } : {}) },
    }
    return new Promise((resolve, reject) => {
      const sent = request(options, answer => {
        bodyOf(answer).then(received => {
          const got = { status: answer.statusCode ?? 0, headers: answer.headers, body: received }
          this.#learn(got)
          resolve(got)
        }, reject)
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  /** The tool's own cookies, apart from those that say who is signed in. */
  #cookieHeader(own: string): string {
    const others = own.split(/;\s*/).filter(pair => pair.includes('=') && !this.#cookies.has(pair.slice(0, pair.indexOf('='))))
    return [...[...this.#cookies].map(([name, value]) => `${name}=${value}`), ...others].join('; ')
  }

  #learn({ headers, body }: Answer): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name && /^(session|visitor|csrf)$/.test(name)) this.#cookies.set(name, value ?? '')
    }
    const found = /name="_csrf" value="([^"]+)"/.exec(String(headers['content-type']).startsWith('text/html') ? body.toString() : '')
    if (found?.[1]) this.#token = found[1]
  }
}

const mostTries = 15

export interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/** What would end the session under which everything else is tried. */
const isKeptBack = (method: string | undefined, path: string): boolean => method === 'POST' && /^\/(sign-out|me\/devices|me\/close)(\/|\?|$)/.test(path)

const leadsToSignIn = ({ status, headers }: Answer): boolean => status === 303 && String(headers.location).startsWith('/sign-in')

function passedBack({ 'transfer-encoding': _coding, 'content-length': _length, connection: _connection, ...headers }: IncomingMessage['headers']): OutgoingHttpHeaders {
  return headers
}

/** The body with a valid token in the place of the one the tool has, whatever it made of that; without a place for it, a header. */
export function withToken(body: Buffer, type: string, token: string, method = 'POST'): { body: Buffer; header: OutgoingHttpHeaders } {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return { body, header: {} }
  const text = body.toString('latin1')
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const rest = text.split('&').filter(pair => pair !== '' && !/^_csrf(=|$)/.test(pair))
    return { body: Buffer.from([`_csrf=${encodeURIComponent(token)}`, ...rest].join('&'), 'latin1'), header: {} }
  }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type)?.[1]
  if (!boundary) return { body, header: { 'x-csrf-token': token } }
  const parts = text.split(`--${boundary}`).filter(part => !/name="_csrf"/.test(part))
  const own = `\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n`
  return { body: Buffer.from([parts[0] ?? '', own, ...parts.slice(1)].join(`--${boundary}`), 'latin1'), header: {} }
}

function bodyOf(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => resolve(Buffer.concat(chunks)))
    message.on('error', reject)
  })
}
