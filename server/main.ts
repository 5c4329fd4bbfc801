import { NewerDatabase } from '../db/migrate.ts'
import { BadConfig, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { startPortal } from './start.ts'
import { openTracing } from './tracing.ts'

/** The production start: refuses with a sentence whatever it can't run with. */
try {
  const config = readConfig(process.env)
  const tracing = await openTracing(config.traces)
  const portal = await startPortal(config, createLog(config.logLevel, undefined, tracing?.ids), tracing)
  // Told twice, as by an impatient operator or by a terminal and npm at once, it goes on stopping.
  let stopped: Promise<void> | undefined
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void (stopped ??= portal.stop().then(() => process.exit(0))))
} catch (error) {
  const known = error instanceof BadConfig || error instanceof NewerDatabase
  process.stderr.write(known ? `${error.message}\n` : `${(error as Error).stack}\n`)
  process.exit(1)
}
