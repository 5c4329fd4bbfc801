import { portal } from './portal.ts'

test('a portal with everything that ships: its bundles, offices and people', async () => {
  const site = await portal({ catalogue: true })
  const bundles = await site.db.read.selectFrom('bundle_version').select('bundle_id').where('status', '=', 'published').execute()
  expect(bundles.map(({ bundle_id }) => bundle_id)).toContain('newborn-birth')
  const officer = await site.officer({ department: 'public-security', region: '330106000000' })
  expect((await officer.get('/me')).text()).toContain('审批工作台')
})
