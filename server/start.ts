import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Express } from 'express'
import type { Logger } from 'pino'
import { connect, type Db } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { hasMoved } from '../db/moved.ts'
import { createApp } from './app.ts'
import { BadConfig, type Config } from './config.ts'
import type { Edges } from './context.ts'
import { loadShippedCatalogue } from './catalogue/shipped.ts'
import { startJobs, type RunningJobs } from './jobs.ts'
import { openLedger, OtherLedger } from './ledger/ledger.store.ts'
import { readCalendar } from './limits/calendar.store.ts'
import { beijingDay, missingNotice } from './limits/calendar.ts'
import { clamdScanner } from './materials/clamd.client.ts'
import { folderStore } from './materials/file-store.ts'
import { httpRegisters, noRegisters } from './materials/register.client.ts'
import { noScanner } from './materials/scanner.ts'
import { noMail, smtpMailer } from './notify/mailer.ts'
import { httpSms, noSms } from './notify/sms-gateway.ts'
import { listClashing } from './people/separation.store.ts'
import { MissingKey, useKeys } from './privacy/use-keys.ts'
import { portalJobs } from './portal-jobs.ts'
import { removeReadingsJob } from './readings/remove-old.ts'
import { createSigner } from './signing.ts'
import { traceDatabase } from './traced-database.ts'
import { tracedJobs, type Tracing } from './tracing.ts'
import { vaultOf, type Vault } from './vault.ts'
import { connectionLimits, guardedServer } from './web/connections.ts'
import { watchedWaysOut } from './watched-ways-out.ts'
import { createMetrics, watchQueues, type Metrics } from './web/metrics.ts'

export interface RunningPortal {
  app: Express
  db: Db
  port: number
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, loads what ships, and listens. */
export async function startPortal(config: Config, log: Logger, tracing?: Tracing): Promise<RunningPortal> {
  const vault = vaultOf(config)
  const metrics = config.metricsToken === undefined ? undefined : createMetrics()
  const db = await openDatabase(config, vault, metrics)
  if (tracing) traceDatabase(db, tracing)
  tracing?.tellFaultsTo(log)
  const registers = config.registersUrl ? httpRegisters(config.registersUrl, (what, message) => log.warn(what, message)) : noRegisters
  const signer = createSigner(config.signingKey, config.portalName)
  const edges = { registers, scanner: config.clamd ? clamdScanner(config.clamd) : noScanner, ...waysOut(config) }
  const base = { db, vault, signer, log, files: folderStore(config.filesFolder, vault), ...edges, ...(tracing || metrics ? watchedWaysOut(edges, { tracing, left: metrics?.left }) : {}) }
  if (metrics) watchQueues(metrics, db)
  const app = createApp(config, base, { metrics, tracing })
  const server = guardedServer(app)
  await warnOfCalendar(db, log)
  await warnOfClashes(db, log)
  await listen(server, config) // from here on without a pause: whoever is let in is answered, also when a signal to stop comes at once
  const { port } = server.address() as { port: number }
  log.info({ port, engine: db.engine }, 'portal started')
  const jobs = config.jobSeconds > 0 ? startJobs([...portalJobs, removeReadingsJob(config.readingYears)], base, { clock: () => new Date(), pauseMs: config.jobSeconds * 1000, worked: metrics?.worked, around: tracing && tracedJobs(tracing) }) : undefined
  return { app, db, port, stop: () => stop(server, jobs, db).then(() => tracing?.end()) }
}

/** How the portal reaches people who are not looking at it. */
export const waysOut = ({ mail, sms, publicUrl }: Config): Pick<Edges, 'mail' | 'sms' | 'publicUrl'> => ({
  mail: mail ? smtpMailer({ ...mail, host: new URL(publicUrl).hostname }) : noMail,
  sms: sms ? httpSms(sms) : noSms,
  publicUrl,
})

/** Limits that run past the last published notice get presumed dates: somebody has to import the next one in time. */
async function warnOfCalendar(db: Db, log: Logger): Promise<void> {
  const missing = missingNotice(await readCalendar(db), beijingDay(new Date()))
  if (missing) log.warn({ year: missing }, 'no holiday notice for this year: import it at /admin/calendar')
}

/** Roles that must be apart (`people/separation.ts`) are refused when they are granted; whoever holds two all the same is told of here, and to the auditor. */
async function warnOfClashes(db: Db, log: Logger): Promise<void> {
  for (const { id, clashes } of await listClashing({ db })) log.warn({ personId: id, roles: clashes.map(({ roles }) => roles.join(' + ')) }, 'one person holds roles that must be apart: withdraw one at /admin/people')
}

/** Says in a sentence what the engine finds wrong: no database, read-only, full, out of reach. What else goes wrong is a bug. */
async function openDatabase({ databaseUrl: url, ledgerHash: hash, publicUrl }: Config, vault: Vault, metrics: Metrics | undefined): Promise<Db> {
  try {
    const db = connect(url, { onCommit: metrics?.committed })
    await db.ping()
    if (await hasMoved(db)) throw new BadConfig(`The database ${withoutPassword(url)} has moved to another, and takes no more writes: set DATABASE_URL to the new one, or take it into use again with "npm run db:copy -- --reopen".`)
    await migrate(db)
    await openLedger(db, vault, { hash, publicUrl, now: new Date() })
    await useKeys({ db, vault, now: new Date() })
    await loadShippedCatalogue(db, new Date())
    return db
  } catch (error) {
    if (error instanceof OtherLedger || error instanceof MissingKey) throw new BadConfig(error.message)
    const { code, cause, message } = error as { code?: string; cause?: Error; message: string }
    if (code === undefined || error instanceof BadConfig) throw error
    throw new BadConfig(`The database ${withoutPassword(url)} can't be used: ${cause?.message ?? message}.`)
  }
}

const withoutPassword = (url: string): string => url.replace(/:[^:@/]*@/, ':…@')

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(new BadConfig(`Can't listen on ${host}:${port}: ${error.message}. Set PORT to a free port.`)))
    server.listen(port, host, () => resolve())
  })
}

/** Who had knocked by the signal is let in: at its door a process takes one in a turn, and a busy one has slow turns. */
async function lastLook(server: Server): Promise<void> {
  await pause(100)
  let hasComeIn = true
  server.on('connection', () => (hasComeIn = true))
  for (let turn = 0; hasComeIn && turn < connectionLimits.connections; turn++) {
    hasComeIn = false
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  }
}

/** Begins no job and takes no new connection, finishes what is under way, then closes the database. */
async function stop(server: Server, jobs: RunningJobs | undefined, db: Db): Promise<void> {
  const jobsEnded = jobs?.stop()
  await lastLook(server)
  // Not `server.close`, which ends at once what looks idle, and lets slow clients be as slow as they like.
  const closed = new Promise<unknown>(resolve => NetServer.prototype.close.call(server, resolve))
  // A connection is idle again once its answer is sent: browsers keep it open for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const patience = setTimeout(() => server.closeAllConnections(), connectionLimits.requestMs + 5_000) // the slowest upload is there by then
  await closed
  clearInterval(sweep)
  clearTimeout(patience)
  await jobsEnded
  await db.close()
}
