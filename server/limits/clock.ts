import type { Limit, Text } from '../catalogue/definition.ts'
import { beijingDay, dayAfter, isWorkingDay, type Day, type DayKind, type WorkingCalendar } from './calendar.ts'
import { closingTime, lengthOf, officeTime, passedAt, usualHours, type OfficeHours } from './office-hours.ts'

/**
 * The clock: counts a limit out and tells every day on the way.
 *
 * The day of the event itself does not count (民法典第二百零一条). Working days leave out weekends and
 * public holidays; calendar days count each day. The time of a special procedure does not count in
 * either. Whatever the unit, the last day is one on which the office can act. Hours are office hours,
 * counted from the instant of the event.
 */
export type Amount = Pick<Limit, 'value' | 'unit'>

/** Why a day counted or did not. */
export type StepRule = 'counted' | 'dayOff' | 'paused' | 'rolledOver'

/** The article each kind of step rests on, for “why this date”. */
export const stepBasis: Record<StepRule, string> = {
  counted: '民法典第二百零一条',
  dayOff: '行政许可法第八十二条',
  paused: '行政许可法第四十五条',
  rolledOver: '民法典第二百零三条',
}

export interface CountedDay {
  day: Day
  counts: boolean
  rule: StepRule
  kind: DayKind
  /** The holiday of a day off, or of the Saturday or Sunday worked for it. */
  name: Text | undefined
  /** Why the clock stands still: the kind of special procedure. */
  pausedBy: string | undefined
  /** The day belongs to the extension, not to the limit itself. */
  isExtension: boolean
}

/** Days on which the clock stands still, both ends included; `to` is null while nobody knows the end. */
export interface Pause {
  from: Day
  to: Day | null
  why: string
}
export type ClosedPause = Pause & { to: Day }

/** What lengthens a limit, and the hours in which hours are counted. */
export interface Terms<P extends Pause = Pause> {
  pauses?: readonly P[]
  extension?: Amount
  hours?: OfficeHours
}

/** A limit counted out. */
export interface Count {
  dueOn: Day
  /** The last instant, for a limit in hours. */
  dueAt: string | undefined
  steps: CountedDay[]
  /** The count runs past the last published calendar: the date is presumed, and must be marked so. */
  isPresumed: boolean
}

/** A count that stands still: there is no date before somebody resumes. */
export interface Stopped {
  dueOn: null
  stoppedOn: Day
  steps: CountedDay[]
  /** Days (or hours) that will be left. */
  left: number
}

/** A Beijing day, or an instant in UTC; a day stands for its end. */
type Moment = string
const isInstant = (moment: Moment): boolean => moment.length > 10
export const dayOfMoment = (moment: Moment): Day => (isInstant(moment) ? beijingDay(new Date(moment)) : moment)

interface Run {
  day: Day
  steps: CountedDay[]
  left: number
  stoppedOn: Day | undefined
  at: number | undefined
}

/** Counts a limit out from the event that starts it. */
export function countOut(start: Moment, limit: Amount, calendar: WorkingCalendar, terms?: Terms<ClosedPause>): Count
export function countOut(start: Moment, limit: Amount, calendar: WorkingCalendar, terms: Terms): Count | Stopped
export function countOut(start: Moment, limit: Amount, calendar: WorkingCalendar, terms: Terms = {}): Count | Stopped {
  const { pauses = [], extension, hours = usualHours } = terms
  const walk = walker(calendar, pauses)
  const first = limit.unit === 'hour' && limit.value > 0 ? runHours(start, limit.value, hours, false, walk) : runDays(dayOfMoment(start), limit, false, walk)
  const last = extension && first.stoppedOn === undefined ? extended(first, extension, hours, walk) : first
  const due = last.stoppedOn === undefined ? rolledOver(last, walk, limit.value === 0 && !extension && isAfterHours(start, hours)) : last
  if (due.stoppedOn !== undefined) return { dueOn: null, stoppedOn: due.stoppedOn, steps: due.steps, left: due.left + (last === first ? (extension?.value ?? 0) : 0) }
  return {
    dueOn: due.day,
    dueAt: limit.unit === 'hour' ? new Date(due.at ?? closingTime(due.day, hours)).toISOString() : undefined,
    steps: due.steps,
    isPresumed: due.day > calendar.knownUntil,
  }
}

interface Walk {
  calendar: WorkingCalendar
  pauseOf(day: Day): Pause | undefined
}

/** An open pause covers every later day, so a stop is told apart from a stay by the open one alone. */
const walker = (calendar: WorkingCalendar, pauses: readonly Pause[]): Walk => ({
  calendar,
  pauseOf: day => {
    const covering = pauses.filter(({ from, to }) => from <= day && (to === null || day <= to))
    return covering.find(({ to }) => to === null) ?? covering[0]
  },
})

function stepOn(day: Day, rule: StepRule, { calendar, pauseOf }: Walk, isExtension = false): CountedDay {
  return { day, counts: rule === 'counted', rule, kind: calendar.kindOf(day), name: calendar.nameOf(day), pausedBy: rule === 'paused' ? pauseOf(day)?.why : undefined, isExtension }
}

