import { listEvents } from '../../server/ledger/event.store.ts'
import { accept } from '../../server/cases/accept.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { decide } from '../../server/cases/decide.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { suspend } from '../../server/cases/procedures.ts'
import { listHandedIn } from '../../server/drafts/draft.store.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { correctOnTheSpot } from '../../server/workbench/counter-correction.ts'
import type { Agent } from '../support/agent.ts'
import { taskFor } from '../support/cases.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { aPlainPdf } from '../support/pdf.ts'
import { portal, type Site } from '../support/portal.ts'

const card = '到场申请人的身份证号码或统一社会信用代码'
const own = anIdNumber()
const other = anIdNumber('19880101', '205')

interface Town {
  site: Site
  applicant: Person
  number: string
  counter: Agent
  now: () => Promise<Dossier>
  /** An officer of the hospital, or of the insurance, as a use case has him. */
  officer: (department: string) => Promise<Agent>
}

async function town(definition: BundleDefinition = aBirth()): Promise<Town> {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const { theCase: { number } } = await givenCase(site, { definition, applicant })
  const counter = await site.as({ roles: ['counterOfficer'], name: '沈惠', username: 'counter' })
  return { site, applicant, number, counter, now: () => getDossier(site.ctx(), number), officer: department => site.officer({ department, region: xihu }) }
}

const as = (site: Site, agent: Agent) => site.ctx(actorOf(agent.person as Person))

/** The hospital's certificate is handed over in person. */
function collected(): BundleDefinition {
  const definition = structuredClone(aBirth())
  definition.items.certificate!.presence = [{ who: { zh: '母亲', en: 'The mother' }, why: 'pickUp', where: 'counter', at: 'collection', basis: '《母婴保健法》第二十三条', when: [] }]
  return definition
}

const openForm = async ({ counter, number }: Town, identity = own) => (await counter.get(paths.counterCorrect(number))).fill({ [card]: identity }).submit('打开填报内容')

test('with the applicant present one field is put right, and nothing else changes', async () => {
  const here = await town()
  const before = (await here.now()).theCase.content
  const form = await openForm(here)
  expect(form.field('孩子姓名')).toBe('王小明')
  expect(form.field('月缴费基数')).toBe('8900')
  const done = await form.fill({ 孩子姓名: '王晓明', '申请人在场，已当场确认更正后的内容': true }).submit('保存更正')
  expect(done.path).toBe(`${paths.counterCase(here.number)}?done=corrected`)
  expect(done.notice()).toContain('已当场更正')
  expect(done.text()).toMatch(/当场更正记录 .*孩子姓名/)
  expect(done.html).not.toContain('王晓明')

  const { theCase } = await here.now()
  expect(theCase.content.values).toEqual({ ...before.values, 'child.name': '王晓明' })
  const events = await listEvents(here.site.db, { region: theCase.region, caseId: theCase.id })
  expect(events.filter(({ type }) => type === 'case.correctedOnTheSpot').map(({ actorRole, officeId, onBehalfOf, data }) => ({ actorRole, officeId, onBehalfOf, data })))
    .toEqual([{ actorRole: 'counterOfficer', officeId: `service-centre@${xihu}`, onBehalfOf: here.applicant.id, data: { fields: ['child.name'], materials: [] } }])
})

