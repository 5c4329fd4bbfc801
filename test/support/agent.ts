import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Person } from '../../server/people/person.ts'
import { ShownPage } from './shown-page.ts'

/** A file that a test uploads. */
export interface TestFile {
  name: string
  bytes: Buffer
  type?: string
}

/** What is sent: names and values as a form has them, with the files of a multipart form. */
export interface Sent {
  values?: Record<string, string | string[] | undefined>
  files?: [field: string, file: TestFile][]
  headers?: Record<string, string>
  /** Whether redirects are followed, as a browser does: the default. */
  follow?: boolean
}

/** A browser without a screen: keeps cookies, follows redirects, puts the form's token into what it posts. */
export class Agent {
  /** Who is signed in, for tests that need his id. */
  readonly person: Person | undefined
  readonly cookies = new Map<string, string>()
  readonly #server: Server
  #csrf = ''

  constructor(server: Server, person: Person | undefined) {
    this.#server = server
    this.person = person
  }

  /** The signed-in person's id. */
  get id(): string {
    if (!this.person) throw new Error('nobody is signed in here')
    return this.person.id
  }

  isSignedIn(): boolean {
    return this.cookies.has('session')
  }

  get(path: string, options: Omit<Sent, 'values' | 'files'> = {}): Promise<ShownPage> {
    return this.send('GET', path, options)
  }

  /** Posts names and values with this browser's token, as the page's form would. */
  async post(path: string, values: Sent['values'] = {}, options: Omit<Sent, 'values'> = {}): Promise<ShownPage> {
    if (!this.#csrf) await this.get('/sign-in', { follow: false })
    return this.send('POST', path, { ...options, values: { _csrf: this.#csrf, ...values } })
  }

  /** Exactly this request, and nothing added. */
  async send(method: string, path: string, { values, files = [], headers = {}, follow = true }: Sent = {}): Promise<ShownPage> {
    const response = await fetch(this.#url(path), {
      method,
      redirect: 'manual',
      // Nothing is packed and unpacked between two ends of one process; `web/` has a test of its own that does.
      headers: { accept: 'text/html', 'accept-encoding': 'identity', cookie: this.#cookieHeader(), 'accept-language': 'zh-CN', ...headers },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: files.length > 0 ? multipart(values, files) : urlencoded(values) }),
    })
    this.#keepCookies(response)
    const location = response.headers.get('location')
    if (follow && location && response.status >= 300 && response.status < 400) {
      await response.arrayBuffer()
      return this.send('GET', new URL(location, this.#url(path)).href.slice(this.#url('').length), { follow })
    }
    const page = new ShownPage(this, path, response, Buffer.from(await response.arrayBuffer()))
    this.#csrf = page.csrf() || this.#csrf
    return page
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  #url(path: string): string {
    return this.origin + path
  }

  #cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const name = pair.slice(0, pair.indexOf('='))
      const isGone = attributes.some(attribute => /^(Max-Age=0|Expires=Thu, 01 Jan 1970)/i.test(attribute))
      if (isGone) this.cookies.delete(name)
      else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1))
    }
  }
}

const pairs = (values: Sent['values'] = {}): [string, string][] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one])))

const urlencoded = (values: Sent['values']): URLSearchParams => new URLSearchParams(pairs(values))

function multipart(values: Sent['values'], files: [string, TestFile][]): FormData {
  const body = new FormData()
  for (const [name, value] of pairs(values)) body.append(name, value)
  for (const [field, { name, bytes, type }] of files) body.append(field, new Blob([new Uint8Array(bytes)], type ? { type } : {}), name)
  return body
}
