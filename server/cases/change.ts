import type { Act, EventDraft } from './act.ts'
import { consequence } from './act.ts'
import { itemOf, type Dossier } from './case.ts'
import type { Certificate } from './certificate.ts'
import { begun, did, type Course } from './course.ts'
import { expectedEnd, taskDueOn } from './dates.ts'
import { timePassed, wakeAt } from './passing.ts'
import { settled } from './settle.ts'
import { tellAt } from './telling.ts'

/** What an act changes in a case: `case.store.ts` turns it into one write set. */
export interface Change {
  before: Dossier
  after: Dossier
  events: EventDraft[]
  certificates: Certificate[]
  /** Tasks whose valid certificates are taken back. */
  revokedOf: string[]
}

/**
 * Carries out an act: the time passes up to now, somebody does something, and everything that follows
 * from it happens; then the dates of the case are counted anew.
 */
export function carriedOut(dossier: Dossier, act: Act, doing: (course: Course) => Course): Change {
  const now = timePassed(redated(begun(dossier, act)))
  // What was done may itself be late already: noted in the afternoon of the last day, it is told at once.
  return ended(timePassed(settled(doing(now))))
}

/** What only the passing of time has changed. */
export const passed = (dossier: Dossier, act: Act): Change => carriedOut(dossier, act, course => course)

function ended({ before, dossier, events, certificates, revokedOf }: Course): Change {
  const theCase = {
    ...dossier.theCase,
    dueOn: expectedEnd(dossier.plan, dossier),
    wakeAt: wakeAt(dossier),
    tellAt: tellAt(before.theCase.tellAt, events),
    calendarAct: dossier.calendar.act,
  }
  return { before, after: { ...dossier, theCase }, events, certificates, revokedOf }
}

/** When the calendar has changed since the dates were counted, they are counted anew and the change is told. */
function redated(course: Course): Course {
  const { dossier } = course
  if (dossier.theCase.calendarAct === dossier.calendar.act) return course
  const changes = dossier.tasks.map(task => ({ taskId: task.id, from: task.dueOn, to: taskDueOn(task, itemOf(dossier, task), dossier) })).filter(({ from, to }) => from !== to)
  return changes.length > 0 ? did(course, 'case.redated', null, { changes }, consequence(course.act)) : course
}
