import { wakeCases } from '../../server/cases/wake.ts'
import { paths } from '../../server/web/paths.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { press, town } from '../support/desk-town.ts'
import { aBirth, xihu } from '../support/filed-case.ts'

const permit = () => {
  const birth = aBirth()
  const limits = { kind: 'permit' as const, promisedLimit: { value: 10, unit: 'workingDay' as const, provenance: 'illustrative' as const }, statutoryLimit: { value: 20, unit: 'workingDay' as const, provenance: 'verified' as const } }
  return { ...birth, items: { ...birth.items, certificate: { ...birth.items.certificate!, ...limits } } }
}

/** A permit of ten working days, accepted on Monday 2 March: due on Monday 16 March. */
async function accepted() {
  const here = await town(permit())
  const colleague = await here.site.officer({ department: 'health', region: xihu, name: '钱医生', username: 'qian.doctor' })
  const head = await here.site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  const id = here.task('certificate')
  await press(here.doctor, id, '受理')
  return { ...here, colleague, head, id, certificate: async () => taskFor(await here.now(), 'certificate') }
}

test('the page counts the new date before anything is done', async () => {
  const { doctor, id, certificate } = await accepted()
  const form = await (await doctor.get(paths.deskTask(id))).follow('中止计时')
  expect(form.text()).toContain('现在的办理期限是 2026年3月16日')
  const counted = await form.fill({ 检测: true, 预计到哪一天结束: '2026-03-06' }).submit('按填写的内容计算期限')
  // 2 to 6 March do not count: ten working days from Monday the 9th.
  expect([counted.status, ...counted.problems()]).toEqual([200])
  expect(counted.text()).toContain('办理期限将从 2026年3月16日变为 2026年3月20日')
  expect((await certificate()).status).toBe('accepted')
  const done = await counted.fill({ 为什么需要: '送检' }).submit('中止并告知申请人')
  expect(done.text()).toContain('已中止计时：检测')
  expect(done.text()).toContain('2026年3月2日至2026年3月6日不计入办理期限')
  expect(done.text()).toContain('2026年3月3日至2026年3月6日（4 天）办理检测，时间不计 依据：行政许可法第四十五条')
  expect((await doctor.get('/desk?status=accepted')).text()).toContain('中止至 2026年3月6日')
})

test('what is wrong with a procedure is said beside its field, and nothing typed is lost', async () => {
  const { doctor, id } = await accepted()
  const suspend = (values: Record<string, string>) => doctor.post(paths.deskAct(id, 'suspend'), { kind: 'testing', reason: '送检', until: '2026-03-06', ...values })
  for (const [values, problem] of [
    [{ kind: 'holiday' }, '办理什么程序：请选择一项'], [{ reason: '' }, '为什么需要：请写明理由'], [{ until: '' }, '预计到哪一天结束：请填写此项'], [{ until: '2026-02-30' }, '预计到哪一天结束：请按“2026-03-02”的样子填写日期'],
    [{ until: '2026-03-01' }, '预计到哪一天结束：日期不能早于今天'], [{ until: '9999-12-31' }, '预计到哪一天结束：日期不能超过一年'],
  ] as const) {
    const page = await suspend(values)
    expect([page.status, ...page.problems()]).toEqual([422, problem])
    if (!('reason' in values)) expect(page.field('为什么需要')).toBe('送检')
  }
})

test('a hearing keeps the law’s days and has a chair who does not examine the matter', async () => {
  const { doctor, colleague, id, certificate } = await accepted()
  const form = await (await doctor.get(paths.deskTask(id))).follow('中止计时')
  // Seven working days from 2 March: the 11th; twenty: the 30th.
  expect(form.text()).toContain('听证最早在 2026年3月11日举行')
  expect(form.text()).toContain('最迟在 2026年3月30日举行')
  const hearing = (values: Record<string, string>) => doctor.post(paths.deskAct(id, 'suspend'), { kind: 'hearing', reason: '当事人申请', until: '2026-03-20', hearingOn: '2026-03-18', place: '一楼听证室', chairId: colleague.id, ...values })
  for (const [values, problem] of [
    [{ hearingOn: '', place: '', chairId: '' }, '听证日期：请填写此项'], [{ hearingOn: '2026-03-10' }, '听证日期：听证的时间、地点应当在举行七个工作日前通知，请改填更晚的日期。'],
    [{ hearingOn: '2026-03-31', until: '2026-04-10' }, '听证日期：听证应当在二十个工作日内举行，请改填更早的日期。'], [{ until: '2026-03-17' }, '预计到哪一天结束：中止的时间要包括听证当天，请改填不早于听证日期的日期。'],
    [{ chairId: doctor.id }, '听证主持人：请选择一项'],
  ] as const) {
    const page = await hearing(values)
    expect([page.status, page.problems()[0]]).toEqual([422, problem])
  }
  const done = await hearing({})
  expect(done.text()).toContain('听证：2026年3月18日，一楼听证室，主持人 钱医生')
  expect((await certificate()).proceedings.suspensions).toMatchObject([{ kind: 'hearing', until: '2026-03-20', hearing: { on: '2026-03-18', chairId: colleague.id } }])
})

