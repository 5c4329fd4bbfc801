import { publishedCalendar as calendar } from '../../server/limits/calendar.ts'
import { bindingCount, countOut, type ClosedPause } from '../../server/limits/clock.ts'

/**
 * Worked out by hand from the rule and the notices. 2026: New Year 1–3 January, Sunday 4 worked; Spring
 * Festival 15–23 February, Saturdays 14 and 28 worked; Tomb-Sweeping 4–6 April; Labour Day 1–5 May,
 * Saturday 9 worked; Dragon Boat 19–21 June; Mid-Autumn 25–27 September; National Day 1–7 October,
 * Sunday 20 September and Saturday 10 October worked. 2025: Spring Festival 28 January – 4 February,
 * Sunday 26 January and Saturday 8 February worked; National Day 1–8 October, Sunday 28 September and
 * Saturday 11 October worked. Nothing is published for 2027.
 */
const days = (value: number) => ({ value, unit: 'workingDay' as const })
const calendarDays = (value: number) => ({ value, unit: 'calendarDay' as const })
const pause = (from: string, to: string): ClosedPause => ({ from, to, why: 'expertReview' })

test.each([
  ['a plain week',                                    '2026-03-02', 5,  '2026-03-09'],
  ['nothing to count',                                '2026-03-02', 0,  '2026-03-02'],
  ['nothing to count, asked on a Saturday',           '2026-03-07', 0,  '2026-03-09'],
  ['nothing to count, on a Saturday that is worked',  '2026-02-14', 0,  '2026-02-14'],
  ['nothing to count, on New Year’s Eve',             '2026-02-16', 0,  '2026-02-24'],
  ['nothing to count, in the National Day week',      '2026-10-03', 0,  '2026-10-08'],
  ['one: from Friday to Monday',                      '2026-03-06', 1,  '2026-03-09'],
  ['one: from Saturday to Monday',                    '2026-03-07', 1,  '2026-03-09'],
  ['one: from Friday to the make-up Saturday',        '2026-02-13', 1,  '2026-02-14'],
  ['one: from the make-up Saturday over the festival', '2026-02-14', 1, '2026-02-24'],
  ['one: Friday 27 February to Saturday 28',          '2026-02-27', 1,  '2026-02-28'],
  ['one: from Saturday 28 February to Monday',        '2026-02-28', 1,  '2026-03-02'],
  ['one: a make-up Saturday in May',                  '2026-05-08', 1,  '2026-05-09'],
  ['one: from that Saturday to Monday',               '2026-05-09', 1,  '2026-05-11'],
  ['one: Saturday to a make-up Sunday',               '2026-09-19', 1,  '2026-09-20'],
  ['one: Friday to the make-up Saturday in October',  '2026-10-09', 1,  '2026-10-10'],
  ['one: from that Saturday to Monday in October',    '2026-10-10', 1,  '2026-10-12'],
  ['one: from New Year’s holiday to the make-up Sunday', '2026-01-03', 1, '2026-01-04'],
  ['one: from the make-up Sunday to Monday',          '2026-01-04', 1,  '2026-01-05'],
  ['one: over the turn of the year',                  '2025-12-31', 1,  '2026-01-04'],
  ['one: over the Dragon Boat Festival',              '2026-06-18', 1,  '2026-06-22'],
  ['one: over Labour Day',                            '2026-04-30', 1,  '2026-05-06'],
  ['one: over National Day',                          '2026-09-30', 1,  '2026-10-08'],
  ['three: over Spring Festival, with one make-up day', '2026-02-12', 3, '2026-02-24'],
  ['three: into the National Day week and out',       '2026-09-29', 3,  '2026-10-09'],
  ['three: over the Dragon Boat Festival',            '2026-06-16', 3,  '2026-06-22'],
  ['three: from New Year’s Day',                      '2026-01-01', 3,  '2026-01-06'],
  ['three: an ordinary summer weekend',               '2026-08-14', 3,  '2026-08-19'],
  ['seven: with a make-up Saturday',                  '2026-05-06', 7,  '2026-05-14'],
  ['ten: over the Spring Festival, both make-up days', '2026-02-10', 10, '2026-03-02'],
  ['ten: over Labour Day, with its make-up day',      '2026-04-27', 10, '2026-05-13'],
  ['ten: from Mid-Autumn over National Day',          '2026-09-25', 10, '2026-10-15'],
  ['fifteen: over the Dragon Boat Festival',          '2026-06-10', 15, '2026-07-02'],
  ['twenty: no holiday',                              '2026-03-02', 20, '2026-03-30'],
  ['twenty: January',                                 '2026-01-05', 20, '2026-02-02'],
  ['twenty: the Spring Festival in the middle',       '2026-02-02', 20, '2026-03-06'],
  ['twenty: ends on the last day before Labour Day',  '2026-04-01', 20, '2026-04-30'],
  ['twenty: a day later ends after it',               '2026-04-02', 20, '2026-05-06'],
  ['twenty: over Mid-Autumn',                         '2026-09-01', 20, '2026-09-29'],
  ['twenty: over Mid-Autumn and National Day',        '2026-09-10', 20, '2026-10-14'],
  ['twenty: ends on the last published day',          '2026-12-03', 20, '2026-12-31'],
  ['twenty: over the turn of the year',               '2025-12-10', 20, '2026-01-08'],
  ['thirty: over the Tomb-Sweeping Day',              '2026-03-02', 30, '2026-04-14'],
  ['forty-five: over the Spring Festival',            '2026-01-05', 45, '2026-03-13'],
  ['forty-five: spring',                              '2026-03-02', 45, '2026-05-08'],
])('working days: %s', (_, from, value, expected) => {
  expect(countOut(from, days(value), calendar)).toMatchObject({ dueOn: expected, isPresumed: false })
})

