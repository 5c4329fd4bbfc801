import { calendarOf, publishedCalendar as calendar } from '../../server/limits/calendar.ts'
import { bindingCount, countOut, type Amount, type ClosedPause } from '../../server/limits/clock.ts'
import { deemedAcceptance, extensionFault, legalLimits } from '../../server/limits/legal-clocks.ts'
import { chainCounts } from './support.ts'

/**
 * Where rules meet. Worked out by hand from the notices of 2025 and 2026, which stand in clock.test.ts;
 * behind each row the days that count, with | where a weekend, a holiday or a procedure lies between.
 */
const days = (value: number): Amount => ({ value, unit: 'workingDay' })
const calendarDays = (value: number): Amount => ({ value, unit: 'calendarDay' })
const hours = (value: number): Amount => ({ value, unit: 'hour' })
const pause = (from: string, to = from): ClosedPause => ({ from, to, why: 'testing' })

// prettier-ignore
test.each([
  // 3 | 9 10 11 12; then 13 | 16–19
  ['that touch',                          '2026-03-02', days(5),          [pause('2026-03-04', '2026-03-05'), pause('2026-03-06')], days(5), '2026-03-12', '2026-03-19'],
  // 3–10 stand still: 11 12 13 | 16 17; then 18 19 20
  ['that overlap',                        '2026-03-02', days(5),          [pause('2026-03-03', '2026-03-06'), pause('2026-03-05', '2026-03-10')], days(3), '2026-03-17', '2026-03-20'],
  // 3 4 | 11 12 13, the weekend between them is off anyway; then | 16
  ['with a weekend between',              '2026-03-02', days(5),          [pause('2026-03-05', '2026-03-06'), pause('2026-03-09', '2026-03-10')], days(1), '2026-03-13', '2026-03-16'],
  // 3 4 5 6 | 12, the last day itself stood still; then 13 | 16–20 | 23–26
  ['begun on the last day',               '2026-03-02', days(5),          [pause('2026-03-09', '2026-03-10'), pause('2026-03-11')], days(10), '2026-03-12', '2026-03-26'],
  // 3 4 5 6 | 9; then 10–13 stand still | 16 17 18
  ['that touch in the extension',         '2026-03-02', days(5),          [pause('2026-03-10', '2026-03-11'), pause('2026-03-12', '2026-03-13')], days(3), '2026-03-09', '2026-03-18'],
  // 10 | 24 25 26 27: the make-up Saturday 14 stands still too; then Saturday 28 | 2
  ['before and in the Spring Festival',   '2026-02-09', days(5),          [pause('2026-02-11', '2026-02-12'), pause('2026-02-12', '2026-02-14')], days(2), '2026-02-27', '2026-03-02'],
  // 22 23 24 | 9, Saturday 10 | 12–16; then 19–23 | 26–30
  ['from Mid-Autumn over National Day',   '2026-09-21', days(10),         [pause('2026-09-28', '2026-09-30'), pause('2026-09-30', '2026-10-08')], days(10), '2026-10-16', '2026-10-30'],
  // 25 | Sunday 4, 5 6 7; then 8 9 | 12–16 | 19 20 21
  ['up to New Year',                      '2025-12-24', days(5),          [pause('2025-12-26', '2025-12-29'), pause('2025-12-29', '2025-12-31')], days(10), '2026-01-07', '2026-01-21'],
  // 3 4 | 9–16, each day; then 17–21, a Saturday, so Monday 23
  ['in calendar days',                    '2026-03-02', calendarDays(10), [pause('2026-03-05', '2026-03-06'), pause('2026-03-07', '2026-03-08')], calendarDays(5), '2026-03-16', '2026-03-23'],
  // 45 end on 8 May, five stood still: Saturday 9 | 11–14 May; then 15 | 18–22 | 25–29 | 1–4 June
  ['within 45 + 15',                      '2026-03-02', days(45),         [pause('2026-03-16', '2026-03-18'), pause('2026-03-18', '2026-03-20')], days(15), '2026-05-14', '2026-06-04'],
] as const)('two procedures %s, and an extension approved on the last day', (_, from, limit, pauses, extension, lastDay, extendedTo) => {
  expect(countOut(from, limit, calendar, { pauses }).dueOn).toBe(lastDay)
  expect(extensionFault({ dueOn: lastDay, approvedOn: lastDay, value: extension.value, most: legalLimits.jointExtension, isExtended: false })).toBeUndefined()
  expect(countOut(from, limit, calendar, { pauses, extension }).dueOn).toBe(extendedTo)
})

