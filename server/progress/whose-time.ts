import type { Limit, Text } from '../catalogue/definition.ts'
import type { ChainedEvent, EventType } from '../ledger/event.ts'
import { dayAfter, isWorkingDay, type Day } from '../limits/calendar.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { dayBefore, dayOf } from '../cases/dates.ts'
import { dataOf } from '../cases/events.ts'

/**
 * Whose time it took: for every working day of a case, who had it. The day on which something happens
 * belongs to whoever had it in the morning, as in every count of the law (民法典第二百零一条: the day of
 * the event does not count). Days that legally don't count are nobody's but the procedure's; the
 * applicant's own preparation is his.
 */
export type Party = 'departments' | 'applicant' | 'special' | 'none'
export const parties: readonly Party[] = ['departments', 'applicant', 'special', 'none']
export type Tally = Record<Party, number>

/** Working days one behind the other that belong to one party; `start` is the place of the first among all days of the case. */
export interface Run {
  party: Party
  from: Day
  to: Day
  start: number
  days: number
}

export interface Share {
  tally: Tally
  runs: Run[]
}

export interface WhoseTime {
  until: Day
  /** Working days since the day after filing. */
  days: number
  whole: Share
  /** What the bundle promised, and how much of it the departments have used. */
  promised: { total: Limit; used: number }
  phases: (Share & { name: Text })[]
  items: (Share & { name: Text; hasBegun: boolean; decision: { used: number; limit: Limit } | undefined })[]
}

export function whoseTime(dossier: Dossier, events: readonly ChainedEvent[], today: Day): WhoseTime {
  const { theCase, tasks, version: { definition: { bundle } } } = dossier
  const until = theCase.concludedAt ? dayOf(theCase.concludedAt) : today
  const days = workingDaysOf(dossier, until)
  const holders = new Map(tasks.map(task => [task.itemCode, holderOf(events.filter(({ taskId }) => taskId === task.id))]))
  const shareOf = (codes: readonly string[]) => shared(days, codes.flatMap(code => holders.get(code) ?? []))
  const whole = shareOf([...holders.keys()])
  const inPlan = dossier.plan.items.flatMap(({ code }) => tasks.find(({ itemCode }) => itemCode === code) ?? [])
  return {
    until, days: days.length, whole, promised: { total: bundle.promisedTotal, used: whole.tally.departments },
    phases: bundle.phases.filter(({ items }) => items.some(code => holders.has(code))).map(({ name, items }) => ({ name, ...within(shareOf(items)) })),
    items: inPlan.map(task => {
      const share = within(shareOf([task.itemCode]))
      return { name: itemOf(dossier, task).item.name, hasBegun: task.receivedAt !== null, ...share, decision: decisionOf(dossier, task, events, share) }
    }),
  }
}

function workingDaysOf({ theCase, calendar }: Dossier, until: Day): Day[] {
  const days: Day[] = []
  for (let day = dayAfter(dayOf(theCase.submittedAt)); day <= until; day = dayAfter(day)) if (isWorkingDay(calendar, day)) days.push(day)
  return days
}

/** Who has a task in the morning of a day. */
type Holder = (day: Day) => Party | undefined

// prettier-ignore
const changes: { [T in EventType]?: Party | null } = {
  'task.opened': 'departments', 'task.supplemented': 'departments', 'task.reopened': 'departments', 'task.supplementRequested': 'applicant',
  'task.approved': null, 'task.refused': null, 'task.notAccepted': null, 'task.acceptanceRevoked': null,
  'task.withdrawn': null, 'task.supplementLapsed': null, 'task.lapsed': null, 'task.revived': null,
}

function holderOf(own: readonly ChainedEvent[]): Holder {
  const turns = own.filter(({ type }) => type in changes).map(({ type, at }) => ({ on: dayOf(at), party: changes[type] ?? undefined }))
  const pauses = pausesIn(own)
  return day => {
    const party = turns.findLast(({ on }) => on < day)?.party
    const pause = party === 'departments' ? pauses.find(({ from, to }) => from <= day && day <= to) : undefined
    return pause ? (pause.kind === 'applicant' ? 'applicant' : 'special') : party
  }
}

/** The days that did not count, those of a task that was reopened since included. */
function pausesIn(own: readonly ChainedEvent[]): { from: Day; to: Day; kind: string }[] {
  const pauses: { from: Day; to: Day; kind: string }[] = []
  for (const one of own) {
    const last = pauses.at(-1)
    if (one.type === 'task.suspended') pauses.push({ from: dayOf(one.at), to: dataOf(one, 'task.suspended').until, kind: dataOf(one, 'task.suspended').kind })
    if (one.type === 'task.suspensionProlonged' && last) last.to = dataOf(one, 'task.suspensionProlonged').until
    if (one.type === 'task.resumed' && last && !dataOf(one, 'task.resumed').isByTime && dayOf(one.at) <= last.to) last.to = dayBefore(dayOf(one.at))
  }
  return pauses
}

/** The departments have it while any of them does, then the applicant, then the procedure. */
function shared(days: readonly Day[], holders: readonly Holder[]): Share {
  const tally: Tally = { departments: 0, applicant: 0, special: 0, none: 0 }
  const runs: Run[] = []
  days.forEach((day, index) => {
    const held = holders.map(holder => holder(day))
    const party = parties.find(one => held.includes(one)) ?? 'none'
    tally[party] += 1
    const last = runs.at(-1)
    if (last?.party === party) Object.assign(last, { to: day, days: last.days + 1 })
    else runs.push({ party, from: day, to: day, start: index, days: 1 })
  })
  return { tally, runs }
}

/** Of a part of the case: nobody's days before it began and after it ended are not its own. */
function within({ runs }: Share): Share {
  const [first, last] = [runs.findIndex(({ party }) => party !== 'none'), runs.findLastIndex(({ party }) => party !== 'none')]
  const own = first < 0 ? [] : runs.slice(first, last + 1)
  const tally: Tally = { departments: 0, applicant: 0, special: 0, none: 0 }
  for (const { party, days } of own) tally[party] += days
  return { tally, runs: own }
}

/** Working days that the department has used of its promise, which runs from the day on which the application came in, or came back corrected. */
function decisionOf(dossier: Dossier, task: Task, events: readonly ChainedEvent[], { runs }: Share): { used: number; limit: Limit } | undefined {
  if (task.acceptedAt === null) return undefined
  const turns = events.filter(({ type, taskId }) => taskId === task.id && type in changes)
  const [came, decided] = [turns.findLast(({ type }) => changes[type] === 'departments'), turns.findLast(({ type }) => changes[type] === null)]
  const [from, to] = [dayOf(came?.at ?? task.acceptedAt), decided && task.decidedAt ? dayOf(decided.at) : '9']
  const own = workingDaysOf(dossier, runs.at(-1)?.to ?? '').filter(day => day > from && day <= to)
  const used = own.filter(day => runs.some(run => run.party === 'departments' && run.from <= day && day <= run.to)).length
  return { used, limit: itemOf(dossier, task).promisedLimit }
}
