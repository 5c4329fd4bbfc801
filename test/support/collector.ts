import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SpanSeen {
  traceId: string
  spanId: string
  parentSpanId: string
  name: string
  facts: Record<string, string | number>
  failed: boolean
}

/** A collector of traces (OTLP over HTTP, JSON) that keeps what it is told. */
export interface Collector {
  url: string
  readonly spans: SpanSeen[]
  /** Everything it was sent, as it came. */
  readonly texts: string[]
  readonly authorizations: (string | undefined)[]
  /** Waits until a span of this name is there. */
  span(name: string): Promise<SpanSeen>
  close(): Promise<void>
}

interface Told {
  resourceSpans: { scopeSpans: { spans: { traceId: string; spanId: string; parentSpanId?: string; name: string; status?: { code?: number }; attributes: { key: string; value: { stringValue?: string; intValue?: number | string; doubleValue?: number } }[] }[] }[] }[]
}

export async function startCollector(): Promise<Collector> {
  const [spans, texts, authorizations]: [SpanSeen[], string[], (string | undefined)[]] = [[], [], []]
  const server = createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      const text = Buffer.concat(parts).toString()
      texts.push(text)
      authorizations.push(req.headers.authorization)
      if (req.url === '/v1/traces') spans.push(...seenIn(JSON.parse(text) as Told))
      res.setHeader('content-type', 'application/json').end('{}')
    })
  })
  const url = await listening(server)
  return {
    url, spans, texts, authorizations,
    async span(name) {
      for (let waited = 0; waited < 400; waited++) {
        const found = spans.find(one => one.name === name)
        if (found) return found
        await new Promise(resolve => setTimeout(resolve, 25))
      }
      throw new Error(`no span “${name}” among: ${[...new Set(spans.map(one => one.name))].join(', ')}`)
    },
    close: () => ended(server),
  }
}

const seenIn = ({ resourceSpans }: Told): SpanSeen[] =>
  resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans).map(({ traceId, spanId, parentSpanId = '', name, status, attributes }) => ({
    traceId, spanId, parentSpanId, name, failed: status?.code === 2,
    facts: Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)])),
  }))

/** One that takes what it is told and never answers. */
export async function startHangingCollector(): Promise<Pick<Collector, 'url' | 'close'>> {
  const server = createServer(req => void req.resume())
  return { url: await listening(server), close: () => ended(server) }
}

const listening = (server: Server): Promise<string> =>
  new Promise(resolve => void server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)))

const ended = (server: Server): Promise<void> => {
  server.closeAllConnections()
  return new Promise(resolve => void server.close(() => resolve()))
}
