import { accepted, deficienciesNoted } from '../../server/cases/intake-acts.ts'
import { answered } from '../../server/cases/applicant-acts.ts'
import { decided } from '../../server/cases/decision-acts.ts'
import { prolonged, resumed, suspended } from '../../server/cases/procedure-acts.ts'
import type { ProcedureKind } from '../../server/cases/proceedings.ts'
import { whoseTime } from '../../server/progress/whose-time.ts'
import { aDefinition } from '../support/cases.ts'
import { Story } from '../support/story.ts'

/** Filed on Monday, 2 March 2026: the first day that counts is Tuesday the 3rd. March has no holiday. */
const applicant = { actorRole: 'applicant', officeId: null }
const text = (zh: string) => ({ zh, en: zh })
const begin = () => {
  const definition = aDefinition({ permit: [], title: ['permit'] }, { permit: { promisedLimit: { value: 10, unit: 'workingDay', provenance: 'illustrative' } } })
  return new Story({ ...definition, bundle: { ...definition.bundle, phases: [{ id: 'one', name: text('许可'), items: ['permit'] }, { id: 'two', name: text('登记'), items: ['title'] }] } })
}
const accept = (story: Story, day: string, code = 'permit') => story.on(day, (dossier, act) => accepted(dossier, story.task(code), { materials: [] }, act))
const note = (story: Story, day: string) => story.on(day, (dossier, act) => deficienciesNoted(dossier, story.task('permit'), { shortcomings: [{ kind: 'field', target: 'a.b', code: 'other', reason: '补' }], repeatReason: null }, act))
const answer = (story: Story, day: string) => story.on(day, (dossier, act) => answered(dossier, {}, act), applicant)
const stop = (story: Story, day: string, until: string, kind: ProcedureKind = 'expertReview') => story.on(day, (dossier, act) => suspended(dossier, story.task('permit'), { kind, reason: '评审', until, hearing: null }, act))
const resume = (story: Story, day: string) => story.on(day, (dossier, act) => resumed(dossier, story.task('permit'), null, act))
const approve = (story: Story, day: string, code = 'permit') => story.on(day, (dossier, act) => decided(dossier, story.task(code), { outcome: 'approve', result: { fields: {} } }, act))
const refuse = (story: Story, day: string) => story.on(day, (dossier, act) => decided(dossier, story.task('permit'), { outcome: 'refuse', reason: '不符' }, act))

type Expected = [departments: number, applicant: number, special: number]

