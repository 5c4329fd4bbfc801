import type { CaseEvent } from '../ledger/event.ts'
import type { EventDraft } from './act.ts'
import type { Dossier, Task } from './case.ts'
import { applied } from './history.ts'
import { noCaseProceedings, noTaskProceedings } from './proceedings.ts'

/** The case as it was before its first event: filed, and nothing has happened yet. */
function untouched({ theCase, tasks, ...rest }: Dossier): Dossier {
  const blank = (task: Task): Task => ({
    ...task, status: 'waiting', assigneeId: null, receivedAt: null, acceptedAt: null, clockStartedAt: null, dueOn: null, decidedAt: null, reason: null,
    followUpOn: null, proceedings: noTaskProceedings, updatedAt: theCase.submittedAt,
  })
  return {
    ...rest, tasks: tasks.map(blank), deficiencies: [], requests: [], orders: [],
    theCase: { ...theCase, status: 'running', concludedAt: null, erasedAt: null, updatedAt: theCase.submittedAt, proceedings: noCaseProceedings },
  }
}

/** What the events of a case say it must be: the same as what is stored, save what is sealed and stands beside them. */
export const replayed = (dossier: Dossier, events: readonly (CaseEvent | EventDraft)[]): Dossier => events.reduce<Dossier>(applied, untouched(dossier))
