import { startDraft } from '../../server/drafts/start.ts'
import { portal } from '../support/portal.ts'

test('what one has begun is on the home page, with the way to go on', async () => {
  const site = await portal({ catalogue: true })
  const citizen = await site.citizen()
  const id = await startDraft({ ...site.ctx(), actor: { id: citizen.id, kind: 'person', name: '', grants: [], mandates: [] } }, { bundleId: 'newborn-birth', regionCode: '330106001000' })
  const home = await citizen.get('/')
  expect(home.text()).toMatch(/我的事 .*新生儿出生一件事 还没填完 · .*保存/)
  expect(home.$(`.own-matters a[href="/drafts/${id}"]`)).toHaveLength(1)
})

test('an officer comes to work, not with matters of his own', async () => {
  const site = await portal({ catalogue: true })
  const officer = await site.officer({ department: 'civil-affairs', region: '330106000000' })
  expect((await officer.get('/')).$('.own-matters')).toHaveLength(0)
})
