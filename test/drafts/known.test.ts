import { anIdNumber } from '../support/people.ts'
import { aPdf, movingSite, started } from './support.ts'

const rented = { '新居是租的吗？': '是', '租约备案了吗？': '不是' }
const owner = anIdNumber('19700630', '105')
const title = '浙（2021）杭州市不动产权第0123456号'

test('what is known is confirmed by going on; only what was asked for was asked of the register', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  expect(site.registers.asked).toEqual([{ register: 'household', key: citizen.person!.identity.idNumber, fields: ['applicant.householdAddress', 'applicant.ethnicity'], materials: ['household-register'] }])
  const known = await citizen.get(`/drafts/${id}/known`)
  expect(known.text()).toContain('杭州市西湖区古荡新村西区9幢301室')
  expect(known.text()).toContain('已取得的材料：户口簿')
  expect((await (await citizen.get(`/drafts/${id}/sections/applicant`)).press('保存并继续')).heading()).toBe('新居')
})

test('whoever says that a register is wrong gives his own word and his own paper, and these win', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  const applicant = await citizen.get(`/drafts/${id}/sections/applicant`)
  const refused = await applicant.fill({ 'contest.applicant.householdAddress': true }).submit()
  expect(refused.status).toBe(422)
  expect(refused.problems()).toEqual(['户籍地址：请填写此项'])
  await refused.fill({ 'applicant.householdAddress': '古荡新村东区1幢' }).submit()

  const materials = await citizen.get(`/drafts/${id}/materials`)
  expect(materials.text()).toContain('您更正了同一数据库的信息，这份材料也请您自己提交')
  expect((await materials.press('保存并继续')).problems()).toContain('提交“户口簿”：请提交这份材料')
  const check = await citizen.get(`/drafts/${id}/check`)
  expect(check.text()).toContain('古荡新村东区1幢')
  await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“户口簿”': aPdf('户口簿.pdf') }).submit()
  expect((await (await citizen.get(`/drafts/${id}/materials`)).press('保存并继续')).problems()).not.toContain('提交“户口簿”：请提交这份材料')

  const again = await citizen.get(`/drafts/${id}/sections/applicant`)
  await again.fill({ 'contest.applicant.householdAddress': false }).submit()
  expect((await citizen.get(`/drafts/${id}/check`)).text()).toContain('杭州市西湖区古荡新村西区9幢301室')
})

test('an own entry beside what is known counts as a correction, also where nothing was ticked', async () => {
  const citizen = await (await movingSite()).citizen()
  const id = await started(citizen)
  await (await citizen.get(`/drafts/${id}/sections/applicant`)).fill({ 'applicant.ethnicity': '畲族' }).submit()
  const page = await citizen.get(`/drafts/${id}/sections/applicant`)
  expect(page.$('input[name="contest.applicant.ethnicity"]').is('[checked]')).toBe(true)
})

test('a register that is down holds nobody up: its fields are asked by hand, and it may be asked again', async () => {
  const site = await movingSite()
  site.registers.down('household')
  const citizen = await site.citizen()
  const id = await started(citizen)
  const applicant = await citizen.get(`/drafts/${id}/sections/applicant`)
  expect(applicant.text()).toContain('户籍库暂时没有回应，请手工填写；不影响办理。')
  const home = await applicant.fill({ 户籍地址: '文三路 1 号', 民族: '畲族' }).submit()
  expect(home.heading()).toBe('新居')
  expect((await citizen.get(`/drafts/${id}/materials`)).text()).toContain('户籍库暂时没有回应，请自己提交这份材料')

  site.registers.up('household')
  const retried = await (await citizen.get(`/drafts/${id}/known`)).press('再取一次')
  expect(retried.text()).toContain('杭州市西湖区古荡新村西区9幢301室')
  const overview = await citizen.get(`/drafts/${id}`)
  expect(overview.$('.stop--done .stop__name').text()).not.toContain('申请人')
  const page = await citizen.get(`/drafts/${id}/sections/applicant`)
  expect(page.text()).toContain('来自户籍库')
  await page.fill({ 'contest.applicant.householdAddress': true }).submit()
  expect((await citizen.get(`/drafts/${id}/check`)).text()).toContain('文三路 1 号')
})

test('a register is asked as soon as its key is typed, and what it said about somebody else is forgotten', async () => {
  const site = await movingSite()
  site.registers.answers('property', owner, { fields: { 'owner.title': title } })
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const path = `/drafts/${id}/sections/owner`
  await (await citizen.get(path)).fill({ 房东身份号码: owner }).submit('保存，稍后再填')
  const found = await citizen.get(path)
  expect(found.text()).toContain('来自不动产登记簿')
  await found.fill({ 房东身份号码: anIdNumber('19700630', '107') }).submit('保存，稍后再填')
  const other = await citizen.get(path)
  expect(other.text()).not.toContain('来自不动产登记簿')
  expect(other.field('不动产权证号')).toBe('')
})

test('what was looked up by a number that somebody typed is shown in part only', async () => {
  const site = await movingSite()
  site.registers.answers('property', owner, { fields: { 'owner.title': title } })
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  await citizen.post(`/drafts/${id}/sections/owner`, { 'owner.idNumber': owner, _later: 'yes' })
  for (const place of ['sections/owner', 'known', 'check']) {
    const page = await citizen.get(`/drafts/${id}/${place}`)
    expect(page.text()).toContain('浙（2021***')
    expect(page.html).not.toContain('0123456')
  }
})

test.each<[string, Record<string, string | string[]>]>([
  ['no value of the field', { 'applicant.ethnicity': 'XX', 'applicant.householdAddress': 'x'.repeat(300) }],
  ['a list where one is asked', { 'applicant.ethnicity': [], 'applicant.householdAddress': [] }],
  ['fields that nobody asked for', { 'applicant.name': '别人', 'home.address': '别处' }],
])('a register that answers with %s is taken as not knowing', async (_, fields) => {
  const site = await movingSite()
  site.registers.answers('household', /./, { fields, asOf: 'yesterday' })
  const citizen = await site.citizen()
  const id = await started(citizen)
  const page = await citizen.get(`/drafts/${id}/sections/applicant`)
  expect(page.status).toBe(200)
  expect(page.field('户籍地址')).toBe('')
  expect(page.text()).toContain('陈小雨')
  expect((await citizen.get(`/drafts/${id}/sections/home`)).field('新居地址')).toBe('')
})

test('a paper that was fetched may be contested by itself, and taken after all', async () => {
  const citizen = await (await movingSite()).citizen()
  const id = await started(citizen)
  const contested = await (await citizen.get(`/drafts/${id}/materials`)).press('这份“户口簿”不对，我自己提交')
  expect(contested.text()).toContain('您对取得的内容有异议，请提交自己的材料')
  const taken = await contested.press('仍然使用取得的“户口簿”')
  expect(taken.text()).not.toContain('您对取得的内容有异议')
})
