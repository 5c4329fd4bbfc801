import { Conflict } from '../errors.ts'
import type { Act } from './act.ts'
import { itemOf, openRequests, taskOf, type Dossier, type Task, type TaskResult } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did, withResult, type Course } from './course.ts'
import { granted } from './grant.ts'
import { awaitsDeferred } from './intake-acts.ts'

/** Deciding, alone or with others' agreement (处理 → 审核 → 审批): pure, one function per act. */

export type Decision = { outcome: 'approve'; result: TaskResult } | { outcome: 'refuse'; reason: string }

/** Decides, or proposes the decision to whoever has to agree first. */
export const decided = (dossier: Dossier, taskId: string, decision: Decision, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    const first = firstStage(course.dossier, task)
    requireRipe(course.dossier, task, decision.outcome)
    if (!first) return decision.outcome === 'approve' ? granted(course, taskId, decision.result, course.act) : did(course, 'task.refused', taskId, { reason: decision.reason })
    const reason = decision.outcome === 'refuse' ? decision.reason : null
    return withResult(did(course, 'task.decisionProposed', taskId, { outcome: decision.outcome, reason, to: first }), taskId, decision.outcome === 'approve' ? decision.result : null)
  })

type Stage = 'reviewing' | 'approving'
const stageOf = { secondOfficer: 'reviewing', head: 'approving' } as const

function firstStage(dossier: Dossier, task: Task): Stage | undefined {
  const by = itemOf(dossier, task).item.signOff.map(one => one.by)
  const first = by.includes('secondOfficer') ? 'secondOfficer' : by[0]
  return first && stageOf[first]
}

/** Why it can't be decided yet: nothing is granted while papers put off are missing, and nothing decided while another office is being asked. */
export function unripeBecause(dossier: Pick<Dossier, 'requests'>, task: Task, outcome: Decision['outcome']): 'task.requestOpen' | 'task.deferredMissing' | undefined {
  if (openRequests(dossier, task.id).length > 0) return 'task.requestOpen'
  return outcome === 'approve' && awaitsDeferred(task) ? 'task.deferredMissing' : undefined
}

function requireRipe(dossier: Dossier, task: Task, outcome: Decision['outcome']): void {
  const code = unripeBecause(dossier, task, outcome)
  if (code) throw new Conflict(code)
}

/** Agrees to the proposed decision: it goes on to the head, or counts. Throws `Conflict` for whoever proposed it. */
export const agreed = (dossier: Dossier, taskId: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    const { proposal } = task.proceedings
    if (!proposal) throw new Conflict('task.notAllowed')
    if (proposal.agreedBy.includes(act.actorId)) throw new Conflict('task.ownProposal')
    requireRipe(course.dossier, task, proposal.outcome)
    const needsHead = itemOf(course.dossier, task).item.signOff.some(({ by }) => by === 'head')
    if (task.status === 'reviewing' && needsHead) return did(course, 'task.decisionAgreed', taskId, { to: 'approving' })
    return proposal.outcome === 'approve' ? granted(course, taskId, task.result ?? { fields: {} }, course.act) : refusedAsProposed(course, taskId, proposal.reason ?? '')
  })

const refusedAsProposed = (course: Course, taskId: string, reason: string): Course => did(course, 'task.refused', taskId, { reason })

/** Sends a proposed decision back to whoever handles the task, with the reason. What he wrote stays for him to go on with. */
export const sentBack = (dossier: Dossier, taskId: string, reason: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'task.decisionSentBack', taskId, { reason }))
