import { NewerDatabase } from '../db/migrate.ts'
import { BadConfig, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { startPortal } from './start.ts'

/** The production start: refuses with a sentence whatever it can't run with. */
try {
  const config = readConfig(process.env)
  const portal = await startPortal(config, createLog(config.logLevel))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void portal.stop().then(() => process.exit(0)))
} catch (error) {
  const known = error instanceof BadConfig || error instanceof NewerDatabase
  process.stderr.write(known ? `${error.message}\n` : `${(error as Error).stack}\n`)
  process.exit(1)
}
