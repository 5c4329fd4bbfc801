import { Conflict } from '../errors.ts'
import type { EventType } from '../ledger/event.ts'
import { event, type Act, type EventDraft } from './act.ts'
import type { Dossier, TaskResult } from './case.ts'
import type { Certificate } from './certificate.ts'
import type { DataOf } from './events.ts'
import { applied } from './history.ts'

/** An act under way: the case as it is after the events so far, and what belongs to them. */
export interface Course {
  before: Dossier
  dossier: Dossier
  act: Act
  events: EventDraft[]
  certificates: Certificate[]
  /** Tasks whose valid certificates are taken back. */
  revokedOf: string[]
}

/** No act of a case is dated before the last one, also when a machine's clock was set back. */
export function begun(dossier: Dossier, act: Act): Course {
  const { updatedAt, erasedAt } = dossier.theCase
  if (erasedAt !== null) throw new Conflict('case.erased')
  const at = act.at < updatedAt ? updatedAt : act.at
  return { before: dossier, dossier, act: { ...act, at }, events: [], certificates: [], revokedOf: [] }
}

/** One more event, by whoever acts or by `by`. */
export function did<T extends EventType>(course: Course, type: T, taskId: string | null, data: DataOf<T>, by: Act = course.act): Course {
  const one = event(by, type, taskId, data)
  return { ...course, dossier: applied(course.dossier, one), events: [...course.events, one] }
}

/** Personal data never stands in an event: a result goes beside it. */
export function withResult(course: Course, taskId: string, result: TaskResult | null): Course {
  const tasks = course.dossier.tasks.map(task => (task.id === taskId ? { ...task, result } : task))
  return { ...course, dossier: { ...course.dossier, tasks } }
}