test('a paper that the applicant has brought is taken on the spot; one that will not do is told beside it, and what was typed is kept', async () => {
  const here = await town()
  const form = await openForm(here)
  expect(form.text()).toContain('补收材料')
  const confirmed = '申请人在场，已当场确认更正后的内容'
  const done = await form.fill({ 分娩记录: { name: '分娩记录.pdf', bytes: aPlainPdf(), type: 'application/pdf' }, [confirmed]: true }).submit('保存更正')
  expect(done.path).toBe(`${paths.counterCase(here.number)}?done=corrected`)
  expect(done.text()).toMatch(/当场更正记录 .*分娩记录/)
  const { theCase } = await here.now()
  expect((await listHandedIn(here.site.ctx(), { region: theCase.region, id: theCase.draftId })).map(({ materialId, name }) => [materialId, name])).toEqual([['birth-record', '分娩记录.pdf']])
  const events = await listEvents(here.site.db, { region: theCase.region, caseId: theCase.id })
  expect(events.at(-1)).toMatchObject({ type: 'case.correctedOnTheSpot', actorRole: 'counterOfficer', onBehalfOf: here.applicant.id, data: { fields: [], materials: ['birth-record'] } })

  const bad = await (await openForm(here)).fill({ 孩子姓名: '王晓明', 分娩记录: { name: 'a.exe', bytes: Buffer.from('MZ') }, [confirmed]: true }).submit('保存更正')
  expect(bad.status).toBe(422)
  expect(bad.problems().join()).toContain('a.exe')
  expect((await here.now()).theCase.content.values['child.name']).toBe('王晓明')
})

test('the same correction sent twice is one correction', async () => {
  const here = await town()
  const send = () => correctOnTheSpot(as(here.site, here.counter), here.number, { 'child.name': '王晓明' })
  await Promise.all([send(), send()])
  await send()
  const { theCase } = await here.now()
  const events = await listEvents(here.site.db, { region: theCase.region, caseId: theCase.id })
  expect(events.filter(({ type }) => type === 'case.correctedOnTheSpot')).toHaveLength(1)
})

test('the department reads it in the history of its task', async () => {
  const here = await town()
  await (await openForm(here)).fill({ 孩子姓名: '王晓明', '申请人在场，已当场确认更正后的内容': true }).submit('保存更正')
  const page = await (await here.officer('health')).get(paths.deskTask(taskFor(await here.now(), 'certificate').id))
  expect(page.text()).toContain('王晓明')
  expect(page.text()).toContain('当场更正')
})

test('a wrong number opens nothing, stays to be read again, and is counted', async () => {
  const here = await town()
  for (let time = 1; time <= 5; time++) {
    const page = await openForm(here, other)
    expect([page.status, page.field(card)]).toEqual([422, other])
    expect(page.problems()).toEqual([`${card}：与这件事的申请人不一致，请核对证件`])
    expect(page.html).not.toContain('王小明')
  }
  const locked = await here.counter.post(paths.counterCorrect(here.number), { identity: own })
  expect(locked.status).toBe(429)
  here.site.pass({ minutes: 16 })
  expect((await openForm(here)).field('孩子姓名')).toBe('王小明')
})

test('the number is asked with every step, so that nobody comes by the data another way', async () => {
  const here = await town()
  const forged = await here.counter.post(paths.counterCorrect(here.number), { step: 'correct', identity: other, 'child.name': '张三', confirmed: 'yes' })
  expect(forged.status).toBe(422)
  expect(forged.html).not.toContain('13805710001')
  expect((await here.counter.post(paths.counterCorrect(here.number), { step: 'correct', 'child.name': '张三', confirmed: 'yes' })).status).toBe(422)
  expect((await here.now()).theCase.content.values['child.name']).toBe('王小明')
})

test('what is wrong is told beside its field, and what was typed stays', async () => {
  const here = await town()
  const page = await (await openForm(here)).fill({ 母亲电话: '12345', 孩子姓名: '', 月缴费基数: '9000' }).submit('保存更正')
  expect(page.status).toBe(422)
  expect(page.problems().map(one => one.split('：')[0])).toEqual(expect.arrayContaining(['母亲电话', '孩子姓名', '申请人当场确认']))
  expect([page.field('母亲电话'), page.field('月缴费基数')]).toEqual(['12345', '9000'])
  const nothing = await (await openForm(here)).fill({ '申请人在场，已当场确认更正后的内容': true }).submit('保存更正')
  expect(nothing.problems()).toEqual(['可以更正的内容：没有改动任何内容'])
})

test('the language can be switched in the middle of it', async () => {
  const here = await town()
  const page = await (await openForm(here)).fill({ 孩子姓名: '王晓明' }).submit('English')
  expect([page.status, page.heading(), page.problems()]).toEqual([200, 'Correct on the spot', []])
  expect(page.field('child.name')).toBe('王晓明')
})

