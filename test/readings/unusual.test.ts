import { publishedCalendar } from '../../server/limits/calendar.ts'
import { usualHours } from '../../server/limits/office-hours.ts'
import type { Reading } from '../../server/readings/reading.ts'
import { isOfficeTime, manyInAnHour, manyReveals, unusual, type Circumstances, type RuleName } from '../../server/readings/unusual.ts'

const aReading = (changes: Partial<Reading> = {}): Reading => ({
  region: '330106', id: 'r', at: '2026-03-02T02:00:00.000Z', actorId: 'zhou', actorRole: 'officer', officeId: 'health@330106000000', kind: 'page', purpose: 'examination', taskId: 't',
  subjects: [{ personId: 'chen', caseNumber: '1' }], fields: [], covered: [], materials: [], reason: undefined, ...changes,
})
const around = (reading: Partial<Reading>, more: Partial<Circumstances> = {}): Circumstances => ({ reading: aReading(reading), assigneeId: 'zhou', colleagues: new Set(['zhou', 'wu']), ...more })
const rulesOf = (...all: Circumstances[]): RuleName[] => [...unusual(all, { hours: () => usualHours, calendar: publishedCalendar }).values()].flat()

test.each<[string, Circumstances, RuleName[]]>([
  ['a task on one’s own desk, in the morning', around({}), []],
  ['a task that nobody has', around({}, { assigneeId: null }), []],
  ['a task on somebody else’s desk', around({}, { assigneeId: 'wu' }), ['notAssigned']],
  ['the same by the head', around({ actorRole: 'head' }, { assigneeId: 'wu' }), []],
  ['the same in a list', around({ kind: 'list' }, { assigneeId: 'wu' }), []],
  ['one’s own matter', around({ subjects: [{ personId: 'zhou' }] }), ['oneself']],
  ['a colleague’s matter', around({ subjects: [{ personId: 'wu' }] }), ['colleague']],
  ['a colleague’s matter in a list', around({ kind: 'list', subjects: [{ personId: 'wu' }] }), []],
  ['the day after it ended', around({}, { endedAt: '2026-03-01T02:00:00.000Z' }), ['afterTheEnd']],
  ['the day on which it ended', around({}, { endedAt: '2026-03-02T01:00:00.000Z' }), []],
  ['at half past five in the afternoon', around({ at: '2026-03-02T09:30:00.000Z' }), []],
  ['at ten in the evening', around({ at: '2026-03-02T14:00:00.000Z' }), ['outsideHours']],
  ['on a Sunday', around({ at: '2026-03-01T02:00:00.000Z' }), ['outsideHours']],
  ['an administrator of accounts on a Sunday', around({ at: '2026-03-01T02:00:00.000Z', officeId: null, purpose: 'accounts' }), []],
])('%s', (_, circumstances, expected) => {
  expect(rulesOf(circumstances)).toEqual(expected)
})

test('many different people in an hour are told once, and as many as one works through are not', () => {
  const opened = (count: number) => Array.from({ length: count }, (_, nth) => around({ id: String(nth), subjects: [{ personId: `p${nth}` }] }))
  expect(rulesOf(...opened(manyInAnHour))).toEqual([])
  expect(rulesOf(...opened(manyInAnHour + 5))).toEqual(['many'])
  // The same person again and again is no other.
  expect(rulesOf(...Array.from({ length: 90 }, () => around({})))).toEqual([])
})

test('uncovering again and again is told', () => {
  const revealed = (count: number) => Array.from({ length: count }, (_, nth) => around({ id: String(nth), kind: 'reveal' }))
  expect(rulesOf(...revealed(manyReveals))).toEqual([])
  expect(rulesOf(...revealed(manyReveals + 1))).toEqual(['reveals'])
})

test('office time has an hour before and after, on working days', () => {
  const at = (time: string) => isOfficeTime(time, usualHours, publishedCalendar)
  expect([at('2026-03-02T00:00:00.000Z'), at('2026-03-01T23:59:00.000Z'), at('2026-03-02T10:00:00.000Z'), at('2026-03-02T10:01:00.000Z')]).toEqual([true, false, true, false])
})
