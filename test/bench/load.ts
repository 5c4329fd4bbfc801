import autocannon from 'autocannon'

/** One round: how many answers a second, and how long the slow ones took, in milliseconds. */
export interface Round {
  perSecond: number
  p50: number
  p99: number
  errors: number
}

export interface Load {
  url: string
  connections: number
  seconds?: number
  /** A fixed number of requests, each taken from `requests` once. */
  requests?: { method: 'POST' | 'GET'; path: string; body?: string; headers?: Record<string, string> }[]
  headers?: Record<string, string>
  /** Answers that count: the first digit of the status. */
  expects?: 2 | 3
}

export async function load({ url, connections, seconds = 4, requests, headers = {}, expects = 2 }: Load): Promise<Round> {
  let next = 0
  const result = await autocannon({
    url, connections, headers,
    ...(requests ? {
      amount: requests.length,
      requests: [{ setupRequest: request => Object.assign(request, requests[next++ % requests.length], { headers: { ...headers, ...requests[(next - 1) % requests.length]?.headers } }) }],
    } : { duration: seconds }),
  })
  const good = expects === 3 ? result['3xx'] : result['2xx']
  const took = (result.finish.getTime() - result.start.getTime()) / 1000 // its own `duration` is rounded to whole seconds
  return { perSecond: good / took, p50: result.latency.p50, p99: result.latency.p99, errors: result.errors + result.timeouts + (result.requests.total - good) }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
