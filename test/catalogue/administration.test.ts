import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPublished, listVersions } from '../../server/catalogue/bundle.store.ts'
import { shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import { parts } from '../../server/catalogue/definition-words.ts'
import { isError } from '../../server/catalogue/diagnostic.ts'
import { definitionHash } from '../../server/catalogue/publish.ts'
import { appraise } from '../../server/designer/appraise.ts'
import { reading } from '../../server/designer/definition-text.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { surroundings } from '../../server/designer/surroundings.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { portal } from '../support/portal.ts'
import { everybodyAgrees } from '../support/publish.ts'

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

/** Opens a bundle in use for change, and gives the proposal's id. */
async function opened(administrator: Agent, thing: string): Promise<string> {
  const page = await administrator.post(paths.proposalChange(), { kind: 'bundle', thing }, { follow: false })
  return idIn(page.location)
}
const idIn = (location: string | null): string => /\/admin\/proposals\/([0-9a-z]+)/.exec(location ?? '')?.[1] ?? ''

test('a broken definition: everything that is wrong is told at once, with line and remedy, and nothing typed is lost', async () => {
  const { administrator, site } = await setUp()
  const id = await opened(administrator, 'newborn-birth')
  const broken = newborn
    .replace('audience: individual', 'audience: everybody')
    .replace('stage: birth', 'stage: nowhere')
    .replace('leadDepartment: health', 'leadDepartment: wealth')
    .replace('maxVisits: 0', 'maxVisits: none')
    .replace('intake: unified', 'intake: unified\nintakes: unified')
  const page = await administrator.post(paths.proposalText(id), { definition: broken, check: '1' })
  for (const words of ['everybody', 'nowhere', 'maxVisits', 'intakes']) expect(page.text()).toContain(words)
  expect(page.text()).toContain(`第 ${broken.split('\n').indexOf('audience: everybody') + 1} 行`)
  expect(page.$('[name=definition]').val()).toBe(broken)
  expect((await getProposal(site.db, id)).text).not.toContain('everybody')
})

test('a definition that breaks its promise: the counter-example is told, and it goes neither to the departments nor into use', async () => {
  const { administrator, site } = await setUp()
  const id = await opened(administrator, 'newborn-birth')
  const late = newborn.replace(/promisedTotal: \{ value: \d+/, 'promisedTotal: { value: 1')
  await administrator.post(paths.proposalText(id), { definition: late })
  expect((await administrator.get(paths.proposal(id))).text()).toContain('承诺总时限 1 个工作日')
  for (const act of ['circulate', 'release'] as const) expect((await administrator.post(paths.proposalAct(id, act))).status).toBe(409)
  expect(await listVersions(site.db, 'newborn-birth')).toHaveLength(1)
})

test('a definition in use is changed, proved, agreed to and published; its history stays', async () => {
  const { administrator, site } = await setUp()
  const before = await findPublished(site.db, 'newborn-birth')
  const id = await opened(administrator, 'newborn-birth')
  const changed = (await getProposal(site.db, id)).text.replace('新生儿出生一件事', '迎接新生儿一件事')
  expect((await administrator.post(paths.proposalText(id), { definition: changed })).$('#proof').text()).toContain('已证明，可以发布')
  await administrator.post(paths.proposalAct(id, 'circulate'))
  expect((await administrator.post(paths.proposalAct(id, 'release'))).status).toBe(409)
  await everybodyAgrees(site, id)
  expect((await administrator.post(paths.proposalAct(id, 'release'))).notice()).toContain('已发布')
  const versions = await listVersions(site.db, 'newborn-birth')
  expect(versions.map(({ version, status }) => [version, status])).toEqual([[2, 'published'], [1, 'superseded']])
  expect(versions[1]?.definition).toEqual(before?.definition)
  expect((await administrator.get(paths.bundle('newborn-birth'))).text()).toContain('迎接新生儿一件事')
  expect((await administrator.post(paths.proposalAct(id, 'release'))).status).toBe(409)
})

test('what is in use is changed, copied or added to by a proposal only', async () => {
  const { administrator, site } = await setUp()
  const auditor = await site.as({ roles: ['auditor'] })
  for (const [path, kind, thing] of [[paths.adminBundle('marriage'), 'bundle', 'marriage'], [paths.adminItem('child-aid'), 'item', 'child-aid'], [paths.adminField('premises.area'), 'field', 'premises.area'], [paths.adminMaterial('minimum-living'), 'material', 'minimum-living']] as const) {
    const page = await administrator.get(path)
    const { kind: wanted, thing: named } = Object.fromEntries(page.$(`form[action="${paths.proposalChange()}"]`).serializeArray().map(({ name, value }) => [name, value]))
    expect([path, wanted, named]).toEqual([path, kind, thing])
    const begun = await administrator.post(paths.proposalChange(), { kind, thing }, { follow: false })
    expect(reading((await getProposal(site.db, idIn(begun.location))).text).find(kind, thing)).toBeDefined()
    expect((await auditor.get(path)).$(`form[action="${paths.proposalChange()}"]`)).toHaveLength(0)
  }
  expect((await administrator.get(paths.adminBundle('marriage'))).links().map(({ href }) => href)).toContain(`${paths.proposalNew()}?from=marriage`)
  expect((await administrator.get(paths.adminBundles())).links().map(({ href }) => href)).toEqual(expect.arrayContaining([paths.proposalNew(), paths.proposalImport()]))
  for (const gone of ['/admin/bundles/compile', '/admin/bundles/publish']) {
    expect([(await administrator.get(gone)).status, (await administrator.post(gone, { definition: newborn })).status]).toEqual([404, 404])
  }
})

test('the file of a definition compiles to the same definition again', async () => {
  const { site } = await setUp()
  const around = await surroundings(site.db)
  for (const { bundleId, definition } of await listVersions(site.db)) {
    const { changed, own, diagnostics } = appraise(definitionFile(definition), around)
    expect([bundleId, changed, own && definitionHash(own.definition), diagnostics.filter(isError)]).toEqual([bundleId, [], definitionHash(definition), []])
  }
})

test('an uploaded file becomes a proposal that is exported as it came, byte for byte', async () => {
  const { administrator, site } = await setUp()
  const upload = (name: string, bytes: Buffer) => administrator.post(paths.proposalImport(), {}, { files: [['file', { name, bytes, type: 'application/yaml' }]], follow: false })
  const bytes = Buffer.from(`\uFEFF${newborn.replaceAll('\n', '\r\n')}`)
  const id = /proposals\/([0-9a-z]+)/.exec((await upload('newborn.yaml', bytes)).headers.get('location') ?? '')?.[1] ?? ''
  expect((await administrator.get(paths.proposalFile(id))).body.equals(bytes)).toBe(true)
  expect((await administrator.get(paths.proposal(id))).heading()).toBe('新生儿出生一件事')
  expect((await getProposal(site.db, id)).text).toHaveLength(bytes.toString('utf8').length)
  expect((await upload('empty.yaml', Buffer.alloc(0))).status).toBe(422)
  expect((await upload('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))).status).toBe(422)
  expect((await upload('gbk.yaml', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xd0, 0xc2]))).status).toBe(422)
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
  expect((await auditor.get(paths.proposalNew())).status).toBe(403)
  expect((await auditor.post(paths.adminRetire('marriage'), { confirm: 'yes' })).status).toBe(403)
  expect((await auditor.get(paths.adminBundle('no-such-bundle'))).status).toBe(404)
})
