import { insert, update, upsert } from '../db/statement.ts'
import { Conflict } from '../server/errors.ts'
import { freshDatabase } from './support/database.ts'

const region = (code: string) => insert('region', { code, zh: '某县', en: 'County', level: 'county', parent: null })
const codes = async (db: Awaited<ReturnType<typeof freshDatabase>>) =>
  (await db.read.selectFrom('region').select('code').orderBy('code').execute()).map(({ code }) => code)

test('a write set is committed whole', async () => {
  const db = await freshDatabase()
  await db.commit([region('1'), region('2')])
  expect(await codes(db)).toEqual(['1', '2'])
})

test('a set that touches another number of rows than it must leaves nothing behind', async () => {
  const db = await freshDatabase()
  await expect(db.commit([region('1'), update('region', { zh: '乙' }, { code: 'absent' })])).rejects.toThrow(Conflict)
  expect(await codes(db)).toEqual([])
})

test('of sets committed together, one that fails takes no other with it', async () => {
  const db = await freshDatabase()
  const results = await Promise.allSettled([db.commit([region('1')]), db.commit([region('1')]), db.commit([region('2')])])
  // Which of two that want the same key wins is PostgreSQL's affair: they go by connections of their own.
  const [first, second, third] = results.map(({ status }) => status)
  expect([first, second].sort()).toEqual(['fulfilled', 'rejected'])
  expect(third).toBe('fulfilled')
  expect(await codes(db)).toEqual(['1', '2'])
})

test('a row is overwritten where its key exists', async () => {
  const db = await freshDatabase()
  await db.commit([region('1')])
  await db.commit([upsert('region', { code: '1', zh: '新名', en: 'New', level: 'county', parent: null }, ['code'])])
  expect(await db.read.selectFrom('region').select('zh').executeTakeFirst()).toEqual({ zh: '新名' })
})
