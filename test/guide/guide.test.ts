import { update } from '../../db/statement.ts'
import { listPublished } from '../../server/catalogue/bundle.store.ts'
import { questionsToAsk } from '../../server/catalogue/condition.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

const numbers = (page: ShownPage): number[] => page.$('.guide__numbers .stat__number').map((_, one) => parseFloat(page.$(one).text())).get()
const papers = (page: ShownPage): string[] => page.$('.needs__name').map((_, one) => page.$(one).text()).get()

/** Anybody reads of what is the public's; matters between public bodies are read by those who work there. */
const bothReaders = async () => {
  const visitor = site.visitor()
  return { individual: visitor, enterprise: visitor, official: await site.as({ roles: ['auditor'] }) }
}

test('every bundle has a guide that tells everything before a question is answered, in both languages', async () => {
  const readers = await bothReaders()
  for (const { bundleId, definition: { bundle } } of await listPublished(site.db)) {
    for (const [language, title] of [['zh-CN', bundle.title.zh], ['en', bundle.title.en]] as const) {
      const page = await readers[bundle.audience].get(`/bundles/${bundleId}?lang=${language}`)
      expect([bundleId, page.status, page.heading()]).toEqual([bundleId, 200, title])
      expect(page.$('table tbody tr')).toHaveLength(bundle.items.length)
      expect(page.$(`a[href="/bundles/${bundleId}/start"]`)).toHaveLength(1)
    }
  }
})

test('what is granted without application is marked so, with the policy that says it; who signs off inside is nobody else’s business', async () => {
  const visitor = site.visitor()
  const retirement = await visitor.get('/bundles/pension-retirement?q.onlychild=yes')
  expect(retirement.$('#items').parent().text()).toContain('免申即享')
  expect(retirement.text()).toContain('不用申请：符合条件的，前面的事项办好后直接给您。依据：参照福州市2024年')
  expect(retirement.$('.line').text()).toContain('免申即享')
  expect((await visitor.get('/bundles/pension-retirement?q.onlychild=no')).text()).not.toContain('免申即享')
  expect((await visitor.get('/bundles/enterprise-investment-project')).text()).not.toMatch(/审批制度|第二名工作人员/)
})

test('each option of each question gives a page that agrees with the Plan', async () => {
  const readers = await bothReaders()
  for (const { bundleId, definition } of await listPublished(site.db)) {
    for (const answers of eachOption(definition)) {
      const query = Object.entries(answers).map(([question, answer]) => `q.${question}=${answer}`).join('&')
      const page = await readers[definition.bundle.audience].get(`/bundles/${bundleId}?${query}`)
      const { now, fields, items } = plan(definition, { answers })
      expect({ query, status: page.status, items: page.$('table tbody tr').length, numbers: numbers(page) }).toEqual({
        query, status: 200, items: items.length,
        numbers: [now.visits, now.materials, fields.filter(({ source }) => source.kind === 'asked').length, now.days],
      })
    }
  }
}, 240_000) // a page for each option of every bundle

/** For every option of every question: it, and the answers that make its question arise. */
function eachOption(definition: BundleDefinition): Record<string, string>[] {
  return definition.bundle.questions.flatMap(({ id, when, options }) => options.map(({ value }) => {
    const needed = Object.fromEntries(when.map(condition => [condition.question, condition.in[0]!]))
    const answers = { ...needed, [id]: value }
    return questionsToAsk(definition, answers).some(question => question.id === id) ? answers : {}
  }))
}

test('what follows from the answers is personal, and the way to begin carries them on', async () => {
  const all = await site.visitor().get('/bundles/newborn-birth')
  const married = await site.visitor().get('/bundles/newborn-birth?q.capacity=parent&q.parents=married&q.join=mother&q.maternity-insured=yes&q.difficulty=no')
  expect(papers(all)).toContain('亲子鉴定意见书')
  expect(papers(married)).not.toContain('亲子鉴定意见书')
  expect(all.text()).toContain('视情况')
  expect(married.text()).not.toContain('视情况')
  expect(married.text()).toContain('以下内容已按您的情况列出')
  expect(married.$('.guide__bar a.govuk-button').attr('href')).toBe('/bundles/newborn-birth/start?q.capacity=parent&q.parents=married&q.join=mother&q.maternity-insured=yes&q.difficulty=no')
  expect(married.$('input[name="q.join"][value=mother]').attr('checked')).toBeDefined()
})

