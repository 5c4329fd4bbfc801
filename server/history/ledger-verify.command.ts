import { parseArgs } from 'node:util'
import { connect } from '../../db/connect.ts'
import { readConfig } from '../config.ts'
import { findLedger } from '../ledger/ledger.store.ts'
import { createSigner } from '../signing.ts'
import { vaultOf } from '../vault.ts'
import { checkDatabase } from './check-database.ts'
import { faultLine } from './fault.ts'

/**
 * `ledger:verify [--database URL] [--trusted FINGERPRINT …]`: checks a whole database with the portal's own keys
 * and changes nothing in it. Ends with 0: whole, 1: something is not as it was written, 2: it could not be checked.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { database: { type: 'string' }, trusted: { type: 'string', multiple: true, default: [] } } })
  const config = readConfig(values.database ? { ...process.env, DATABASE_URL: values.database } : process.env)
  const db = connect(config.databaseUrl)
  try {
    const vault = vaultOf(config)
    const ledger = await findLedger(db, vault)
    if (!ledger) return say('This database has no ledger: the portal never started on it, or its row was deleted.'), 1
    db.ledger = ledger
    const start = performance.now()
    const ctx = { db, vault, signer: createSigner(config.signingKey, config.portalName), now: new Date() }
    const { faults, ...counts } = await checkDatabase(ctx, fault => say(faultLine(fault)), values.trusted)
    const counted = Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(', ')
    say(`${counted}: ${faults === 0 ? 'whole' : `${faults} faults`} (${((performance.now() - start) / 1000).toFixed(1)} s, ${db.ledger.hash})`)
    return faults === 0 ? 0 : 1
  } finally {
    await db.close()
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

// Whoever reads only the first lines closes the pipe: that is no fault.
process.stdout.on('error', () => process.exit())
try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
