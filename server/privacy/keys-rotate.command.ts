import { parseArgs } from 'node:util'
import pino from 'pino'
import { connect } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { readConfig } from '../config.ts'
import { openLedger } from '../ledger/ledger.store.ts'
import { folderStore } from '../materials/file-store.ts'
import { system } from '../people/actor.ts'
import { vaultOf } from '../vault.ts'
import { beginRotation, endKeys, rotateBatch, rotationState } from './rotate-keys.ts'
import { partOf } from './rotation.ts'
import { useKeys } from './use-keys.ts'

/**
 * `keys:rotate [--index-key]`: seals everything by the newest of the DATA_KEYS and by DATA_CIPHER, while the portal may
 * go on; stopped at any moment, it goes on where it was. `--index-key` only says the key by which people are found.
 * Ends with 0: nothing is left that another key seals, 1: something does not open, 2: it could not be done.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { 'index-key': { type: 'boolean', default: false } } })
  const config = readConfig(process.env)
  const db = connect(config.databaseUrl)
  try {
    await migrate(db)
    const vault = vaultOf(config)
    await openLedger(db, vault, { hash: config.ledgerHash, publicUrl: config.publicUrl, now: new Date() })
    await useKeys({ db, vault, now: new Date() })
    if (values['index-key']) return say(`INDEX_KEY=${vault.indexKey.toString('hex')}`), 0
    const ctx = () => ({ db, vault, files: folderStore(config.filesFolder, vault), log: pino({ level: 'error' }, process.stderr), now: new Date(), actor: system })
    await beginRotation(ctx())
    let told = ''
    while ((await rotateBatch(ctx())) > 0) told = await tellProgress(ctx(), told)
    return await tellEnd(ctx())
  } finally {
    await db.close()
  }
}

type Reading = Parameters<typeof rotationState>[0]

async function tellProgress(ctx: Reading, told: string): Promise<string> {
  const { progress, tables } = await rotationState(ctx)
  const line = `${progress.table}/${tables} tables, ${progress.done} values sealed anew${partOf(progress) ? `, at ${partOf(progress)?.table}` : ''}`
  if (line !== told) say(line)
  return line
}

async function tellEnd(ctx: Parameters<typeof endKeys>[0]): Promise<number> {
  await endKeys(ctx)
  const { keys } = await rotationState(ctx)
  const { version, cipher } = ctx.vault.sealing
  for (const key of keys.filter(one => one.version !== version)) {
    say(key.ended_at ? `key version ${key.version} is no longer used` : `key version ${key.version} still seals ${key.remaining} values`)
  }
  say(`key version ${version} seals (${cipher})`)
  return keys.every(key => key.version === version || key.ended_at) ? 0 : 1
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
