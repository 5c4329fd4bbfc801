import { newIdentifier } from '../../server/cases/certificate.ts'
import { insertCertificate } from '../../server/cases/certificate.store.ts'
import { newRegionalId } from '../../server/ids.ts'
import { aCitizen, aCompany } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let valid: string
let revoked: string
let company: string
beforeAll(async () => {
  site = await portal({ catalogue: true })
  const [person, organisation] = [await site.given(aCitizen({ name: '沈知微' })), await site.given(aCompany({ name: '杭州小河餐饮有限公司' }))]
  const certificate = async (holder: { id: string; name: string }, status: 'valid' | 'revoked' = 'valid') => {
    const identifier = newIdentifier('330106', '2026-02-27')
    await site.db.commit([insertCertificate({
      region: '330106', id: newRegionalId('330106'), identifier, holderId: holder.id, holderName: holder.name, materialId: 'marriage-certificate', itemCode: 'marriage-registration',
      name: { zh: '结婚证', en: 'Marriage certificate' }, officeId: 'civil-affairs@330106000000', caseId: newRegionalId('330106'), taskId: newRegionalId('330106'),
      facts: { 'applicant.idNumber': 'secret' }, status, issuedAt: '2026-02-27T03:00:00.000Z',
    }, site.vault)])
    return identifier
  }
  valid = await certificate(person)
  revoked = await certificate(person, 'revoked')
  company = await certificate(organisation)
})

const verify = (identifier: string) => site.visitor().get(`/verify?identifier=${encodeURIComponent(identifier)}`)

test('a certificate of ours is told valid, with what is on it and the holder’s family name only', async () => {
  const page = await verify(valid)
  expect(page.status).toBe(200)
  expect(page.text()).toMatch(/有效.*结婚证.*沈\*\*.*西湖区民政.*2026年2月27日/)
  expect(page.html).not.toContain('沈知微')
  expect(page.html).not.toContain('secret')
})

test('small letters, spaces and dashes don’t matter', async () => {
  expect((await verify(` ${valid.slice(0, 6)}-${valid.slice(6, 14)} ${valid.slice(14).toLowerCase()}`)).text()).toContain('结婚证')
})

test('one that was revoked says so', async () => {
  expect((await verify(revoked)).text()).toContain('已撤销')
})

test('the name of a company is public', async () => {
  expect((await verify(company)).text()).toContain('杭州小河餐饮有限公司')
})

test('well formed but not ours: not known', async () => {
  const page = await verify(newIdentifier('330106', '2026-02-27'))
  expect([page.status, page.text().includes('没有查到')]).toEqual([404, true])
})

test.each([
  ['', '请填写此项'],
  ['12', '编号应为 23 位数字和字母'],
  ['x'.repeat(10_000), '编号应为 23 位数字和字母'],
  ["' or 1=1 --", '编号应为 23 位数字和字母'],
  ['\u0000\u0007', '请填写此项'],
  ['３３０１０６', '编号应为 23 位数字和字母'],
])('“%s” is a problem beside the field', async (typed, problem) => {
  const page = await verify(typed)
  expect(page.status).toBe(422)
  expect(page.problems().join()).toContain(problem)
})

test('every slip of one character is found by the check character, and what was typed stands there still', async () => {
  for (let place = 0; place < valid.length; place++) {
    const slipped = valid.slice(0, place) + (valid[place] === '7' ? '8' : '7') + valid.slice(place + 1)
    const page = await verify(slipped)
    expect([place, page.status]).toEqual([place, 422])
    expect(page.problems().join()).toContain('编号有误')
    expect(page.$('#identifier').val()).toBe(slipped)
  }
})
