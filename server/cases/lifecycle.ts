import { Conflict } from '../errors.ts'

/**
 * The life of a department's task. Pages take their buttons from the table of moves and verbs are
 * refused by it; no other file compares a status by name where a question below answers it.
 */
export const taskStatuses = [
  'waiting', 'received', 'supplementing', 'accepted', 'approved', 'refused', 'notAccepted', 'withdrawn', 'lapsed',
] as const
export type TaskStatus = (typeof taskStatuses)[number]

type Party = 'officer' | 'applicant' | 'portal'

// prettier-ignore
const moves = {
  open:              { by: 'portal',    from: ['waiting'],                                       to: 'received' },      // its predecessors have succeeded
  lapse:             { by: 'portal',    from: ['waiting'],                                       to: 'lapsed' },        // a predecessor has failed
  requestSupplement: { by: 'officer',   from: ['received'],                                      to: 'supplementing' },
  supplement:        { by: 'applicant', from: ['supplementing'],                                 to: 'received' },
  accept:            { by: 'officer',   from: ['received'],                                      to: 'accepted' },
  declineToAccept:   { by: 'officer',   from: ['received'],                                      to: 'notAccepted' },
  approve:           { by: 'officer',   from: ['accepted'],                                      to: 'approved' },
  refuse:            { by: 'officer',   from: ['accepted'],                                      to: 'refused' },
  withdraw:          { by: 'applicant', from: ['waiting', 'received', 'supplementing', 'accepted'], to: 'withdrawn' },   // until the decision
} as const satisfies Record<string, { by: Party; from: readonly TaskStatus[]; to: TaskStatus }>

export type TaskAction = keyof typeof moves
const actions = Object.keys(moves) as TaskAction[]

export function availableActions(status: TaskStatus, party: Party): TaskAction[] {
  return actions.filter(action => {
    const { by, from } = moves[action]
    return by === party && (from as readonly TaskStatus[]).includes(status)
  })
}

/** Throws `Conflict('task.notAllowed')` when the move is not in the table. */
export function nextStatus(status: TaskStatus, action: TaskAction): TaskStatus {
  const { from, to } = moves[action]
  if (!(from as readonly TaskStatus[]).includes(status)) throw new Conflict('task.notAllowed')
  return to
}

/** Nothing moves any more. */
export const isFinal = (status: TaskStatus): boolean => actions.every(action => !(moves[action].from as readonly TaskStatus[]).includes(status))
export const hasSucceeded = (status: TaskStatus): boolean => status === 'approved'
export const hasFailed = (status: TaskStatus): boolean => isFinal(status) && !hasSucceeded(status)
/** The department has it on its desk. */
export const isOpen = (status: TaskStatus): boolean => availableActions(status, 'officer').length > 0
/** It has come to the department and is not decided: somebody there may have it. */
export const isUnderWay = (status: TaskStatus): boolean => !isFinal(status) && status !== 'waiting'
/** The applicant has to do something. */
export const awaitsApplicant = (status: TaskStatus): boolean => status === 'supplementing'

export const openStatuses = taskStatuses.filter(isOpen)
export const awaitingStatuses = taskStatuses.filter(awaitsApplicant)
export const finalStatuses = taskStatuses.filter(isFinal)
/** The department knows of it: before that, an item is only planned for it. */
export const arrivedStatuses: readonly TaskStatus[] = taskStatuses.filter(status => status !== 'waiting')

export const caseStatuses = ['running', 'concluded', 'withdrawn'] as const
export type CaseStatus = (typeof caseStatuses)[number]

export const isRunning = (status: CaseStatus): boolean => status === 'running'
