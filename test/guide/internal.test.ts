import { roles } from '../../server/people/actor.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

const internal = [
  'funds-and-procurement', 'grid-event', 'institution-affairs', 'official-onboarding', 'official-retirement', 'official-transfer', 'three-services-issue', 'township-admission',
]
const suggested = (json: unknown): string[] => (json as { href: string }[]).map(({ href }) => href)

test('officials find their matters on one page, as cards, in both languages', async () => {
  const officer = await site.officer({ department: 'archives', region: '330106000000' })
  const page = await officer.get('/internal')
  expect([page.status, page.heading()]).toEqual([200, '机关内部“最多跑一次”'])
  for (const id of internal) expect([id, page.$(`main .card a[href="/bundles/${id}"]`).length]).toEqual([id, 1])
  expect(page.$('main .card a[href="/bundles/newborn-birth"]')).toHaveLength(0)
  expect(page.$('nav.site-ways a[href="/internal"]').attr('aria-current')).toBe('true')
  const english = await officer.get('/internal', { headers: { 'accept-language': 'en' } })
  expect(english.text()).toContain('Moving to another department')
  expect(english.$('main').text()).not.toMatch(/\p{Script=Han}{2,}/u)
})

test.each(roles)('%s has the page among his places', async role => {
  const somebody = await site.as({ roles: [role] })
  const page = await somebody.get('/internal')
  expect([page.status, page.$('nav.site-ways a[href="/internal"]').length]).toEqual([200, 1])
})

test('the search finds them for officials, and for nobody else', async () => {
  const officer = await site.officer({ department: 'archives', region: '330106000000' })
  const found = await officer.get('/internal?q=%E8%B0%83%E5%8A%A8')
  expect(found.$('main .results .card__link').first().attr('href')).toBe('/bundles/official-transfer')
  expect((await officer.get('/internal?q=%E7%94%9F%E5%AD%A9%E5%AD%90')).text()).toContain('没有找到')
  expect(suggested((await officer.get('/internal?q=%E9%87%87%E8%B4%AD&format=json')).json())).toEqual(['/bundles/funds-and-procurement'])
  expect(suggested((await officer.get('/search?q=%E9%80%80%E4%BC%91&format=json')).json())).toEqual(expect.arrayContaining(['/bundles/pension-retirement', '/bundles/official-retirement']))
  for (const somebody of [site.visitor(), await site.citizen(), await site.company()]) {
    for (const query of ['%E9%80%80%E4%BC%91', '%E7%BC%96%E5%88%B6%E5%88%92%E8%BD%AC', '%E7%BD%91%E6%A0%BC']) {
      const hrefs = suggested((await somebody.get(`/search?q=${query}&format=json`)).json())
      expect(hrefs.filter(href => internal.some(id => href.endsWith(id)))).toEqual([])
    }
  }
})

test.each(internal)('%s: its guide, its checklist and its beginning are there for officials; for everybody else there is nothing', async id => {
  const officer = await site.officer({ department: 'archives', region: '330106000000' })
  for (const path of [`/bundles/${id}`, `/bundles/${id}/checklist`, `/bundles/${id}/start`]) expect([path, (await officer.get(path)).status]).toEqual([path, 200])
  const [visitor, citizen, company] = [site.visitor(), await site.citizen(), await site.company()]
  for (const somebody of [visitor, citizen, company]) for (const path of [`/bundles/${id}`, `/bundles/${id}/checklist`]) expect([path, (await somebody.get(path)).status]).toEqual([path, 404])
  for (const somebody of [citizen, company]) {
    expect((await somebody.get(`/bundles/${id}/start`)).status).toBe(404)
    expect((await somebody.post(`/bundles/${id}/start`, { region: '330106000000' })).status).toBe(404)
  }
  const asked = await visitor.get(`/bundles/${id}/start`, { follow: false })
  expect(asked.location).toMatch(/^\/sign-in\?next=/) // as for any address: whether there is such a bundle isn't told
})

test('a guide of officials says who files, and sends nobody to the counter', async () => {
  const officer = await site.officer({ department: 'archives', region: '330106000000' })
  const page = await officer.get('/bundles/official-transfer')
  expect(page.$('.govuk-breadcrumbs a[href="/internal"]')).toHaveLength(1)
  expect(page.text()).toContain('由调动的干部本人申请')
  expect(page.text()).not.toContain('可以到综合窗口')
})

test('the public neither sees them on the home page nor has them counted in its promise', async () => {
  const page = await site.visitor().get('/')
  for (const id of internal) expect(page.html).not.toContain(id)
  expect(page.text()).toContain('52 件事')
})
