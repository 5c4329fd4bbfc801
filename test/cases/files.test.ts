import { insert } from '../../db/statement.ts'
import { insertFile } from '../../server/materials/file.store.ts'
import { newRegionalId } from '../../server/ids.ts'
import { paths } from '../../server/web/paths.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { anIdNumber } from '../support/people.ts'
import { portal } from '../support/portal.ts'

test('a paper is read by the office whose item needs it, by its owner, and by nobody else', async () => {
  const site = await portal()
  const owner = await site.citizen()
  const { theCase } = await givenCase(site, { applicant: owner.person! })
  const id = newRegionalId('330106')
  const createdAt = site.clock.toISOString()
  await site.files.put(id, Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  await site.db.commit([
    insertFile({ region: '330106', id, ownerId: owner.id, name: '分娩记录.png', mediaType: 'image/png', size: 4, sha256: 'x', createdAt }),
    insert('material', { region: '330106', id: newRegionalId('330106'), draft_id: theCase.draftId, case_id: theCase.id, material_id: 'birth-record', source: 'applicant', file_id: id, certificate_id: null, sealed: null, created_at: createdAt }),
  ])
  const read = async (agent: Awaited<ReturnType<typeof site.citizen>>) => (await agent.get(paths.file(id))).status
  const doctor = await site.officer({ department: 'health', region: xihu })
  expect(await read(doctor)).toBe(200)
  expect((await (await doctor.get('/desk')).follow('出生医学证明')).link('分娩记录.png')).toBe(paths.file(id))
  expect(await read(owner)).toBe(200)
  expect(await read(await site.officer({ department: 'healthcare', region: xihu }))).toBe(404)
  expect(await read(await site.officer({ department: 'health', region: '330110000000' }))).toBe(404)
  expect(await read(await site.as({ roles: ['counterOfficer'] }))).toBe(404)
  expect(await read(await site.citizen({ username: 'somebody.else', idNumber: anIdNumber('19700101', '103') }))).toBe(404)
})
