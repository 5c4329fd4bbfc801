import { paths } from '../../server/web/paths.ts'
import { listActsByStream } from '../../server/ledger/act.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { serveWalkIn } from '../../server/workbench/serve-walk-in.ts'
import { listWalkInDrafts } from '../../server/drafts/draft.store.ts'
import { givenCase } from '../support/filed-case.ts'
import { aCitizen, anIdNumber, aUscc } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const idNumber = anIdNumber('19550601', '204')
const clerk = (site: Site) => site.as({ roles: ['counterOfficer'], name: '沈惠', username: 'counter' })
const walkIn = { identity: idNumber, bundle: 'birth', 'region.city': '330100000000', 'region.county': '330106000000', name: '钱奶奶', phone: '13805710009', present: 'yes' }

async function town() {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const { theCase } = await givenCase(site, { applicant })
  return { site, applicant, theCase, counter: await clerk(site) }
}

test('a case is found by its number, however it is spaced, and shown without anybody’s data', async () => {
  const { counter, theCase } = await town()
  const page = await (await counter.get('/counter')).fill({ '办件编号、身份证号码或统一社会信用代码': theCase.number.replace(/^(\d{6})(\d{8})/, '$1 $2 ') }).submit('查询')
  expect(page.path).toBe(paths.counterCase(theCase.number))
  expect(page.text()).toContain('出生医学证明')
  expect(page.text()).toContain('陈小雨')
  for (const secret of ['王小明', '13805710001', '138****', '6222', '890000', '8,900']) expect(page.html).not.toContain(secret)
})

test('all cases of a person are found by the number on the card, which stands in no address', async () => {
  const { counter, theCase } = await town()
  const page = await (await counter.get('/counter')).fill({ number: anIdNumber() }).submit('查询')
  expect(page.path).toBe('/counter/find')
  expect(page.text()).toContain('陈小雨的办件 1 件')
  expect((await page.follow('出生一件事')).path).toBe(paths.counterCase(theCase.number))
  expect((await page.fill({ number: idNumber }).submit('查询')).text()).toContain('没有找到办件')
  const wrong = await page.fill({ number: '3301' }).submit('查询')
  expect(wrong.status).toBe(422)
  expect(wrong.field('number')).toBe('3301')
})

test('only the counter finds other people’s cases', async () => {
  const { site, theCase } = await town()
  const officer = await site.officer({ department: 'health', region: '330106000000' })
  expect((await officer.get('/counter')).status).toBe(403)
  expect((await officer.get(paths.counterCase(theCase.number))).status).toBe(403)
  expect((await (await site.citizen({ username: 'other.person', idNumber })).post('/counter/find', { number: theCase.number })).status).toBe(403)
})

test('somebody without an account gets one that nobody can sign in to, and a draft on the same pages', async () => {
  const { site, counter } = await town()
  const page = await counter.post('/counter/start', walkIn)
  expect(page.path).toMatch(/^\/drafts\//)
  expect(page.status).toBe(200)
  const person = (await site.personOf(idNumber))!
  expect(person).toMatchObject({ kind: 'person', name: '钱奶奶', identity: { idNumber, phone: '13805710009' }, grants: [] })
  const [draft] = await listWalkInDrafts({ db: site.db, actor: { id: counter.id, kind: 'person', name: '', grants: [], mandates: [] } })
  expect(draft).toMatchObject({ applicantId: person.id, channel: 'counter', bundleId: 'birth', regionCode: '330106000000' })
  const acts = (await listActsByStream(site.db, undefined, 100)).filter(({ stream }) => stream === `person ${person.id}`)
  expect(acts.map(({ type, actorId }) => [type, actorId])).toEqual([['person.created', counter.id], ['applicant.confirmedInPerson', counter.id]])
  expect((await counter.get('/counter')).text()).toContain('钱奶奶 · 出生一件事')
})

test('a company is served by its credit code', async () => {
  const { site, counter } = await town()
  await counter.post('/counter/start', { ...walkIn, identity: aUscc(7), name: '杭州湖畔餐饮有限公司' })
  expect(await site.personOf(aUscc(7))).toMatchObject({ kind: 'organisation', name: '杭州湖畔餐饮有限公司', identity: { uscc: aUscc(7), companyName: '杭州湖畔餐饮有限公司' } })
})

test('whoever has an account needs no name, and another’s name is not taken for his', async () => {
  const { counter } = await town()
  const known = { ...walkIn, identity: anIdNumber(), name: '', phone: '' }
  expect((await counter.post('/counter/start', known)).path).toMatch(/^\/drafts\//)
  const differs = await counter.post('/counter/start', { ...known, name: '李四' })
  expect(differs.status).toBe(422)
  expect(differs.problems()).toEqual(['姓名或企业名称：与此号码账户上的姓名不一致，请核对证件'])
})

test('everything that is missing is told at once, and what was typed stays', async () => {
  const { site, counter } = await town()
  const page = await counter.post('/counter/start', { identity: idNumber, phone: '123', 'region.city': '330200000000' })
  expect(page.status).toBe(422)
  expect(page.problems().map(one => one.split('：')[0])).toEqual(['姓名或企业名称', '手机号码', '办理哪件事', '办理地', '当面核验'])
  expect(page.field('申请人的身份证号码或统一社会信用代码')).toBe(idNumber)
  expect(page.field('手机号码')).toBe('123')
  expect(page.$('select[name="region.city"] option[selected]').attr('value')).toBe('330200000000')
  expect(await site.personOf(idNumber)).toBeUndefined()
})

test('the language can be switched while somebody is being served, and what was typed stays', async () => {
  const { counter } = await town()
  const page = await (await counter.get('/counter')).fill({ identity: idNumber, name: '钱奶奶' }).submit('English')
  expect([page.status, page.heading(), page.problems()]).toEqual([200, 'Counter', []])
  expect([page.field('identity'), page.field('name')]).toEqual([idNumber, '钱奶奶'])
})

test('nobody files for himself at his own counter', async () => {
  const { site } = await town()
  const own = await site.given({ kind: 'person', name: '沈自己', username: 'shen.self', identity: { idNumber }, grants: [{ role: 'counterOfficer', officeId: 'service-centre@330106000000' }] })
  const agent = await site.signedIn({ kind: 'person', name: '沈自己', username: 'shen.self', identity: {}, passwordHash: null })
  const page = await agent.post('/counter/start', { ...walkIn, name: '沈自己' })
  expect([page.status, page.problems()]).toEqual([422, [expect.stringContaining('不能在自己的窗口为自己办理')]])
  await expect(serveWalkIn(site.ctx(actorOf(own)), { number: idNumber, kind: 'person', name: '沈自己', phone: '13805710009', bundleId: 'birth', regionCode: '330106000000' })).rejects.toThrow('task.ownMatter')
  expect((await listActsByStream(site.db, undefined, 100)).filter(({ type }) => type === 'applicant.confirmedInPerson')).toEqual([])
})
