import autocannon from 'autocannon'

/** One round: how many good answers a second, and how long the slow ones took on open connections, in milliseconds. */
export interface Round {
  perSecond: number
  p50: number
  p95: number
  p99: number
  /** Answers that were not what is expected, and connections that broke. */
  errors: number
}

export interface Sent {
  method: 'POST' | 'GET'
  path: string
  body?: string
  headers?: Record<string, string>
}

export interface Load {
  url: string
  connections: number
  seconds?: number
  /** Sent in turn for so many seconds. */
  requests?: readonly Sent[]
  /** Each sent once. */
  each?: readonly Sent[]
  /** Answers that count: the first digit of the status. */
  expects?: 2 | 3
}

export async function load({ url, connections, seconds = 2, requests = [], each, expects = 2 }: Load): Promise<Round> {
  const sent = each ?? requests
  let next = 0
  const took: number[] = []
  // The first answer on each connection is waited for until it is accepted, one in a turn of the event loop: that is Node's time, and a proxy keeps its connections.
  const open = new Set<unknown>()
  const start = performance.now()
  let last = start
  const inTurn: autocannon.Request[] = [{ setupRequest: request => Object.assign(request, { body: undefined, headers: {} }, sent[next++ % sent.length]) }]
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = { url, connections, requests: inTurn, ...(each ? { amount: each.length } : { duration: seconds }) }
    autocannon(options, (error: unknown, done) => (error ? reject(error as Error) : resolve(done))).on('response', (client, _status, _bytes, milliseconds) => {
      if (open.has(client)) took.push(milliseconds)
      open.add(client)
      last = performance.now()
    })
  })
  const good = expects === 3 ? result['3xx'] : result['2xx']
  // From beginning to last answer: its own times are those of a clock that ticks once a second.
  return { perSecond: good / ((last - start) / 1000), ...percentiles(took), errors: result.errors + result.timeouts + (result.requests.total - good) }
}

export function percentiles(milliseconds: number[]): Pick<Round, 'p50' | 'p95' | 'p99'> {
  const sorted = milliseconds.sort((a, b) => a - b)
  const at = (share: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
