import type { Limit, ServiceItem } from '../catalogue/definition.ts'
import { dayAfter, isWorkingDay, type Day, type WorkingCalendar } from './calendar.ts'
import { countOut, dayOfMoment, type Amount, type ClosedPause, type Count, type Terms } from './clock.ts'

/** A limit that the law itself sets, with its article. */
export interface LegalLimit extends Amount {
  basis: string
}

const workingDays = (value: number, basis: string): LegalLimit => ({ value, unit: 'workingDay', basis })
/** No law sets it: where one asks for a date, it leaves it to the authority. Never shown as law. */
const byDefault = (value: number): Amount => ({ value, unit: 'workingDay' })

/** Days in the Licensing Law are working days (行政许可法第八十二条). */
export const legalLimits = {
  /** Accept, decline, or tell everything that is missing at one time. */
  acceptance: workingDays(5, '行政许可法第三十二条'),
  decision: workingDays(20, '行政许可法第四十二条第一款'),
  extension: workingDays(10, '行政许可法第四十二条第一款'),
  /** Unified, joint or centralised handling. */
  jointDecision: workingDays(45, '行政许可法第四十二条第二款'),
  jointExtension: workingDays(15, '行政许可法第四十二条第二款'),
  /** The certificate reaches the applicant. */
  delivery: workingDays(10, '行政许可法第四十四条'),
  /** What was granted on a signed commitment is checked. */
  commitmentCheck: workingDays(60, '浙江省保障“最多跑一次”改革规定第十四条'),
  /** A hearing is asked for, from the day on which the right to it was told. */
  hearingRequest: workingDays(5, '行政许可法第四十七条第一款'),
  /** A hearing that was asked for is held. */
  hearingHeld: workingDays(20, '行政许可法第四十七条第一款'),
  /** Its time and place are told, before the day of the hearing. */
  hearingNotice: workingDays(7, '行政许可法第四十八条第一款第一项'),
  /** The applicant answers a notice: the portal's default, the regulation leaves the date to the authority (Zhejiang regulation art. 11). */
  answer: byDefault(10),
  /** Another office answers (协查): the portal's default, not law. */
  internalRequest: byDefault(5),
  /** An office answers a supervision order (督办): the portal's default, not law. */
  order: byDefault(2),
} as const satisfies Record<string, Amount & { basis?: string }>

/**
 * The most by which an item's limit may be extended: what its own statute says, else the ten days of a
 * permit that is counted in working days (行政许可法第四十二条第一款). Undefined: it can't be extended.
 */
export function mostExtension({ kind, promisedLimit, statutoryLimit, extension }: Pick<ServiceItem, 'kind' | 'promisedLimit' | 'statutoryLimit' | 'extension'>): Limit | LegalLimit | undefined {
  const { unit } = statutoryLimit ?? promisedLimit
  return extension ?? (kind === 'permit' && unit === 'workingDay' ? legalLimits.extension : undefined)
}

export const acceptanceCount = (receivedAt: string, calendar: WorkingCalendar): Count => countOut(receivedAt, legalLimits.acceptance, calendar)

/** The whole of a joint case, from its one acceptance; 15 days more once the government's head has approved them. */
export const jointCount = (acceptedAt: string, calendar: WorkingCalendar, terms: Terms<ClosedPause> = {}): Count => countOut(acceptedAt, legalLimits.jointDecision, calendar, terms)

export const deliveryCount = (decidedAt: string, calendar: WorkingCalendar): Count => countOut(decidedAt, legalLimits.delivery, calendar)

export const commitmentCheckCount = (decidedAt: string, calendar: WorkingCalendar): Count => countOut(decidedAt, legalLimits.commitmentCheck, calendar)

/** The applicant's own time to answer, as the notice set it, from the day it reached him. */
export const answerCount = (notifiedAt: string, given: Amount, calendar: WorkingCalendar): Count => countOut(notifiedAt, given, calendar)

export interface DeemedAcceptance {
  /** The last day on which the department may still speak. */
  noticeDueOn: Day
  /** The first day on which its silence has become acceptance. */
  from: Day
  /** Accepted as of the day on which the material was received: the time for the decision runs from there. */
  acceptedOn: Day
  count: Count
}

/** Silence for five working days is acceptance from the day of receipt (行政许可法第三十二条第一款第四项). */
export function deemedAcceptance(receivedAt: string, calendar: WorkingCalendar): DeemedAcceptance {
  const count = acceptanceCount(receivedAt, calendar)
  return { noticeDueOn: count.dueOn, from: dayAfter(count.dueOn), acceptedOn: dayOfMoment(receivedAt), count }
}

/**
 * When a department's time begins: parallel items with the one receipt of the case, a serial item when
 * the last of those it waits for was notified as finished (Zhejiang regulation art. 5).
 */
export const startsAt = (receivedAt: string, finishesNotifiedAt: readonly string[]): string => [receivedAt, ...finishesNotifiedAt].sort().at(-1) as string

export type ExtensionFault = 'extendedBefore' | 'limitPassed' | 'tooLong' | 'empty'

/** A limit is extended once, before it has passed, by no more than the law allows (行政许可法第四十二条). */
export function extensionFault(asked: { dueOn: Day; approvedOn: Day; value: number; most: Amount; isExtended: boolean }): ExtensionFault | undefined {
  if (asked.isExtended) return 'extendedBefore'
  if (asked.approvedOn > asked.dueOn) return 'limitPassed'
  if (asked.value < 1) return 'empty'
  return asked.value > asked.most.value ? 'tooLong' : undefined
}

/** A person's time to seek a remedy: days as the calendar has them, or months. */
export interface RemedyPeriod {
  value: number
  unit: 'calendarDay' | 'month'
  basis: string
}

export const remedies = {
  reconsideration: { value: 60, unit: 'calendarDay', basis: '行政复议法第二十条' },
  lawsuit: { value: 6, unit: 'month', basis: '行政诉讼法第四十六条' },
} as const satisfies Record<string, RemedyPeriod>

export interface RemedyEnd {
  lastDay: Day
  /** The day on which the period itself ends, where that is a day off. */
  rolledFrom: Day | undefined
  isPresumed: boolean
}

/**
 * The last day for a remedy, counted from the day the decision reached the person. A month ends on the
 * day of the same number, or with the month where it has none (民法典第二百零二条); an end on a public
 * holiday or weekend goes to the next working day (第二百零三条).
 */
export function remedyEnd(toldAt: string, { value, unit }: RemedyPeriod, calendar: WorkingCalendar): RemedyEnd {
  const told = dayOfMoment(toldAt)
  const end = unit === 'month' ? monthsAfter(told, value) : daysAfter(told, value)
  let lastDay = end
  while (!isWorkingDay(calendar, lastDay)) lastDay = dayAfter(lastDay)
  return { lastDay, rolledFrom: lastDay === end ? undefined : end, isPresumed: lastDay > calendar.knownUntil }
}

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`)
const asDay = (date: Date): Day => date.toISOString().slice(0, 10)

export const daysAfter = (day: Day, days: number): Day => asDay(new Date(utc(day).getTime() + days * 86_400_000))

export function monthsAfter(day: Day, months: number): Day {
  const date = utc(day)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return asDay(new Date(Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth))))
}
