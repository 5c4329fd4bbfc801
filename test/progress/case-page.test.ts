import { accept, decline, noteDeficiencies } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { checkCommitment, deliver, explainDelay, revokeDecision } from '../../server/cases/follow-up.ts'
import { taskStatuses } from '../../server/cases/lifecycle.ts'
import { lineState } from '../../server/cases/progress.ts'
import { arrangeVisit, askExtension, decideExtension, suspend } from '../../server/cases/procedures.ts'
import { askOffice } from '../../server/cases/requests.ts'
import { eventTypes } from '../../server/ledger/event.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { join } from 'node:path'
import { applicantTown, deferrable, shortcoming } from './applicant-town.ts'

const nothing = '您现在不用做任何事'
const grant = { outcome: 'approve' as const, result: { fields: { 'child.certificateNumber': 'Y330000001' } } }

test('every status has a word, a sentence and a shape, every event its words, in both languages', () => {
  for (const t of Object.values(loadTexts(join(import.meta.dirname, '../../views/locales')))) {
    for (const status of taskStatuses) expect([t(`cases:status.${status}`), t(`cases:meaning.${status}`)].every(Boolean)).toBe(true)
    for (const type of eventTypes) expect(t(`cases:event.${type}`, {})).toBeTruthy()
  }
  expect(Object.fromEntries(taskStatuses.map(status => [status, lineState(status)]))).toEqual({
    waiting: 'waiting', received: 'running', noted: 'running', supplementing: 'attention', accepted: 'running', suspended: 'waiting', reviewing: 'running', approving: 'running',
    approved: 'done', refused: 'problem', notAccepted: 'problem', acceptanceRevoked: 'problem', withdrawn: 'lapsed', lapsed: 'lapsed', revoked: 'problem',
  })
})

test('a case just filed asks nothing of the applicant, and says what each department does by when', async () => {
  const town = await applicantTown()
  const page = await town.page()
  expect(page.text()).toContain(nothing)
  expect(page.$('#certificate').text()).toMatch(/已收件[^]*将在五个工作日内受理[^]*最迟 2026年3月5日前办结/)
  expect(page.$('#household').text()).toMatch(/等待前一事项[^]*等待：出生医学证明/)
})

test('what is noted is no notice yet: the applicant sees that it is examined', async () => {
  const town = await applicantTown()
  await noteDeficiencies(town.as('health'), town.id('certificate'), { shortcomings: [shortcoming('field', 'child.name', '用字不规范')], repeatReason: null })
  const page = await town.page()
  expect(page.text()).toContain(nothing)
  expect(page.$('#certificate').text()).toContain('审查中')
  expect(page.html).not.toContain('用字不规范')
  expect(page.$('#history ~ .timeline').text()).not.toContain('记下需要补正')
})

test('the one notice stands at the top with its day, why that day, and the way to the corrections; the list and the home page say it too', async () => {
  const town = await applicantTown()
  await noteDeficiencies(town.as('health'), town.id('certificate'), { shortcomings: [shortcoming('field', 'child.name', '用字不规范')], repeatReason: null })
  await accept(town.as('healthcare'), town.id('allowance'))
  const page = await town.page()
  const card = page.$('.now-card')
  expect(card.text()).toMatch(/请在 2026年3月16日前补正[^]*出生医学证明[^]*视为撤回/) // ten working days after Monday the 2nd
  expect(card.find('details').text()).toMatch(/给您 10 个工作日[^]*从 2026年3月2日的次日起算[^]*因此最后一天是 2026年3月16日/)
  expect(card.find('a.govuk-button').attr('href')).toBe(`/cases/${town.number}/supplement`)
  expect(page.$('#certificate').text()).toContain('待您补正')
  expect((await town.citizen.get('/cases')).text()).toContain('请在 2026年3月16日前补正')
  expect((await town.citizen.get('/')).text()).toContain('请在 2026年3月16日前补正')
})

