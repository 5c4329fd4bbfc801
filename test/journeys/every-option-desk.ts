import { applies } from '../../server/catalogue/condition.ts'
import type { FieldRequirement, MaterialRequirement } from '../../server/catalogue/definition.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import type { Certificate } from '../../server/cases/certificate.ts'
import { hasSucceeded } from '../../server/cases/lifecycle.ts'
import { taskView, type SeenField, type SeenMaterial } from '../../server/cases/task-view.ts'
import type { HandedIn } from '../../server/drafts/draft.ts'
import { canonical } from '../../server/ledger/chain.ts'
import type { Faults, Routed } from './every-option-routing.ts'

/** What the officer who is about to decide lacks, sees wrong, or has no business to see. */
export function notAsNeeded(dossier: Dossier, task: Task, papers: readonly HandedIn[], certificates: readonly Certificate[], { definition, situation: { answers }, valueOf }: Routed): Faults {
  const item = definition.items[task.itemCode]
  const view = taskView(dossier, task, papers, { now: new Date(task.updatedAt), isRevealed: false })
  const inForce = <P extends FieldRequirement | MaterialRequirement>(parts: readonly P[] = []): P[] => parts.filter(({ when }) => applies(when, answers) === 'yes')
  const [fields, materials] = [inForce(item?.fields), inForce(item?.materials)]
  const told = (faults: Faults) => faults.map(fault => `${task.itemCode}: ${fault}`)
  return told([
    ...fields.flatMap(requirement => wrongField(requirement, view.fields, valueOf)),
    ...unneeded(view.fields, fields.map(({ field }) => field)),
    ...materials.flatMap(requirement => lackingMaterial(requirement, view.materials, dossier, certificates)),
    ...view.materials.filter(({ material }) => !materials.some(one => one.material === material.id)).map(({ material }) => `shows ${material.id}, which it does not need`),
  ])
}

function wrongField({ field: id, required }: FieldRequirement, seen: readonly SeenField[], valueOf: Routed['valueOf']): Faults {
  const shown = seen.find(({ field }) => field.id === id)
  if (!shown) return [`does not show ${id}`]
  const wanted = valueOf(id)
  if (required && wanted === undefined) return [`lacks ${id}`]
  return canonical(shown.value) === canonical(wanted) ? [] : [`shows ${id} as ${JSON.stringify(shown.value)}, given was ${JSON.stringify(wanted)}`]
}

/** Need to know: its own data, and by what the registers were asked for them. */
function unneeded(seen: readonly SeenField[], needed: readonly string[]): Faults {
  const known = new Set(needed)
  for (const id of known) { // grows while it is gone through: a key may be held by a register itself
    const by = seen.find(({ field }) => field.id === id)?.field.register?.by
    if (by) known.add(by)
  }
  return seen.filter(({ field }) => !known.has(field.id)).map(({ field }) => `shows ${field.id}, which it does not need`)
}

function lackingMaterial({ material: id, handling }: MaterialRequirement, seen: readonly SeenMaterial[], { tasks }: Dossier, certificates: readonly Certificate[]): Faults {
  if (handling === 'optional') return []
  const isThere = seen.filter(({ material }) => material.id === id).some(({ obtaining, producedBy, handedIn, fetched, committedAt }) => {
    if (obtaining === 'produced') {
      const by = tasks.find(({ itemCode }) => itemCode === producedBy)
      return by !== undefined && hasSucceeded(by.status) && certificates.every(({ taskId, materialId }) => taskId !== by.id || materialId === id)
    }
    return obtaining === 'generated' || handedIn.length > 0 || fetched?.isTrusted === true || committedAt !== undefined
  })
  return isThere ? [] : [`has no ${id}`]
}
