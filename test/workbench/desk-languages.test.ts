import { deskActionNames, directActions } from '../../server/cases/desk-actions.ts'
import { paths } from '../../server/web/paths.ts'
import { press, town } from '../support/desk-town.ts'
import { aBirth, xihu } from '../support/filed-case.ts'

const english = { headers: { 'accept-language': 'en' } }

/** A permit with everything a page can have: two who sign, an extension by law, a paper that may be put off. */
const rich = () => {
  const birth = aBirth()
  const certificate = birth.items.certificate!
  const changes = { kind: 'permit' as const, signOff: [{ by: 'secondOfficer' as const, basis: '第三十四条' }], materials: certificate.materials.map(one => ({ ...one, handling: 'deferrable' as const })) }
  return { ...birth, items: { ...birth.items, certificate: { ...certificate, ...changes } } }
}

test('every form of the desk draws in both languages, at every stage at which it is to be had', async () => {
  const { site, doctor, task } = await town(rich())
  const head = await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const id = task('certificate')
  const drawn = new Set<string>()
  const drawAll = async () => {
    for (const agent of [doctor, head]) {
      for (const options of [{}, english]) {
        const page = await agent.get(paths.deskTask(id), options)
        expect(page.status).toBe(200)
        for (const { href } of page.links().filter(({ href }) => href.startsWith(`${paths.deskTask(id)}/`) && !href.includes('/letters/'))) {
          const form = await agent.get(href, options)
          expect([href, form.status, form.$('#act').length]).toEqual([href, 200, 1])
          drawn.add(href.split('/').at(-1)!)
        }
      }
    }
  }
  const act = (action: string, values: Record<string, string> = {}) => doctor.post(paths.deskAct(id, action), values)
  await drawAll()
  await act('noteDeficiencies', { 'reason.field.child.name': '请核对' })
  await drawAll()
  await act('takeBackDeficiencies')
  await act('accept', { until: '2026-03-16' })
  await drawAll()
  await act('askExtension', { value: '5', reason: '数据量大' })
  await act('arrangeVisit', { on: '2026-03-05', place: '文三路 1 号', purpose: '核对原件' })
  await drawAll()
  await act('suspend', { kind: 'testing', reason: '送检', until: '2026-03-06' })
  await drawAll()
  await act('resume')
  await act('refuse', { reason: '不符' })
  await drawAll()
  // Nothing is granted while a paper put off is missing: the form of an approval is another case's.
  const plain = await town()
  const granted = plain.task('certificate')
  await press(plain.doctor, granted, '受理')
  for (const options of [{}, english]) expect((await plain.doctor.get(paths.deskAct(granted, 'approve'), options)).$('#act').length).toBe(1)
  const pages = ['accept', 'noteDeficiencies', 'declineToAccept', 'refuse', 'sendBack', 'suspend', 'prolong', 'resume', 'askExtension', 'decideExtension', 'arrangeVisit', 'recordVisit', 'cancelVisit', 'askOffice', 'reveal', 'handOver']
  expect([...drawn].sort()).toEqual(pages.map(one => paths.deskAct('', one).split('/').at(-1)!).sort())
})

test('every queue draws in both languages, empty and full', async () => {
  const { doctor, task } = await town()
  for (const status of ['open', 'received', 'accepted', 'approvals', 'supplementing', 'followUp', 'decided']) {
    for (const options of [{}, english]) expect((await doctor.get(`/desk?status=${status}`, options)).status).toBe(200)
  }
  await press(doctor, task('certificate'), '受理')
  expect((await doctor.get('/desk', english)).text()).toContain('To decide')
})

test('whatever is done is told as done, in both languages', async () => {
  const { doctor, task } = await town(rich())
  for (const done of deskActionNames.filter(one => one !== 'reveal')) {
    for (const options of [{}, english]) expect([done, (await doctor.get(`${paths.deskTask(task('certificate'))}?done=${done}`, options)).status]).toEqual([done, 200])
  }
  expect(directActions).toContain('accept')
})
