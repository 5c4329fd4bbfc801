import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { update } from '../../db/statement.ts'
import { insertVersion, endVersion, listPublished } from '../../server/catalogue/bundle.store.ts'
import { readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { isError } from '../../server/catalogue/diagnostic.ts'
import { readPackage } from '../../server/catalogue/package.ts'
import { proveFiles } from '../../server/catalogue/prove-files.ts'
import { provePackage } from '../../server/catalogue/prove-package.ts'
import { definitionHash, retire } from '../../server/catalogue/publish.ts'
import { proofPicture } from '../../server/guide/proof-picture.ts'
import { isPublic } from '../../server/guide/life.ts'
import { forgetReference } from '../../server/offices/office.store.ts'
import { paths } from '../../server/web/paths.ts'
import { portal, type Site } from '../support/portal.ts'
import { publishText } from '../support/publish.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

test('every bundle has a page that says what was proved, in both languages, and a package of it that proves the same again', async () => {
  const visitor = site.visitor()
  const { regions } = readRegions(shippedFolder)
  for (const version of (await listPublished(site.db)).filter(isPublic)) {
    const { bundleId, hash, proof, definition: { bundle } } = version
    for (const [language, title] of [['zh-CN', bundle.title.zh], ['en', bundle.title.en]] as const) {
      const page = await visitor.get(`${paths.proof(bundleId)}?lang=${language}`)
      expect([bundleId, page.status, page.$('.proof__kind').text(), page.$('.proof__checks li').length]).toEqual([bundleId, 200, title, proof.checks.length])
      expect(page.$('svg .proof__way').length).toBeGreaterThan(0)
      for (const words of [hash, version.id, String(proof.maxVisits)]) expect(page.text()).toContain(words)
      expect(page.$('.proof__list li')).toHaveLength(bundle.exceptions.length)
      expect(page.html).not.toMatch(/NaN|undefined/)
    }
    const file = await visitor.get(paths.package(bundleId, 1))
    const found = provePackage(`${bundleId}.yaml`, file.body, regions)
    expect([found.signature.kind, found.hash, found.diagnostics]).toEqual(['signed', hash, []])
  }
}, 120_000)

test('the guide leads to it, and it leads to what is downloaded', async () => {
  const visitor = site.visitor()
  const guide = await visitor.get(paths.bundle('marriage'))
  const page = await visitor.get(guide.$('.promise a').attr('href')!)
  expect([page.heading(), page.title()]).toEqual(['最多跑 1 次：怎么证明的', expect.stringContaining('怎么证明的：结婚一件事')])
  expect(page.text()).toContain('全部 48 种情形，逐一通过了 6 项检查。第 1 版，2026年1月5日 证明并发布')
  const file = await visitor.get(page.$('.proof__steps a').attr('href')!)
  expect(readPackage(file.body)).toMatchObject({ kind: 'signed', fingerprint: site.ctx().signer.fingerprint, issuer: '西湖市一件事', address: 'http://portal.test/bundles/marriage/proof?version=1' })
})

test('the fingerprint stands on the page in sixteen groups, as in the package', async () => {
  const page = await site.visitor().get(paths.proof('marriage'))
  const groups = page.$('.proof__fingerprint span').map((_, one) => page.$(one).text()).get()
  expect(groups).toHaveLength(16)
  expect(groups.join('')).toBe(site.ctx().signer.fingerprint)
})

test('the commands on the page do what they say with the file that is downloaded', async () => {
  const visitor = site.visitor()
  const page = await visitor.get(paths.proof('marriage'))
  const commands = page.$('.proof__steps code').map((_, one) => page.$(one).text()).get()
  expect(commands).toEqual(['cd yijianshi\nnpm ci', "curl -o marriage-1.yaml 'http://portal.test/bundles/marriage/package.yaml?version=1'", 'npm run bundles:verify -- marriage-1.yaml'])
  const folder = mkdtempSync(join(tmpdir(), 'package-'))
  writeFileSync(join(folder, 'marriage-1.yaml'), (await visitor.get('/bundles/marriage/package.yaml?version=1')).body)
  expect(proveFiles(join(folder, 'marriage-1.yaml'))).toMatchObject({ packages: [{ signature: { kind: 'signed' } }], diagnostics: [] })
  rmSync(folder, { recursive: true })
})

test('where the program is public, the page says from where to clone it', async () => {
  const open = await portal({ catalogue: true, config: { sourceUrl: 'https://git.example.gov.cn/yijianshi.git' } })
  expect((await open.visitor().get(paths.proof('marriage'))).$('.proof__steps code').first().text()).toBe('git clone https://git.example.gov.cn/yijianshi.git yijianshi\ncd yijianshi\nnpm ci')
})

test('a package may be kept by anybody, carries nobody’s cookie, and isn’t sent twice', async () => {
  const first = await site.visitor().get(paths.package('marriage', 1))
  expect(Object.fromEntries(['cache-control', 'content-type', 'content-disposition', 'set-cookie'].map(name => [name, first.headers.get(name)]))).toEqual({
    'cache-control': 'public, max-age=3600', 'content-type': 'application/yaml', 'content-disposition': 'attachment; filename=marriage-1.yaml', 'set-cookie': null,
  })
  const again = await fetch(`${site.visitor().origin}${paths.package('marriage', 1)}`, { headers: { 'If-None-Match': first.headers.get('etag')!, 'Cache-Control': 'max-age=0' } })
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
  expect((await site.visitor().get(paths.package('marriage'))).headers.get('cache-control')).toBe('public, no-cache')
})

test.each([['/bundles/nothing/proof', 404], ['/bundles/nothing/package.yaml', 404], ['/bundles/marriage/proof?version=7', 404], ['/bundles/marriage/package.yaml?version=x', 404], ['/bundles/marriage/package.yaml?version=1&version=2', 404], ['/bundles/..%2F..%2Fetc/package.yaml', 404]])('%s: %i', async (path, status) => {
  expect((await site.visitor().get(path)).status).toBe(status)
})

test('matters between public bodies are proved in their house only', async () => {
  const version = (await listPublished(site.db)).find(one => !isPublic(one))!
  const citizen = await site.citizen()
  for (const path of [paths.proof(version.bundleId), paths.package(version.bundleId), paths.package(version.bundleId, 1)]) {
    expect((await site.visitor().get(path)).status).toBe(404)
    expect((await citizen.get(path)).status).toBe(404)
  }
  const officer = await site.officer({ department: 'public-security', region: '330106000000' })
  expect((await officer.get(paths.proof(version.bundleId))).status).toBe(200)
  const file = await officer.get(paths.package(version.bundleId, 1))
  expect([file.status, file.headers.get('cache-control'), readPackage(file.body).kind]).toEqual([200, 'private, no-store', 'signed'])
})

test('what changes with a version: the old one stays with its package, and says that it is past', async () => {
  const own = await portal({ catalogue: true })
  const visitor = own.visitor()
  const before = (await visitor.get(paths.package('marriage', 1))).body
  await publishText(own, before.toString().replace('zh: 结婚一件事', 'zh: 新婚一件事'))
  const page = await visitor.get(paths.proof('marriage'))
  expect(page.$('.proof table tbody tr')).toHaveLength(2)
  expect(page.text()).toContain('已被取代')
  const past = await visitor.get(page.$('.proof table a[href*="proof"]').attr('href')!)
  expect(past.text()).toContain('这是以前的版本，已被新版本取代')
  expect((await visitor.get(past.$('.proof__steps a').attr('href')!)).body).toEqual(before)

  await retire(own.ctx(), 'marriage')
  const retired = await visitor.get(paths.proof('marriage'))
  expect([retired.status, retired.text()]).toEqual([200, expect.stringContaining('这件事已停办')])
})

test('who agreed stands on the page by department, exceptions with their law; and so they do in the package', async () => {
  const own = await portal({ catalogue: true })
  const current = (await listPublished(own.db)).find(({ bundleId }) => bundleId === 'marriage')!
  const signOffs = [{ kind: 'bundle' as const, id: 'marriage', department: 'civil-affairs', at: '2026-02-20T02:00:00.000Z' }]
  const item = current.definition.bundle.items[0]!.item
  const exceptions = [{ item, basis: '浙江省保障“最多跑一次”改革规定第四条', reason: { zh: '须双方到场', en: 'Both have to come' } }]
  const definition = { ...current.definition, bundle: { ...current.definition.bundle, exceptions } }
  const next = { ...current, id: 'marriage-2', version: 2, hash: definitionHash(definition), definition, proof: { ...current.proof, signOffs } }
  await own.db.commit([endVersion(current.id, 'published', 'superseded', '2026-02-21T02:00:00.000Z'), insertVersion(next, 'system')])
  const page = await own.visitor().get(paths.proof('marriage'))
  expect(page.$('.proof__list').text().replace(/\s+/g, ' ')).toContain('民政2026年2月20日 同意：结婚一件事')
  expect(page.text()).toMatch(/须双方到场.*浙江省保障“最多跑一次”改革规定第四条/)
  expect(provePackage('x.yaml', (await own.visitor().get(paths.package('marriage'))).body, readRegions(shippedFolder).regions).diagnostics.filter(isError)).toEqual([])
})

test('a proof over the offices open here says the same elsewhere, where others are open', async () => {
  const own = await portal({ catalogue: true })
  const township = readRegions(shippedFolder).regions.find(({ level }) => level === 'township')!.code
  await own.db.commit([update('office', { closed_at: '2026-02-01T00:00:00.000Z' }, { id: `public-security@${township}` })])
  forgetReference(own.db)
  const package1 = (await own.visitor().get(paths.package('marriage', 1))).body.toString()
  await publishText(own, package1.replace('zh: 结婚一件事', 'zh: 新婚一件事'))
  const file = (await own.visitor().get(paths.package('marriage', 2))).body
  expect(file.toString()).toContain(`closed: { public-security: [ "${township}" ] }`)
  expect(provePackage('x.yaml', file, readRegions(shippedFolder).regions)).toMatchObject({ signature: { kind: 'signed' }, diagnostics: [] })
})

describe('the picture', () => {
  test.each([[1, 1], [2, 2], [48, 28], [1e12, 28]])('of %i situations has %i lines, each through all checks into one end', (situations, lines) => {
    for (const size of ['page', 'phone'] as const) {
      const { ways, checks, end, width, height } = proofPicture(situations, 6, size)
      expect([ways.length, checks.length]).toEqual([lines, 6])
      for (const way of ways) {
        for (const { x, y } of checks) expect(way).toContain(`${x} ${y}`)
        expect(way).toMatch(new RegExp(`H${end.x}$`))
        const numbers = way.match(/-?\d+(\.\d+)?/g)!.map(Number)
        expect(Math.max(...numbers) <= Math.max(width, height) && Math.min(...numbers) >= 0).toBe(true)
      }
    }
  })
})