function runDays(from: Day, { value, unit }: Amount, isExtension: boolean, walk: Walk): Run {
  const steps: CountedDay[] = []
  let [day, left] = [from, Math.ceil(value)]
  while (left > 0) {
    day = dayAfter(day)
    const pause = walk.pauseOf(day)
    if (pause?.to === null) return { day, steps, left, stoppedOn: day, at: undefined }
    const rule = pause ? 'paused' : unit === 'calendarDay' || isWorkingDay(walk.calendar, day) ? 'counted' : 'dayOff'
    steps.push(stepOn(day, rule, walk, isExtension))
    if (rule === 'counted') left -= 1
  }
  return { day, steps, left: 0, stoppedOn: undefined, at: undefined }
}

const hour = 3_600_000

/** Office hours, from the instant itself: an application at four with two hours to go is due at ten the next morning. */
function runHours(start: Moment, value: number, hours: OfficeHours, isExtension: boolean, walk: Walk): Run {
  const steps: CountedDay[] = []
  const after = isInstant(start) ? Date.parse(start) : 0
  let day = isInstant(start) ? dayOfMoment(start) : dayAfter(start)
  for (let left = value * hour; ; day = dayAfter(day)) {
    const pause = walk.pauseOf(day)
    if (pause?.to === null) return { day, steps, left: left / hour, stoppedOn: day, at: undefined }
    const time = officeTime(day, hours, after)
    const rule = pause ? 'paused' : isWorkingDay(walk.calendar, day) ? 'counted' : 'dayOff'
    if (rule !== 'counted' || time.length > 0) steps.push(stepOn(day, rule, walk, isExtension))
    if (rule !== 'counted') continue
    const at = passedAt(time, left)
    if (at !== undefined) return { day, steps, left: 0, stoppedOn: undefined, at }
    left -= lengthOf(time)
  }
}

/** The extension runs on from the last day of the limit; one in hours from its last instant. */
function extended(first: Run, extension: Amount, hours: OfficeHours, walk: Walk): Run {
  const end = () => new Date(first.at ?? closingTime(first.day, hours)).toISOString()
  const more = extension.unit === 'hour' && extension.value > 0 ? runHours(end(), extension.value, hours, true, walk) : runDays(first.day, extension, true, walk)
  return { ...more, steps: [...first.steps, ...more.steps.filter(({ day }) => day > first.day)] }
}

/** What comes after the offices have closed can't be done on that day any more (民法典第二百零三条第二款). */
const isAfterHours = (start: Moment, hours: OfficeHours): boolean => isInstant(start) && Date.parse(start) > closingTime(dayOfMoment(start), hours)

/** A last day that is a day off, that is over, or on which the clock stands still, gives way to the next that is neither. */
function rolledOver(run: Run, walk: Walk, isOver: boolean): Run {
  const steps = [...run.steps]
  let { day } = run
  for (;;) {
    const pause = walk.pauseOf(day)
    if (pause?.to === null) return { ...run, day, steps, stoppedOn: day }
    if (!pause && isWorkingDay(walk.calendar, day) && !(isOver && day === run.day)) return { ...run, day, steps }
    day = dayAfter(day)
    const next = walk.pauseOf(day)
    if (next?.to !== null) steps.push(stepOn(day, next ? 'paused' : 'rolledOver', walk))
  }
}

/** Where the statute counts otherwise than the promise: from acceptance, and standing still only for what the law names. */
export interface OfStatute<P extends Pause = Pause> {
  from?: Moment
  pauses?: readonly P[]
}
export type BothTerms<P extends Pause = Pause> = Terms<P> & { ofStatute?: OfStatute<P> }

/**
 * The promise binds when it ends before the statutory limit (Zhejiang regulation art. 12). An extension
 * lengthens both, each from its own last day, and the earlier of the two still binds: an office that
 * promised five days of twenty and got ten more has fifteen, not thirty. While the clock stands still,
 * what binds is what would if it ran.
 */
export function bindingCount(start: Moment, promised: Amount, statutory: Amount | undefined, calendar: WorkingCalendar, terms?: BothTerms<ClosedPause>): Count & { binding: Binding }
export function bindingCount(start: Moment, promised: Amount, statutory: Amount | undefined, calendar: WorkingCalendar, terms: BothTerms): (Count | Stopped) & { binding: Binding }
export function bindingCount(start: Moment, promised: Amount, statutory: Amount | undefined, calendar: WorkingCalendar, { ofStatute = {}, ...terms }: BothTerms = {}): (Count | Stopped) & { binding: Binding } {
  const { from = start, pauses = terms.pauses ?? [] } = ofStatute
  const lawful = { ...terms, pauses }
  const isStatutory = statutory !== undefined && countOut(from, statutory, calendar, running(lawful)).dueOn < countOut(start, promised, calendar, running(terms)).dueOn
  return isStatutory ? { ...countOut(from, statutory, calendar, lawful), binding: 'statutory' } : { ...countOut(start, promised, calendar, terms), binding: 'promised' }
}
export type Binding = 'promised' | 'statutory'

const running = (terms: Terms): Terms<ClosedPause> => ({ ...terms, pauses: (terms.pauses ?? []).filter((pause): pause is ClosedPause => pause.to !== null) })
