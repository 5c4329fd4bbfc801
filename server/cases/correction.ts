import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { Material } from '../catalogue/definition.ts'
import type { HandedIn } from '../drafts/draft.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import type { Day } from '../limits/calendar.ts'
import { openDeficiencies, taskOf, type Deficiency, type Dossier, type Task } from './case.ts'
import { dataOf } from './events.ts'

/**
 * What the applicant has to correct, whichever departments asked: each field and each paper once,
 * with everything that was said about it (一次性告知).
 */
export interface Correction {
  fields: { planned: PlannedField; asked: Asked[] }[]
  materials: { material: Material; asked: Asked[]; sent: HandedIn[] }[]
}

export interface Asked {
  task: Task
  code: string
  reason: string
}

export function correctionOf(dossier: Dossier, papers: readonly HandedIn[]): Correction {
  const open = openDeficiencies(dossier)
  const asked = (deficiencies: readonly Deficiency[]) => deficiencies.map(({ taskId, code, reason }) => ({ task: taskOf(dossier, taskId), code, reason }))
  const about = (kind: Deficiency['kind']) => [...Map.groupBy(open.filter(one => one.kind === kind), ({ target }) => target)]
  return {
    fields: about('field').flatMap(([id, deficiencies]) => {
      const planned = dossier.plan.fields.find(({ field }) => field.id === id)
      return planned ? [{ planned, asked: asked(deficiencies) }] : []
    }),
    materials: about('material').flatMap(([id, deficiencies]) => {
      const material = dossier.version.definition.materials[id]
      const since = deficiencies.map(({ notedAt }) => notedAt).sort()[0] as string
      return material ? [{ material, asked: asked(deficiencies), sent: papers.filter(({ materialId, createdAt }) => materialId === id && createdAt >= since) }] : []
    }),
  }
}

/** The day by which it would have had to come, when that has passed. */
export function passedOn({ theCase, tasks }: Pick<Dossier, 'theCase' | 'tasks'>, events: readonly ChainedEvent[], what: 'supplement' | 'deferred', today: Day): Day | undefined {
  if (what === 'deferred') return tasks.flatMap(({ proceedings: { provisional } }) => (provisional?.completedAt === null && provisional.until < today ? [provisional.until] : [])).sort().at(-1)
  const lapsed = events.findLast(({ type }) => type === 'task.supplementLapsed')
  const notice = events.findLast(({ type, seq }) => type === 'case.noticeIssued' && seq < (lapsed?.seq ?? Infinity))
  const day = notice && (lapsed || theCase.proceedings.notice) ? dataOf(notice, 'case.noticeIssued').answerBy : undefined
  return day !== undefined && day < today ? day : undefined
}