test.each([
  ['weekends count',                                  '2026-03-02', 7,   '2026-03-09'],
  ['the end on a Saturday goes on to Monday',         '2026-03-02', 5,   '2026-03-09'],
  ['the end on a Sunday goes on to Monday',           '2026-03-02', 6,   '2026-03-09'],
  ['an end on a working day stays',                   '2026-01-19', 15,  '2026-02-03'],
  ['an end in the Spring Festival goes behind it',    '2026-02-01', 15,  '2026-02-24'],
  ['an end on a make-up Saturday stays',              '2026-02-01', 13,  '2026-02-14'],
  ['a month of days',                                 '2026-03-02', 30,  '2026-04-01'],
  ['an end on Tomb-Sweeping Day',                     '2026-03-02', 33,  '2026-04-07'],
  ['an end on Labour Day',                            '2026-04-01', 30,  '2026-05-06'],
  ['sixty days that end on Labour Day',               '2026-03-02', 60,  '2026-05-06'],
  ['sixty days that end on a Sunday',                 '2026-07-01', 60,  '2026-08-31'],
  ['an end at Mid-Autumn',                            '2026-09-15', 10,  '2026-09-28'],
  ['an end on a make-up Sunday stays',                '2026-09-15', 5,   '2026-09-20'],
  ['an end on National Day',                          '2026-09-11', 20,  '2026-10-08'],
  ['an end on the make-up Saturday in October stays', '2026-09-11', 29,  '2026-10-10'],
  ['an end on the Sunday after it',                   '2026-09-11', 30,  '2026-10-12'],
  ['over the end of February, a worked Saturday',     '2026-02-27', 1,   '2026-02-28'],
  ['over the end of February, a Sunday',              '2026-02-27', 2,   '2026-03-02'],
  ['over the turn of the year, to the worked Sunday', '2025-12-19', 15,  '2026-01-04'],
  ['a whole year',                                    '2025-03-02', 365, '2026-03-02'],
])('calendar days: %s', (_, from, value, expected) => {
  expect(countOut(from, calendarDays(value), calendar)).toMatchObject({ dueOn: expected, isPresumed: false })
})

