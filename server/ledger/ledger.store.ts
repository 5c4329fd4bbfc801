import { randomBytes } from 'node:crypto'
import type { Db } from '../../db/connect.ts'
import { insert, update } from '../../db/statement.ts'
import { Conflict } from '../errors.ts'
import type { Vault } from '../vault.ts'
import { hashNames, type HashName } from './hash.ts'
import { ledgerOf, type Ledger } from './ledger.ts'

/** The database keeps its history under another hash, or under other keys, than the portal is told to use. */
export class OtherLedger extends Error {}

const context = 'ledger'

/**
 * Reads how this database keeps its history, or decides it at the first start: `hash` (SHA-256 when nothing
 * else is wanted), the name of the log, and the key of the digests. Throws `OtherLedger` rather than go on with
 * another hash or other keys than it began with.
 */
export async function openLedger(db: Db, vault: Vault, { hash, publicUrl, now }: { hash?: HashName; publicUrl: string; now: Date }): Promise<void> {
  const row = (await readRow(db)) ?? (await begun(db, vault, hash ?? 'sha256', publicUrl, now))
  const kept = knownHash(row.hash)
  if (hash && hash !== kept) {
    throw new OtherLedger(`LEDGER_HASH is "${hash}", but this database has kept its history under "${kept}" since ${row.started_at}: a history does not change its hash. Set LEDGER_HASH=${kept} or leave it out.`)
  }
  const key = opened(vault, row)
  if (!vault.isCurrent(row.sealed)) await db.commit([update('ledger', { sealed: vault.seal(key, context) }, { id: 1, sealed: row.sealed }, 'any')])
  db.ledger = ledgerOf(kept, row.origin, Buffer.from(key, 'base64'))
}

/** As it was begun; undefined before the first start. Changes nothing. */
export async function findLedger(db: Db, vault: Vault): Promise<Ledger | undefined> {
  const row = await readRow(db)
  return row && ledgerOf(knownHash(row.hash), row.origin, Buffer.from(opened(vault, row), 'base64'))
}

/** Found out at the start, and not by the first applicant whose form does not open. */
function opened(vault: Vault, { sealed, index_check }: { sealed: string; index_check: string }): string {
  let key: string
  try {
    key = vault.open<string>(sealed, context)
  } catch (cause) {
    throw Object.assign(new OtherLedger('This database was written with other DATA_KEYS: what is encrypted in it does not open with these.'), { cause })
  }
  if (index_check !== checkOf(vault)) {
    throw new OtherLedger('People are found by their ID number with another key than this one: INDEX_KEY is missing or another, or the oldest of the DATA_KEYS, from which it is derived without INDEX_KEY, was taken out. Put that key back, let "npm run keys:rotate -- --index-key" say the INDEX_KEY, and set it before the key goes.')
  }
  return key
}

/** Tells one index key from another without telling the key. */
const checkOf = (vault: Vault): string => vault.index('the key that people are found by')

function knownHash(name: string): HashName {
  const known = hashNames.find(one => one === name)
  if (!known) throw new OtherLedger(`This database keeps its history under "${name}", which this release does not know.`)
  return known
}

const readRow = (db: Db) => db.read.selectFrom('ledger').selectAll().where('id', '=', 1).executeTakeFirst()

async function begun(db: Db, vault: Vault, hash: HashName, publicUrl: string, now: Date) {
  const sealed = vault.seal(randomBytes(32).toString('base64'), context)
  const row = { id: 1 as const, hash, origin: `${new URL(publicUrl).host}/history-log`, sealed, index_check: checkOf(vault), size: 0, signed_size: 0, started_at: now.toISOString() }
  try {
    await db.commit([insert('ledger', row)])
    return row
  } catch (error) {
    // Another process made it at the same moment.
    const made = error instanceof Conflict ? await readRow(db) : undefined
    if (!made) throw error
    return made
  }
}
