import { sql } from 'kysely'
import { connect } from '../../db/connect.ts'
import { draftOf, entrustedSite, numberOf } from '../agents/support.ts'
import { startProxy, type Proxy } from '../support/proxy.ts'
import type { Site } from '../support/portal.ts'

// A file has no connection that could break.
const onPostgres = process.env.TEST_POSTGRES ? describe : describe.skip

onPostgres('the connection to the database', () => {
  let proxy: Proxy
  let site: Site
  beforeEach(async () => {
    const direct = await entrustedSite()
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(direct.db.read)
    const address = new URL(`${process.env.TEST_POSTGRES}/${rows[0]?.name}`)
    proxy = await startProxy(Number(address.port))
    address.port = String(proxy.port)
    const db = connect(address.href)
    db.ledger = direct.db.ledger
    site = await direct.beside(db)
  })
  afterEach(async () => {
    proxy.close()
    await site.db.close()
  })

  const countCases = async () => (await site.db.read.selectFrom('service_case').select('id').execute()).length

  test('breaks while a submission is committed: nobody can know, the page says so, and sending it again makes no second case', async () => {
    const citizen = await site.citizen()
    const drafts = await Promise.all(['moving', 'parking'].map(async bundle => draftOf(await (await citizen.get(`/bundles/${bundle}/start`)).fill({ '在哪里办理？': '330106001000' }).submit())))
    for (const draft of drafts) {
      await (await citizen.get(`/drafts/${draft}/questions`)).fill({ '要不要一起办？': [] }).submit()
      for (const group of ['applicant', 'home']) await citizen.post(`/drafts/${draft}/sections/${group}`, { 'home.address': '文三路 90 号', 'applicant.phone': '13805710088' })
      proxy.cutsNextCommit()
      const unsure = await citizen.post(`/drafts/${draft}/submit`, { confirmed: 'yes' })
      expect([unsure.status, unsure.heading()]).toEqual([503, '不能确定是否已经保存'])
      expect(numberOf(await citizen.post(`/drafts/${draft}/submit`, { confirmed: 'yes' }))).toMatch(/^\d{20}$/)
    }
    expect(await countCases()).toBe(2)
  })

  test('is cut everywhere at once, as when the server starts again: who asks meanwhile gets a page, and the next gets his', async () => {
    const citizen = await site.citizen()
    for (let round = 0; round < 3; round++) {
      const asked = Promise.all(Array.from({ length: 12 }, async () => (await citizen.get('/me')).status))
      proxy.cutAll()
      for (const status of await asked) expect([200, 503]).toContain(status)
      expect((await citizen.get('/me')).status).toBe(200)
    }
  })

  test('leads nowhere: it is told within seconds, and /ready says so', async () => {
    const citizen = await site.citizen()
    proxy.cutAll()
    proxy.isSilent = true
    const start = performance.now()
    const page = await citizen.get('/me')
    expect([page.status, page.heading(), performance.now() - start < 8_000]).toEqual([503, '暂时无法打开', true])
    proxy.isSilent = false
    proxy.cutAll()
    expect((await citizen.get('/me')).status).toBe(200)
  }, 20_000)
})
