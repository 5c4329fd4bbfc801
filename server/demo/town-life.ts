import { accept, decline, requestSupplement } from '../cases/accept.ts'
import { getDossier } from '../cases/case.store.ts'
import { itemOf, producedValues, type Dossier, type Task } from '../cases/case.ts'
import { claim } from '../cases/claim.ts'
import { decide } from '../cases/decide.ts'
import { availableActions, awaitsApplicant } from '../cases/lifecycle.ts'
import { supplement } from '../cases/supplement.ts'
import { withdraw } from '../cases/withdraw.ts'
import { workingDays } from '../catalogue/planned-item.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Value, type Values } from '../drafts/draft.ts'
import type { Shortcoming } from '../cases/officer-acts.ts'
import type { Matter } from './town-examples.ts'
import { afterOfficeHours } from './town-time.ts'
import { exampleValue } from './town-values.ts'

/** What goes otherwise than smoothly with an item. */
export type Incident =
  | { kind: 'supplement'; shortcomings: Shortcoming[]; isAnswered: boolean }
  | { kind: 'refuse' | 'decline'; reason: string }
  /** Left lying: not accepted, or accepted and not decided. */
  | { kind: 'leave'; at: 'received' | 'accepted' }

export interface Course {
  incidents?: Record<string, Incident>
  /** Office hours that a case waits on a desk before it is looked at. */
  patience: number
  /** Withdrawn by the applicant this many office hours after submission. */
  withdrawnAfter?: number | undefined
}

interface Turn {
  at: Date
  act: () => Promise<void>
}

/** Who acts in the town, and when. */
export interface Cast {
  now: Date
  applicant(at: Date): Ctx
  /** Undefined for an office outside the town: what comes there is left to others. */
  officer(officeId: string, at: Date): Ctx | undefined
  matterAt(values: Values, at: Date): Matter
}

/** Lets the officers and the applicant act, one after another, until the present; every act is the verb that a person's click calls. */
export async function liveThrough(number: string, course: Course, cast: Cast): Promise<void> {
  const ctx = cast.applicant(cast.now)
  for (;;) {
    const dossier = await getDossier(ctx, number)
    const next = turns(dossier, course, cast).filter(({ at }) => at <= cast.now).sort((a, b) => a.at.getTime() - b.at.getTime())[0]
    if (!next) return
    await next.act()
  }
}

function turns(dossier: Dossier, course: Course, cast: Cast): Turn[] {
  if (dossier.theCase.status !== 'running') return []
  const found = dossier.tasks.flatMap(task => turnOf(dossier, task, course, cast) ?? [])
  const { submittedAt, number } = dossier.theCase
  if (course.withdrawnAfter === undefined) return found
  const at = afterOfficeHours(new Date(submittedAt), course.withdrawnAfter)
  return [...found.filter(turn => turn.at < at), { at, act: () => withdraw(cast.applicant(at), number) }]
}

function turnOf(dossier: Dossier, task: Task, course: Course, cast: Cast): Turn | undefined {
  const incident = course.incidents?.[task.itemCode]
  const moves = availableActions(task.status, 'officer')
  if (awaitsApplicant(task.status)) return incident?.kind === 'supplement' && incident.isAnswered ? answer(dossier, task, cast) : undefined
  if (moves.includes('accept')) return incident?.kind === 'leave' && incident.at === 'received' ? undefined : intake(dossier, task, incident, course, cast)
  if (moves.includes('approve')) return incident?.kind === 'leave' ? undefined : decision(dossier, task, incident, cast)
  return undefined
}

function answer({ theCase }: Dossier, task: Task, cast: Cast): Turn {
  const at = afterOfficeHours(new Date(task.updatedAt), 13)
  return { at, act: () => supplement(cast.applicant(at), theCase.number, {}) }
}

function intake({ deficiencies }: Dossier, task: Task, incident: Incident | undefined, { patience }: Course, cast: Cast): Turn | undefined {
  const at = afterOfficeHours(new Date(task.updatedAt), patience)
  const ctx = cast.officer(task.officeId, at)
  if (!ctx) return undefined
  return {
    at,
    act: async () => {
      if (task.assigneeId === null) await claim(ctx, task.id)
      if (incident?.kind === 'decline') return decline(ctx, task.id, incident.reason)
      const isAsked = deficiencies.some(({ taskId }) => taskId === task.id)
      if (incident?.kind === 'supplement' && !isAsked) return requestSupplement(ctx, task.id, incident.shortcomings)
      return accept(ctx, task.id)
    },
  }
}

function decision(dossier: Dossier, task: Task, incident: Incident | undefined, cast: Cast): Turn | undefined {
  const { item, promisedLimit } = itemOf(dossier, task)
  const at = afterOfficeHours(new Date(task.acceptedAt as string), Math.max(0.2, workingDays(promisedLimit) * 8 * 0.55))
  const ctx = cast.officer(task.officeId, at)
  if (!ctx) return undefined
  const { content } = dossier.theCase
  const known = Object.fromEntries(dossier.plan.fields.map(({ field }) => [field.id, effectiveValue(content, field.id) ?? ''] as const).filter(([, value]) => value !== ''))
  const values: Record<string, Value> = { ...known, ...producedValues(dossier.tasks) }
  const act = () => {
    if (incident?.kind === 'refuse') return decide(ctx, task.id, { outcome: 'refuse', reason: incident.reason })
    const fields: Record<string, Value> = {}
    for (const id of item.result.fields) {
      const field = dossier.version.definition.fields[id]
      if (field) values[id] = fields[id] = exampleValue(field, field, cast.matterAt(values, at))
    }
    return decide(ctx, task.id, { outcome: 'approve', result: { fields } })
  }
  return { at, act }
}