// prettier-ignore
test.each([
  // 9 10; 11 12 13; Saturday 14 | 24 25 26 27; Saturday 28 | 2
  ['that begins a week before',         '2026-02-06', [days(2), days(3), days(5), days(2)],                   ['2026-02-10', '2026-02-13', '2026-02-27', '2026-03-02']],
  // Saturday 14; | 24; 25; 26
  ['of single days',                    '2026-02-13', [days(1), days(1), days(1), days(1)],                   ['2026-02-14', '2026-02-24', '2026-02-25', '2026-02-26']],
  // 24 25 26; 27, Saturday 28 | 2; 3 4 5; 6 | 9 10
  ['that begins on New Year’s Eve',     '2026-02-16', [days(3), days(3), days(3), days(3)],                   ['2026-02-26', '2026-03-02', '2026-03-05', '2026-03-10']],
  // the 19th is a holiday, so 24; 25 26 27; 27 + 15 is Saturday 14 March, so Monday 16; 17–20 | 23
  ['of working and calendar days',      '2026-02-09', [calendarDays(10), days(3), calendarDays(15), days(5)], ['2026-02-24', '2026-02-27', '2026-03-16', '2026-03-23']],
])('a serial chain of four over the Spring Festival, %s', (_, receivedAt, limits, expected) => {
  expect(chainCounts(receivedAt, limits, calendar).map(({ dueOn }) => dueOn)).toEqual(expected)
})

// prettier-ignore
test.each([
  // 29 30 | 8 9, Saturday 10; twenty: 29 30 | 8 9 10 | 12–16 | 19–23 | 26–30
  ['on the Monday before it',           '2026-09-28', '2026-10-10', '2026-10-11', '2026-10-30'],
  // | 8 9 10 | 12 13; twenty: 8 9 10 | 12–16 | 19–23 | 26–30 | 2 3 November
  ['on National Day itself',            '2026-10-01', '2026-10-13', '2026-10-14', '2026-11-03'],
  ['in the middle of the week',         '2026-10-05', '2026-10-13', '2026-10-14', '2026-11-03'],
  // 9 10 | 12 13 14; twenty: 9 10 | 12–16 | 19–23 | 26–30 | 2 3 4
  ['on the first day after it',         '2026-10-08', '2026-10-14', '2026-10-15', '2026-11-04'],
  // | 9 10, Saturday 11 | 13 14; twenty: 9 10 11 | 13–17 | 20–24 | 27–31 | 3 4
  ['the day before that of 2025',       '2025-09-30', '2025-10-14', '2025-10-15', '2025-11-04'],
  // Sunday 28, 29 30 | 9 10; twenty: 28 29 30 | 9 10 11 | 13–17 | 20–24 | 27–30
  ['before a worked Sunday of 2025',    '2025-09-27', '2025-10-10', '2025-10-11', '2025-10-30'],
])('deemed acceptance over the National Day week: received %s', (_, receivedAt, noticeDueOn, from, decisionDueOn) => {
  const deemed = deemedAcceptance(receivedAt, calendar)
  expect(deemed).toMatchObject({ noticeDueOn, from, acceptedOn: receivedAt })
  expect(countOut(deemed.acceptedOn, legalLimits.decision, calendar).dueOn).toBe(decisionDueOn)
})

/** As the notice of 2027 will have it in any case: three days, a Friday to a Sunday. */
const withNewYear = calendarOf(['01', '02', '03'].map(day => ({ day: `2027-01-${day}`, kind: 'holiday' as const, name: { zh: '元旦', en: 'New Year’s Day' } })), [2027])

// prettier-ignore
test.each([
  // 29 30 31
  ['that ends on the last known day',            calendar,    '2026-12-28', days(3),          {}, '2026-12-31', false],
  ['of calendar days that ends on it',           calendar,    '2026-12-21', calendarDays(10), {}, '2026-12-31', false],
  // 29 30 31, Friday 1 January as if it were worked | 4
  ['that ends in the year without a notice',     calendar,    '2026-12-28', days(5),          {}, '2027-01-04', true],
  ['of one day, on what will be New Year’s Day', calendar,    '2026-12-31', days(1),          {}, '2027-01-01', true],
  ['of calendar days',                           calendar,    '2026-12-20', calendarDays(15), {}, '2027-01-04', true],
  // 22–25 | 28; then 29 30 31 1 | 4
  ['that only its extension takes there',        calendar,    '2026-12-21', days(5),          { extension: days(5) }, '2027-01-04', true],
  // 25 | 28 29 | 6 7
  ['with a procedure over New Year',             calendar,    '2026-12-24', days(5),          { pauses: [pause('2026-12-30', '2027-01-05')] }, '2027-01-07', true],
  // November 17–20 | 23–27 | 30, December 1–4 | 7–11 | 14–18 | 21–25 | 28–31 (33), January 1 | 4–8 | 11–15 | 18 (45); then 19–22 | 25–29 | 1–5 | 8 February (15)
  ['of 45 + 15',                                 calendar,    '2026-11-16', days(45),         { extension: days(15) }, '2027-02-08', true],
  // 29 30 31 | 4 5
  ['once the next notice is in',                 withNewYear, '2026-12-28', days(5),          {}, '2027-01-05', false],
])('a limit over the end of the year: %s', (_, known, from, limit, terms, dueOn, isPresumed) => {
  expect(countOut(from, limit, known, terms)).toMatchObject({ dueOn, isPresumed })
})

