import type { WorkingCalendar } from '../limits/calendar.ts'
import type { Certificate } from './certificate.ts'
import type { Case, Deficiency, Dossier, Task } from './case.ts'
import { consequence, event, type Act, type EventDraft } from './act.ts'
import { hasFailed, hasSucceeded, isFinal, nextStatus } from './lifecycle.ts'
import { acceptanceDueOn, expectedEnd } from './dates.ts'

/** What an act changes in a case: `case.store.ts` turns it into one write set. */
export interface Change {
  theCase: Case
  /** Only those that changed. */
  tasks: Task[]
  /** New and newly answered ones. */
  deficiencies: Deficiency[]
  certificates: Certificate[]
  events: EventDraft[]
}

export const noChange = ({ theCase }: Dossier): Change => ({ theCase, tasks: [], deficiencies: [], certificates: [], events: [] })

/**
 * Carries on what follows from changed tasks: successors open when all they wait for has succeeded
 * and lapse when one of these has failed, and the case is concluded by its last decision.
 */
export function settled(dossier: Dossier, change: Change, act: Act): Change {
  const tasks = new Map(dossier.tasks.map(task => [task.id, task]))
  const changed = new Map(change.tasks.map(task => [task.id, task]))
  const events = [...change.events]
  change.tasks.forEach(task => tasks.set(task.id, task))
  // Items stand behind those they wait for, so one pass reaches every follower.
  for (const item of dossier.plan.items) {
    const task = [...tasks.values()].find(({ itemCode }) => itemCode === item.code)
    if (!task || task.status !== 'waiting') continue
    const before = [...tasks.values()].filter(({ itemCode }) => item.after.includes(itemCode))
    const next = followed(task, before, act, dossier.calendar)
    if (!next) continue
    tasks.set(task.id, next.task)
    changed.set(task.id, next.task)
    events.push(next.event)
  }
  return concluded(dossier, { ...change, tasks: [...changed.values()], events }, [...tasks.values()], act)
}

function followed(task: Task, predecessors: readonly Task[], act: Act, calendar: WorkingCalendar): { task: Task; event: EventDraft } | undefined {
  const portal = consequence(act)
  const failed = predecessors.find(({ status }) => hasFailed(status))
  if (failed) {
    const lapsed: Task = { ...task, status: nextStatus(task.status, 'lapse'), decidedAt: act.at, updatedAt: act.at }
    return { task: lapsed, event: event(portal, 'task.lapsed', task.id, { because: failed.itemCode }) }
  }
  if (!predecessors.every(({ status }) => hasSucceeded(status))) return undefined
  return { task: opened(task, act.at, calendar), event: event(portal, 'task.opened', task.id) }
}

/** The department's clock starts: for a serial item when its predecessor's finish is known (Zhejiang regulation art. 5). */
export const opened = (task: Task, at: string, calendar: WorkingCalendar): Task =>
  ({ ...task, status: nextStatus(task.status, 'open'), receivedAt: at, clockStartedAt: at, dueOn: acceptanceDueOn(at, calendar), updatedAt: at })

function concluded(dossier: Dossier, change: Change, tasks: readonly Task[], act: Act): Change {
  const dueOn = expectedEnd(dossier.plan, tasks, dossier.calendar)
  if (change.theCase.status !== 'running' || !tasks.every(({ status }) => isFinal(status))) return { ...change, theCase: { ...change.theCase, dueOn } }
  return {
    ...change,
    theCase: { ...change.theCase, status: 'concluded', concludedAt: act.at, dueOn },
    events: [...change.events, event(consequence(act), 'case.concluded')],
  }
}

