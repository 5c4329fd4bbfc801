import type { Field, FieldGroup, Material } from '../catalogue/definition.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import { effectiveValue, type HandedIn, type KnownValue, type Value } from '../drafts/draft.ts'
import { isTrusted } from '../drafts/material-state.ts'
import type { RegisterDocument } from '../materials/register.ts'
import { itemOf, producedValues, taskOf, type Dossier, type InternalRequest, type Task } from './case.ts'
import { isStillNeeded } from './need.ts'

/** What one item may see of a case, and nothing else: the need-to-know rule, in one place. */
export interface TaskView {
  /** It is no longer the office's business: what stood there is named, and not told. */
  isClosed: boolean
  fields: SeenField[]
  materials: SeenMaterial[]
}

export interface SeenField {
  field: Field
  group: FieldGroup
  value: Value | undefined
  /** `applicant`, `account`, a register's id, or the item that created it. */
  source: string
  /** What a register says, where the applicant says otherwise: his own word counts (Zhejiang regulation art. 7). */
  contested: KnownValue | undefined
  isProduced: boolean
}

export interface SeenMaterial {
  material: Material
  obtaining: PlannedMaterial['obtaining']
  handedIn: HandedIn[]
  fetched: { document: RegisterDocument; register: string; asOf: string; isTrusted: boolean } | undefined
  committedAt: string | undefined
  deferredAt: string | undefined
  producedBy: string | undefined
}

/** When it is looked at, and whether whoever looks has said just now what he needs covered values for (`reveal.ts`). */
export interface Look {
  now: Date
  isRevealed: boolean
}

/** Whether a task's data are closed to its office: it has ended, nothing follows from it, and nobody has said what he still needs them for. */
export const isClosed = ({ version, calendar }: Pick<Dossier, 'version' | 'calendar'>, task: Task, { now, isRevealed }: Look): boolean =>
  !isRevealed && !isStillNeeded(task, version.definition, calendar, now)

export function taskView(dossier: Dossier, task: Task, papers: readonly HandedIn[], look: Look): TaskView {
  const item = itemOf(dossier, task)
  const produced = producedValues(dossier.tasks)
  const view = {
    fields: dossier.plan.fields.filter(({ field }) => item.fieldIds.includes(field.id)).map(planned => seenField(dossier, planned, produced)),
    materials: dossier.plan.materials.filter(planned => isNeededBy(planned, task)).map(planned => seenMaterial(dossier, planned, papers)),
  }
  return isClosed(dossier, task, look) ? closed(view) : { isClosed: false, ...view }
}

const closed = ({ fields, materials }: Omit<TaskView, 'isClosed'>): TaskView => ({
  isClosed: true,
  fields: fields.map(seen => ({ ...seen, value: undefined, contested: undefined })),
  materials: materials.map(seen => ({ ...seen, handedIn: [], fetched: undefined })),
})

/** What another office that was asked may see: of the asking item only what was chosen for it, and no more once the question is answered or was called back. */
export function sharedView(dossier: Dossier, request: InternalRequest, papers: readonly HandedIn[], now: Date): TaskView {
  const { fields, materials, isClosed } = taskView(dossier, taskOf(dossier, request.taskId), papers, { now, isRevealed: false })
  if (request.state !== 'open') return { isClosed: true, fields: [], materials: [] }
  return { isClosed, fields: fields.filter(({ field }) => request.shared.fields.includes(field.id)), materials: materials.filter(({ material }) => request.shared.materials.includes(material.id)) }
}

/** The same rule for a single paper. */
export const sharesMaterial = (dossier: Dossier, { taskId, state, shared }: InternalRequest, materialId: string): boolean =>
  state === 'open' && shared.materials.includes(materialId) && needsMaterial(dossier, taskOf(dossier, taskId), materialId)

const isNeededBy = ({ needs }: PlannedMaterial, { itemCode }: Pick<Task, 'itemCode'>): boolean => needs.some(need => need.item === itemCode)

/** The same rule for a single paper. */
export const needsMaterial = ({ plan }: Pick<Dossier, 'plan'>, task: Pick<Task, 'itemCode'>, materialId: string): boolean =>
  plan.materials.some(planned => planned.material.id === materialId && isNeededBy(planned, task))

function seenField({ theCase: { content } }: Dossier, { field, group, source }: PlannedField, produced: Record<string, Value>): SeenField {
  const known = content.known[field.id]
  if (source.kind === 'produced') return { field, group, value: produced[field.id], source: source.by, contested: undefined, isProduced: true }
  return {
    field,
    group,
    value: effectiveValue(content, field.id),
    source: known && !known.isContested ? known.source : 'applicant',
    contested: known?.isContested ? known : undefined,
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
    fetched: fetched && { ...fetched, isTrusted: isTrusted(content, material.id) },
    committedAt: content.commitments[material.id],
    deferredAt: content.deferred[material.id],
  }
}
