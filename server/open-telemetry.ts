import { randomUUID } from 'node:crypto'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span as Recorded, type SpanContext } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type ReadableSpan, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { Span, SpanStart, TraceSettings, Tracing } from './tracing.ts'

/** A collector that hangs costs its own spans: what waits is bounded and dropped beyond it, and a stop waits no longer than this. */
const patienceMs = 3_000
const waiting = 4_096

const kinds: Record<SpanStart['kind'], SpanKind> = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL }

/** OpenTelemetry, kept in this file: nothing of it is global, and only this file knows it. */
export function startOpenTelemetry({ url, headers, serviceName, share }: TraceSettings): Tracing {
  const exporter = new TellingExporter(new OTLPTraceExporter({ url, headers, timeoutMillis: patienceMs }))
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': randomUUID() }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new WithoutIdleJobs(new BatchSpanProcessor({ exporter, maxQueueSize: waiting, scheduledDelayMillis: 1_000, exportTimeoutMillis: patienceMs }))],
  })
  const tracer = provider.getTracer('portal')
  const contexts = new AsyncLocalStorageContextManager().enable()
  const begun = (span: Recorded, context: Context): Span => ({
    rename: name => void span.updateName(name),
    set: facts => void span.setAttributes(facts),
    fail: error => void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', kindOf(error)),
    within: work => contexts.with(context, work),
    end: () => span.end(),
  })
  return {
    begin({ name, kind, facts }, traceparent) {
      const parent = traceparent === undefined ? contexts.active() : remote(traceparent)
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes: facts }, parent)
      return begun(span, trace.setSpan(parent, span))
    },
    read(table, seconds) {
      const context = contexts.active()
      if (!trace.getSpan(context)?.isRecording()) return
      const now = Date.now()
      tracer.startSpan(`read ${table}`, { kind: SpanKind.CLIENT, startTime: now - seconds * 1000, attributes: { 'db.operation.name': 'select', 'db.collection.name': table } }, context).end(now)
    },
    ids() {
      const span = trace.getSpan(contexts.active())
      if (!span?.isRecording()) return {}
      const { traceId, spanId } = span.spanContext()
      return { traceId, spanId }
    },
    tellFaultsTo: log => exporter.tellTo(log),
    end: () => Promise.race([provider.shutdown().catch(() => {}), new Promise<void>(resolve => setTimeout(resolve, patienceMs).unref())]),
  }
}

const kindOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return String(typeof code === 'string' ? code : (name ?? typeof error)).slice(0, 60)
}

/** What W3C Trace Context says of the caller's span; anything else begins a trace of its own. */
function remote(traceparent: string): Context {
  const [, traceId = '', spanId = '', flags = '0'] = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? []
  const parent: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
  return traceId ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
}

/** Says once that traces can't be sent, not with each batch. */
class TellingExporter implements SpanExporter {
  readonly #exporter: SpanExporter
  #log: Logger | undefined
  #hasFailed = false

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter
  }

  tellTo(log: Logger): void {
    this.#log = log
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans, result => {
      const fails = result.code !== 0
      if (fails && !this.#hasFailed) this.#log?.warn({ err: result.error }, 'traces can’t be sent')
      if (!fails && this.#hasFailed) this.#log?.info('traces are sent again')
      this.#hasFailed = fails
      done(result)
    })
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}

/** A job that found nothing to do is looked at every few seconds: its spans are held until it has ended, and dropped when that is all they tell. */
class WithoutIdleJobs implements SpanProcessor {
  readonly #next: SpanProcessor
  readonly #held = new Map<string, ReadableSpan[]>()

  constructor(next: SpanProcessor) {
    this.#next = next
  }

  onStart(span: Parameters<SpanProcessor['onStart']>[0], context: Context): void {
    if ('portal.job' in span.attributes) this.#held.set(span.spanContext().traceId, [])
    this.#next.onStart(span, context)
  }

  onEnd(span: ReadableSpan): void {
    const { traceId } = span.spanContext()
    const held = this.#held.get(traceId)
    if (!held) return this.#next.onEnd(span)
    if (!('portal.job' in span.attributes)) return void (held.length < waiting && held.push(span))
    this.#held.delete(traceId)
    const isIdle = span.attributes['portal.done'] === 0 && span.status.code !== SpanStatusCode.ERROR
    if (!isIdle) for (const one of [...held, span]) this.#next.onEnd(one)
  }

  forceFlush(): Promise<void> {
    return this.#next.forceFlush()
  }

  shutdown(): Promise<void> {
    return this.#next.shutdown()
  }
}
