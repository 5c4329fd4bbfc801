import { publishedCalendar } from '../../server/limits/calendar.ts'
import { bindingCount, countOut } from '../../server/limits/clock.ts'

const limit = (value: number, unit: 'workingDay' | 'calendarDay' | 'hour' = 'workingDay') => ({ value, unit })

// Worked out by hand from the State Council's notice for 2026 (Spring Festival 15–23 February, make-up
// days 14 and 28 February; Tomb Sweeping 4–6 April; Labour Day 1–5 May, make-up 9 May;
// National Day 1–7 October, make-up 20 September and 10 October).
test.each([
  ['a plain week',                                   '2026-03-02', limit(5),                 '2026-03-09'],
  ['nothing to count',                               '2026-03-02', limit(0),                 '2026-03-02'],
  ['accepted on a Friday',                           '2026-03-06', limit(1),                 '2026-03-09'],
  ['over Spring Festival, both make-up Saturdays',   '2026-02-12', limit(3),                 '2026-02-24'],
  ['a make-up Saturday counts',                      '2026-05-08', limit(1),                 '2026-05-09'],
  ['over National Day',                              '2026-09-30', limit(2),                 '2026-10-09'],
  ['calendar days count weekends',                   '2026-03-02', limit(7, 'calendarDay'),  '2026-03-09'],
  ['calendar days that end on a Saturday go on to Monday', '2026-03-02', limit(5, 'calendarDay'), '2026-03-09'],
  ['eight hours are a working day',                  '2026-03-02', limit(8, 'hour'),         '2026-03-03'],
  ['nine hours begin a second one',                  '2026-03-02', limit(9, 'hour'),         '2026-03-04'],
] as const)('%s', (_, from, counted, expected) => {
  expect(countOut(from, counted, publishedCalendar).dueOn).toBe(expected)
})

test('every day of the count is told with its reason', () => {
  const { steps } = countOut('2026-03-06', limit(1), publishedCalendar)
  expect(steps).toEqual([
    { day: '2026-03-07', counts: false, kind: 'weekend' },
    { day: '2026-03-08', counts: false, kind: 'weekend' },
    { day: '2026-03-09', counts: true, kind: 'working' },
  ])
})

test('a date past the published calendar is marked as presumed', () => {
  expect(countOut('2026-12-30', limit(1), publishedCalendar)).toMatchObject({ dueOn: '2026-12-31', isPresumed: false })
  expect(countOut('2026-12-30', limit(5), publishedCalendar).isPresumed).toBe(true)
})

test.each([
  ['the promise, when it ends first',  { value: 3, unit: 'workingDay' },  { value: 20, unit: 'workingDay' }, 'promised', '2026-03-05'],
  ['the statute, when it ends first',  { value: 5, unit: 'workingDay' },  { value: 3, unit: 'calendarDay' }, 'statutory', '2026-03-05'],
  ['the promise, without a statute',   { value: 1, unit: 'workingDay' },  undefined,                         'promised', '2026-03-03'],
] as const)('what binds: %s', (_, promised, statutory, binding, dueOn) => {
  const full = <T extends object>(one: T) => ({ ...one, provenance: 'illustrative' as const })
  expect(bindingCount('2026-03-02', full(promised), statutory && full(statutory), publishedCalendar)).toMatchObject({ binding, dueOn })
})
