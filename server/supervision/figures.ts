import type { WorkingCalendar } from '../limits/calendar.ts'
import { workingDaysBetween } from '../limits/lamp.ts'
import type { DecidedCount } from './figures.store.ts'

/** Figures are published from so many cases on: fewer could tell of a person. */
export const fewest = 5

/** A department's year in the few figures that are published. */
export interface DepartmentFigures {
  departmentId: string
  decided: number
  /** Per cent, cut after one decimal so that a single delay never reads as none. */
  inTime: number
  /** From acceptance to decision, in working days, with the time that does not count. */
  medianDays: number
  /** Per cent of those decided that needed corrections. */
  supplemented: number
}

export interface Published {
  departments: DepartmentFigures[]
  /** Departments with decisions, but fewer than are published. */
  withheld: string[]
}

/** What departments decided, those with the most first. */
export function departmentFigures(rows: readonly DecidedCount[], calendar: WorkingCalendar): Published {
  const departments: DepartmentFigures[] = []
  const withheld: string[] = []
  for (const [departmentId, own] of Map.groupBy(rows, one => one.departmentId)) {
    const decided = sum(own)
    if (decided < fewest) withheld.push(departmentId)
    else departments.push({ departmentId, decided, inTime: share(sum(own.filter(({ isLate }) => !isLate)), decided), medianDays: medianDays(own, calendar), supplemented: share(sum(own.filter(({ isSupplemented }) => isSupplemented)), decided) })
  }
  return { departments: departments.sort((a, b) => b.decided - a.decided || (a.departmentId < b.departmentId ? -1 : 1)), withheld: withheld.sort() }
}

const sum = (rows: readonly DecidedCount[]): number => rows.reduce((total, { count }) => total + count, 0)
const share = (part: number, whole: number): number => Math.floor((part / whole) * 1000) / 10

/** The day count of the middle decision; of an even number, the mean of the two in the middle. */
function medianDays(rows: readonly DecidedCount[], calendar: WorkingCalendar): number {
  const days = rows.map(({ acceptedOn, decidedOn, count }) => ({ days: workingDaysBetween(acceptedOn, decidedOn, calendar), count })).sort((a, b) => a.days - b.days)
  const at = (position: number): number => {
    let seen = 0
    return days.find(({ count }) => (seen += count) > position)?.days ?? 0
  }
  const total = sum(rows)
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2
}
