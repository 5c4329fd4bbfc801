import pino, { type Logger } from 'pino'

/** Structured lines on standard output. `error` means somebody must get up; expected refusals are `info`. */
export const createLog = (level: string): Logger =>
  pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: ['*.password', '*.sealed', '*.idNumber'], remove: true } })
