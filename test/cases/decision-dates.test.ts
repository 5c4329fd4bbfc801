import fc from 'fast-check'
import type { Limit, ServiceItem } from '../../server/catalogue/definition.ts'
import { passed } from '../../server/cases/change.ts'
import { dayOf, momentOf } from '../../server/cases/dates.ts'
import { agreed, decided } from '../../server/cases/decision-acts.ts'
import { accepted } from '../../server/cases/intake-acts.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { isOpen } from '../../server/cases/lifecycle.ts'
import { procedureFault, prolonged, suspended } from '../../server/cases/procedure-acts.ts'
import type { ProcedureKind } from '../../server/cases/proceedings.ts'
import { whyDate } from '../../server/cases/why-date.ts'
import { aDefinition, aDraft, aFiling, after, anAct, taskFor } from '../support/cases.ts'
import { actAt, plans } from './any-history.ts'

/**
 * The promise runs from the day on which an application came in, the statute from acceptance; only what article
 * 45 names stops the statute. Worked out by hand; days off and make-up days stand in test/limits/clock.test.ts.
 */
const at = (day: string, time = '10:00') => momentOf(day, time)
const days = (value: number): Limit => ({ value, unit: 'workingDay', provenance: 'illustrative' })
const hours = (value: number): Limit => ({ value, unit: 'hour', provenance: 'illustrative' })
const calendarDays = (value: number): Limit => ({ value, unit: 'calendarDay', provenance: 'illustrative' })

const filedAt = (moment: string, item: Partial<ServiceItem>): Dossier => after(aFiling(aDefinition({ one: [] }, { one: item }), aDraft(), moment))
const acceptedAt = (dossier: Dossier, moment: string): Dossier => after(accepted(dossier, taskFor(dossier, 'one').id, { materials: [] }, anAct({ at: moment })))
const limits = (promisedLimit: Limit, statutoryLimit?: Limit): Partial<ServiceItem> => ({ kind: 'permit', promisedLimit, ...(statutoryLimit ? { statutoryLimit } : {}) })

// prettier-ignore
test.each<[name: string, filed: string, taken: string, item: Partial<ServiceItem>, told: string, dueOn: string, startedDay: string]>([
  // 3 4 5
  ['accepted at once',                              at('2026-03-02'), at('2026-03-02'), limits(days(3)),               '2026-03-05', '2026-03-05', '2026-03-02'],
  ['accepted two days later',                       at('2026-03-02'), at('2026-03-04'), limits(days(3)),               '2026-03-05', '2026-03-05', '2026-03-02'],
  // 3 4 5 6 | 9–13 | 16
  ['accepted on the fifth day',                     at('2026-03-02'), at('2026-03-09'), limits(days(10), days(20)),    '2026-03-16', '2026-03-16', '2026-03-02'],
  // the statute from the 5th: 6 | 9–13 | 16–20 | 23–27 | 30 31 1 2; the promise from the 2nd ends on 30 March
  ['as long as the statute, accepted on the fourth', at('2026-03-02'), at('2026-03-05'), limits(days(20), days(20)),   '2026-03-30', '2026-03-30', '2026-03-02'],
  // the statute from the 4th: 5 to 11; told at filing: from the last day of acceptance, 9 March, 10 to 16
  ['the statute in days ends first',                at('2026-03-02'), at('2026-03-04'), limits(days(15), calendarDays(7)), '2026-03-16', '2026-03-11', '2026-03-04'],
  // | 9
  ['one day, filed on a Saturday',                  at('2026-03-07'), at('2026-03-09'), limits(days(1)),               '2026-03-09', '2026-03-09', '2026-03-07'],
  // | 9 10 11
  ['three days, filed on a Saturday',               at('2026-03-07'), at('2026-03-09'), limits(days(3)),               '2026-03-11', '2026-03-11', '2026-03-07'],
  // Saturday 14 is worked | 24
  ['two days, filed on the eve of the make-up day', at('2026-02-13'), at('2026-02-14'), limits(days(2)),               '2026-02-24', '2026-02-24', '2026-02-13'],
  // 24 25
  ['two days, filed in the festival',               at('2026-02-18'), at('2026-02-24'), limits(days(2)),               '2026-02-25', '2026-02-25', '2026-02-18'],
  ['on the spot, as the offices close',             at('2026-03-02', '17:00'), at('2026-03-02', '17:00'), limits(days(0)), '2026-03-02', '2026-03-02', '2026-03-02'],
  ['on the spot, a minute after they have closed',  at('2026-03-02', '17:01'), at('2026-03-03'), limits(days(0)),      '2026-03-03', '2026-03-03', '2026-03-02'],
  ['on the spot, in the evening of a Friday',       at('2026-03-06', '20:00'), at('2026-03-09'), limits(days(0)),      '2026-03-09', '2026-03-09', '2026-03-06'],
  ['on the spot, on a Sunday',                      at('2026-03-08'), at('2026-03-09'), limits(days(0)),               '2026-03-09', '2026-03-09', '2026-03-08'],
  ['on the spot, in the evening before the make-up Saturday', at('2026-02-13', '18:00'), at('2026-02-14'), limits(days(0)), '2026-02-14', '2026-02-14', '2026-02-13'],
  ['on the spot, in the evening of that Saturday',  at('2026-02-14', '18:00'), at('2026-02-24'), limits(days(0)),      '2026-02-24', '2026-02-24', '2026-02-14'],
  // one hour on Monday, three on Tuesday morning
  ['four hours, accepted on the next morning',      at('2026-03-02', '16:00'), at('2026-03-03', '09:00'), limits(hours(4)), '2026-03-03', '2026-03-03', '2026-03-02'],
  ['seven days, each of them counted',              at('2026-03-02'), at('2026-03-06'), limits(calendarDays(7)),       '2026-03-09', '2026-03-09', '2026-03-02'],
])('a promise is kept from receipt: %s', (_, filed, taken, item, told, dueOn, startedDay) => {
  const dossier = filedAt(filed, item)
  expect(dossier.theCase.dueOn).toBe(told)
  const now = acceptedAt(dossier, taken)
  expect(taskFor(now, 'one').dueOn).toBe(dueOn)
  expect(now.theCase.dueOn).toBe(dueOn)
  expect(whyDate(now, taskFor(now, 'one'))).toMatchObject({ dueOn, startedDay })
})

