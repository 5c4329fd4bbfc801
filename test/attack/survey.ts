import { load } from 'cheerio'
import { routes } from '../support/route-permissions.ts'
import type { TokenProxy } from './token-proxy.ts'

/** A form as a page has it: where it goes, and with what it would be sent by somebody who changes nothing. */
export interface FoundForm {
  /** `POST /drafts/:id/submit` */
  route: string
  /** A page that has it. */
  on: string
  path: string
  values: [name: string, value: string][]
}

/** What somebody can reach by following links: a page or several of each route, and each form once. */
export interface Survey {
  pages: Map<string, string[]>
  forms: Map<string, FoundForm>
}

const patterns = Object.keys(routes).map(route => {
  const [method = '', path = ''] = route.split(' ')
  const written = path.replace(/\{\/\*\w+\}/, '').replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')
  return { route, method, pattern: new RegExp(`^${written}${path.includes('{') ? '(?:/.*)?' : ''}$`), names: (path.match(/:/g) ?? []).length + (path.includes('{') ? 9 : 0) }
}).sort((a, b) => a.names - b.names)

/** The route that serves a path: of those that fit, the one with the fewest names in it. */
export const routeOf = (method: string, path: string): string | undefined =>
  patterns.find(one => one.method === method && one.pattern.test(path.replace(/[?#].*$/, '')))?.route

const samplesPerRoute = 4

/** Follows links from `starts`, a few pages of each route, and at most `most` pages. */
export async function survey(proxy: TokenProxy, starts: readonly string[], most: number): Promise<Survey> {
  const found: Survey = { pages: new Map(), forms: new Map() }
  const waiting = [...starts]
  const seen = new Set(waiting)
  for (let read = 0; waiting.length > 0 && read < most; read++) {
    const path = waiting.shift() as string
    const route = routeOf('GET', path)
    const known = route && found.pages.get(route)
    if (!route || (known && known.length >= samplesPerRoute)) continue
    const { status, headers, body } = await proxy.get(path)
    const next = status >= 300 && status < 400 ? [String(headers.location ?? '')] : []
    if (status === 200) found.pages.set(route, [...(known ?? []), path])
    if (status === 200 && String(headers['content-type']).startsWith('text/html')) next.push(...readPage(body.toString(), path, found))
    for (const link of next) {
      const local = localPath(link, path)
      if (!local || seen.has(local)) continue
      seen.add(local)
      waiting.push(local)
    }
  }
  return found
}

function localPath(link: string, from: string): string | undefined {
  const url = URL.parse(link, `http://here${from}`)
  return url?.host === 'here' && !/^\/(assets|verifier)\//.test(url.pathname) && !/[?&](lang|print)=/.test(url.search) ? url.pathname + url.search : undefined
}

/** Keeps the forms of a page; returns where its links lead. */
function readPage(html: string, path: string, { forms }: Survey): string[] {
  const $ = load(html)
  $('form').each((_, element) => {
    const form = $(element)
    const action = localPath(form.attr('action') ?? path, path)
    const method = (form.attr('method') ?? 'get').toUpperCase()
    const route = action && routeOf(method, action)
    if (!route || route.startsWith('POST /sign-out')) return
    const values = $(element).find('input, select, textarea, button[name]').toArray().flatMap(control => valueOf($, control as never))
    const key = `${route} ${[...new Set(values.map(([name]) => name))].sort().join(' ')}`
    if (!forms.has(key)) forms.set(key, { route, on: path, path: action, values })
  })
  return $('a[href]').toArray().map(link => $(link).attr('href') ?? '')
}

function valueOf($: ReturnType<typeof load>, control: Parameters<ReturnType<typeof load>>[0] & object): [string, string][] {
  const one = $(control as never)
  const name = one.attr('name')
  const type = one.attr('type') ?? ''
  if (!name || name === '_csrf' || name === '_language' || type === 'file') return []
  if (one.is('select')) return [[name, one.find('option[value!=""]').first().attr('value') ?? '']]
  if (one.is('textarea')) return [[name, one.text() || 'some words']]
  return [[name, one.attr('value') || '1']]
}
