import type { Material } from '../catalogue/definition.ts'
import type { HandedIn } from '../drafts/draft.ts'
import type { Day } from '../limits/calendar.ts'
import type { Dossier, Task } from '../cases/case.ts'
import { whyAnswer, type WhyAnswer } from './duty.view.ts'
import { awaitsDeferred } from '../cases/intake-acts.ts'

/** Papers put off that have not come, each once, with those who wait for it and the earliest day. */
export interface DeferredPaper {
  material: Material
  until: Day
  waiting: Task[]
  why: WhyAnswer | undefined
}

export function deferredPapers(dossier: Dossier, papers: readonly HandedIn[], today: Day): DeferredPaper[] {
  const waiting = dossier.tasks.filter(task => awaitsDeferred(task) && untilOf(task) >= today)
  const missing = [...new Set(waiting.flatMap(({ proceedings: { provisional } }) => provisional?.materials ?? []))].filter(id => !papers.some(({ materialId }) => materialId === id))
  return missing.flatMap(id => {
    const material = dossier.version.definition.materials[id]
    const own = waiting.filter(task => awaitsDeferred(task, id))
    const until = own.map(untilOf).sort()[0] ?? ''
    return material ? [{ material, until, waiting: own, why: whyAnswer(dossier, { kind: 'handIn', on: until, taskIds: own.filter(task => untilOf(task) === until).map(one => one.id) }) }] : []
  })
}

const untilOf = ({ proceedings: { provisional } }: Task): Day => provisional?.until ?? ''
