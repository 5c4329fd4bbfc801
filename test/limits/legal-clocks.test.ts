import { publishedCalendar as calendar } from '../../server/limits/calendar.ts'
import { countOut } from '../../server/limits/clock.ts'
import { acceptanceCount, answerCount, commitmentCheckCount, deemedAcceptance, deliveryCount, extensionFault, jointCount, legalLimits, monthsAfter, mostExtension, remedies, remedyEnd, startsAt } from '../../server/limits/legal-clocks.ts'
import { chainCounts } from './support.ts'

// By hand; the days off and make-up days of 2025 and 2026 stand in clock.test.ts.
test.each([
  ['on a Monday',                                     '2026-03-02', '2026-03-09'],
  ['on a Tuesday',                                    '2026-03-03', '2026-03-10'],
  ['on a Friday',                                     '2026-03-06', '2026-03-13'],
  ['on a Saturday',                                   '2026-03-07', '2026-03-13'],
  ['on a Sunday',                                     '2026-03-08', '2026-03-13'],
  ['four days before the Spring Festival',            '2026-02-11', '2026-02-25'],
  ['on the Friday before it',                         '2026-02-13', '2026-02-27'],
  ['on the make-up Saturday before it',               '2026-02-14', '2026-02-28'],
  ['on New Year’s Eve',                               '2026-02-16', '2026-02-28'],
  ['on its last day',                                 '2026-02-23', '2026-02-28'],
  ['on the day after it',                             '2026-02-24', '2026-03-02'],
  ['before Tomb-Sweeping Day',                        '2026-04-01', '2026-04-09'],
  ['on the Friday before Tomb-Sweeping Day',          '2026-04-03', '2026-04-13'],
  ['on Tomb-Sweeping Saturday',                       '2026-04-04', '2026-04-13'],
  ['two days before Labour Day',                      '2026-04-29', '2026-05-09'],
  ['the day before Labour Day',                       '2026-04-30', '2026-05-11'],
  ['before the make-up Saturday in May',              '2026-05-08', '2026-05-14'],
  ['before the Dragon Boat Festival',                 '2026-06-17', '2026-06-25'],
  ['the day before it',                               '2026-06-18', '2026-06-26'],
  ['before a make-up Sunday',                         '2026-09-18', '2026-09-24'],
  ['on the Saturday before a make-up Sunday',         '2026-09-19', '2026-09-24'],
  ['before Mid-Autumn and National Day',              '2026-09-24', '2026-10-09'],
  ['the day before National Day',                     '2026-09-30', '2026-10-13'],
  ['on its last day, with a make-up Saturday after',  '2026-10-07', '2026-10-13'],
  ['in the last week of the year',                    '2026-12-24', '2026-12-31'],
  ['at the turn of the year',                         '2025-12-29', '2026-01-06'],
  ['on the last day of the year',                     '2025-12-31', '2026-01-08'],
  ['before the Spring Festival of 2025',              '2025-01-24', '2025-02-07'],
  ['before the make-up Saturday of 2025',             '2025-02-07', '2025-02-13'],
  ['before the make-up Sunday of 2025',               '2025-09-26', '2025-10-10'],
  ['a minute before midnight in Beijing',             '2026-03-02T15:59:00.000Z', '2026-03-09'],
  ['a minute after midnight in Beijing',              '2026-03-02T16:01:00.000Z', '2026-03-10'],
])('the one notice within five working days: received %s', (_, receivedAt, expected) => {
  expect(acceptanceCount(receivedAt, calendar).dueOn).toBe(expected)
})

test.each([
  ['in an ordinary week',           '2026-03-02', '2026-03-09', '2026-03-10', '2026-03-30'],
  ['over the Spring Festival',      '2026-02-13', '2026-02-27', '2026-02-28', '2026-03-19'],
  ['received in the festival',      '2026-02-16', '2026-02-28', '2026-03-01', '2026-03-20'],
  ['over Labour Day',               '2026-04-29', '2026-05-09', '2026-05-10', '2026-05-29'],
  ['over National Day',             '2026-09-30', '2026-10-13', '2026-10-14', '2026-11-03'],
])('deemed acceptance %s: silent to the last, accepted as of the receipt', (_, receivedAt, noticeDueOn, from, decisionDueOn) => {
  const deemed = deemedAcceptance(receivedAt, calendar)
  expect(deemed).toMatchObject({ noticeDueOn, from, acceptedOn: receivedAt })
  expect(countOut(deemed.acceptedOn, legalLimits.decision, calendar).dueOn).toBe(decisionDueOn)
})

