import type { ServiceItem, Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { namesOf } from '../people/person.store.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import type { Speaker } from './desk-data.view.ts'
import { awaitsApplicant, isOpen, isProposed } from '../cases/lifecycle.ts'
import type { Extension, Provisional, SiteVisit, Suspension } from '../cases/proceedings.ts'
import { whyJoint, type WhyDate } from '../cases/why-date.ts'

/** What runs specially with a task: procedures, more time, papers that are still to come, a decision that waits for somebody. */
export interface Particulars {
  isDeemed: boolean
  /** While it lasts; those that are over stand in `ended`. */
  suspension: ShownSuspension | undefined
  ended: ShownSuspension[]
  extension: (Omit<Extension, 'askedBy' | 'decidedBy'> & { askedBy: string; decidedBy: string }) | undefined
  provisional: (Omit<Provisional, 'materials'> & { materials: string[] }) | undefined
  proposal: ShownProposal | undefined
  /** The day by which the applicant answers the notice; undefined while none is open for this task. */
  answerBy: string | undefined
  /** What stands beside the task's own limit: the whole joint case must be decided by then. */
  joint: WhyDate | undefined
  visits: ShownVisit[]
  delay: Task['proceedings']['delay']
}

export interface ShownSuspension extends Suspension {
  chair: string
}

export interface ShownProposal {
  outcome: 'approve' | 'refuse'
  reason: string | null
  by: string
  isOwn: boolean
  /** Who agreed after him. */
  agreedBy: string[]
  waitsFor: ServiceItem['signOff'][number]['by']
}

/** A visit of several departments, told to each by items and departments' names only. */
export interface ShownVisit extends Pick<SiteVisit, 'id' | 'on' | 'place' | 'purpose' | 'state' | 'finding'> {
  isLed: boolean
  items: { item: Text; department: Text }[]
}

export async function particulars(ctx: Ctx, { text }: Pick<Speaker, 'text'>, dossier: Dossier, task: Task): Promise<Particulars> {
  const { suspensions, extension, provisional, proposal, delay, isDeemed } = task.proceedings
  const names = await namesOf(ctx, [
    ...suspensions.flatMap(({ hearing }) => hearing?.chairId ?? []), ...[extension?.askedBy, extension?.decidedBy, ...(proposal?.agreedBy ?? [])].filter(id => id !== null && id !== undefined),
  ])
  const name = (id: string | null) => names.get(id ?? '') ?? ''
  const shown = suspensions.map(one => ({ ...one, chair: name(one.hearing?.chairId ?? null) }))
  const materialName = (id: string) => { const material = dossier.version.definition.materials[id]; return material ? text(material.name) : id }
  return {
    isDeemed, delay,
    suspension: task.status === 'suspended' ? shown.at(-1) : undefined,
    ended: shown.filter(({ endedOn }) => endedOn !== null),
    extension: extension ? { ...extension, askedBy: name(extension.askedBy), decidedBy: name(extension.decidedBy) } : undefined,
    provisional: provisional ? { ...provisional, materials: provisional.materials.map(materialName) } : undefined,
    proposal: proposal && isProposed(task.status) ? {
      outcome: proposal.outcome, reason: proposal.reason, by: name(proposal.by), isOwn: proposal.by === ctx.actor.id,
      agreedBy: proposal.agreedBy.slice(1).map(name), waitsFor: task.status === 'approving' ? 'head' : 'secondOfficer',
    } : undefined,
    answerBy: awaitsApplicant(task.status) ? dossier.theCase.proceedings.notice?.answerBy : undefined,
    joint: isOpen(task.status) ? whyJoint(dossier) : undefined,
    visits: visitsOf(dossier, task),
  }
}

/** Every department that takes part knows of a visit. */
const visitsOf = (dossier: Dossier, task: Task): ShownVisit[] =>
  dossier.theCase.proceedings.visits.filter(({ taskIds }) => taskIds.includes(task.id)).map(({ id, on, place, purpose, state, finding, leadTaskId, taskIds }) =>
    ({ id, on, place, purpose, state, finding, isLed: leadTaskId === task.id, items: taskIds.flatMap(one => nameOfTask(dossier, one)) }))

function nameOfTask(dossier: Dossier, id: string): ShownVisit['items'] {
  const task = dossier.tasks.find(one => one.id === id)
  return task ? [{ item: itemOf(dossier, task).item.name, department: departmentOf(dossier, task) }] : []
}

export const departmentOf = ({ version: { definition } }: Pick<Dossier, 'version'>, { departmentId }: Pick<Task, 'departmentId'>): Text =>
  definition.departments[departmentId]?.name ?? { zh: departmentId, en: departmentId }
