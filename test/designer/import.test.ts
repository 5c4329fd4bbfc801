import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { packageText } from '../../server/catalogue/package.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { createSigner } from '../../server/signing.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let administrator: Agent
beforeAll(async () => {
  site = await portal({ catalogue: true })
  administrator = await site.as({ roles: ['bundleAdministrator'] })
})

const proposalOf = (path: string) => getProposal(site.db, /proposals\/([0-9a-z]+)/.exec(path)?.[1] ?? '')
const upload = (content: string | Buffer) =>
  administrator.post(paths.proposalImport(), {}, { files: [['file', { name: 'bundle.yaml', bytes: Buffer.from(content) }]], follow: false })

async function aPackage() {
  const version = (await findPublished(site.db, 'marriage'))!
  const otherCity = createSigner(Buffer.alloc(32, 9), '另一座城市')
  return { otherCity, file: packageText(version, otherCity, 'https://other.example/bundles/marriage/proof') }
}

test.each([
  ['with comments, as it ships', readFileSync(join(shippedFolder, 'bundles/marriage.yaml'), 'utf8')],
  ['with the line ends of another system', readFileSync(join(shippedFolder, 'bundles/marriage.yaml'), 'utf8').replaceAll('\n', '\r\n')],
])('a file goes in and comes out byte for byte: %s', async (_, file) => {
  const { location } = await upload(file)
  const proposal = await proposalOf(location ?? '')
  expect(proposal.text).toBe(file)
  expect((await administrator.get(paths.proposalFile(proposal.id))).html).toBe(file)
})

test('a package of another city is taken after its fingerprint was compared, and the next one of that city at once', async () => {
  const { file, otherCity } = await aPackage()
  const asked = await upload(file)
  expect([asked.status, asked.location]).toEqual([200, null])
  expect(asked.text()).toContain('另一座城市')
  expect(asked.html.replace(/\s/g, '')).toContain(otherCity.fingerprint)
  const refused = await administrator.post(paths.proposalImport(), { definition: file, fingerprint: otherCity.fingerprint })
  expect([refused.status, refused.problems()]).toEqual([422, [expect.stringContaining('请先比对指纹')]])
  const taken = await administrator.post(paths.proposalImport(), { definition: file, fingerprint: otherCity.fingerprint, compared: 'yes' }, { follow: false })
  expect((await proposalOf(taken.location ?? '')).text).toBe(file)
  expect((await upload(file)).location).toContain('/admin/proposals/')
})

test('a package that was changed on the way is refused', async () => {
  const { file } = await aPackage()
  const page = await upload(file.replace('结婚', '离婚'))
  expect(page.status).toBe(422)
  expect(page.problems()[0]).toMatch(/签名/)
})

test.each([
  ['nothing', ''],
  ['what is no text', Buffer.from([0xff, 0xfe, 0x00, 0x41])],
  ['more than anybody writes', 'x'.repeat(5 * 1024 * 1024)],
])('%s is told beside the field', async (_, content) => {
  const page = await upload(content)
  expect([page.status < 500, page.location ?? page.problems().length > 0]).toEqual([true, expect.anything()])
})
