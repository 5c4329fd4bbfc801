import { startDraft } from '../../server/drafts/start.ts'
import { actorOf } from '../../server/people/person.ts'
import { anIdNumber } from '../support/people.ts'
import { aPhoto, movingSite } from './support.ts'

test('a counter officer fills in the draft of the person at his counter, and that person may go on at home', async () => {
  const site = await movingSite()
  const officer = await site.as({ roles: ['counterOfficer'] })
  const walkIn = await site.citizen({ username: 'wang.meihua', name: '王美华', idNumber: anIdNumber('19660211', '108'), phone: '13805710009' })
  const id = await startDraft(site.ctx(actorOf(officer.person!)), { bundleId: 'moving', regionCode: '330106001000', applicantId: walkIn.id, channel: 'counter' })
  const questions = await officer.get(`/drafts/${id}/questions`)
  const more = await questions.fill({ '新居是租的吗？': '不是' }).submit()
  const applicant = await more.fill({ '要不要一起办？': [] }).submit()
  expect(applicant.text()).toContain('王美华')
  const materials = await (await officer.get(`/drafts/${id}/materials`)).fill({ '提交“照片”': aPhoto() }).submit()
  const href = materials.links().find(({ text }) => text === '照片.png')!.href
  expect((await officer.get(href)).status).toBe(200)
  expect((await walkIn.get(href)).status).toBe(200)
  expect((await officer.get(`/drafts/${id}/check`)).text()).toContain('请当面向申请人逐项核对')
  expect((await walkIn.get(`/drafts/${id}/materials`)).text()).toContain('照片.png')
  const colleague = await site.as({ roles: ['counterOfficer'], username: 'colleague', name: '同事' })
  expect((await colleague.get(`/drafts/${id}`)).status).toBe(404)
  expect((await colleague.get(href)).status).toBe(404)
})
