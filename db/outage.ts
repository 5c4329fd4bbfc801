import { Unavailable } from '../server/errors.ts'

/** SQLite: the disk is full, gone or may only be read, or another process holds the file. */
const sqlite = /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN|BUSY|PROTOCOL|CONSTRAINT_TRIGGER)/
/** PostgreSQL: no connection, no resources (disk full), shutting down, starting up, read-only, cancelled as too slow; and what the network says. */
const postgres = /^(08|53|57P0|57014|25006|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND)/
/** Its driver gives its own faults no code. */
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/

interface Fault {
  code?: unknown
  message?: string
}

/** The database is out of reach or can't be written: nothing the visitor did, and it passes. */
export const isOutage = (error: unknown): boolean => {
  const { code, message = '' } = (error ?? {}) as Fault
  return typeof code === 'string' ? sqlite.test(code) || postgres.test(code) : lostConnection.test(message)
}

/** What a commit is refused with; anything but an outage comes back as it is. */
export const refusedBy = (error: unknown, code: 'storage' | 'unsure' = 'storage'): unknown =>
  isOutage(error) ? Object.assign(new Unavailable(code), { cause: error }) : error

/** The connection broke, and the server said nothing about the commit any more: it may have been made. */
export const isUnsure = (error: unknown): boolean => {
  const { code, message = '' } = (error ?? {}) as Fault
  return typeof code === 'string' ? /^(ECONN|EPIPE|ETIMEDOUT|57P0[12])/.test(code) : lostConnection.test(message)
}