test('a procedure is prolonged while it lasts, and taken up again with its finding', async () => {
  const { site, doctor, id, certificate } = await accepted()
  await doctor.post(paths.deskAct(id, 'suspend'), { kind: 'testing', reason: '送检', until: '2026-03-06' })
  const form = await (await doctor.get(paths.deskTask(id))).follow('延长中止')
  const same = await form.fill({ 延长到哪一天: '2026-03-06', 为什么要延长: '设备故障' }).submit('延长并告知申请人')
  expect([same.status, ...same.problems()]).toEqual([422, '延长到哪一天：请填写比原定日期更晚的日期'])
  expect((await same.fill({ 延长到哪一天: '2026-03-13' }).submit('延长并告知申请人')).text()).toContain('延长中止：检测，至 2026年3月13日')
  site.pass({ days: 8 }) // Tuesday, 10 March
  const resume = await (await doctor.get(paths.deskTask(id))).follow('恢复办理')
  // From the 10th on ten working days.
  expect(resume.text()).toContain('恢复后，办理期限是 2026年3月23日')
  const done = await resume.fill({ 程序的结果: '检测合格' }).submit('恢复办理')
  expect(done.text()).toContain('检测：2026年3月2日至2026年3月9日不计入期限 检测合格')
  expect(await certificate()).toMatchObject({ status: 'accepted', dueOn: '2026-03-23' })
})

test('a suspension that nobody ends ends by itself, and the buttons are those of an accepted task again', async () => {
  const { site, doctor, id, certificate } = await accepted()
  await doctor.post(paths.deskAct(id, 'suspend'), { kind: 'testing', reason: '送检', until: '2026-03-06' })
  site.pass({ days: 7 })
  await wakeCases(site.ctx())
  expect(await certificate()).toMatchObject({ status: 'accepted', dueOn: '2026-03-20' })
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('恢复办理：检测结束')
  expect((await doctor.post(paths.deskAct(id, 'resume'))).status).toBe(409)
})

test('more time is asked for within the law’s most, and has no effect before the head approves', async () => {
  const { doctor, head, id, certificate } = await accepted()
  const form = await (await doctor.get(paths.deskTask(id))).follow('申请延长期限')
  // Ten working days more from 16 March.
  expect(form.text()).toContain('依法最多延长 10 个工作日：办理期限可以从 2026年3月16日延长到 2026年3月30日。 依据：行政许可法第四十二条第一款')
  for (const [value, problem] of [['', '请填写此项'], ['两天', '请填写整数'], ['0', '不能小于 1'], ['11', '不能大于 10']] as const) {
    const wrong = await form.fill({ '延长多少（工作日）': value, 延长的理由: '涉及多个医院' }).submit('提交负责人批准')
    expect([wrong.status, wrong.field('延长多少（工作日）'), ...wrong.problems()]).toEqual([422, value, `延长多少（工作日）：${problem}`])
  }
  const asked = await form.fill({ '延长多少（工作日）': '５', 延长的理由: '涉及多个医院' }).submit('提交负责人批准')
  expect(asked.text()).toContain('已申请延长 5 个工作日，等待负责人批准')
  expect(asked.text()).toContain('批准以前，期限不变')
  expect((await certificate()).dueOn).toBe('2026-03-16')
  expect((await doctor.post(paths.deskAct(id, 'askExtension'), { value: '5', reason: '再问' })).status).toBe(409)
  expect((await doctor.post(paths.deskAct(id, 'decideExtension'), { outcome: 'approve' })).status).toBe(409)

  const decide = await (await head.get(paths.deskTask(id))).follow('审批延期申请')
  expect(decide.text()).toContain('周医生申请延长 5 个工作日，理由： 涉及多个医院 批准后，办理期限从 2026年3月16日延长到 2026年3月23日。')
  const done = await decide.fill({ 您的决定: '批准延长' }).submit('作出决定')
  expect(done.text()).toContain('已批准延长 5 个工作日')
  expect(done.text()).toContain('经负责人批准，延长 5 个工作日，接着计算 依据：行政许可法第四十二条第一款')
  expect((await certificate()).dueOn).toBe('2026-03-23')
  expect((await doctor.post(paths.deskAct(id, 'askExtension'), { value: '5', reason: '再延' })).status).toBe(409)
})

