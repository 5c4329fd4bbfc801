import { openDeficiencies } from '../../server/cases/case.ts'
import { supplement } from '../../server/cases/supplement.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { press, town, type Town } from '../support/desk-town.ts'
import { aBirth, xihu } from '../support/filed-case.ts'

/** The other received task of a birth is accepted, so that the notice need not wait for it. */
async function othersAccept({ site, task }: Town) {
  const insurer = await site.officer({ department: 'healthcare', region: xihu })
  await press(insurer, task('allowance'), '受理')
}
const name = { ask: 'field.child.name', 'code.field.child.name': 'name-differs', 'reason.field.child.name': '' }

test('everything that is missing is noted at once, each with a reason of the catalogue or in own words', async () => {
  const { doctor, task, now } = await town()
  const id = task('certificate')
  const form = await (await doctor.get(paths.deskTask(id))).follow('记录补正内容')
  const nothing = await form.press('记录')
  expect([nothing.status, ...nothing.problems()]).toEqual([422, '需要补正的内容：请至少勾选一项需要补正的内容'])
  const half = await doctor.post(paths.deskAct(id, 'noteDeficiencies'), {
    ask: ['field.child.name', 'material.birth-record', 'field.income.account'], 'reason.field.child.name': '用字不在规范汉字内', 'code.field.mother.name': 'other', 'code.field.mother.phone': 'no-seal',
  })
  expect([half.status, ...half.problems()].sort()).toEqual([
    422, '“分娩记录”的补正理由：请选择理由，或者写明需要怎样补正', '“母亲姓名”的补充说明（选填；选“其他”时必填）：选“其他”时，请写明需要怎样补正', '“母亲电话”的补正理由：请从列出的选项中选择',
  ].sort())
  expect(half.$('[name="reason.field.child.name"]').text().trim()).toBe('用字不在规范汉字内')
  const done = await doctor.post(paths.deskAct(id, 'noteDeficiencies'), { 'reason.field.child.name': '用字不在规范汉字内', 'code.material.birth-record': 'unclear-picture' })
  expect(done.text()).toContain('补正内容已记录')
  expect(done.text()).toContain('分娩记录：照片或扫描件不清晰')
  expect(done.text()).toContain('孩子姓名： 用字不在规范汉字内 尚未通知申请人')
  expect((await now()).deficiencies.map(({ target, code }) => [target, code])).toEqual([['child.name', 'other'], ['birth-record', 'unclear-picture']])
})

test('until the notice goes out it can be taken back, and nobody has been told', async () => {
  const { doctor, task, now } = await town()
  const id = task('certificate')
  await doctor.post(paths.deskAct(id, 'noteDeficiencies'), name)
  expect((await doctor.get('/desk?status=received')).text()).toContain('待发补正通知')
  const back = await press(doctor, id, '收回补正内容')
  expect(back.text()).toContain('补正内容已收回')
  expect([statuses(await now()).certificate, (await now()).deficiencies]).toEqual(['received', []])
})

test('the notice goes out with the last department’s word; the applicant answers; the task comes back to whoever asked', async () => {
  const here = await town()
  const { site, applicant, doctor, task, dossier, now } = here
  const id = task('certificate')
  await doctor.post(paths.deskAct(id, 'noteDeficiencies'), name)
  await othersAccept(here)
  expect((await doctor.get('/desk')).text()).toContain('没有待办事项')
  const waiting = await (await doctor.get('/desk?status=supplementing')).follow('出生医学证明')
  // Ten working days from Monday 2 March.
  expect(waiting.text()).toContain('申请人应在 2026年3月16日前补正')
  expect(waiting.text()).toContain('整件事的补正通知发出，2026年3月16日前补正')
  expect(openDeficiencies(await now())).toHaveLength(1)
  site.pass({ days: 3 })
  await supplement(site.ctx(actorOf(applicant)), dossier.theCase.number, { 'child.name': '王晓明' })
  const back = await doctor.get('/desk?who=mine')
  expect(back.text()).toContain('2026-03-10') // the promised three anew from Thursday 5 March: 6, 9, 10
  const page = await back.follow('出生医学证明')
  expect(page.text()).toContain('王晓明')
  expect(page.text()).toContain('已补正')
})

