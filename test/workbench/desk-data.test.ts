import { paths } from '../../server/web/paths.ts'
import { taskFor } from '../support/cases.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal } from '../support/portal.ts'
import type { DraftContent } from '../../server/drafts/draft.ts'

const asOf = '2026-03-01T02:00:00.000Z'

async function pageOf(content: Partial<DraftContent>, definition = aBirth()) {
  const site = await portal()
  const dossier = await givenCase(site, { definition, content, applicant: await site.given(aCitizen()) })
  const doctor = await site.officer({ department: 'health', region: xihu })
  return doctor.get(paths.deskTask(taskFor(dossier, 'certificate').id))
}

test('each datum says where it comes from', async () => {
  const page = await pageOf({ known: {
    'mother.name': { value: '陈小雨', source: 'household-register', asOf, isContested: false },
    'mother.phone': { value: '13805710001', source: 'account', asOf, isContested: false },
  } })
  expect(page.text()).toContain('孩子姓名 王小明 申请人填写')
  expect(page.text()).toContain('母亲姓名 陈小雨 来自户籍库')
  expect(page.text()).toContain('母亲电话 138****0001 来自实名账户')
})

test('where the applicant contests what a register says, his word stands beside it and counts', async () => {
  const page = await pageOf({ known: { 'mother.name': { value: '陈晓雨', source: 'household-register', asOf, isContested: true } } })
  expect(page.text()).toContain('母亲姓名 陈小雨 申请人对共享数据有异议，以申请人填写的为准；户籍库记载：陈晓雨')
  expect(page.$('.sheet__row--attention').length).toBe(1)
})

test('a contested number is covered like the one that counts', async () => {
  const page = await pageOf({ known: { 'mother.phone': { value: '13900002222', source: 'household-register', asOf, isContested: true } } })
  expect(page.html).not.toContain('13900002222')
  expect(page.text()).toContain('139****2222')
})

const paper = { document: { number: 'F2026-11', facts: [{ zh: '医院', en: 'Hospital', value: '杭州市妇产科医院' }] }, register: 'household-register', asOf }

test('a paper from a register is shown with what it says, and marked when it is contested', async () => {
  const trusted = await pageOf({ fetched: { 'birth-record': { ...paper, isContested: false } } })
  expect(trusted.text()).toContain('F2026-11 医院 杭州市妇产科医院 来自户籍库，2026年3月1日取得')
  const contested = await pageOf({ fetched: { 'birth-record': { ...paper, isContested: true } } })
  expect(contested.text()).toContain('申请人有异议，以其提交的为准')
})

test('a commitment stands in for a paper, and a paper put off is marked so', async () => {
  expect((await pageOf({ commitments: { 'birth-record': asOf } })).text()).toContain('分娩记录 申请人书面承诺，免于提交')
  expect((await pageOf({ deferred: { 'birth-record': asOf } })).text()).toContain('分娩记录 容缺受理，申请人承诺补交')
})

test('what is typed is shown as text, whatever it contains', async () => {
  const page = await pageOf({ values: { 'child.name': '<img src=x onerror=alert(1)>"\'&' } })
  expect(page.$('img[src=x]')).toHaveLength(0)
  expect(page.text()).toContain('<img src=x onerror=alert(1)>"\'&')
})
