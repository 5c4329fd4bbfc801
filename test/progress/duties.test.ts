import { dutiesOf, type Duty } from '../../server/progress/duties.ts'
import { noCaseProceedings, noTaskProceedings, type CaseProceedings, type TaskProceedings } from '../../server/cases/proceedings.ts'
import type { TaskStatus } from '../../server/cases/lifecycle.ts'

const task = (id: string, status: TaskStatus, proceedings: Partial<TaskProceedings> = {}) => ({ id, status, proceedings: { ...noTaskProceedings, ...proceedings } })
const notice = { issuedAt: '2026-03-02T02:00:00.000Z', answerBy: '2026-03-16', remindedAt: null }
const provisional = (until: string, materials = ['lease'], completedAt: string | null = null) => ({ materials, until, remindedAt: null, completedAt })
const delivery = (deliveredAt: string | null = null) => ({ dueOn: '2026-03-16', deliveredAt, how: null, lateToldAt: null })
const commitment = (state: 'due' | 'rectifying' | 'kept' | 'broken') => ({ materials: ['promise'], state, dueOn: '2026-03-31', finding: '不实', lateToldAt: null })
const hearing = { kind: 'hearing' as const, reason: '', from: '2026-03-02', until: '2026-03-20', endedOn: null, hearing: { on: '2026-03-12', place: '三楼', chairId: 'x' }, finding: null }
const visit = (state: 'arranged' | 'held' | 'cancelled') => ({ id: 'v', on: '2026-03-09', place: '文三路', purpose: '核对', leadTaskId: 'a', taskIds: ['a'], state, finding: null })

type Row = [name: string, tasks: ReturnType<typeof task>[], proceedings: Partial<CaseProceedings>, today: string, expected: string[]]
const shown = ({ kind, on, taskIds, materials }: Duty) => [kind, on, taskIds.join('+'), ...materials].join(' ')

// prettier-ignore
const rows: Row[] = [
  ['nothing is asked while departments work',              [task('a', 'accepted')], {}, '2026-03-03', []],
  ['the notice asks all who wait, once',                   [task('a', 'supplementing'), task('b', 'supplementing'), task('c', 'accepted')], { notice }, '2026-03-03', ['answer 2026-03-16 a+b']],
  ['on its last day it is due still',                      [task('a', 'supplementing')], { notice }, '2026-03-16', ['answer 2026-03-16 a']],
  ['after its day nobody can answer any more',             [task('a', 'supplementing')], { notice }, '2026-03-17', []],
  ['papers with the same day are one, others apart',       [task('a', 'accepted', { provisional: provisional('2026-03-16') }), task('b', 'suspended', { provisional: provisional('2026-03-16', ['lease', 'plan']) }), task('c', 'reviewing', { provisional: provisional('2026-03-10') })], {}, '2026-03-03', ['handIn 2026-03-10 c lease', 'handIn 2026-03-16 a+b lease plan']],
  ['what has come is not asked again',                     [task('a', 'accepted', { provisional: provisional('2026-03-16', ['lease', 'plan']) })], { brought: ['lease'] }, '2026-03-03', ['handIn 2026-03-16 a plan']],
  ['complete papers ask for nothing',                      [task('a', 'accepted', { provisional: provisional('2026-03-16', ['lease'], '2026-03-05T02:00:00.000Z') })], {}, '2026-03-06', []],
  ['nor do those of an acceptance that was revoked',       [task('a', 'acceptanceRevoked', { provisional: provisional('2026-03-16') })], {}, '2026-03-06', []],
  ['a commitment is checked without the applicant',        [task('a', 'approved', { commitment: commitment('due') })], {}, '2026-03-06', []],
  ['one that does not hold has to be put right',           [task('a', 'approved', { commitment: commitment('rectifying') })], {}, '2026-03-06', ['rectify 2026-03-31 a']],
  ['also after its day, until somebody decides',           [task('a', 'approved', { commitment: commitment('rectifying') })], {}, '2026-04-06', ['rectify 2026-03-31 a']],
  ['not once the grant is revoked',                        [task('a', 'revoked', { commitment: commitment('broken') })], {}, '2026-04-06', []],
  ['a result waits to be collected',                       [task('a', 'approved', { delivery: delivery() })], {}, '2026-03-20', ['collect 2026-03-16 a']],
  ['one that was collected does not',                      [task('a', 'approved', { delivery: delivery('2026-03-10T02:00:00.000Z') })], {}, '2026-03-20', []],
  ['a hearing until its day',                              [task('a', 'suspended', { suspensions: [hearing] })], {}, '2026-03-12', ['hearing 2026-03-12 a']],
  ['and not after it',                                     [task('a', 'suspended', { suspensions: [hearing] })], {}, '2026-03-13', []],
  ['a visit that is arranged, not one held or cancelled',  [task('a', 'accepted')], { visits: [visit('arranged'), visit('held'), visit('cancelled')] }, '2026-03-06', ['visit 2026-03-09 a']],
  ['the earliest stands first',                            [task('a', 'supplementing'), task('b', 'suspended', { suspensions: [hearing] })], { notice, visits: [visit('arranged')] }, '2026-03-03', ['visit 2026-03-09 a', 'hearing 2026-03-12 b', 'answer 2026-03-16 a']],
]

test.each(rows)('%s', (_, tasks, proceedings, today, expected) => {
  expect(dutiesOf(tasks, { ...noCaseProceedings, ...proceedings }, today).map(shown)).toEqual(expected)
})
