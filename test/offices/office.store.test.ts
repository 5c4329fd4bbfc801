import type { Db } from '../../db/connect.ts'
import { loadFewRegions } from '../support/places.ts'
import { freshDatabase } from '../support/database.ts'
import { insert } from '../../db/statement.ts'
import {
  findCompetentOffices, findOffice, getOffice, getRegion, insertOffice, listOffices, listOfficesIn, listOpenOfficeIds, listRegionsUnder, officeId, regionPath, updateOffice,
} from '../../server/offices/office.store.ts'
import type { Level } from '../../server/catalogue/definition.ts'

const [hangzhou, xihu, lingyin, wuchang] = ['330100000000', '330106000000', '330106001000', '330110005000'] as const

async function somePlaces(): Promise<Db> {
  const db = await freshDatabase(loadFewRegions)
  const police = { id: 'public-security' }
  await db.commit([
    insert('department', { id: police.id, zh: '公安', en: 'Public Security', kind: 'government', levels: '["city","county","township"]' }),
    ...[hangzhou, xihu, lingyin].map(region => insertOffice(police, region)),
  ])
  return db
}

describe('the competent office', () => {
  test.each<[string, Level, string, string | undefined]>([
    ['is the one at the item’s own level', 'township', lingyin, lingyin],
    ['of a county is the county’s, whatever township the matter is from', 'county', lingyin, xihu],
    ['of a city likewise', 'city', lingyin, hangzhou],
    ['is the next one above where a place has none', 'township', wuchang, hangzhou],
    ['of a village is its township’s', 'village', lingyin, lingyin],
    ['is nowhere when no level above has one', 'province', lingyin, undefined],
  ])('%s', async (_, level, region, expected) => {
    const [office] = await findCompetentOffices(await somePlaces(), [{ departmentId: 'public-security', level, regionCode: region }])
    expect(office?.regionCode).toBe(expected)
  })

  test('is never one that is closed', async () => {
    const db = await somePlaces()
    await db.commit([updateOffice(officeId('public-security', xihu), { closed_at: '2026-03-02T02:00:00.000Z' })])
    const [office] = await findCompetentOffices(db, [{ departmentId: 'public-security', level: 'county', regionCode: lingyin }])
    expect(office?.regionCode).toBe(hangzhou)
    expect(await listOpenOfficeIds(db)).toEqual(new Set([officeId('public-security', hangzhou), officeId('public-security', lingyin)]))
  })
})

test('offices come in the order in which they are asked for, each for itself; who has none has none', async () => {
  const db = await somePlaces()
  const ids = [lingyin, hangzhou, xihu].map(code => officeId('public-security', code))
  expect((await listOffices(db, [...ids, 'nobody@330106000000'])).map(({ id }) => id)).toEqual(ids)
  const wanted = [lingyin, 'nowhere', hangzhou].map(regionCode => ({ departmentId: regionCode === 'nowhere' ? 'nobody' : 'public-security', level: 'city' as const, regionCode: regionCode === 'nowhere' ? lingyin : regionCode }))
  expect((await findCompetentOffices(db, wanted)).map(office => office?.regionCode)).toEqual([hangzhou, undefined, hangzhou])
})

test('an office is named after its region and its department', async () => {
  const db = await somePlaces()
  expect((await getOffice(db, officeId('public-security', lingyin))).name).toEqual({ zh: '灵隐街道公安', en: 'Public Security, Lingyin Subdistrict' })
  expect((await listOfficesIn(db, xihu)).map(({ id }) => id)).toEqual([officeId('public-security', xihu)])
  expect(await findOffice(db, 'public-security@nowhere')).toBeUndefined()
  await expect(getOffice(db, 'public-security@nowhere')).rejects.toMatchObject({ code: 'page' })
})

test('regions are listed level by level, and each knows its way down', async () => {
  const db = await somePlaces()
  expect((await listRegionsUnder(db, hangzhou)).map(({ zh }) => zh)).toEqual(['西湖区', '余杭区'])
  expect((await regionPath(db, lingyin)).map(({ zh }) => zh)).toEqual(['杭州市', '西湖区', '灵隐街道'])
  expect((await regionPath(db, hangzhou)).map(({ zh }) => zh)).toEqual(['杭州市'])
  await expect(getRegion(db, '330199000000')).rejects.toMatchObject({ code: 'page' })
})
