import { listEvents } from '../../server/ledger/event.store.ts'
import { accept } from '../../server/cases/accept.ts'
import { paths } from '../../server/web/paths.ts'
import { supervisedTown, type SupervisedTown } from './town.ts'

/** Accepted on Monday, 2 March 2026: with Qingming (6 April) and the Labour Day holidays (1, 4 and 5 May) off and Saturday 9 May worked, 45 working days end on 8 May. */
const jointEnd = '2026-05-08'

async function accepted(): Promise<SupervisedTown> {
  const town = await supervisedTown()
  await accept(town.by(town.doctor), town.task('certificate'))
  return town
}

const typed = { days: '15', approver: '西湖区人民政府分管负责人', reason: '需要多部门联合核实' }

test('the joint limit is shown with its reason and every department by name and state only', async () => {
  const { supervisor, dossier } = await accepted()
  const page = await supervisor.get(paths.supervisedCase(dossier.theCase.number))
  expect(page.heading()).toBe('出生一件事')
  expect(page.text()).toContain('2026年5月8日')
  expect(page.text()).toContain('45 个工作日（行政许可法第四十二条第二款）')
  expect(page.$('tbody tr').length).toBe(4)
  expect(page.text()).toContain('等前一事项')
})

test('it is lengthened once, with who approved it and why; the applicant is told through the event', async () => {
  const town = await accepted()
  const { site, supervisor, dossier, now } = town
  const path = paths.supervisedCase(dossier.theCase.number)
  const page = await supervisor.get(path)
  const done = await page.fill({ 延长几个工作日: '15', 批准人: typed.approver, 延长的理由: typed.reason }).submit('记录延长并通知申请人')
  expect(done.notice()).toContain('联办期限已延长')
  expect(done.text()).toContain('延长 15 个工作日，由西湖区人民政府分管负责人批准')
  expect(done.text()).toContain('已经延长过一次')
  expect(done.$('#extension-form').length).toBe(0)
  const { theCase } = await now()
  expect(theCase.proceedings.extension).toEqual({ value: 15, reason: typed.reason, approvedBy: typed.approver })
  expect(theCase.tellAt).toBe(site.clock.toISOString())
  const events = await listEvents(site.db, { region: '330106', caseId: theCase.id })
  expect(events.at(-1)).toMatchObject({ type: 'case.extended', actorId: supervisor.id, actorRole: 'supervisor', data: { value: 15, reason: typed.reason, approver: typed.approver, dueOn: '2026-05-28' } })

  const own = await (await site.citizen()).get(paths.case(theCase.number))
  expect([own.status, own.text().includes('2026年5月28日')]).toEqual([200, true])

  const again = await supervisor.post(paths.extendCase(theCase.number), typed)
  expect([again.status, again.problems()]).toEqual([422, ['延长几个工作日：联办期限已经延长过一次，不能再延长。']])
  expect(again.field('延长的理由')).toBe(typed.reason)
})

test('after the limit has passed it can’t be lengthened any more', async () => {
  const { supervisor, dossier, pass, now } = await accepted()
  await pass(70)
  const number = dossier.theCase.number
  expect((await supervisor.get(paths.supervisedCase(number))).text()).toContain('联办期限已过，不能再延长')
  const page = await supervisor.post(paths.extendCase(number), typed)
  expect([page.status, page.problems()]).toEqual([422, ['延长几个工作日：联办期限已过，不能再延长。']])
  expect((await now()).theCase.proceedings.extension).toBeNull()
})

test('a case that no department has accepted has no joint limit', async () => {
  const { supervisor, dossier } = await supervisedTown()
  expect((await supervisor.get(paths.supervisedCase(dossier.theCase.number))).text()).toContain('没有联办期限')
  expect((await supervisor.post(paths.extendCase(dossier.theCase.number), typed)).status).toBe(422)
})

test.each([
  ['nothing', { days: '', approver: '', reason: '' }, ['延长几个工作日：请填写此项', '批准人：请写明由谁批准', '延长的理由：请写明延长的理由']],
  ['a day too many', { ...typed, days: '16' }, ['延长几个工作日：最多延长 15 个工作日']],
  ['no day', { ...typed, days: '0' }, ['延长几个工作日：不能小于 1']],
  ['half a day', { ...typed, days: '1.5' }, ['延长几个工作日：请填写整数']],
  ['too long a name', { ...typed, approver: '长'.repeat(61) }, ['批准人：不能超过 60 个字']],
])('an extension by %s is refused beside the field, and what was typed stays', async (_, given, problems) => {
  const { supervisor, dossier, now } = await accepted()
  const page = await supervisor.post(paths.extendCase(dossier.theCase.number), given)
  expect([page.status, page.problems()]).toEqual([422, problems])
  expect([page.field('延长几个工作日'), page.field('批准人'), page.field('延长的理由')]).toEqual([given.days, given.approver, given.reason])
  expect((await now()).theCase.proceedings.extension).toBeNull()
})

test('a case stands in the list of joint limits from ten working days before its end', async () => {
  const { site, supervisor, dossier, pass } = await accepted()
  const rows = async () => (await supervisor.get('/supervision?list=joint')).$('.watch-table tbody tr')
  site.clock = '2026-04-20T02:00:00.000Z'
  await pass(0)
  expect((await rows()).length).toBe(0)
  site.clock = '2026-04-21T02:00:00.000Z'
  await pass(0)
  const [row, other] = (await rows()).toArray()
  expect(other).toBeUndefined()
  expect((await supervisor.get('/supervision?list=joint&department=health')).$('.watch-table tbody tr').length).toBe(1)
  expect((await supervisor.get('/supervision?list=joint&department=nobody')).$('.watch-table tbody tr').length).toBe(0)
  expect(row && (await rows()).text()).toContain(jointEnd)
  expect((await rows()).find('a').attr('href')).toBe(paths.supervisedCase(dossier.theCase.number))
})
