import { loadShippedCatalogue } from '../../server/catalogue/shipped.ts'
import { listPublished, listVersions } from '../../server/catalogue/bundle.store.ts'
import { definitionHash, retire } from '../../server/catalogue/publish.ts'
import { listActsByStream } from '../../server/ledger/act.store.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { findCompetentOffices, listRegions } from '../../server/offices/office.store.ts'
import { portal } from '../support/portal.ts'

test('the first start publishes everything that ships, with its proof and its place in the chain', async () => {
  const { db } = await portal({ catalogue: true })
  const versions = await listPublished(db)
  expect(versions.length).toBeGreaterThanOrEqual(12)
  for (const { definition, hash, proof, version } of versions) {
    expect([definition.bundle.id, version, hash]).toEqual([definition.bundle.id, 1, definitionHash(definition)])
    expect(proof.combinations).toBeGreaterThan(0)
  }
  expect(firstBroken(await listActsByStream(db, undefined, 100))).toBeUndefined()
})

test('a second start changes nothing, also not what was retired meanwhile', async () => {
  const site = await portal({ catalogue: true })
  await retire(site.ctx(), 'marriage')
  const before = await listVersions(site.db)
  await loadShippedCatalogue(site.db, new Date('2027-01-01T00:00:00Z'))
  expect(await listVersions(site.db)).toEqual(before)
})

test('what was proved holds in the database: every item has an open competent office in every region', async () => {
  const { db } = await portal({ catalogue: true })
  const items = (await listPublished(db)).flatMap(({ definition }) => Object.values(definition.items))
  const wanted = new Map(items.map(({ department, level }) => [`${department} ${level}`, { department, level }]))
  const regions = (await listRegions(db)).filter(({ level, code }) => level === 'township' && code.endsWith('001000'))
  for (const { department, level } of wanted.values()) {
    const asked = regions.slice(0, 10).map(({ code }) => ({ departmentId: department, level, regionCode: code }))
    expect([department, level, await findCompetentOffices(db, asked)]).toEqual([department, level, asked.map(() => expect.objectContaining({ closedAt: null }) as unknown)])
  }
})
