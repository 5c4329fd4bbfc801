import { asset } from '../../server/web/assets.ts'
import { portal } from '../support/portal.ts'

test('a file of the look is kept for a year under its own version, and not at all under one that another release asks for', async () => {
  const visitor = (await portal()).visitor()
  const keeping = async (address: string) => (await visitor.get(address)).headers.get('cache-control')
  expect(await keeping(asset('css/citizen.css'))).toBe('public, max-age=31536000, immutable')
  expect((await visitor.get('/')).html).toContain(asset('css/citizen.css'))
  expect(await keeping('/assets/css/citizen.css?v=0123456789ab')).toBe('no-store')
  expect((await visitor.get('/assets/css/citizen.css?v=0123456789ab')).status).toBe(200)
})
