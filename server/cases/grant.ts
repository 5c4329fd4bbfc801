import { newRegionalId } from '../ids.ts'
import { beijingDay } from '../limits/calendar.ts'
import { commitmentCheckCount, deliveryCount } from '../limits/legal-clocks.ts'
import type { Act } from './act.ts'
import { itemOf, taskOf, type Dossier, type Task, type TaskResult } from './case.ts'
import { newIdentifier, type Certificate } from './certificate.ts'
import { did, withResult, type Course } from './course.ts'
import type { EventData } from './events.ts'

/** Grants: what the item creates becomes data of those that waited for it, and a certificate where it issues one. */
export function granted(course: Course, taskId: string, result: TaskResult, by: Act): Course {
  return certified(withResult(did(course, 'task.approved', taskId, followUps(course.dossier, taskOf(course.dossier, taskId), by.at), by), taskId, result), taskId, by)
}

/** Issues the certificate of a granted item; one that was valid before is taken back. */
export function certified(course: Course, taskId: string, by: Act): Course {
  const issued = certificateOf(course.dossier, taskOf(course.dossier, taskId), by.at)
  if (!issued) return course
  const announced = did(course, 'certificate.issued', taskId, { identifier: issued.identifier }, by)
  return { ...announced, certificates: [...announced.certificates, issued] }
}

/** What has to be seen to after a grant: a result to hand over, a commitment to check. */
function followUps(dossier: Dossier, task: Task, at: string): EventData['task.approved'] {
  const { item, presence } = itemOf(dossier, task)
  const materials = commitmentsOf(dossier, task)
  return {
    ...(presence.some(one => one.at === 'collection') ? { delivery: { dueOn: deliveryCount(at, dossier.calendar).dueOn } } : {}),
    ...(materials.length > 0 ? { commitment: { materials, dueOn: commitmentCheckCount(at, dossier.calendar).dueOn } } : {}),
    ...(item.withoutApplication === undefined ? {} : { basis: item.withoutApplication }),
  }
}

/** Papers of this item that a signed commitment stands for: facts that are checked later, not mere authorisations. */
export const commitmentsOf = ({ plan, theCase }: Pick<Dossier, 'plan' | 'theCase'>, { itemCode }: Pick<Task, 'itemCode'>): string[] =>
  plan.materials.filter(({ material, obtaining, needs }) => obtaining === 'commitment' && material.consent !== true && theCase.content.commitments[material.id] && needs.some(({ item }) => item === itemCode)).map(({ material }) => material.id)

function certificateOf({ theCase, plan }: Dossier, task: Task, at: string): Certificate | undefined {
  const { item } = itemOf({ plan }, task)
  if (!item.result.certificate) return undefined
  return {
    region: task.region,
    id: newRegionalId(task.region),
    identifier: newIdentifier(task.region, beijingDay(new Date(at))),
    holderId: theCase.applicantId,
    holderName: theCase.applicantName,
    materialId: item.result.material ?? null,
    itemCode: item.code,
    name: item.result.name,
    officeId: task.officeId,
    caseId: theCase.id,
    taskId: task.id,
    facts: task.result?.fields ?? {},
    status: 'valid',
    issuedAt: at,
  }
}
