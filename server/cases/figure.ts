import type { Day } from '../limits/calendar.ts'
import type { Dossier, Task } from './case.ts'
import { dayOf } from './dates.ts'
import { isDecision } from './lifecycle.ts'

/**
 * How a case counts in the town's figures: filed on a day, concluded on a day, each decision of a department.
 *
 * The write set that changes a case changes the figures with it (`case.store.ts`), so that nobody ever counts a year of
 * cases to say how many there were. Days as such and not the working days between them: a later calendar gives others.
 */
export interface Figure {
  onDay: Day
  kind: 'filed' | 'concluded' | 'decided'
  /** Of a decision; '' for a case. */
  departmentId: string
  acceptedOn: Day | ''
  /** Its limit had passed. */
  isLate: boolean
  /** The applicant was asked for corrections. */
  isSupplemented: boolean
}

type Counted = Pick<Dossier, 'theCase' | 'tasks'>

const ofCase = (kind: 'filed' | 'concluded', at: string): Figure => ({ onDay: dayOf(at), kind, departmentId: '', acceptedOn: '', isLate: false, isSupplemented: false })

function figureOf({ status, acceptedAt, decidedAt, departmentId, proceedings }: Task): Figure[] {
  if (!isDecision(status) || acceptedAt === null || decidedAt === null) return []
  return [{ onDay: dayOf(decidedAt), kind: 'decided', departmentId, acceptedOn: dayOf(acceptedAt), isLate: proceedings.told?.level === 'passed', isSupplemented: proceedings.notices > 0 }]
}

const figuresOf = ({ submittedAt, status, concludedAt }: Dossier['theCase']): Figure[] =>
  [ofCase('filed', submittedAt), ...(status === 'concluded' && concludedAt !== null ? [ofCase('concluded', concludedAt)] : [])]

export interface FigureChange {
  figure: Figure
  by: number
}

/** What a change adds to and takes from the figures; `before` is undefined for a case that is filed. Always in the same order, so that two who change the same never wait for each other. */
export function figureChanges(before: Counted | undefined, after: Counted): FigureChange[] {
  const changes = new Map<string, FigureChange>()
  const count = (figure: Figure, by: number) => {
    const key = Object.values(figure).join(' ')
    changes.set(key, { figure, by: (changes.get(key)?.by ?? 0) + by })
  }
  // Most of a case stays as it was with every change: what is the same object counts the same.
  for (const task of after.tasks) if (!before?.tasks.includes(task)) figureOf(task).forEach(figure => count(figure, 1))
  for (const task of before?.tasks ?? []) if (!after.tasks.includes(task)) figureOf(task).forEach(figure => count(figure, -1))
  figuresOf(after.theCase).forEach(figure => count(figure, 1))
  if (before) figuresOf(before.theCase).forEach(figure => count(figure, -1))
  return [...changes].filter(([, { by }]) => by !== 0).sort(([one], [other]) => (one < other ? -1 : 1)).map(([, change]) => change)
}
