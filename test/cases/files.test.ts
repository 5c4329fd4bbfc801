import sharp from 'sharp'
import { PDFDocument } from 'pdf-lib'
import { insert } from '../../db/statement.ts'
import { insertFile } from '../../server/materials/file.store.ts'
import { newRegionalId } from '../../server/ids.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { aPlainPdf } from '../support/pdf.ts'
import { anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const plain = (color = '#3a6a8a') => sharp({ create: { width: 400, height: 300, channels: 3, background: color } }).png().toBuffer()

/** A paper of a filed case; what it is of is an identity document where that is said. */
async function givenPaper(site: Site, owner: Agent, { bytes, mediaType, identity = false }: { bytes: Buffer; mediaType: string; identity?: boolean }) {
  const birth = aBirth()
  const record = { ...birth.materials['birth-record']!, ...(identity && { identity }) }
  const { theCase } = await givenCase(site, { applicant: owner.person!, definition: { ...birth, materials: { ...birth.materials, 'birth-record': record } } })
  const id = newRegionalId('330106')
  const createdAt = site.clock.toISOString()
  await site.files.put(id, bytes)
  await site.db.commit([
    insertFile(site.vault, { region: '330106', id, ownerId: owner.id, name: '分娩记录.png', mediaType, size: bytes.length, sha256: 'x', createdAt }),
    insert('material', { region: '330106', id: newRegionalId('330106'), draft_id: theCase.draftId, case_id: theCase.id, material_id: 'birth-record', source: 'applicant', file_id: id, certificate_id: null, sealed: null, created_at: createdAt }),
  ])
  return { id, theCase }
}

test('a paper is read by the office whose item needs it, by its owner, and by nobody else', async () => {
  const site = await portal()
  const owner = await site.citizen()
  const bytes = await plain()
  const { id } = await givenPaper(site, owner, { bytes, mediaType: 'image/png' })
  const read = async (agent: Agent) => (await agent.get(paths.file(id))).status
  const doctor = await site.officer({ department: 'health', region: xihu })
  expect(await read(doctor)).toBe(200)
  expect((await (await doctor.get('/desk')).follow('出生医学证明')).link('分娩记录.png')).toBe(paths.file(id))
  expect((await doctor.get(paths.file(id))).body.equals(bytes)).toBe(true) // no identity document: as it is
  expect(await read(owner)).toBe(200)
  expect(await read(await site.officer({ department: 'healthcare', region: xihu }))).toBe(404)
  expect(await read(await site.officer({ department: 'health', region: '330110000000' }))).toBe(404)
  expect(await read(await site.as({ roles: ['counterOfficer'] }))).toBe(404)
  expect(await read(await site.citizen({ username: 'somebody.else', idNumber: anIdNumber('19700101', '103') }))).toBe(404)
})

test('an identity document is shown to an officer with a mark all over it, and to its owner as he sent it', async () => {
  const site = await portal()
  const owner = await site.citizen()
  const bytes = await plain()
  const { id } = await givenPaper(site, owner, { bytes, mediaType: 'image/png', identity: true })
  expect((await owner.get(paths.file(id))).body.equals(bytes)).toBe(true)
  const doctor = await site.officer({ department: 'health', region: xihu })
  for (const address of [paths.file(id), `${paths.file(id)}?download`]) {
    const shown = (await doctor.get(address)).body
    const { data, info } = await sharp(shown).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 400, height: 300 })
    // In each quarter of the picture something is written: no part of it is left to be cut out.
    const isWritten = (left: number, top: number) => Array.from({ length: 150 }, (_, y) => Array.from({ length: 200 }, (_, x) => ((top + y) * 400 + left + x) * info.channels)).flat().some(at => Math.abs((data[at] ?? 0) - 0x3a) > 25)
    expect([isWritten(0, 0), isWritten(200, 0), isWritten(0, 150), isWritten(200, 150)]).toEqual([true, true, true, true])
  }
  expect(site.files.stored.get(id)?.equals(bytes)).toBe(true)
})

test('the mark says who looks, and when', async () => {
  const site = await portal()
  const { id } = await givenPaper(site, await site.citizen(), { bytes: await plain(), mediaType: 'image/png', identity: true })
  const seenBy = async (name: string) => (await (await site.officer({ department: 'health', region: xihu, name, username: name === '陆一鸣' ? 'lu' : 'wang' })).get(paths.file(id))).body
  const [first, again, another] = [await seenBy('陆一鸣'), await seenBy('陆一鸣'), await seenBy('王小满')]
  expect(again.equals(first)).toBe(true)
  expect(another.equals(first)).toBe(false)
  site.pass({ days: 1 })
  expect((await seenBy('陆一鸣')).equals(first)).toBe(false)
})

test('so is one that is a PDF, on every page', async () => {
  const site = await portal()
  const owner = await site.citizen()
  const bytes = aPlainPdf({ count: 3 })
  const { id } = await givenPaper(site, owner, { bytes, mediaType: 'application/pdf', identity: true })
  const doctor = await site.officer({ department: 'health', region: xihu })
  const shown = await doctor.get(paths.file(id))
  expect(shown.headers.get('content-type')).toBe('application/pdf')
  const pages = (await PDFDocument.load(shown.body)).getPages()
  expect(pages.map(page => page.node.Resources()?.toString().includes('/XObject'))).toEqual([true, true, true])
})

test('what can’t be marked is not shown', async () => {
  const site = await portal()
  const owner = await site.citizen()
  const { id } = await givenPaper(site, owner, { bytes: Buffer.from('no picture'), mediaType: 'image/png', identity: true })
  const doctor = await site.officer({ department: 'health', region: xihu })
  const answer = await doctor.get(paths.file(id))
  expect(answer.status).toBe(409)
  expect(answer.text()).toContain('无法加注水印')
})

describe('a file is served so that it is never a page of the portal', () => {
  const served = async (mediaType: string, query = '') => {
    const site = await portal()
    const owner = await site.citizen()
    const { id } = await givenPaper(site, owner, { bytes: await plain(), mediaType })
    return (await owner.get(paths.file(id) + query)).headers
  }

  test('its type is not guessed', async () => expect((await served('image/png')).get('x-content-type-options')).toBe('nosniff'))
  test('it is kept by nobody on the way', async () => expect((await served('image/png')).get('cache-control')).toBe('private, no-store'))
  test('other sites can’t show it', async () => expect((await served('image/png')).get('cross-origin-resource-policy')).toBe('same-origin'))
  test('a picture is in a sandbox that loads nothing', async () => expect((await served('image/png')).get('content-security-policy')).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'"))
  test('a PDF loads nothing', async () => expect((await served('application/pdf')).get('content-security-policy')).toMatch(/^default-src 'none'; object-src 'self'/))
  test('it is looked at in place', async () => expect((await served('image/png')).get('content-disposition')).toBe(`inline; filename="____.png"; filename*=UTF-8''${encodeURIComponent('分娩记录.png')}`))
  test('it is saved when that is asked for', async () => expect((await served('image/png', '?download')).get('content-disposition')).toMatch(/^attachment; /))
})
