import type { Field, Material } from '../catalogue/definition.ts'
import { isNeeded } from '../drafts/completeness.ts'
import { effectiveValue, type HandedIn } from '../drafts/draft.ts'
import { materialState, type MaterialState } from '../drafts/material-state.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { isUnspoken } from '../cases/lifecycle.ts'

/**
 * Whether an application is complete, over all departments at once: by names and states alone. The
 * counter needs to know that something is there, not what it says.
 */
export interface IntakeItem {
  task: Task
  /** How many data the applicant gives for it, and which of them are not there. */
  fields: number
  missingFields: Field[]
  papers: IntakePaper[]
}

export interface IntakePaper {
  material: Material
  state: MaterialState
  handedIn: HandedIn[]
}

/** Every item of the case in the order of its plan. */
export function intakeItems(dossier: Dossier, papers: readonly HandedIn[]): IntakeItem[] {
  const byItem = new Map(dossier.tasks.map(task => [task.itemCode, task]))
  return dossier.plan.items.flatMap(({ code }) => {
    const task = byItem.get(code)
    return task ? [intakeItem(dossier, task, papers)] : []
  })
}

function intakeItem({ plan, theCase: { content } }: Dossier, task: Task, handedIn: readonly HandedIn[]): IntakeItem {
  const { fieldIds } = itemOf({ plan }, task)
  const given = plan.fields.filter(({ field, source }) => fieldIds.includes(field.id) && source.kind !== 'produced')
  return {
    task,
    fields: given.length,
    missingFields: given.filter(planned => isNeeded(planned, content) && effectiveValue(content, planned.field.id) === undefined).map(({ field }) => field),
    papers: plan.materials.filter(({ needs }) => needs.some(({ item }) => item === task.itemCode)).map(planned => {
      const state = materialState(planned, content, handedIn)
      return {
        material: planned.material,
        // What may come later may come later, also where the applicant has not put it off himself (容缺).
        state: planned.obtaining === 'deferrable' && state === 'missing' ? 'deferred' : state,
        handedIn: handedIn.filter(({ materialId }) => materialId === planned.material.id),
      }
    }),
  }
}

export const isComplete = ({ missingFields, papers }: IntakeItem): boolean => missingFields.length === 0 && papers.every(({ state }) => state !== 'missing')

/** Items of which nothing has been said yet: neither by their department nor by the counter. */
export const unspokenItems = (items: readonly IntakeItem[]): IntakeItem[] => items.filter(({ task }) => isUnspoken(task.status))
