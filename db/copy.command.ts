import { parseArgs } from 'node:util'
import { connect } from './connect.ts'
import { copyDatabase, NotCopied } from './copy.ts'
import { migrate } from './migrate.ts'
import { holdWrites, unseal } from './moved.ts'

/**
 * `db:copy -- --from data/portal.db [--move]`: copies a portal's database, while it runs, into the empty one that
 * DATABASE_URL names, and compares them. With `--move` nothing is written to the first from the beginning of the copy
 * on, nor ever after: the portal shows its pages, asks people to send what they send later, and is then started on the
 * other. `db:copy -- --reopen data/portal.db` takes such a database into use again.
 * Ends with 0: copied and the same, 1: not, and a sentence says why.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, move: { type: 'boolean', default: false }, reopen: { type: 'string' } } })
  if (values.reopen) return reopen(values.reopen)
  const target = process.env.DATABASE_URL
  if (!values.from || !target) throw new NotCopied('Say what is copied, and where to: DATABASE_URL=postgres://… npm run db:copy -- --from data/portal.db')
  const [from, to] = [connect(values.from), connect(target)]
  const held = values.move ? await holdWrites(values.from) : undefined
  try {
    if (!held) await migrate(from)
    await migrate(to)
    const contents = await copyDatabase(from, to, ({ table, rows, digest }) => say(`${table.padEnd(24)} ${String(rows).padStart(10)} rows  ${digest.slice(0, 16)}…`))
    await held?.seal()
    say(`${contents.reduce((sum, { rows }) => sum + rows, 0)} rows in ${contents.length} tables, the same in both. Now check the chains: npm run ledger:verify`)
    say(held ? `${values.from} takes no more writes: start the portal with the new DATABASE_URL.` : `What is written to ${values.from} from now on is not in the copy; --move makes sure that nothing is.`)
  } finally {
    await Promise.allSettled([from.close(), to.close(), held?.release()])
  }
}

async function reopen(url: string): Promise<void> {
  const db = connect(url)
  await unseal(db).finally(() => db.close())
  say(`${url} takes writes again.`)
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof NotCopied ? error.message : `The database was not copied: ${(error as Error).message}`}\n`)
  process.exitCode = 1
}