const days = (value: number) => ({ value, unit: 'workingDay' as const })

test.each([
  ['over the Spring Festival',   '2026-02-10', [3, 5, 1, 10], ['2026-02-13', '2026-02-27', '2026-02-28', '2026-03-13']],
  ['over Labour Day',            '2026-04-28', [1, 2, 3, 5],  ['2026-04-29', '2026-05-06', '2026-05-09', '2026-05-15']],
  ['over the turn of the year',  '2025-12-26', [2, 1, 3, 4],  ['2025-12-30', '2025-12-31', '2026-01-06', '2026-01-12']],
  ['through an ordinary month',  '2026-03-02', [5, 5, 5, 5],  ['2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30']],
])('a serial chain of four %s', (_, receivedAt, limits, expected) => {
  expect(chainCounts(receivedAt, limits.map(days), calendar).map(({ dueOn }) => dueOn)).toEqual(expected)
})

test('parallel items begin with the receipt of the case, a serial one with the last finish it was told of', () => {
  expect(startsAt('2026-03-02T02:00:00.000Z', [])).toBe('2026-03-02T02:00:00.000Z')
  expect(startsAt('2026-03-02T02:00:00.000Z', ['2026-03-05T01:00:00.000Z', '2026-03-04T01:00:00.000Z'])).toBe('2026-03-05T01:00:00.000Z')
})

test.each([
  ['delivery, over the Spring Festival',            () => deliveryCount('2026-02-10', calendar),          '2026-03-02'],
  ['delivery, over Labour Day',                     () => deliveryCount('2026-04-27', calendar),          '2026-05-13'],
  ['delivery, decided on a holiday',                () => deliveryCount('2026-09-25', calendar),          '2026-10-15'],
  ['delivery, no holiday',                          () => deliveryCount('2026-03-02', calendar),          '2026-03-16'],
  ['the check of a commitment',                     () => commitmentCheckCount('2026-03-02', calendar),   '2026-05-28'],
  ['the check of a commitment, into the unknown',   () => commitmentCheckCount('2026-10-26', calendar),   '2027-01-18'],
  ['the joint limit',                               () => jointCount('2026-01-05', calendar),             '2026-03-13'],
  ['the joint limit, extended',                     () => jointCount('2026-01-05', calendar, { extension: legalLimits.jointExtension }), '2026-04-03'],
  ['ten days to answer, over the Spring Festival',  () => answerCount('2026-02-12', days(10), calendar),  '2026-03-04'],
  ['fifteen calendar days to answer',               () => answerCount('2026-03-02', { value: 15, unit: 'calendarDay' }, calendar), '2026-03-17'],
])('%s', (_, count, expected) => {
  expect(count().dueOn).toBe(expected)
})

test.each([
  ['asked in good time',                 { approvedOn: '2026-03-20' },              undefined],
  ['asked on the last day',              { approvedOn: '2026-03-30' },              undefined],
  ['asked on the day after',             { approvedOn: '2026-03-31' },              'limitPassed'],
  ['asked a second time',                { isExtended: true },                      'extendedBefore'],
  ['all that the law allows',            { value: 10 },                             undefined],
  ['a day more than the law allows',     { value: 11 },                             'tooLong'],
  ['no day at all',                      { value: 0 },                              'empty'],
  ['fifteen, jointly',                   { value: 15, most: legalLimits.jointExtension }, undefined],
  ['sixteen, jointly',                   { value: 16, most: legalLimits.jointExtension }, 'tooLong'],
] as const)('an extension: %s', (_, asked, fault) => {
  expect(extensionFault({ dueOn: '2026-03-30', approvedOn: '2026-03-16', value: 5, most: legalLimits.extension, isExtended: false, ...asked })).toBe(fault)
})