test('more than one thing at a time: papers put off, a hearing and a visit, the earliest first', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  await accept(town.as('healthcare'), town.id('allowance'))
  await arrangeVisit(town.as('healthcare'), town.id('allowance'), { on: '2026-03-04', place: '文三路 1 号', purpose: '核对住址', taskIds: [town.id('allowance')] })
  await suspend(town.as('health'), town.id('certificate'), { kind: 'hearing', reason: '亲子关系有争议', until: '2026-03-20', hearing: { on: '2026-03-12', place: '政务中心三楼', chairId: 'another' } })
  const page = await town.page()
  expect(page.$('.duty__heading').map((_, one) => page.$(one).text()).get()).toEqual(['2026年3月4日配合现场踏勘', '2026年3月12日参加听证', '请在 2026年3月16日前补齐材料'])
  expect(page.$('.now-card').text()).toMatch(/核对住址[^]*政务中心三楼[^]*分娩记录/)
  const own = page.$('#certificate').text()
  expect(own).toMatch(/暂停计时[^]*容缺受理：请在 2026年3月16日前补齐分娩记录[^]*定于 2026年3月12日举行听证，地点：政务中心三楼；自 2026年3月2日至 2026年3月20日不计入办理期限。原因：亲子关系有争议/)
  await town.on('2026-03-13')
  expect((await town.page()).$('.duty__heading').text()).toBe('请在 2026年3月16日前补齐材料')
})

test('an extension is shown with its reason and its new day, a request to another office and the proposal are not', async () => {
  const town = await applicantTown()
  const { id } = town
  await accept(town.as('healthcare'), id('allowance'))
  await accept(town.as('health'), id('certificate'))
  await askOffice(town.as('health'), id('certificate'), { toOfficeId: 'public-security@330106000000', question: '是否已经报过户口？', shared: { fields: [], materials: [] }, dueOn: '2026-03-06' })
  const asked = await town.page()
  expect(asked.html).not.toMatch(/是否已经报过户口|协查/)
  await suspend(town.as('healthcare'), id('allowance'), { kind: 'expertReview', reason: '医学评审', until: '2026-03-04', hearing: null })
  await town.on('2026-03-05')
  const page = await town.page()
  expect(page.$('#allowance').text()).toMatch(/2026年3月2日至 2026年3月4日因专家评审没有计入办理期限/)
})

test('a permit whose time the head lengthens', async () => {
  const town = await applicantTown({ changes: { kind: 'permit' } })
  await accept(town.as('health'), town.id('certificate'))
  await askExtension(town.as('health'), town.id('certificate'), { value: 4, reason: '核对历史档案' })
  expect((await town.page()).html).not.toContain('核对历史档案')
  await decideExtension(town.as('health', 'head'), town.id('certificate'), { isApproved: true })
  const own = (await town.page()).$('#certificate').text()
  expect(own).toMatch(/经负责人批准，办理期限延长 4 个工作日。原因：核对历史档案/)
  expect(own).toContain('最迟 2026年3月11日前办结') // 3, 4, 5 and 6, 9, 10, 11
})

test('silence is acceptance, and a missed limit has its published reason', async () => {
  const town = await applicantTown()
  await town.on('2026-03-10')
  expect((await town.page()).$('#certificate').text()).toContain('部门五个工作日内没有答复，依法视为自收到材料之日起受理。')
  await explainDelay(town.as('health'), town.id('certificate'), '分娩记录调取较慢')
  expect((await town.page()).$('#certificate').text()).toContain('超过期限的原因：分娩记录调取较慢')
})

