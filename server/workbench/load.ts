import type { Day, WorkingCalendar } from '../limits/calendar.ts'
import { lampOf } from '../limits/lamp.ts'
import type { LoadCount } from './queue.store.ts'

/** How much one officer has, and how its time stands: for the head of an office. */
export interface Load {
  officeId: string
  /** `null`: what nobody has. */
  assigneeId: string | null
  open: number
  overdue: number
  /** Yellow; what stands still is not. */
  soon: number
  /** The day on which the first of them runs out. */
  firstDueOn: string
}

/** Adds up what each officer has. */
export function loadsOf(counts: readonly LoadCount[], today: Day, calendar: WorkingCalendar): Load[] {
  const loads = new Map<string, Load>()
  for (const { officeId, assigneeId, isSuspended, dueOn, startedOn, count } of counts) {
    const key = `${officeId} ${assigneeId ?? ''}`
    const load = loads.get(key) ?? { officeId, assigneeId, open: 0, overdue: 0, soon: 0, firstDueOn: '' }
    loads.set(key, load)
    load.open += count
    if (dueOn === null) continue
    const lamp = lampOf({ startedOn: startedOn ?? dueOn, dueOn }, today, calendar)
    if (lamp === 'red') load.overdue += count
    if (lamp === 'yellow' && !isSuspended) load.soon += count
    if (load.firstDueOn === '' || dueOn < load.firstDueOn) load.firstDueOn = dueOn
  }
  return [...loads.values()]
}
