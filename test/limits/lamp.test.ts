import { publishedCalendar } from '../../server/limits/calendar.ts'
import { lampOf } from '../../server/limits/lamp.ts'

// March 2026 has no public holidays; the Spring Festival of 2026 is off from 15 to 23 February, with Saturdays 14 and 28 worked.
test.each([
  ['five days: three are left',                        '2026-03-02', '2026-03-09', '2026-03-04', 'green'],
  ['five days: two are left',                          '2026-03-02', '2026-03-09', '2026-03-05', 'yellow'],
  ['the last day',                                     '2026-03-02', '2026-03-09', '2026-03-09', 'yellow'],
  ['the day after',                                    '2026-03-02', '2026-03-09', '2026-03-10', 'red'],
  ['twenty days: five are left',                       '2026-03-02', '2026-03-30', '2026-03-23', 'green'],
  ['twenty days: the last fifth',                      '2026-03-02', '2026-03-30', '2026-03-24', 'yellow'],
  ['a weekend counts for nothing: Friday, due Tuesday', '2026-03-02', '2026-03-10', '2026-03-06', 'yellow'],
  ['over the Spring Festival few working days are left', '2026-02-09', '2026-02-24', '2026-02-14', 'yellow'],
  ['a make-up Saturday counts',                        '2026-02-24', '2026-03-03', '2026-02-26', 'green'],
  ['a promise for the same day',                       '2026-03-02', '2026-03-02', '2026-03-02', 'yellow'],
  ['overdue on a Saturday',                            '2026-03-02', '2026-03-06', '2026-03-07', 'red'],
])('%s', (_, startedOn, dueOn, today, lamp) => {
  expect(lampOf({ startedOn, dueOn }, today, publishedCalendar)).toBe(lamp)
})
