import { parseArgs } from 'node:util'
import { connect } from './connect.ts'
import { copyDatabase, NotCopied } from './copy.ts'
import { migrate } from './migrate.ts'

/**
 * `db:copy -- --from data/portal.db`: copies a portal's database into the empty one that DATABASE_URL names, and compares
 * them. No process of the portal may run meanwhile. Ends with 0: copied and the same, 1: not, and a sentence says why.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' } } })
  const target = process.env.DATABASE_URL
  if (!values.from || !target) throw new NotCopied('Say what is copied, and where to: DATABASE_URL=postgres://… npm run db:copy -- --from data/portal.db')
  const [from, to] = [connect(values.from), connect(target)]
  try {
    await migrate(from)
    await migrate(to)
    const contents = await copyDatabase(from, to, ({ table, rows, digest }) => say(`${table.padEnd(24)} ${String(rows).padStart(10)} rows  ${digest.slice(0, 16)}…`))
    say(`${contents.reduce((sum, { rows }) => sum + rows, 0)} rows in ${contents.length} tables, the same in both. Now check the chains: npm run ledger:verify`)
  } finally {
    await Promise.allSettled([from.close(), to.close()])
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof NotCopied ? error.message : `The database was not copied: ${(error as Error).message}`}\n`)
  process.exitCode = 1
}
