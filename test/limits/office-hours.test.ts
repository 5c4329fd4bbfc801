import { publishedCalendar as calendar } from '../../server/limits/calendar.ts'
import { countOut } from '../../server/limits/clock.ts'

const beijing = (time: string): string => new Date(`${time}:00+08:00`).toISOString()
const hours = (value: number) => ({ value, unit: 'hour' as const })

// Offices are open from nine to twelve and from half past one to five.
test.each([
  ['within the morning',                        '2026-03-02T10:00', 1,   '2026-03-02T11:00'],
  ['to the end of the morning',                 '2026-03-02T11:00', 1,   '2026-03-02T12:00'],
  ['over noon',                                 '2026-03-02T11:30', 1,   '2026-03-02T14:00'],
  ['asked at noon',                             '2026-03-02T12:30', 1,   '2026-03-02T14:30'],
  ['asked before opening',                      '2026-03-02T07:00', 1,   '2026-03-02T10:00'],
  ['asked in the evening',                      '2026-03-02T20:00', 3,   '2026-03-03T12:00'],
  ['into the next day',                         '2026-03-02T16:00', 2,   '2026-03-03T10:00'],
  ['over a weekend',                            '2026-03-06T16:30', 1,   '2026-03-09T09:30'],
  ['asked on a Saturday',                       '2026-03-07T10:00', 1,   '2026-03-09T10:00'],
  ['on to a make-up Saturday',                  '2026-02-13T16:00', 2,   '2026-02-14T10:00'],
  ['from a make-up Saturday over the festival', '2026-02-14T16:00', 2,   '2026-02-24T10:00'],
  ['over the turn of the year',                 '2025-12-31T16:00', 2,   '2026-01-04T10:00'],
  ['a whole office day',                        '2026-03-02T09:00', 6.5, '2026-03-02T17:00'],
  ['more than an office day',                   '2026-03-02T09:00', 8,   '2026-03-03T10:30'],
  ['two office days over a weekend',            '2026-03-06T09:00', 13,  '2026-03-09T17:00'],
  ['none: before the offices close',            '2026-03-02T10:00', 0,   '2026-03-02T17:00'],
  ['none, on a Sunday',                         '2026-03-08T10:00', 0,   '2026-03-09T17:00'],
  ['over National Day',                         '2026-09-30T16:59', 1,   '2026-10-08T09:59'],
])('%s', (_, from, value, due) => {
  expect(countOut(beijing(from), hours(value), calendar)).toMatchObject({ dueAt: beijing(due), dueOn: due.slice(0, 10) })
})

test('the hours of a paused day do not count', () => {
  const pauses = [{ from: '2026-03-03', to: '2026-03-03', why: 'inspection' }]
  expect(countOut(beijing('2026-03-02T16:00'), hours(2), calendar, { pauses }).dueAt).toBe(beijing('2026-03-04T10:00'))
  expect(countOut(beijing('2026-03-03T10:00'), hours(1), calendar, { pauses }).dueAt).toBe(beijing('2026-03-04T10:00'))
})

test('while a procedure lasts, the hours that will be left are told', () => {
  const pauses = [{ from: '2026-03-03', to: null, why: 'inspection' }]
  expect(countOut(beijing('2026-03-02T16:00'), hours(3), calendar, { pauses })).toMatchObject({ dueOn: null, stoppedOn: '2026-03-03', left: 2 })
})

test('from a day without an hour, the count begins when the offices open next', () => {
  expect(countOut('2026-03-02', hours(8), calendar)).toMatchObject({ dueOn: '2026-03-04', dueAt: beijing('2026-03-04T10:30') })
})

test('a region’s own hours', () => {
  const own = [{ opens: 8 * 60 + 30, closes: 12 * 60 }, { opens: 14 * 60, closes: 17 * 60 + 30 }]
  expect(countOut(beijing('2026-03-02T11:00'), hours(2), calendar, { hours: own }).dueAt).toBe(beijing('2026-03-02T15:00'))
})

test('hours extended by a day are due when the offices close on it', () => {
  const extension = { value: 1, unit: 'workingDay' as const }
  expect(countOut(beijing('2026-03-02T10:00'), hours(2), calendar, { extension })).toMatchObject({ dueOn: '2026-03-03', dueAt: beijing('2026-03-03T17:00') })
})
