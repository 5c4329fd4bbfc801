import type { Logger } from 'pino'

/**
 * Where the time of one request goes, told to a collector when one is configured.
 *
 * Spans are made by hand at the few places that everything passes: the request, commits, reads, what leaves the
 * house, jobs. They say kinds, counts and outcomes, never whom or what about. Without a collector none of this is
 * there: no library is loaded, and nothing is wrapped.
 */
export interface Tracing {
  /** A span under the one that runs now, or under the one that `traceparent` (W3C Trace Context) names. */
  begin(what: SpanStart, traceparent?: string): Span
  /** A read that has just ended, when it is part of a trace that is kept. */
  read(table: string, seconds: number): void
  /** For the lines of the log; empty outside of a trace that is kept. */
  ids(): { traceId?: string; spanId?: string }
  /** Says once when traces can't be sent, and once when they can again. */
  tellFaultsTo(log: Logger): void
  /** Sends what waits, but stops nobody for long. */
  end(): Promise<void>
}

export type Facts = Record<string, string | number>

export interface SpanStart {
  name: string
  kind: 'server' | 'client' | 'internal'
  facts?: Facts
}

export interface Span {
  rename(name: string): void
  set(facts: Facts): void
  /** Only what kind of error: messages may quote what somebody typed. */
  fail(error: unknown): void
  /** What `work` begins is part of this span. */
  within<T>(work: () => T): T
  end(): void
}

export interface TraceSettings {
  /** Where spans are sent, by OTLP over HTTP. */
  url: string
  headers: Record<string, string>
  serviceName: string
  /** Of the traces that begin here, 0 to 1. */
  share: number
}

export const openTracing = async (settings: TraceSettings | undefined): Promise<Tracing | undefined> =>
  settings && (await import('./open-telemetry.ts')).startOpenTelemetry(settings)

/** Runs `work` as a span. What it throws ends the span as failed, and is thrown on. */
export async function inSpan<T>(tracing: Tracing, what: SpanStart, work: (span: Span) => Promise<T>): Promise<T> {
  const span = tracing.begin(what)
  try {
    return await span.within(() => work(span))
  } catch (error) {
    span.fail(error)
    throw error
  } finally {
    span.end()
  }
}

/** Each batch of a job is a trace of its own. */
export const tracedJobs = (tracing: Tracing) => (job: string, batch: (failed: (error: unknown) => void) => Promise<number>): Promise<number> =>
  inSpan(tracing, { name: `job ${job}`, kind: 'internal', facts: { 'portal.job': job } }, async span => {
    const done = await batch(error => span.fail(error))
    span.set({ 'portal.done': done })
    return done
  })