test('the promise stands there with its proof, and what is illustrative is marked', async () => {
  const page = await site.visitor().get('/bundles/newborn-birth')
  const version = (await listPublished(site.db)).find(({ bundleId }) => bundleId === 'newborn-birth')!
  expect(page.$('.promise__sentence').text()).toContain('一次也不用跑')
  expect(page.$('.promise__proof').text()).toContain(`已对全部 ${version.proof.combinations} 种情形逐一证明`)
  expect(page.$('.promise__proof li')).toHaveLength(6)
  expect(page.$('.promise__proof').text()).toContain(version.hash)
  expect(page.$('table .badge').text()).toContain('示例')
})

test.each(['visits', 'items', 'process', 'needs', 'form', 'source'])('the link to #%s leads to a heading', async id => {
  const page = await site.visitor().get('/bundles/second-hand-house')
  expect(page.$(`.guide__bar a[href="#${id}"]`)).toHaveLength(1)
  expect(page.$(`h2#${id}`)).toHaveLength(1)
})

test('an unavoidable journey is told with who has to come, and why', async () => {
  const page = await site.visitor().get('/bundles/marriage')
  expect(page.$('section[aria-labelledby=visits]').text()).toMatch(/一次[\s\S]*（.+）[\s\S]*依据：/)
})

test('the checklist lists the chosen situation for one sheet of paper', async () => {
  const page = await site.visitor().get('/bundles/newborn-birth/checklist?q.capacity=parent&q.parents=married&q.join=mother&q.maternity-insured=no&q.difficulty=no')
  expect(page.heading()).toBe('新生儿出生一件事')
  expect(page.text()).toContain('随母亲，母亲户籍在浙江')
  expect(page.text()).toContain('http://portal.test/bundles/newborn-birth?q.capacity=parent&q.parents=married&q.join=mother&q.maternity-insured=no&q.difficulty=no')
  expect(page.text()).not.toContain('生育医疗费用')
  expect(page.$('svg path').length).toBeGreaterThan(0)
})

test.each([
  ['q.parents=nobody', '各种情况合在一起'],
  ['q.unknown=1&q.=2&q.__proto__=3&q.constructor=4', '各种情况合在一起'],
  ['q.parents=married&q.parents=both', '还有 3 个问题没有回答'],
  [`q.parents=${'x'.repeat(10_000)}`, '各种情况合在一起'],
  ['q.parents=%00%1b%5b', '各种情况合在一起'],
  ['q.parents[]=married', '各种情况合在一起'],
])('an address with %s is read as far as it makes sense', async (query, expected) => {
  for (const page of [await site.visitor().get(`/bundles/newborn-birth?${query}`), await site.visitor().get(`/bundles/newborn-birth/checklist?${query}`)]) expect(page.status).toBe(200)
  expect((await site.visitor().get(`/bundles/newborn-birth?${query}`)).text()).toContain(expected)
})

test.each(['/bundles/nothing', '/bundles/nothing/checklist', '/bundles/__proto__', '/bundles/%00', `/bundles/${'x'.repeat(5000)}`, '/stages/nothing', '/stages/internal', '/stages/__proto__'])('%s is not there, and says so', async path => {
  const page = await site.visitor().get(path)
  expect([page.status, page.heading()]).toEqual([404, '没有找到'])
})

test('a stage lists its bundles, and the other stops of that life', async () => {
  const page = await site.visitor().get('/stages/open')
  expect(page.heading()).toBe('开办')
  expect(page.text()).toContain('企业开办')
  expect(page.$('a[href="/stages/hire"]')).toHaveLength(1)
  expect(page.$('a[href="/stages/birth"]')).toHaveLength(0)
})

test('a bundle that was withdrawn says so, with what may be meant instead', async () => {
  const other = await portal({ catalogue: true })
  await other.db.commit([update('bundle_version', { status: 'retired', ended_at: '2026-03-01T00:00:00.000Z' }, { bundle_id: 'restaurant-opening' })])
  for (const path of ['/bundles/restaurant-opening', '/bundles/restaurant-opening/checklist']) {
    const page = await other.visitor().get(path)
    expect(page.status).toBe(410)
    expect(page.text()).toContain('已经停止办理')
    expect(page.$('a[href="/bundles/enterprise-opening"]')).toHaveLength(1)
  }
  expect((await other.visitor().get('/')).$('a[href="/bundles/restaurant-opening"]')).toHaveLength(0)
  expect((await other.visitor().get('/search?q=%E5%BC%80%E9%A5%AD%E5%BA%97&format=json')).json<{ href: string }[]>().map(({ href }) => href)).not.toContain('/bundles/restaurant-opening')
})
