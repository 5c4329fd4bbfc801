import type { Edges } from './context.ts'
import { inSpan, type Facts, type Span, type Tracing } from './tracing.ts'

type WaysOut = Pick<Edges, 'registers' | 'mail' | 'sms' | 'scanner'>

interface Watchers {
  tracing?: Tracing | undefined
  /** Told of each use: of what, how it ended, how long it took. */
  left?: ((to: string, outcome: string, seconds: number) => void) | undefined
}

interface Ending {
  state?: string
  status?: string
  fault?: string
}

/** The same ways out of the house, each use of them measured by how it ended: never by whom it was about. */
export function watchedWaysOut({ registers, mail, sms, scanner }: WaysOut, watchers: Watchers): WaysOut {
  const watched = watchedBy(watchers)
  return {
    registers: { ...registers, query: asked => watched('register query', asked.register, { 'portal.register': asked.register }, () => registers.query(asked)) },
    mail: { ...mail, send: one => watched('mail send', 'mail', {}, () => mail.send(one)) },
    sms: { ...sms, send: one => watched('sms send', 'sms', {}, () => sms.send(one)) },
    scanner: { scan: bytes => watched('scan upload', 'scanner', { 'portal.bytes': bytes.length }, () => scanner.scan(bytes)) },
  }
}

const watchedBy = ({ tracing, left }: Watchers) => async <T extends Ending>(name: string, to: string, facts: Facts, use: () => Promise<T>): Promise<T> => {
  const start = performance.now()
  const measured = async (span?: Span): Promise<T> => {
    let outcome = 'thrown'
    try {
      const answer = await use()
      outcome = answer.status ?? answer.state ?? ''
      span?.set({ 'portal.outcome': outcome, ...(answer.fault ? { 'error.type': answer.fault } : {}) })
      return answer
    } finally {
      left?.(to, outcome, (performance.now() - start) / 1000)
    }
  }
  return tracing ? inSpan(tracing, { name, kind: 'client', facts }, measured) : measured()
}
