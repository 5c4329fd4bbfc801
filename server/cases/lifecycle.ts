import { Conflict } from '../errors.ts'

/**
 * The life of a department's task. Pages take their buttons from the table of moves and verbs are
 * refused by it; no other file compares a status by name where a question below answers it.
 */
type Phase = 'planned' | 'desk' | 'applicant' | 'ended'

// prettier-ignore
const phases = {
  waiting:           'planned',
  received:          'desk',
  noted:             'desk',        // it has said what is missing; the one notice of the case is not out yet
  supplementing:     'applicant',
  accepted:          'desk',
  suspended:         'desk',        // a special procedure: the clock stands still (行政许可法第四十五条)
  reviewing:         'desk',        // a decision is proposed, a second officer looks at it (审核)
  approving:         'desk',        // … or the head (审批)
  approved:          'ended',
  refused:           'ended',
  notAccepted:       'ended',
  acceptanceRevoked: 'ended',       // what was put off did not come in time (容缺)
  withdrawn:         'ended',
  lapsed:            'ended',       // what it waited for has failed
  revoked:           'ended',       // granted on a commitment that was broken
} as const satisfies Record<string, Phase>

export type TaskStatus = keyof typeof phases
export const taskStatuses = Object.keys(phases) as TaskStatus[]

export type Party = 'officer' | 'head' | 'applicant' | 'portal'

// prettier-ignore
const moves = {
  open:                 { by: 'portal',    from: ['waiting'],                        to: 'received' },          // its predecessors have succeeded
  lapse:                { by: 'portal',    from: ['waiting'],                        to: 'lapsed' },            // a predecessor has failed
  revive:               { by: 'portal',    from: ['lapsed'],                         to: 'waiting' },           // the predecessor was reopened
  noteDeficiencies:     { by: 'officer',   from: ['received'],                       to: 'noted' },
  takeBackDeficiencies: { by: 'officer',   from: ['noted'],                          to: 'received' },
  requestSupplement:    { by: 'portal',    from: ['noted'],                          to: 'supplementing' },     // the one notice of the case goes out
  supplement:           { by: 'applicant', from: ['supplementing'],                  to: 'received' },
  missAnswer:           { by: 'portal',    from: ['supplementing'],                  to: 'withdrawn' },         // deemed withdrawn (Zhejiang regulation art. 11)
  accept:               { by: 'officer',   from: ['received'],                       to: 'accepted' },
  deemAccepted:         { by: 'portal',    from: ['received'],                       to: 'accepted' },          // five working days of silence
  declineToAccept:      { by: 'officer',   from: ['received'],                       to: 'notAccepted' },
  revokeAcceptance:     { by: 'portal',    from: ['accepted', 'suspended', 'reviewing', 'approving'], to: 'acceptanceRevoked' },
  suspend:              { by: 'officer',   from: ['accepted'],                       to: 'suspended' },
  resume:               { by: 'officer',   from: ['suspended'],                      to: 'accepted' },
  resumeByTime:         { by: 'portal',    from: ['suspended'],                      to: 'accepted' },          // the time that the applicant was told is over
  sendToReview:         { by: 'officer',   from: ['accepted'],                       to: 'reviewing' },
  sendToApproval:       { by: 'officer',   from: ['accepted', 'reviewing'],          to: 'approving' },
  sendBack:             { by: 'officer',   from: ['reviewing', 'approving'],         to: 'accepted' },
  approve:              { by: 'officer',   from: ['accepted', 'reviewing', 'approving'], to: 'approved' },
  refuse:               { by: 'officer',   from: ['accepted', 'reviewing', 'approving'], to: 'refused' },
  revokeDecision:       { by: 'officer',   from: ['approved'],                       to: 'revoked' },
  reopen:               { by: 'head',      from: ['refused', 'acceptanceRevoked', 'revoked'], to: 'accepted' }, // a review or a court has decided otherwise
  readmit:              { by: 'head',      from: ['notAccepted'],                    to: 'received' },
  withdraw:             { by: 'applicant', from: ['waiting', 'received', 'noted', 'supplementing', 'accepted', 'suspended', 'reviewing', 'approving'], to: 'withdrawn' }, // until the decision
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

export const canMove = (status: TaskStatus, action: TaskAction): boolean => (moves[action].from as readonly TaskStatus[]).includes(status)

/** Decided, or ended otherwise: nobody has anything to do but what follows a decision. */
export const isFinal = (status: TaskStatus): boolean => phases[status] === 'ended'
export const hasSucceeded = (status: TaskStatus): boolean => status === 'approved'
export const hasFailed = (status: TaskStatus): boolean => isFinal(status) && !hasSucceeded(status)
/** The department has it on its desk. */
export const isOpen = (status: TaskStatus): boolean => phases[status] === 'desk'
/** It has come to the department and is not decided: somebody there may have it. */
export const isUnderWay = (status: TaskStatus): boolean => phases[status] === 'desk' || phases[status] === 'applicant'
/** The applicant has to do something. */
export const awaitsApplicant = (status: TaskStatus): boolean => phases[status] === 'applicant'
/** The department has not said yet whether it accepts, or what is missing. */
export const isUnspoken = (status: TaskStatus): boolean => status === 'received'
/** The five days of acceptance run. */
export const isBeforeAcceptance = (status: TaskStatus): boolean => status === 'received' || status === 'noted'
/** Accepted and not decided: the time for the decision runs, or stands still. */
export const isBeforeDecision = (status: TaskStatus): boolean => isOpen(status) && !isBeforeAcceptance(status)
/** A decision is written and waits for somebody's agreement. */
export const isProposed = (status: TaskStatus): boolean => status === 'reviewing' || status === 'approving'
/** An officer's decision against the applicant, or one taken back: the remedies of the law stand against it. */
export const isAdverse = (status: TaskStatus): boolean => ['refused', 'notAccepted', 'acceptanceRevoked', 'revoked'].includes(status)

export const openStatuses = taskStatuses.filter(isOpen)
export const awaitingStatuses = taskStatuses.filter(awaitsApplicant)
export const finalStatuses = taskStatuses.filter(isFinal)
/** The department has decided on what was asked for, whatever became of it. */
export const decidedStatuses: readonly TaskStatus[] = ['approved', 'refused', 'revoked']
export const isDecision = (status: TaskStatus): boolean => decidedStatuses.includes(status)
/** The department knows of it: before that, an item is only planned for it. */
export const arrivedStatuses: readonly TaskStatus[] = taskStatuses.filter(status => phases[status] !== 'planned')

export const caseStatuses = ['running', 'concluded', 'withdrawn'] as const
export type CaseStatus = (typeof caseStatuses)[number]

export const isRunning = (status: CaseStatus): boolean => status === 'running'