/** Worked out by hand: who had it in the morning of each working day. */
// prettier-ignore
const rows: [name: string, story: () => Story, today: string, expected: Expected][] = [
  ['on the day of filing nobody’s day has passed',                                  begin,                                                                                       '2026-03-02', [0, 0, 0]],
  ['the day after is the department’s',                                             begin,                                                                                       '2026-03-03', [1, 0, 0]],
  ['a weekend is nobody’s',                                                         begin,                                                                                       '2026-03-08', [4, 0, 0]],
  ['the day of the decision is the department’s still',                             () => refuse(accept(begin(), '2026-03-04'), '2026-03-06'),                                    '2026-03-20', [4, 0, 0]],
  ['decided on the day of filing: no day at all',                                   () => refuse(accept(begin(), '2026-03-02'), '2026-03-02'),                                    '2026-03-20', [0, 0, 0]],
  ['the day of the notice is the department’s, that of the answer the applicant’s', () => answer(note(begin(), '2026-03-04'), '2026-03-09'),                                      '2026-03-10', [3, 3, 0]], // 3, 4 | 5, 6, 9 | 10
  ['an answer on the day of the notice costs the applicant nothing',                () => answer(note(begin(), '2026-03-04'), '2026-03-04'),                                      '2026-03-05', [3, 0, 0]],
  ['a missed answer ends it: the applicant’s ten days are his',                     () => note(begin(), '2026-03-04').until('2026-03-19'),                                        '2026-03-19', [2, 11, 0]], // 5–18 are ten; on the 19th, the day of the end, it was his in the morning
  ['a procedure has its first day and its last',                                    () => stop(accept(begin(), '2026-03-03'), '2026-03-05', '2026-03-10').until('2026-03-12'),   '2026-03-12', [4, 0, 4]], // 3, 4 | 5, 6, 9, 10 | 11, 12
  ['taken up again early: that day counts',                                         () => resume(stop(accept(begin(), '2026-03-03'), '2026-03-05', '2026-03-20'), '2026-03-09'), '2026-03-10', [4, 0, 2]], // 3, 4 | 5, 6 | 9, 10
  ['stopped and taken up on one day: nothing is lost',                              () => resume(stop(accept(begin(), '2026-03-03'), '2026-03-05', '2026-03-20'), '2026-03-05'), '2026-03-06', [4, 0, 0]],
  ['a procedure that is prolonged',                                                 () => stop(accept(begin(), '2026-03-03'), '2026-03-05', '2026-03-06').on('2026-03-06', (dossier, act) => prolonged(dossier, dossier.tasks[0]!.id, { until: '2026-03-10', reason: '补测' }, act)).until('2026-03-11'), '2026-03-11', [3, 0, 4]],
  ['the owner’s own preparation is his own time',                                   () => stop(accept(begin(), '2026-03-03'), '2026-03-05', '2026-03-10', 'applicant').until('2026-03-12'), '2026-03-12', [4, 4, 0]],
  ['two procedures that touch',                                                     () => stop(stop(accept(begin(), '2026-03-03'), '2026-03-04', '2026-03-05').until('2026-03-06'), '2026-03-06', '2026-03-09').until('2026-03-10'), '2026-03-10', [2, 0, 4]], // 3 | 4, 5 | 6, 9 | 10
  ['the successor begins on the day after its predecessor ended',                   () => approve(accept(begin(), '2026-03-03'), '2026-03-05'),                                    '2026-03-10', [6, 0, 0]],
  ['the holiday of Qingming is nobody’s',                                           () => approve(accept(begin(), '2026-03-03'), '2026-03-05'),                                    '2026-04-07', [25, 0, 0]], // 22 weekdays of March less the 2nd, and 1–3, 7 April: 21 + 4
]

test.each(rows)('%s', (_, make, today, [departments, own, special]) => {
  const story = make()
  const { whole, days } = whoseTime(story.dossier, story.events, today)
  expect([whole.tally.departments, whole.tally.applicant, whole.tally.special]).toEqual([departments, own, special])
  expect(whole.runs.reduce((sum, run) => sum + run.days, 0)).toBe(days)
})

test('each phase and each item has its own days, and only the departments’ count against the promise', () => {
  const story = approve(stop(accept(begin(), '2026-03-03'), '2026-03-04', '2026-03-06').until('2026-03-10'), '2026-03-10')
  accept(story, '2026-03-11', 'title')
  const { phases, items, promised, whole } = whoseTime(story.dossier, story.events, '2026-03-12')
  expect(whole.runs.map(({ party, from, to }) => [party, from, to])).toEqual([['departments', '2026-03-03', '2026-03-03'], ['special', '2026-03-04', '2026-03-06'], ['departments', '2026-03-09', '2026-03-12']])
  expect(phases.map(({ name, tally }) => [name.zh, tally.departments, tally.special])).toEqual([['许可', 3, 3], ['登记', 2, 0]])
  expect(promised).toMatchObject({ used: 5, total: { value: 30 } })
  expect(items.map(({ decision }) => decision?.used)).toEqual([3, 2]) // after receipt on the 2nd: 3, 9, 10; after that on the 10th: 11, 12
})

test('what only waits has no days of its own', () => {
  const { items } = whoseTime(begin().dossier, begin().events, '2026-03-06')
  expect(items[1]).toMatchObject({ hasBegun: false, runs: [], decision: undefined })
})

test('a concluded case takes no more time', () => {
  const story = refuse(accept(begin(), '2026-03-03'), '2026-03-05')
  expect(whoseTime(story.dossier, story.events, '2026-06-01')).toMatchObject({ until: '2026-03-05', days: 3 })
})