const licence = limits(days(10), days(20)) // promised from 2 March until the 16th; by law until the 30th
const stopped = (kind: ProcedureKind, from: string, until: string, item = licence) => {
  const dossier = acceptedAt(filedAt(at('2026-03-02'), item), at('2026-03-02'))
  return after(suspended(dossier, taskFor(dossier, 'one').id, { kind, reason: '依法办理', until, hearing: null }, anAct({ at: at(from) })))
}

// prettier-ignore
test.each<[kind: ProcedureKind, until: string, dueOn: string, binding: string]>([
  // 3 | stands still from 4 to 24 | 25 26 27 | 30 31 1–3 | 7: the tenth. The statute stands still as well.
  ['expertReview', '2026-03-24', '2026-04-07', 'promised'],
  ['appraisal',    '2026-03-24', '2026-04-07', 'promised'],
  // The promise would end on 7 April too; the statute runs on to 30 March.
  ['publicNotice', '2026-03-24', '2026-03-30', 'statutory'],
  ['applicant',    '2026-03-24', '2026-03-30', 'statutory'],
  // 3 | 4 to 10 | 11–13 | 16–20 | 23: before the statute, so the promise binds.
  ['publicNotice', '2026-03-10', '2026-03-23', 'promised'],
])('what article 45 does not name stops the promise, never the statute: %s until %s', (kind, until, dueOn, binding) => {
  const dossier = stopped(kind, '2026-03-04', until)
  const task = taskFor(dossier, 'one')
  expect(task.dueOn).toBe(dueOn)
  expect(whyDate(dossier, task)?.rule).toBe(binding)
})

test.each<[kind: ProcedureKind, until: string, fault: string | undefined]>([
  ['publicNotice', '2026-03-27', undefined],
  ['publicNotice', '2026-03-30', 'beyondStatute'], // the last day itself must be one on which it can be decided
  ['applicant', '2026-04-10', 'beyondStatute'],
  ['testing', '2026-04-10', undefined],
])('a pause that the statute runs through is over before its last day: %s until %s', (kind, until, fault) => {
  const dossier = acceptedAt(filedAt(at('2026-03-02'), licence), at('2026-03-02'))
  expect(procedureFault(dossier, taskFor(dossier, 'one'), { kind, reason: '', until, hearing: null }, '2026-03-04')).toBe(fault)
  if (fault) expect(() => stopped(kind, '2026-03-04', until)).toThrow(`procedure.${fault}`)
})