test.each([
  ['the same day six months on',                 '2026-03-02', 'lawsuit',         '2026-09-02', undefined],
  ['the 31st where the month has 28 days',       '2025-08-31', 'lawsuit',         '2026-02-28', undefined],
  ['the 30th where the month has 28 days',       '2025-08-30', 'lawsuit',         '2026-02-28', undefined],
  ['the 29th where the month has 28 days',       '2025-08-29', 'lawsuit',         '2026-02-28', undefined],
  ['the 28th',                                   '2025-08-28', 'lawsuit',         '2026-02-28', undefined],
  ['the 31st in a leap year',                    '2023-08-31', 'lawsuit',         '2024-02-29', undefined],
  ['the 31st where the month has 30 days',       '2025-12-31', 'lawsuit',         '2026-06-30', undefined],
  ['an end on National Day',                     '2026-04-03', 'lawsuit',         '2026-10-08', '2026-10-03'],
  ['an end on a make-up Saturday',               '2026-04-10', 'lawsuit',         '2026-10-10', undefined],
  ['an end in the New Year’s holiday',           '2025-07-03', 'lawsuit',         '2026-01-04', '2026-01-03'],
  ['an end in the Spring Festival',              '2025-08-15', 'lawsuit',         '2026-02-24', '2026-02-15'],
  ['past the published calendar, to a Monday',   '2026-08-31', 'lawsuit',         '2027-03-01', '2027-02-28'],
  ['sixty days',                                 '2026-01-04', 'reconsideration', '2026-03-05', undefined],
  ['sixty days that end on Labour Day',          '2026-03-02', 'reconsideration', '2026-05-06', '2026-05-01'],
  ['sixty days that end on a Sunday',            '2026-07-01', 'reconsideration', '2026-08-31', '2026-08-30'],
  ['sixty days that end in the Spring Festival', '2025-12-17', 'reconsideration', '2026-02-24', '2026-02-15'],
  ['sixty days that end in National Day week',   '2026-08-06', 'reconsideration', '2026-10-08', '2026-10-05'],
] as const)('time for a remedy: %s', (_, toldAt, remedy, lastDay, rolledFrom) => {
  expect(remedyEnd(toldAt, remedies[remedy], calendar)).toEqual({ lastDay, rolledFrom, isPresumed: lastDay > '2026-12-31' })
})

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2024-02-29', 12, '2025-02-28'],
])('months after %s: %i', (day, months, expected) => {
  expect(monthsAfter(day, months)).toBe(expected)
})

const workingDays = { ...days(20), provenance: 'verified' as const }
const dayCount = { value: 60, unit: 'calendarDay' as const, provenance: 'verified' as const }
const threeMore = { ...days(3), basis: '市场主体登记管理条例第十九条', provenance: 'verified' as const }

test.each([
  ['ten days for a permit',                              { kind: 'permit' }, legalLimits.extension],
  ['its own statute’s, where that says so',              { kind: 'confirmation', extension: threeMore }, threeMore],
  ['its own statute’s, for a permit too',                { kind: 'permit', extension: threeMore }, threeMore],
  ['none for what is no permit',                         { kind: 'confirmation' }, undefined],
  ['none for a permit whose statute counts every day',   { kind: 'permit', statutoryLimit: dayCount }, undefined],
  ['ten days for a permit promised in hours',            { kind: 'permit', statutoryLimit: workingDays, promisedLimit: { value: 4, unit: 'hour', provenance: 'illustrative' } }, legalLimits.extension],
  ['none for a promise of hours without a statute',      { kind: 'permit', promisedLimit: { value: 4, unit: 'hour', provenance: 'illustrative' } }, undefined],
] as const)('the most by which an item may be extended: %s', (_, item, expected) => {
  expect(mostExtension({ promisedLimit: workingDays, statutoryLimit: undefined, extension: undefined, ...item })).toEqual(expected)
})