test('a commitment is checked, has to be put right, and is revoked; a result waits to be collected', async () => {
  const presence = [{ who: { zh: '申请人', en: 'Applicant' }, why: 'pickUp' as const, where: 'counter' as const, at: 'collection' as const, basis: '行政许可法第四十四条', when: [] }]
  const town = await applicantTown({ changes: { materials: [{ material: 'birth-record', handling: 'commitment', when: [] }], presence }, content: { commitments: { 'birth-record': '2026-03-02T01:00:00.000Z' } } })
  const id = town.id('certificate')
  await accept(town.as('health'), id)
  await decide(town.as('health'), id, grant)
  const granted = await town.page()
  expect(granted.$('.now-card').text()).toMatch(/领取办理结果[^]*请到西湖区卫健领取|领取办理结果[^]*最迟 2026年3月16日前/)
  expect(granted.$('#certificate').text()).toMatch(/代替分娩记录[^]*前核查[^]*结果最迟 2026年3月16日前送达/)
  await deliver(town.as('health'), id, 'collected')
  expect((await town.page()).$('#certificate').text()).toContain('结果已于 2026年3月2日由您领取')
  await checkCommitment(town.as('health'), id, { isKept: false, finding: '医院没有这份记录', rectifyBy: '2026-03-31' })
  const asked = await town.page()
  expect(asked.$('.now-card').text()).toMatch(/请在 2026年3月31日前整改[^]*医院没有这份记录/)
  await town.on('2026-04-01')
  await revokeDecision(town.as('health'), id, '逾期未整改')
  const revoked = await town.page()
  expect(revoked.$('#certificate').text()).toMatch(/已撤销[^]*逾期未整改[^]*六十日内申请行政复议/)
  expect(revoked.$('#results ~ .matters').text()).toContain('已撤销')
  expect((await town.citizen.get('/me/certificates')).text()).toContain('已撤销')
  const certificate = await town.citizen.get(revoked.link('出生医学证明'))
  expect(certificate.status).toBe(200)
})

test('a certificate that was taken back says so at the top, without the seal', async () => {
  const town = await applicantTown({ changes: { materials: [{ material: 'birth-record', handling: 'commitment', when: [] }] }, content: { commitments: { 'birth-record': '2026-03-02T01:00:00.000Z' } } })
  const id = town.id('certificate')
  await accept(town.as('health'), id)
  await decide(town.as('health'), id, grant)
  await checkCommitment(town.as('health'), id, { isKept: false, finding: '不实', rectifyBy: '2026-03-03' })
  await town.on('2026-03-04')
  await revokeDecision(town.as('health'), id, '逾期未整改')
  const page = await town.citizen.get((await town.citizen.get('/me/certificates')).link('出生医学证明'))
  expect(page.text()).toContain('本证照已失效')
  expect(page.$('.seal')).toHaveLength(0)
})

test('a refusal, what lapses with it and a decision not to accept are told with remedies', async () => {
  const town = await applicantTown()
  await decline(town.as('healthcare'), town.id('allowance'), { reason: '请向省医保申请', ground: 'notOurPower' })
  await accept(town.as('health'), town.id('certificate'))
  await decide(town.as('health'), town.id('certificate'), { outcome: 'refuse', reason: '记录不符' })
  const page = await town.page()
  expect(page.$('#certificate').text()).toMatch(/不予批准[^]*记录不符[^]*行政复议/)
  expect(page.$('#allowance').text()).toMatch(/不予受理[^]*请向省医保申请/)
  expect(page.$('#insurance').text()).toContain('不再办理')
  expect(page.$('.now-card').text()).toContain('全部事项已经办完')
})

test('the time of the case stands in a picture with its words, folded while it is short', async () => {
  const town = await applicantTown()
  expect((await town.page()).$('.whose')).toHaveLength(0)
  await town.on('2026-03-04')
  const page = await town.page()
  expect(page.$('.whose').text()).toMatch(/到2026年3月4日共 2 个工作日[^]*部门办理 2 个工作日[^]*承诺 30 个工作日内办完，已用部门时间 2 个工作日/)
  expect(page.$('.whose details').attr('open')).toBeUndefined()
  expect(page.$('.whose svg.time-strip').first().attr('aria-label')).toContain('2 个工作日在部门')
  await town.on('2026-03-20')
  expect((await town.page()).$('.whose details').attr('open')).toBeDefined()
})

test('the page is complete in English', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  await noteDeficiencies(town.as('healthcare'), town.id('allowance'), { shortcomings: [shortcoming('field', 'income.monthly', 'x')], repeatReason: null })
  const page = await town.citizen.get(`/cases/${town.number}?lang=en`)
  expect(page.text()).toMatch(/Make corrections by March 16, 2026/)
  expect(page.text()).toMatch(/Hand in papers by March 16, 2026/)
  expect(page.text()).not.toMatch(/undefined|\{\{/)
})
