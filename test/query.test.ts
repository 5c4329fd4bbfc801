import { query } from '../db/query.ts'
import { insert } from '../db/statement.ts'
import { freshDatabase } from './support/database.ts'

const region = (code: string, level: 'city' | 'county', parent: string | null) => insert('region', { code, zh: `地${code}`, en: `Place ${code}`, level, parent })

const under = query((db, at: { parent: string; level: string }) =>
  db.selectFrom('region').select(['code', 'zh']).where('level', '=', at.level as 'county').where('parent', '=', at.parent).where('code', '!=', '9').orderBy('code').limit(3))
const named = query((db, at: { codes: readonly string[]; level: string }) =>
  db.selectFrom('region').select('code').where('code', 'in', at.codes).where('level', '=', at.level as 'county').orderBy('code'))
const counted = query(db => db.selectFrom('region').select(({ fn }) => fn.countAll<number | string>().as('count')))

async function places() {
  const db = await freshDatabase()
  await db.commit([region('1', 'city', null), region('2', 'county', '1'), region('3', 'county', '1'), region('4', 'county', '7'), region('9', 'county', '1')])
  return db
}

test('the values change, what stands in the shape itself stays', async () => {
  const db = await places()
  expect(await under.all(db, { parent: '1', level: 'county' })).toEqual([{ code: '2', zh: '地2' }, { code: '3', zh: '地3' }])
  expect(await under.all(db, { level: 'county', parent: '7' })).toEqual([{ code: '4', zh: '地4' }])
})

test('the first row, or nothing', async () => {
  const db = await places()
  expect(await under.first(db, { parent: '1', level: 'county' })).toEqual({ code: '2', zh: '地2' })
  expect(await under.first(db, { parent: '8', level: 'county' })).toBeUndefined()
  expect(Number((await counted.first(db, {}))?.count)).toBe(5)
})

test.each([[[], []], [['3'], ['3']], [['1', '2', '4', '5'], ['2', '4']]])('a list of any length goes as one value: %j', async (codes, found) => {
  expect((await named.all(await places(), { codes, level: 'county' })).map(({ code }) => code)).toEqual(found)
})

test('what was committed is read at once', async () => {
  const db = await places()
  expect(await under.first(db, { parent: '4', level: 'county' })).toBeUndefined()
  await db.commit([region('5', 'county', '4')])
  expect(await under.first(db, { parent: '4', level: 'county' })).toEqual({ code: '5', zh: '地5' })
})

test('each database has the statements prepared for itself', async () => {
  const [one, other] = [await places(), await freshDatabase()]
  expect(await under.all(one, { parent: '1', level: 'county' })).toHaveLength(2)
  expect(await under.all(other, { parent: '1', level: 'county' })).toEqual([])
})

test('what the engine refuses is a rejection, not a throw', async () => {
  const wrong = query((db, at: { id: string }) => db.selectFrom('region').select('code').where('nothing' as 'code', '=', at.id))
  await expect(wrong.all(await freshDatabase(), { id: '1' })).rejects.toThrow(/nothing/)
})