test('only what no department has spoken about can be put right, and what the case itself creates never', async () => {
  const here = await town()
  await accept(as(here.site, await here.officer('healthcare')), taskFor(await here.now(), 'allowance').id)
  const form = await openForm(here)
  expect(form.html).not.toContain('月缴费基数')
  expect(form.html).not.toContain('出生证编号')
  await accept(as(here.site, await here.officer('health')), taskFor(await here.now(), 'certificate').id)
  const late = await form.fill({ 孩子姓名: '王晓明', '申请人在场，已当场确认更正后的内容': true }).submit('保存更正')
  expect(late.path).toBe(paths.counterCase(here.number))
  expect((await here.now()).theCase.content.values['child.name']).toBe('王小明')
  expect((await here.counter.get(paths.counterCorrect(here.number))).path).toBe(paths.counterCase(here.number))
})

async function granted(here: Town): Promise<void> {
  const doctor = as(here.site, await here.officer('health'))
  const { id } = taskFor(await here.now(), 'certificate')
  await accept(doctor, id)
  await decide(doctor, id, { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'T330106001' } } })
}

test('a result is handed over at the counter to whoever is the applicant by his card', async () => {
  const here = await town(collected())
  expect((await here.counter.get(paths.counterCase(here.number))).html).not.toContain('已当面交付')
  await granted(here)
  const page = await here.counter.get(paths.counterCase(here.number))
  expect(page.text()).toContain('待领取的结果')
  const nobody = await page.fill({ [card]: other }).submit('已当面交付')
  expect([nobody.status, nobody.problems()]).toEqual([422, [`${card}：与这件事的申请人不一致，请核对证件`]])
  const none = await page.fill({ [card]: '' }).submit('已当面交付')
  expect(none.problems()).toEqual([`${card}：请填写此项`])
  expect(taskFor(await here.now(), 'certificate').proceedings.delivery).toMatchObject({ deliveredAt: null })
  const done = await nobody.fill({ [card]: own }).submit('已当面交付')
  expect(done.notice()).toContain('已登记当面交付')
  expect(taskFor(await here.now(), 'certificate').proceedings.delivery).toMatchObject({ how: 'collected', deliveredAt: here.site.clock.toISOString() })
  expect(done.html).not.toContain('待领取的结果')
})

test('what was handed over at the next counter is not handed over again', async () => {
  const here = await town(collected())
  await granted(here)
  const page = await here.counter.get(paths.counterCase(here.number))
  await page.fill({ [card]: own }).submit('已当面交付')
  const again = await page.fill({ [card]: own }).submit('已当面交付')
  expect(again.status).toBe(422)
  const events = await listEvents(here.site.db, { region: '330106', caseId: (await here.now()).theCase.id })
  expect(events.filter(({ type }) => type === 'task.delivered')).toHaveLength(1)
})

test('the case page says until when a clock stands still, and why the date is what it is, and nothing that an officer wrote', async () => {
  const here = await town()
  const doctor = as(here.site, await here.officer('health'))
  const { id } = taskFor(await here.now(), 'certificate')
  await accept(doctor, id)
  await suspend(doctor, id, { kind: 'expertReview', reason: '母亲的病历需要专家会诊', until: '2026-03-20', hearing: null })
  const page = await here.counter.get(paths.counterCase(here.number))
  if (page.status === 500) throw new Error(page.describe())
  expect(page.text()).toContain('2026年3月20日前不计时限')
  expect(page.text()).toContain('为什么是这一天')
  expect(page.text()).not.toContain('病历')
})

test('silence for five working days reads as acceptance', async () => {
  const here = await town()
  here.site.clock = '2026-03-10T02:00:00.000Z'
  await wakeCases(here.site.ctx())
  expect((await here.now()).tasks.filter(({ status }) => status === 'accepted')).toHaveLength(2)
  const page = await here.counter.get(paths.counterCase(here.number))
  if (page.status === 500) throw new Error(page.describe())
  expect(page.text()).toContain('视为')
})