test.each([
  ['two days of expert review',                  '2026-03-02', days(5),         [pause('2026-03-04', '2026-03-05')], '2026-03-11'],
  ['a weekend only',                             '2026-03-02', days(5),         [pause('2026-03-07', '2026-03-08')], '2026-03-09'],
  ['Friday to Monday',                           '2026-03-02', days(5),         [pause('2026-03-06', '2026-03-09')], '2026-03-11'],
  ['two that touch',                             '2026-03-02', days(5),         [pause('2026-03-04', '2026-03-04'), pause('2026-03-05', '2026-03-05')], '2026-03-11'],
  ['two that overlap',                           '2026-03-02', days(5),         [pause('2026-03-03', '2026-03-05'), pause('2026-03-05', '2026-03-06')], '2026-03-13'],
  ['one inside another',                         '2026-03-02', days(5),         [pause('2026-03-03', '2026-03-10'), pause('2026-03-04', '2026-03-05')], '2026-03-17'],
  ['the same one twice',                         '2026-03-02', days(5),         [pause('2026-03-04', '2026-03-05'), pause('2026-03-04', '2026-03-05')], '2026-03-11'],
  ['two with days between',                      '2026-03-02', days(5),         [pause('2026-03-03', '2026-03-03'), pause('2026-03-06', '2026-03-06')], '2026-03-11'],
  ['three that touch over a weekend',            '2026-03-02', days(5),         [pause('2026-03-04', '2026-03-06'), pause('2026-03-07', '2026-03-08'), pause('2026-03-09', '2026-03-10')], '2026-03-16'],
  ['the last day itself',                        '2026-03-02', days(5),         [pause('2026-03-09', '2026-03-09')], '2026-03-10'],
  ['to the Sunday before the last day',          '2026-03-02', days(5),         [pause('2026-03-06', '2026-03-08')], '2026-03-10'],
  ['begun after the last day',                   '2026-03-02', days(5),         [pause('2026-03-10', '2026-03-20')], '2026-03-09'],
  ['over before the count begins',               '2026-03-02', days(5),         [pause('2026-02-24', '2026-03-02')], '2026-03-09'],
  ['begun before the count, and a day into it',  '2026-03-02', days(5),         [pause('2026-02-24', '2026-03-03')], '2026-03-10'],
  ['with the Spring Festival in it',             '2026-02-10', days(5),         [pause('2026-02-12', '2026-02-24')], '2026-02-28'],
  ['inside the Spring Festival',                 '2026-02-13', days(5),         [pause('2026-02-17', '2026-02-20')], '2026-02-27'],
  ['a make-up Saturday',                         '2026-02-24', days(5),         [pause('2026-02-28', '2026-02-28')], '2026-03-03'],
  ['a hearing week in twenty days',              '2026-03-02', days(20),        [pause('2026-03-16', '2026-03-20')], '2026-04-07'],
  ['over the turn of the year',                  '2025-12-24', days(10),        [pause('2025-12-29', '2026-01-05')], '2026-01-15'],
  ['two months of testing before the only day',  '2026-03-02', days(1),         [pause('2026-03-03', '2026-05-05')], '2026-05-06'],
  ['on the day of a duty for the same day',      '2026-03-02', days(0),         [pause('2026-03-02', '2026-03-03')], '2026-03-04'],
  ['calendar days stand still too',              '2026-03-02', calendarDays(7), [pause('2026-03-04', '2026-03-05')], '2026-03-11'],
  ['calendar days, then the end on a Sunday',    '2026-03-02', calendarDays(5), [pause('2026-03-07', '2026-03-07')], '2026-03-09'],
  ['where a weekend’s end would have gone to',   '2026-03-02', calendarDays(5), [pause('2026-03-09', '2026-03-10')], '2026-03-11'],
])('special procedures: %s', (_, from, limit, pauses, expected) => {
  expect(countOut(from, limit, calendar, { pauses }).dueOn).toBe(expected)
})

const open = (from: string) => ({ from, to: null, why: 'hearing' })

test.each([
  ['begun in the middle',                    days(5),         [open('2026-03-05')], {}, { stoppedOn: '2026-03-05', left: 3 }],
  ['begun on the first day',                 days(5),         [open('2026-03-03')], {}, { stoppedOn: '2026-03-03', left: 5 }],
  ['begun before the count',                 days(5),         [open('2026-02-25')], {}, { stoppedOn: '2026-03-03', left: 5 }],
  ['begun on a Saturday',                    days(5),         [open('2026-03-07')], {}, { stoppedOn: '2026-03-07', left: 1 }],
  ['behind a closed one that it touches',    days(5),         [pause('2026-03-04', '2026-03-05'), open('2026-03-06')], {}, { stoppedOn: '2026-03-06', left: 4 }],
  ['inside a closed one',                    days(5),         [pause('2026-03-04', '2026-03-10'), open('2026-03-06')], {}, { stoppedOn: '2026-03-06', left: 4 }],
  ['while the end moves over a weekend',     calendarDays(5), [open('2026-03-08')], {}, { stoppedOn: '2026-03-08', left: 0 }],
  ['before an extension that was granted',   days(20),        [open('2026-03-30')], { extension: days(10) }, { stoppedOn: '2026-03-30', left: 11 }],
  ['in the extension',                       days(5),         [open('2026-03-10')], { extension: days(3) }, { stoppedOn: '2026-03-10', left: 3 }],
])('a special procedure that lasts: %s', (_, limit, pauses, terms, expected) => {
  expect(countOut('2026-03-02', limit, calendar, { ...terms, pauses })).toMatchObject({ dueOn: null, ...expected })
})

test('a special procedure begun after the last day stops nothing', () => {
  expect(countOut('2026-03-02', days(5), calendar, { pauses: [open('2026-03-10')] })).toMatchObject({ dueOn: '2026-03-09' })
})