test('nor is it prolonged beyond the statute; and without a statute there is nothing that runs on', () => {
  const notice = stopped('publicNotice', '2026-03-04', '2026-03-10')
  expect(() => prolonged(notice, taskFor(notice, 'one').id, { until: '2026-03-30', reason: '异议' }, anAct({ at: at('2026-03-09') }))).toThrow('procedure.beyondStatute')
  expect(taskFor(stopped('publicNotice', '2026-03-04', '2026-04-10', limits(days(10))), 'one').dueOn).toBe('2026-04-23') // 3 | 13–17 | 20–23
})

test('a procedure that begins after the limit has passed may be held, and changes no date', () => {
  const late = after(passed(acceptedAt(filedAt(at('2026-03-02'), licence), at('2026-03-02')), anAct({ at: at('2026-03-18') })))
  const { id } = taskFor(late, 'one')
  const standing = after(suspended(late, id, { kind: 'testing', reason: '依法检测', until: '2026-03-25', hearing: null }, anAct({ at: at('2026-03-18') })))
  expect(taskFor(standing, 'one')).toMatchObject({ status: 'suspended', dueOn: '2026-03-16', proceedings: { told: { level: 'passed', dueOn: '2026-03-16' } } })
  const over = after(passed(standing, anAct({ at: at('2026-03-26') })))
  expect(taskFor(over, 'one')).toMatchObject({ status: 'accepted', dueOn: '2026-03-16' })
  // Nor does one that the statute runs through: there is no time of it left.
  expect(procedureFault(late, taskFor(late, 'one'), { kind: 'publicNotice', reason: '', until: '2026-03-31', hearing: null }, '2026-03-18')).toBe('beyondStatute')
})

/** Whoever has least time left uses all of it, until the offices close; the others do something before, or nothing. */
function livedInTime(start: Dossier, choices: readonly number[]): Dossier {
  let [now, dossier] = [Date.parse(start.theCase.submittedAt), start]
  for (let turn = 0; dossier.theCase.status === 'running' && turn < 200; turn++) {
    const open = dossier.tasks.filter(({ status }) => isOpen(status)).sort((a, b) => (a.dueOn! < b.dueOn! ? -1 : 1))
    const choice = choices[turn % choices.length]!
    const end = Math.max(now, Date.parse(at(open[0]!.dueOn!, '17:00')))
    now += Math.floor(((end - now) * (choice % 101)) / 100)
    const task = choice % 101 === 100 ? open[0]! : open[choice % open.length]!
    dossier = movedOn(after(passed(dossier, actAt(now))), task.id, now)
  }
  return dossier
}

/** One step nearer to its decision, whatever stage it is at. */
function movedOn(dossier: Dossier, id: string, now: number): Dossier {
  const task = dossier.tasks.find(one => one.id === id)!
  if (task.status === 'received') return after(accepted(dossier, id, { materials: [] }, actAt(now)))
  if (task.status === 'accepted') return after(decided(dossier, id, { outcome: 'approve', result: { fields: {} } }, actAt(now)))
  if (task.status === 'reviewing' || task.status === 'approving') return after(agreed(dossier, id, { ...actAt(now), actorId: `colleague-${task.proceedings.proposal!.agreedBy.length}` }))
  return dossier
}

test('the day told at filing is one that the offices are held to: when nobody is late, the case has ended by then', () => {
  fc.assert(fc.property(plans, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 23 }), fc.array(fc.nat(), { minLength: 5, maxLength: 40 }), (plan, day, hour, choices) => {
    const filing = after(aFiling(plan, aDraft(), new Date(Date.parse(at('2025-11-03', '00:00')) + (day * 24 + hour) * 3_600_000).toISOString()))
    const told = filing.theCase.dueOn!
    const { theCase, tasks } = livedInTime(filing, choices)
    expect(theCase.status).toBe('concluded')
    expect(tasks.filter(({ proceedings }) => proceedings.told?.level === 'passed')).toEqual([])
    expect(dayOf(theCase.concludedAt!) <= told).toBe(true)
  }), { numRuns: 300, endOnFailure: true })
})
