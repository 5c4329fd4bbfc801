import pino, { type DestinationStream, type Logger } from 'pino'

/** Structured lines on standard output. `error` means somebody must get up; expected refusals are `info`. */
export const createLog = (level: string, to?: DestinationStream, mixin?: () => object): Logger =>
  pino({
    level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: plainError },
    redact: { paths: ['*.password', '*.sealed', '*.idNumber'], remove: true }, ...(mixin ? { mixin } : {}),
  }, to ?? pino.destination(1))

interface Known extends Error {
  code?: unknown
  severity?: unknown
}

/**
 * What went wrong and where, and nothing that libraries hang on their errors besides: a database tells the row in
 * `detail`, a parser the text it was given. In quotes a database's message holds the value that it did not like.
 */
export function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, code, severity, cause, stack = '' } = error as Known
  const isDatabase = typeof severity === 'string' || /^(SQLITE|P?\d[0-9A-Z]{3,4})/.test(String(code))
  const shown = isDatabase ? message.replace(/"[^"]*"/g, '"…"').replace(/'[^']*'/g, '\'…\'') : error instanceof SyntaxError ? 'not the text that was expected' : message
  return { type: name, message: shown, ...(typeof code === 'string' ? { code } : {}), ...(cause instanceof Error ? { cause: plainError(cause) } : {}), stack: stack.split('\n').filter(line => /^\s+at /.test(line)).join('\n') }
}