const beijing = (time: string): string => new Date(`${time}:00+08:00`).toISOString()
const ownHours = [{ opens: 510, closes: 720 }, { opens: 840, closes: 1050 }]

// prettier-ignore
test.each([
  ['asked before opening',                       '2026-03-02T08:00', 1,    [], '2026-03-02T09:30'],
  ['asked while others’ offices are open again', '2026-03-02T13:30', 1,    [], '2026-03-02T15:00'], // two is when the afternoon begins here
  ['over noon',                                  '2026-03-02T11:30', 1,    [], '2026-03-02T14:30'], // ½ + ½
  ['exactly the morning',                        '2026-03-02T08:30', 3.5,  [], '2026-03-02T12:00'],
  ['exactly the day',                            '2026-03-02T08:30', 7,    [], '2026-03-02T17:30'],
  ['an hour more than the day',                  '2026-03-02T08:30', 8,    [], '2026-03-03T09:30'],
  ['asked as the offices close',                 '2026-03-02T17:30', 3,    [], '2026-03-03T11:30'],
  ['half an hour before they close',             '2026-03-02T17:00', 1,    [], '2026-03-03T09:00'], // ½ + ½
  ['over a weekend',                             '2026-03-06T16:30', 2,    [], '2026-03-09T09:30'], // 1 + 1
  ['three days of a week',                       '2026-03-02T14:00', 17.5, [], '2026-03-04T17:30'], // 3½ + 7 + 7
  ['from the make-up Saturday over the festival', '2026-02-14T15:00', 4,   [], '2026-02-24T10:00'], // 2½ + 1½
  ['over National Day',                          '2026-09-30T17:20', 1,    [], '2026-10-08T09:20'], // ten minutes + fifty
  ['with a day that stands still',               '2026-03-02T16:30', 2,    [pause('2026-03-03')], '2026-03-04T09:30'],
  ['with procedures that overlap',               '2026-03-02T16:30', 2,    [pause('2026-03-03', '2026-03-04'), pause('2026-03-04', '2026-03-05')], '2026-03-06T09:30'],
  ['into the year without a notice',             '2026-12-31T16:00', 3,    [], '2027-01-01T10:00'], // 1½ + 1½
] as const)('hours where offices are open from 8:30 to 12 and from 2 to 5:30: %s', (_, from, value, pauses, due) => {
  expect(countOut(beijing(from), hours(value), calendar, { hours: ownHours, pauses })).toMatchObject({ dueAt: beijing(due), dueOn: due.slice(0, 10) })
})

// prettier-ignore
test.each([
  ['within the day',                    '2026-03-02T09:00', hours(1), hours(1), '2026-03-02T11:00', 1],
  ['over noon',                         '2026-03-02T10:30', hours(1), hours(1), '2026-03-02T14:30', 1], // 11:30 + ½ + ½
  ['into the next day',                 '2026-03-02T16:00', hours(1), hours(2), '2026-03-03T10:00', 2], // 17:00 + ½ + 1½
  ['that begin as the day ends',        '2026-03-02T14:00', hours(3.5), hours(1), '2026-03-03T09:30', 2],
])('hours extended by hours %s', (_, from, limit, extension, due, steps) => {
  const count = countOut(beijing(from), limit, calendar, { hours: ownHours, extension })
  expect(count).toMatchObject({ dueAt: beijing(due), dueOn: due.slice(0, 10) })
  expect(count.steps).toHaveLength(steps)
})

test('days extended by hours are due on the day on which those have passed', () => {
  // Due on Friday 6 at 17:30; seven hours more are Monday 9, eight go on to Tuesday.
  expect(countOut('2026-03-02', days(4), calendar, { hours: ownHours, extension: hours(7) }).dueOn).toBe('2026-03-09')
  expect(countOut('2026-03-02', days(4), calendar, { hours: ownHours, extension: hours(8) }).dueOn).toBe('2026-03-10')
})

// prettier-ignore
test.each([
  // promise 3–6 | 9, + 10–13 | 16–20 | 23
  ['the promise, far before the statute',               days(5), days(20),        days(10), 'promised',  '2026-03-23'],
  // statute 3 4 5, + 6 | 9; promise 9, + 11
  ['the statute, where it ended first',                 days(5), days(3),         days(2),  'statutory', '2026-03-09'],
  // both would end on Monday 9; the statute itself ended on Sunday 8, and the extension runs on from there
  ['the statute, whose own end was on the Sunday',      days(5), calendarDays(6), days(1),  'statutory', '2026-03-09'],
] as const)('an extension lengthens promise and statute, and the earlier still binds: %s', (_, promised, statutory, extension, binding, dueOn) => {
  expect(bindingCount('2026-03-02', promised, statutory, calendar, { extension })).toMatchObject({ binding, dueOn })
})