test.each([
  ['20 + 10',                                     '2026-03-02', days(20),         days(10),         [], '2026-04-14'],
  ['45 + 15 jointly',                             '2026-01-05', days(45),         days(15),         [], '2026-04-03'],
  ['3 + 3, over the Spring Festival',             '2026-02-12', days(3),          days(3),          [], '2026-02-27'],
  ['5 + 10, over National Day',                   '2026-09-24', days(5),          days(10),         [], '2026-10-22'],
  ['over the turn of the year',                   '2025-12-10', days(20),         days(10),         [], '2026-01-22'],
  ['with a special procedure in the extension',   '2026-03-02', days(20),         days(10),         [pause('2026-03-31', '2026-04-03')], '2026-04-20'],
  ['30 + 15 calendar days',                       '2026-03-02', calendarDays(30), calendarDays(15), [], '2026-04-16'],
  ['runs on from a day off, and does not roll over twice', '2026-03-02', calendarDays(33), calendarDays(5), [], '2026-04-09'],
  ['calendar days, extended by working days',     '2026-03-02', calendarDays(30), days(10),         [], '2026-04-16'],
  ['60 + 30 calendar days, ending on a Sunday',   '2026-03-02', calendarDays(60), calendarDays(30), [], '2026-06-01'],
])('extended: %s', (_, from, limit, extension, pauses, expected) => {
  expect(countOut(from, limit, calendar, { extension, pauses }).dueOn).toBe(expected)
})

test('every day of the count is told with its reason', () => {
  const { steps } = countOut('2026-02-13', days(2), calendar, { pauses: [pause('2026-02-24', '2026-02-24')] })
  const festival = { zh: '春节', en: 'Spring Festival' }
  expect(steps[0]).toMatchObject({ day: '2026-02-14', counts: true, rule: 'counted', kind: 'makeUpWorkday', name: festival })
  expect(steps.slice(1, 10).map(({ day, rule, kind, name }) => [day, rule, kind, name?.zh])).toEqual(
    Array.from({ length: 9 }, (_, index) => [`2026-02-${15 + index}`, 'dayOff', 'holiday', '春节']))
  expect(steps[10]).toMatchObject({ day: '2026-02-24', counts: false, rule: 'paused', pausedBy: 'expertReview' })
  expect(steps[11]).toMatchObject({ day: '2026-02-25', counts: true, kind: 'working', name: undefined })
  expect(steps).toHaveLength(12)
})

test('days an end rolls over are told as such, and the days of an extension as its own', () => {
  expect(countOut('2026-03-02', calendarDays(5), calendar).steps.slice(-2)).toMatchObject([
    { day: '2026-03-08', rule: 'rolledOver', counts: false }, { day: '2026-03-09', rule: 'rolledOver', counts: false }])
  expect(countOut('2026-03-02', days(1), calendar, { extension: days(1) }).steps.map(({ isExtension }) => isExtension)).toEqual([false, true])
})

test.each([
  ['ends on the last published day',                      '2026-12-30', days(1),          '2026-12-31', false],
  ['ends a day later',                                    '2026-12-31', days(1),          '2027-01-01', true],
  ['sixty working days into the year that is not published', '2026-10-26', days(60),      '2027-01-18', true],
  ['calendar days past the end',                          '2026-12-15', calendarDays(30), '2027-01-14', true],
] as const)('a date past the published calendar is marked: %s', (_, from, limit, dueOn, isPresumed) => {
  expect(countOut(from, limit, calendar)).toMatchObject({ dueOn, isPresumed })
})

test.each([
  ['the promise, when it ends first',                  days(3),  days(20),        [], 'promised',  '2026-03-05'],
  ['the statute, when it ends first',                  days(5),  calendarDays(3), [], 'statutory', '2026-03-05'],
  ['the promise, without a statute',                   days(1),  undefined,       [], 'promised',  '2026-03-03'],
  ['the promise, when both end together',              days(5),  calendarDays(7), [], 'promised',  '2026-03-09'],
  ['the promise of hours before a statute of days',    { value: 2, unit: 'hour' as const }, days(3), [], 'promised', '2026-03-03'],
  ['the statute of calendar days, after a procedure',  days(10), calendarDays(10), [pause('2026-03-04', '2026-03-05')], 'statutory', '2026-03-16'],
] as const)('what binds: %s', (_, promised, statutory, pauses, binding, dueOn) => {
  expect(bindingCount('2026-03-02', promised, statutory, calendar, { pauses })).toMatchObject({ binding, dueOn })
})

test('what binds stays the same while the clock stands still', () => {
  expect(bindingCount('2026-03-02', days(3), days(20), calendar, { pauses: [open('2026-03-04')] })).toMatchObject({ binding: 'promised', dueOn: null, left: 2 })
})
