import { portal, type Site } from '../support/portal.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

const search = (query: string, more = '') => site.visitor().get(`/search?q=${encodeURIComponent(query)}${more}`)

test('suggestions come as one types: title, summary and where they lead', async () => {
  const page = await search('生孩', '&format=json')
  expect(page.headers.get('content-type')).toContain('application/json')
  expect(page.json<object[]>()[0]).toMatchObject({ href: '/bundles/newborn-birth', title: '新生儿出生一件事' })
  expect(page.json<object[]>().length).toBeLessThanOrEqual(8)
})

test('a suggestion found by one of its items says which', async () => {
  expect((await search('预防接种证办理', '&format=json')).json<object[]>()[0]).toEqual({ href: '/bundles/newborn-birth', title: '新生儿出生一件事', summary: '其中包括：预防接种证办理' })
})

test('results are a list of cards, the best first, with what was typed still in the field', async () => {
  const page = await search('开饭店')
  expect(page.$('.results a').first().attr('href')).toBe('/bundles/restaurant-opening')
  expect(page.$('input[name=q]').val()).toBe('开饭店')
})

test('nothing found: a friendly word and both lives to look through', async () => {
  const page = await search('量子力学')
  expect(page.status).toBe(200)
  expect(page.text()).toContain('没有找到“量子力学”')
  expect(page.$('a[href="/stages/birth"]')).toHaveLength(1)
})

test.each([
  ['ten thousand characters', 'a'.repeat(10_000)], ['ten thousand Chinese ones', '生'.repeat(9_00)], ['control characters', '\u0000\u0007\u001b[31m'],
  ['signs of regular expressions', '.*+?^${}()|[]\\'], ['markup', '<script>alert(1)</script>'], ['half a character', '\ud83d'], ['right to left', '\u202e生孩子'],
])('%s break nothing', async (_, query) => {
  for (const format of ['', '&format=json']) {
    const page = await search(query.toWellFormed(), format)
    expect(page.status).toBe(200)
    if (format === '') expect(page.$('main script')).toHaveLength(0)
  }
})

test.each(['/search?q=a&q=b', '/search?q[]=a', '/search?format=json', '/search?q=%E0%A4%A', '/search?q=a&format=xml'])('%s is answered', async path => {
  expect((await site.visitor().get(path)).status).toBe(200)
})
