import type { Field, FieldGroup, Material } from '../catalogue/definition.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import { effectiveValue, type HandedIn, type Value } from '../drafts/draft.ts'
import type { RegisterDocument } from '../materials/register.ts'
import { itemOf, producedValues, type Dossier, type Task } from './case.ts'

/** What one item may see of a case, and nothing else: the need-to-know rule, in one place. */
export interface TaskView {
  fields: SeenField[]
  materials: SeenMaterial[]
}

export interface SeenField {
  field: Field
  group: FieldGroup
  value: Value | undefined
  /** `applicant`, `account`, a register's id, or the item that created it. */
  source: string
  isContested: boolean
  isProduced: boolean
}

export interface SeenMaterial {
  material: Material
  obtaining: PlannedMaterial['obtaining']
  handedIn: HandedIn[]
  fetched: { document: RegisterDocument; register: string; asOf: string } | undefined
  committedAt: string | undefined
  deferredAt: string | undefined
  producedBy: string | undefined
}

export function taskView(dossier: Dossier, task: Task, papers: readonly HandedIn[]): TaskView {
  const item = itemOf(dossier, task)
  const produced = producedValues(dossier.tasks)
  return {
    fields: dossier.plan.fields.filter(({ field }) => item.fieldIds.includes(field.id)).map(planned => seenField(dossier, planned, produced)),
    materials: dossier.plan.materials
      .filter(({ material, needs }) => item.materialIds.includes(material.id) && needs.some(need => need.item === task.itemCode))
      .map(planned => seenMaterial(dossier, planned, papers)),
  }
}

function seenField({ theCase: { content } }: Dossier, { field, group, source }: PlannedField, produced: Record<string, Value>): SeenField {
  const known = content.known[field.id]
  if (source.kind === 'produced') return { field, group, value: produced[field.id], source: source.by, isContested: false, isProduced: true }
  return {
    field,
    group,
    value: effectiveValue(content, field.id),
    source: known && !known.isContested ? known.source : 'applicant',
    isContested: known?.isContested ?? false,
    isProduced: false,
  }
}

function seenMaterial({ theCase: { content } }: Dossier, { material, obtaining, producedBy }: PlannedMaterial, papers: readonly HandedIn[]): SeenMaterial {
  const fetched = content.fetched[material.id]
  return {
    material,
    obtaining,
    producedBy,
    handedIn: papers.filter(({ materialId }) => materialId === material.id),
    fetched: fetched && !fetched.isContested ? fetched : undefined,
    committedAt: content.commitments[material.id],
    deferredAt: content.deferred[material.id],
  }
}
