import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Db } from '../../db/connect.ts'
import { routePattern } from './route-pattern.ts'
import { oldestWaiting } from './waiting.store.ts'

/** What is counted of a running process, in the form of Prometheus (`docs/operations.md` says what to watch). Nothing in it is personal. */
export interface Metrics {
  registry: Registry
  /** Stands before the routes: rates and latencies by the route's pattern, never by the path. */
  requests: RequestHandler
  /** `sets` write sets of one turn of the event loop, committed together in `seconds`. */
  committed: (group: { sets: number; seconds: number }) => void
  worked: (job: string, seconds: number, hasFailed: boolean) => void
  /** A register, the mail server, the SMS gateway or the scanner was asked. */
  left: (to: string, outcome: string, seconds: number) => void
}

const fast = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({ name: 'portal_request_seconds', help: 'Requests by route, from their first byte to the end of the answer', labelNames: ['method', 'route', 'status'], buckets: fast, registers })
  const groups = new Histogram({ name: 'portal_commit_group_size', help: 'Write sets that shared one durable commit', buckets: [1, 2, 4, 8, 16, 32, 64, 128], registers })
  const commits = new Histogram({ name: 'portal_commit_seconds', help: 'Durable commits', buckets: fast, registers })
  const jobs = new Histogram({ name: 'portal_job_seconds', help: 'Batches of the portal’s own jobs', labelNames: ['job', 'outcome'], buckets: fast, registers })
  const left = new Histogram({ name: 'portal_outward_seconds', help: 'Registers, mail, SMS and the scanner, by how they answered', labelNames: ['to', 'outcome'], buckets: fast, registers })
  const underWay = new Gauge({ name: 'portal_requests_under_way', help: 'Requests that have no whole answer yet', registers })
  return {
    registry,
    requests(req, res, next) {
      underWay.inc()
      const done = requests.startTimer({ method: req.method })
      res.once('close', () => {
        underWay.dec()
        done({ route: routePattern(req) ?? 'none', status: res.statusCode })
      })
      next()
    },
    committed({ sets, seconds }) {
      groups.observe(sets)
      commits.observe(seconds)
    },
    left: (to, outcome, seconds) => left.observe({ to, outcome }, seconds),
    worked: (job, seconds, hasFailed) => jobs.observe({ job, outcome: hasFailed ? 'failed' : 'done' }, seconds),
  }
}

/** How long what is due has been waiting for a job; asked of the database when somebody asks for the metrics. */
export function watchQueues({ registry }: Metrics, db: Db, clock: () => Date = () => new Date()): void {
  new Gauge({
    name: 'portal_waiting_seconds', help: 'How long the oldest thing that is due has waited for its job', labelNames: ['queue'], registers: [registry],
    async collect() {
      const now = clock()
      for (const { queue, since } of await oldestWaiting(db)) this.set({ queue }, since === undefined ? 0 : Math.max(0, (now.getTime() - Date.parse(since)) / 1000))
    },
  })
}