test('the head declines with an answer, and the limit stands', async () => {
  const { doctor, head, id, certificate } = await accepted()
  await doctor.post(paths.deskAct(id, 'askExtension'), { value: '5', reason: '人手不足' })
  const mute = await head.post(paths.deskAct(id, 'decideExtension'), { outcome: 'decline', answer: '' })
  expect([mute.status, ...mute.problems()]).toEqual([422, '不批准的理由：请写明理由'])
  const done = await mute.fill({ 不批准的理由: '请按期办结' }).submit('作出决定')
  expect(done.text()).toContain('没有批准延长 5 个工作日')
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('院长不批准，理由： 请按期办结')
  expect((await certificate()).dueOn).toBe('2026-03-16')
})

test('an extension that nobody decided on before the limit passed is void', async () => {
  const { site, doctor, head, id, certificate } = await accepted()
  await doctor.post(paths.deskAct(id, 'askExtension'), { value: '5', reason: '人手不足' })
  site.pass({ days: 15 })
  await wakeCases(site.ctx())
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('期限届满前没有批准，申请失效')
  expect((await head.post(paths.deskAct(id, 'decideExtension'), { outcome: 'approve' })).status).toBe(409)
  expect((await certificate()).dueOn).toBe('2026-03-16')
  expect((await doctor.post(paths.deskAct(id, 'askExtension'), { value: '5', reason: '再问' })).notice()).toContain('期限已经届满')
})

test('nothing is decided while the time stands still', async () => {
  const { doctor, id, now } = await accepted()
  await doctor.post(paths.deskAct(id, 'suspend'), { kind: 'testing', reason: '送检', until: '2026-03-06' })
  const page = await doctor.post(paths.deskAct(id, 'approve'), { 'child.certificateNumber': 'Y330000001' })
  expect([page.status, statuses(await now()).certificate]).toEqual([409, 'suspended'])
  expect(page.text()).toContain('Y330000001')
})

test('from the history the office opens each letter it has written of the task, and a visit that it shares', async () => {
  const { site, doctor, id, task } = await accepted()
  await doctor.post(paths.deskAct(id, 'suspend'), { kind: 'testing', reason: '送检', until: '2026-03-06' })
  const insurer = await site.officer({ department: 'healthcare', region: xihu })
  await press(insurer, task('allowance'), '受理')
  await insurer.post(paths.deskAct(task('allowance'), 'arrangeVisit'), { on: '2026-03-05', place: '文三路 1 号', purpose: '核对原件' })
  const page = await doctor.get(paths.deskTask(id))
  expect(page.$('.timeline a').get().map(link => page.$(link).text())).toEqual(['特别程序告知书', '受理通知书'])
  const letter = await page.follow('特别程序告知书')
  expect([letter.status, letter.heading()]).toEqual([200, '特别程序告知书'])
  const visited = await insurer.get(paths.deskTask(task('allowance')))
  expect(visited.$('.timeline a').get().map(link => visited.$(link).text())).toEqual(['现场踏勘通知书', '受理通知书'])
})

test('what was late before the time stood still stays red', async () => {
  const { site, doctor, id, certificate } = await accepted()
  site.pass({ days: 15 })
  await wakeCases(site.ctx())
  await doctor.post(paths.deskAct(id, 'suspend'), { kind: 'testing', reason: '送检', until: '2026-03-20' })
  expect((await certificate()).status).toBe('suspended')
  expect((await doctor.get(paths.deskTask(id))).text()).toContain('已中止 中止至 2026年3月20日 超期 1 个工作日')
  expect((await doctor.get('/desk')).text()).toContain('超期 1 个工作日')
})