test('a second request breaks the one-time rule: it needs its reason, which is recorded', async () => {
  const here = await town()
  const { site, applicant, doctor, task, dossier, now } = here
  const id = task('certificate')
  await doctor.post(paths.deskAct(id, 'noteDeficiencies'), name)
  await othersAccept(here)
  await supplement(site.ctx(actorOf(applicant)), dossier.theCase.number, { 'child.name': '王晓明' })
  const form = await (await doctor.get(paths.deskTask(id))).follow('记录补正内容')
  expect(form.text()).toContain('违反一次性告知的规定')
  const without = await doctor.post(paths.deskAct(id, 'noteDeficiencies'), name)
  expect([without.status, ...without.problems()]).toEqual([422, '为什么第一次没有告知：请写明理由'])
  const done = await doctor.post(paths.deskAct(id, 'noteDeficiencies'), { ...name, repeatReason: '补正后的姓名与出生记录不一致' })
  expect(done.text()).toContain('第二次要求补正，已记录。理由：补正后的姓名与出生记录不一致')
  const { theCase } = await now()
  const noted = (await listEvents(site.db, { region: '330106', caseId: theCase.id })).filter(({ type }) => type === 'task.deficienciesNoted').at(-1)
  expect(noted?.data).toMatchObject({ shortcomings: [{ repeatReason: '补正后的姓名与出生记录不一致' }] })
})

test('declining names its ground, and where to go instead; only what was corrected can still be wrong', async () => {
  const { doctor, task, now } = await town()
  const id = task('certificate')
  const form = await (await doctor.get(paths.deskTask(id))).follow('不予受理')
  expect(form.text()).not.toContain('补正后仍不符合要求')
  const empty = await form.fill({ 不予受理的理由: '' }).submit('作出不予受理决定')
  expect([empty.status, ...empty.problems()]).toEqual([422, '不予受理的情形：请选择一项', '不予受理的理由：请写明理由'])
  const nowhere = await empty.fill({ 不予受理的情形: '不属于本机关职权', 不予受理的理由: '孩子在萧山出生' }).submit('作出不予受理决定')
  expect(nowhere.problems()).toEqual(['应当向哪个机关申请：请写明应当向哪个机关申请'])
  expect(nowhere.field('不予受理的理由')).toBe('孩子在萧山出生')
  expect((await doctor.post(paths.deskAct(id, 'declineToAccept'), { ground: 'stillWrong', reason: '不符' })).status).toBe(422)
  const done = await nowhere.fill({ 应当向哪个机关申请: '萧山区卫生健康局' }).submit('作出不予受理决定')
  expect(done.text()).toContain('孩子在萧山出生 请向萧山区卫生健康局申请。')
  expect(statuses(await now()).certificate).toBe('notAccepted')
})

const withDeferrable = () => {
  const birth = aBirth()
  const certificate = birth.items.certificate!
  return { ...birth, items: { ...birth.items, certificate: { ...certificate, materials: certificate.materials.map(one => ({ ...one, handling: 'deferrable' as const })) } } }
}

test('where papers may be put off, accepting says which and until when, and grants nothing before they are there', async () => {
  const { doctor, task, now } = await town(withDeferrable())
  const id = task('certificate')
  const form = await (await doctor.get(paths.deskTask(id))).follow('受理')
  expect(form.heading()).toBe('出生医学证明')
  expect(form.text()).toContain('容缺受理 主要材料齐全')
  expect(form.field('请申请人在哪天前补齐')).toBe('2026-03-16') // ten working days
  for (const [typed, problem] of [['', '请填写此项'], ['下周', '请按“2026-03-02”的样子填写日期'], ['2026-03-01', '日期不能早于今天'], ['2028-03-01', '日期不能超过一年']] as const) {
    const wrong = await form.fill({ 请申请人在哪天前补齐: typed }).submit('容缺受理')
    expect([wrong.status, wrong.field('请申请人在哪天前补齐'), ...wrong.problems()]).toEqual([422, typed, `请申请人在哪天前补齐：${problem}`])
  }
  const done = await form.fill({ 请申请人在哪天前补齐: '2026年3月12日' }).submit('容缺受理')
  expect(done.text()).toContain('下列材料应在 2026年3月12日前补齐')
  expect(taskFor(await now(), 'certificate').proceedings.provisional).toMatchObject({ materials: ['birth-record'], until: '2026-03-12' })
  const early = await doctor.post(paths.deskAct(id, 'approve'), { 'child.certificateNumber': 'Y330000001' })
  expect([early.status, statuses(await now()).certificate]).toEqual([409, 'accepted'])
  expect(early.notice()).toContain('容缺的材料还没有补齐')
})

test('silence is shown as acceptance from receipt, with the article', async () => {
  const { site, doctor, task } = await town()
  site.pass({ days: 8 })
  await wakeCases(site.ctx())
  const page = await doctor.get(paths.deskTask(task('certificate')))
  expect(page.text()).toContain('视为受理 2026/3/2 10:00')
  expect(page.text()).toContain('依法视为受理，从收到申请的 2026年3月2日算起 依据：行政许可法第三十二条第一款第四项')
})
