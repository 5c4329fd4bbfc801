import { openLedger, OtherLedger } from '../../server/ledger/ledger.store.ts'
import { createVault } from '../../server/vault.ts'
import { freshDatabase } from '../support/database.ts'

const key = (version: number) => [version, Buffer.alloc(32, version === 1 ? 7 : version)] as const
const vault = createVault(new Map([key(1)]))
const options = { publicUrl: 'https://portal.example.cn', now: new Date('2026-03-02T02:00:00.000Z') }
const begun = async () => {
  const db = await freshDatabase()
  await db.forMigration().deleteFrom('ledger').execute()
  return db
}

test('the first start decides the hash, and no later one changes it', async () => {
  const db = await begun()
  await openLedger(db, vault, { ...options, hash: 'sm3' })
  expect(db.ledger).toMatchObject({ hash: 'sm3', origin: 'portal.example.cn/history-log' })
  const { digestOf } = db.ledger
  await openLedger(db, vault, { ...options, publicUrl: 'https://moved.example.cn' })
  expect(db.ledger).toMatchObject({ hash: 'sm3', origin: 'portal.example.cn/history-log' })
  expect(db.ledger.digestOf({ a: 1 })).toBe(digestOf({ a: 1 }))
  const refused = await openLedger(db, vault, { ...options, hash: 'sha256' }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(OtherLedger)
  expect((refused as Error).message).toMatch(/LEDGER_HASH is "sha256".*"sm3" since 2026-03-02.*LEDGER_HASH=sm3/)
})

test('processes that start at the same moment on a new database have one ledger', async () => {
  const db = await begun()
  const opened: string[] = []
  await Promise.all(Array.from({ length: 4 }, () => openLedger(db, vault, options).then(() => opened.push(db.ledger.digestOf('x')))))
  expect(new Set(opened).size).toBe(1)
  expect(await db.read.selectFrom('ledger').select('id').execute()).toHaveLength(1)
})

test('after a change of data keys its own key is sealed anew, and digests stay what they were', async () => {
  const db = await begun()
  await openLedger(db, vault, options)
  const before = db.ledger.digestOf({ name: '陈小雨' })
  await openLedger(db, createVault(new Map([key(1), key(2)])), options)
  await expect(openLedger(db, createVault(new Map([key(2)])), options)).rejects.toThrow(/INDEX_KEY is missing/)
  await openLedger(db, createVault(new Map([key(2)]), { indexKey: vault.indexKey }), options)
  expect(db.ledger.digestOf({ name: '陈小雨' })).toBe(before)
})

test('two databases digest the same row differently: nobody can look a value up', async () => {
  const [one, other] = [await begun(), await begun()]
  await openLedger(one, vault, options)
  await openLedger(other, vault, options)
  expect(one.ledger.digestOf('x')).not.toBe(other.ledger.digestOf('x'))
})
