import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import type { Logger } from 'pino'
import { connect, type Db } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { createApp } from './app.ts'
import { BadConfig, type Config } from './config.ts'
import { loadShippedCatalogue } from './catalogue/shipped.ts'
import { readCalendar } from './limits/calendar.store.ts'
import { beijingDay, missingNotice } from './limits/calendar.ts'
import { folderStore } from './materials/file-store.ts'
import { httpRegisters, noRegisters } from './materials/register.client.ts'
import { removeExpired } from './people/expired.store.ts'
import { createVault } from './vault.ts'

const hour = 3600_000

export interface RunningPortal {
  app: Express
  db: Db
  port: number
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, loads what ships, and listens. */
export async function startPortal(config: Config, log: Logger): Promise<RunningPortal> {
  const db = await openDatabase(config.databaseUrl)
  const vault = createVault(config.dataKeys)
  const registers = config.registersUrl ? httpRegisters(config.registersUrl, (what, message) => log.warn(what, message)) : noRegisters
  const app = createApp(config, { db, vault, log, registers, files: folderStore(config.filesFolder, vault) })
  const server = createServer(app)
  // A client that sends slowly must not hold a connection for ever.
  server.requestTimeout = 60_000
  server.headersTimeout = 15_000
  await listen(server, config)
  const housekeeping = setInterval(() => removeExpired(db, new Date()).catch(error => log.error({ err: error as Error }, 'housekeeping')), hour)
  const { port } = server.address() as { port: number }
  log.info({ port, engine: db.engine }, 'portal started')
  await warnOfCalendar(db, log)
  return { app, db, port, stop: () => (clearInterval(housekeeping), stop(server, db)) }
}

/** Limits that run past the last published notice get presumed dates: somebody has to import the next one in time. */
async function warnOfCalendar(db: Db, log: Logger): Promise<void> {
  const missing = missingNotice(await readCalendar(db), beijingDay(new Date()))
  if (missing) log.warn({ year: missing }, 'no holiday notice for this year: import it at /admin/calendar')
}

/** Says in a sentence what the engine finds wrong: no database, read-only, full, out of reach. What else goes wrong is a bug. */
async function openDatabase(url: string): Promise<Db> {
  try {
    const db = connect(url)
    await db.ping()
    await migrate(db)
    await loadShippedCatalogue(db, new Date())
    return db
  } catch (error) {
    const { code, cause, message } = error as { code?: string; cause?: Error; message: string }
    if (code === undefined || error instanceof BadConfig) throw error
    throw new BadConfig(`The database ${url.replace(/:[^:@/]*@/, ':…@')} can't be used: ${cause?.message ?? message}.`)
  }
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(new BadConfig(`Can't listen on ${host}:${port}: ${error.message}. Set PORT to a free port.`)))
    server.listen(port, host, () => resolve())
  })
}

/** Takes no new connection, answers what is under way, then closes the database. */
async function stop(server: Server, db: Db): Promise<void> {
  const closed = new Promise(resolve => server.close(resolve))
  // A connection is idle again once its answer is sent: browsers keep it open for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const patience = setTimeout(() => server.closeAllConnections(), 10_000)
  await closed
  clearInterval(sweep)
  clearTimeout(patience)
  await db.close()
}
