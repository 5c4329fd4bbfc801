import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPublished, listVersions } from '../../server/catalogue/bundle.store.ts'
import { shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import { parts } from '../../server/catalogue/bundle.view.ts'
import { paths } from '../../server/web/paths.ts'
import { portal } from '../support/portal.ts'

const newborn = readFileSync(join(shippedFolder, 'bundles/newborn-birth.yaml'), 'utf8')

async function setUp() {
  const site = await portal({ catalogue: true })
  return { site, administrator: await site.as({ roles: ['bundleAdministrator'] }) }
}

test('the list shows what is in use, with what was proved', async () => {
  const { administrator, site } = await setUp()
  const page = await administrator.get(paths.adminBundles())
  expect(page.status).toBe(200)
  for (const { definition } of await listVersions(site.db)) expect(page.text()).toContain(definition.bundle.title.zh)
})

test('every part of every definition can be read', async () => {
  const { administrator, site } = await setUp()
  for (const { bundleId } of await listVersions(site.db)) {
    for (const part of parts) {
      const page = await administrator.get(paths.filtered(paths.adminBundle(bundleId), { part }))
      expect([bundleId, part, page.status]).toEqual([bundleId, part, 200])
    }
  }
})

test('who agrees, how much later at most, what comes without application and in which phase can be read', async () => {
  const { administrator } = await setUp()
  const project = await administrator.get(paths.filtered(paths.adminBundle('enterprise-investment-project'), { part: 'items' }))
  for (const words of ['部门负责人审批（内部审批制度（示例））', '第二名工作人员审核（《行政许可法》第三十四条', '40 个工作日（《企业投资项目核准和备案管理条例》第十条', '立项用地', '规划和施工许可', '竣工验收和登记']) expect(project.text()).toContain(words)
  const retirement = await administrator.get(`${paths.filtered(paths.adminBundle('pension-retirement'), { part: 'items' })}&lang=en`)
  expect(retirement.text()).toContain('nobody applies and nobody decides')
})

test('a broken definition: everything that is wrong is told at once, with line and remedy, and nothing typed is lost', async () => {
  const { administrator } = await setUp()
  const broken = newborn
    .replace('audience: individual', 'audience: everybody')
    .replace('stage: birth', 'stage: nowhere')
    .replace('leadDepartment: health', 'leadDepartment: wealth')
    .replace('maxVisits: 0', 'maxVisits: none')
    .replace('intake: unified', 'intake: unified\nintakes: unified')
  const page = await administrator.post(paths.adminCompile(), { definition: broken })
  expect(page.status).toBe(422)
  for (const words of ['everybody', 'nowhere', 'maxVisits', 'intakes']) expect(page.text()).toContain(words)
  expect(page.text()).toContain(`第 ${broken.split('\n').indexOf('audience: everybody') + 1} 行`)
  expect(page.field('定义（YAML）')).toBe(broken)
})

test('a definition that breaks its promise: the counter-example is told, and it can not be published', async () => {
  const { administrator, site } = await setUp()
  const late = newborn.replace(/promisedTotal: \{ value: \d+/, 'promisedTotal: { value: 1')
  const page = await administrator.post(paths.adminCompile(), { definition: late })
  expect(page.status).toBe(422)
  expect(page.text()).toContain('承诺总时限 1 个工作日')
  expect((await administrator.post(paths.adminPublish(), { definition: late })).status).toBe(422)
  expect(await listVersions(site.db, 'newborn-birth')).toHaveLength(1)
})

test('a definition in use is changed, proved and published; its history stays', async () => {
  const { administrator, site } = await setUp()
  const before = await findPublished(site.db, 'newborn-birth')
  const form = await administrator.get(paths.adminCompile('newborn-birth'))
  const changed = String(form.field('定义（YAML）')).replace('新生儿出生一件事', '迎接新生儿一件事')
  const proved = await administrator.post(paths.adminCompile(), { definition: changed })
  expect([proved.status, proved.text()]).toEqual([200, expect.stringContaining('“迎接新生儿一件事”已通过编译和证明')])
  const published = await administrator.post(paths.adminPublish(), { definition: changed })
  expect(published.notice()).toContain('第 2 版已发布')
  const versions = await listVersions(site.db, 'newborn-birth')
  expect(versions.map(({ version, status }) => [version, status])).toEqual([[2, 'published'], [1, 'superseded']])
  expect(versions[1]?.definition).toEqual(before?.definition)
  expect((await administrator.get(paths.bundle('newborn-birth'))).text()).toContain('迎接新生儿一件事')

  const again = await administrator.post(paths.adminPublish(), { definition: changed })
  expect([again.status, again.text()]).toEqual([409, expect.stringContaining('与正在使用的完全相同')])
})

test('the file of a definition compiles to the same definition again', async () => {
  const { administrator, site } = await setUp()
  for (const { bundleId, definition } of await listVersions(site.db)) {
    const page = await administrator.post(paths.adminCompile(), { definition: definitionFile(definition) })
    expect([bundleId, page.status, page.text()]).toEqual([bundleId, 200, expect.stringContaining('与正在使用的完全相同')])
  }
})

test('an uploaded file is compiled like a pasted text, and shown to be changed', async () => {
  const { administrator } = await setUp()
  const upload = (name: string, bytes: Buffer) => administrator.post(paths.adminCompile(), {}, { files: [['file', { name, bytes, type: 'application/yaml' }]] })
  const page = await upload('newborn.yaml', Buffer.from(newborn))
  expect([page.status, page.field('定义（YAML）')]).toEqual([200, newborn])
  expect((await upload('empty.yaml', Buffer.alloc(0))).status).toBe(422)
  expect((await upload('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))).status).toBe(422)
  expect((await upload('huge.yaml', Buffer.alloc(11 * 1024 * 1024, 'a'))).status).toBe(422)
})

test('a bundle is retired only when that is confirmed', async () => {
  const { administrator, site } = await setUp()
  expect((await administrator.post(paths.adminRetire('marriage'))).status).toBe(422)
  expect((await administrator.post(paths.adminRetire('marriage'), { confirm: 'yes' })).notice()).toContain('已下线')
  expect(await findPublished(site.db, 'marriage')).toBeUndefined()
  expect((await administrator.post(paths.adminRetire('marriage'), { confirm: 'yes' })).status).toBe(409)
})

test('an auditor reads definitions and changes none', async () => {
  const { site } = await setUp()
  const auditor = await site.as({ roles: ['auditor'] })
  expect((await auditor.get(paths.adminBundle('marriage'))).status).toBe(200)
  expect((await auditor.get(paths.adminCompile())).status).toBe(403)
  expect((await auditor.post(paths.adminRetire('marriage'), { confirm: 'yes' })).status).toBe(403)
  expect((await auditor.get(paths.adminBundle('no-such-bundle'))).status).toBe(404)
})
