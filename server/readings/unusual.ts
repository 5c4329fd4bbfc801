import { isWorkingDay, type WorkingCalendar } from '../limits/calendar.ts'
import type { OfficeHours } from '../limits/office-hours.ts'
import type { Reading } from './reading.ts'

/**
 * Readings that an auditor ought to look at. Each rule says only that something is out of the ordinary, never that
 * it was wrong: a head who steps in, an evening before a deadline, a colleague who has a child.
 */
export const ruleNames = ['oneself', 'colleague', 'afterTheEnd', 'notAssigned', 'many', 'reveals', 'outsideHours'] as const
export type RuleName = (typeof ruleNames)[number]

/** More different people in an hour than somebody who works through his tasks gets to open; a list counts as nobody. */
export const manyInAnHour = 40
/** More often in a day than telephoning and comparing numbers takes. */
export const manyReveals = 20

/** What is known of a reading beside its row. */
export interface Circumstances {
  reading: Reading
  /** At whose desk the task lies; `null`: nobody's. Undefined: it is about no task. */
  assigneeId?: string | null | undefined
  /** When the task ended, if it had. */
  endedAt?: string | undefined
  /** People who work at the office for which was read. */
  colleagues: ReadonlySet<string>
}

/** Looks at single acts: lists are drawn by working. */
const isSingle = ({ kind }: Reading): boolean => kind !== 'list' && kind !== 'form'
const isOfOffice = ({ officeId, purpose }: Reading): boolean => officeId !== null && purpose !== 'accounts' && purpose !== 'audit'

type Rule = (one: Circumstances, given: { hours: OfficeHours; calendar: WorkingCalendar }) => boolean

// prettier-ignore
const rules: Partial<Record<RuleName, Rule>> = {
  oneself:      ({ reading }) => reading.subjects.some(({ personId }) => personId === reading.actorId),
  colleague:    ({ reading, colleagues }) => isSingle(reading) && reading.subjects.some(({ personId }) => personId !== reading.actorId && colleagues.has(personId)),
  afterTheEnd:  ({ reading, endedAt }) => isSingle(reading) && endedAt !== undefined && reading.at > endedAt && reading.at.slice(0, 10) !== endedAt.slice(0, 10),
  // Whoever opens what lies on somebody else's desk; what nobody has lies in the queue for everybody.
  notAssigned:  ({ reading, assigneeId }) => isSingle(reading) && reading.actorRole === 'officer' && typeof assigneeId === 'string' && assigneeId !== reading.actorId,
  outsideHours: ({ reading }, { hours, calendar }) => isOfOffice(reading) && isSingle(reading) && !isOfficeTime(reading.at, hours, calendar),
}

/** Minutes before opening and after closing in which people still work. */
const grace = 60

export function isOfficeTime(at: string, hours: OfficeHours, calendar: WorkingCalendar): boolean {
  const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
  const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  return isWorkingDay(calendar, local.slice(0, 10)) && hours.some(({ opens, closes }) => minute >= opens - grace && minute <= closes + grace)
}

/** For each reading the rules that it meets, in the order of `ruleNames`; what meets none is left out. */
export function unusual(all: readonly Circumstances[], given: { hours: (region: string) => OfficeHours; calendar: WorkingCalendar }): Map<Reading, RuleName[]> {
  const many = [...tooMany(all.map(({ reading }) => reading)), ...tooManyReveals(all.map(({ reading }) => reading))]
  const found = all.map(one => {
    const { reading } = one
    const own = ruleNames.filter(name => rules[name]?.(one, { hours: given.hours(reading.region), calendar: given.calendar }) || many.some(([rule, met]) => rule === name && met === reading))
    return [reading, own] as const
  })
  return new Map(found.filter(([, names]) => names.length > 0))
}

/** The reading with which somebody passes the number of people that he opens in an hour: told once for each hour. */
function tooMany(readings: readonly Reading[]): [RuleName, Reading][] {
  const byHour = Map.groupBy(readings.filter(isSingle), ({ actorId, at }) => `${actorId} ${at.slice(0, 13)}`)
  return [...byHour.values()].flatMap(ofHour => {
    const people = new Set<string>()
    const first = ofHour.find(({ subjects }) => {
      for (const { personId } of subjects) people.add(personId)
      return people.size > manyInAnHour
    })
    return first ? [['many', first] as [RuleName, Reading]] : []
  })
}

function tooManyReveals(readings: readonly Reading[]): [RuleName, Reading][] {
  const byDay = Map.groupBy(readings.filter(({ kind }) => kind === 'reveal'), ({ actorId, at }) => `${actorId} ${at.slice(0, 10)}`)
  return [...byDay.values()].flatMap(ofDay => { const met = ofDay[manyReveals]; return met ? [['reveals', met] as [RuleName, Reading]] : [] })
}
