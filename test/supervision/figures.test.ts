import { accept } from '../../server/cases/accept.ts'
import { noTaskProceedings, type TaskProceedings } from '../../server/cases/proceedings.ts'
import { decide } from '../../server/cases/decide.ts'
import { publishedCalendar } from '../../server/limits/calendar.ts'
import { anchorHistory } from '../../server/history/anchor.ts'
import { departmentFigures } from '../../server/supervision/figures.ts'
import type { DecidedCount } from '../../server/supervision/figures.store.ts'
import { covered } from '../../server/supervision/open.view.ts'
import { departmentLines, lateFollowUps, stationOf } from '../../server/supervision/watch.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase } from '../support/filed-case.ts'
import { supervisedTown } from './town.ts'

/** Decided so many working days after Monday, 2 March 2026. */
const decided = (days: number, changes: Partial<DecidedCount> = {}): DecidedCount =>
  ({ departmentId: 'health', acceptedOn: '2026-03-02', decidedOn: ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-09'][days] as string, isLate: false, isSupplemented: false, count: 1, ...changes })

test.each([
  ['one each day',              [decided(0), decided(1), decided(2), decided(3), decided(4)], 2],
  ['an even number',            [decided(1, { count: 3 }), decided(2, { count: 3 })], 1.5],
  ['a weekend is no work',      [decided(5, { count: 5 })], 5],
  ['most of them the same day', [decided(0, { count: 9 }), decided(5)], 0],
])('the median of %s', (_, rows, days) => {
  expect(departmentFigures(rows, publishedCalendar).departments[0]?.medianDays).toBe(days)
})

test('one delay in a thousand is not rounded away', () => {
  const rows = [decided(1, { count: 1999 }), decided(5, { isLate: true })]
  expect(departmentFigures(rows, publishedCalendar).departments[0]).toMatchObject({ decided: 2000, inTime: 99.9, supplemented: 0 })
})

test('fewer than five are withheld', () => {
  const rows = [decided(1, { count: 4 }), decided(1, { departmentId: 'healthcare', count: 5, isSupplemented: true })]
  expect(departmentFigures(rows, publishedCalendar)).toMatchObject({ departments: [{ departmentId: 'healthcare', decided: 5, supplemented: 100 }], withheld: ['health'] })
})

// Today is Monday, 9 March 2026.
test.each([
  ['accepted', '2026-03-06', 'overdue'], ['received', '2026-03-06', 'today'], ['accepted', '2026-03-09', 'today'], ['accepted', '2026-03-10', 'soon'], ['accepted', '2026-03-11', 'soon'],
  ['accepted', '2026-03-12', 'near'], ['accepted', '2026-03-16', 'near'], ['accepted', '2026-03-17', 'later'], ['suspended', '2026-03-06', 'overdue'],
] as const)('%s and due on %s stands at “%s”', (status, dueOn, station) => {
  expect(stationOf({ status, dueOn }, '2026-03-09', publishedCalendar)).toBe(station)
})

test('a department’s line adds up its days, and counts apart what stands still', () => {
  const one = { departmentId: 'health', startedOn: '2026-03-02', count: 1 }
  const [line] = departmentLines([
    { ...one, status: 'accepted', dueOn: '2026-03-05', count: 2 }, { ...one, status: 'received', dueOn: '2026-03-10' }, { ...one, status: 'accepted', dueOn: '2026-04-02', count: 3 },
    { ...one, status: 'suspended', dueOn: '2026-03-20', count: 4 }, { ...one, status: 'supplementing', dueOn: null, startedOn: null, count: 5 },
  ], '2026-03-09', publishedCalendar)
  expect(line).toEqual({ departmentId: 'health', lamps: { red: 2, yellow: 1, green: 3 }, days: { overdue: 2, today: 0, soon: 1, near: 0, later: 3 }, suspended: 4, awaiting: 5, lostDays: 4 })
})

test.each<[string, Partial<TaskProceedings>, string[]]>([
  ['a check that was due yesterday', { commitment: { materials: ['m'], state: 'due', dueOn: '2026-03-08', finding: null, lateToldAt: null } }, ['commitment']],
  ['a correction that was due yesterday', { commitment: { materials: ['m'], state: 'rectifying', dueOn: '2026-03-08', finding: '不符', lateToldAt: null } }, ['rectification']],
  ['a check that is due today', { commitment: { materials: ['m'], state: 'due', dueOn: '2026-03-09', finding: null, lateToldAt: null } }, []],
  ['a commitment that was kept', { commitment: { materials: ['m'], state: 'kept', dueOn: '2026-03-08', finding: '属实', lateToldAt: null } }, []],
  ['a delivery beside a check that has time', { commitment: { materials: ['m'], state: 'due', dueOn: '2026-05-08', finding: null, lateToldAt: null }, delivery: { dueOn: '2026-03-06', deliveredAt: null, how: null, lateToldAt: null } }, ['delivery']],
])('%s', (_, changes, late) => {
  expect(lateFollowUps({ proceedings: { ...noTaskProceedings, ...changes } }, '2026-03-09').map(({ what }) => what)).toEqual(late)
})

test('a published case number is covered but for its first six and last four digits', () => {
  expect(covered('33010620260302123456')).toBe('330106**********3456')
})

test('the figures of the town count what departments have decided, up to the last moment that the log of history holds', async () => {
  const { site, applicant, by, doctor, pass } = await supervisedTown()
  const result = { fields: { 'child.certificateNumber': 'A330000001' } }
  const visitor = site.visitor()
  const first = await visitor.get('/open')
  expect(first.text()).toContain('少于 5收到的申请（件）')
  expect(first.text()).toContain('暂不公布')
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.push(taskFor(await givenCase(site, { applicant }), 'certificate').id)
  for (const id of ids) await accept(by(doctor), id)
  for (const id of ids.slice(0, 3)) await decide(by(doctor), id, { outcome: 'approve', result })
  await pass(7)
  for (const id of ids.slice(3)) await decide(by(doctor), id, { outcome: 'approve', result })
  const page = await visitor.get('/open')
  expect(page.text()).toContain('7收到的申请（件）')
  expect(page.text()).toMatch(/卫健 6 50% 2.5 个工作日 0%/)
  await givenCase(site, { applicant })
  expect((await visitor.get('/open')).text()).toContain('7收到的申请（件）')
  await anchorHistory(site.ctx())
  expect((await visitor.get('/open')).text()).toContain('8收到的申请（件）')
  expect((await visitor.get('/open?lang=en')).text()).toContain('8applications received')
})
