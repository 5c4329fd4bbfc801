import type { Ctx } from '../context.ts'
import type { Text } from '../catalogue/definition.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import type { LineState } from '../web/line.ts'
import { listOffices, type Office } from '../offices/office.store.ts'
import { itemOf, openDeficiencies, type Dossier, type Task } from './case.ts'
import type { Certificate } from './certificate.ts'
import { listCertificatesOfCase } from './certificate.store.ts'
import { awaitsApplicant, hasSucceeded, isFinal, isOpen, type TaskStatus } from './lifecycle.ts'
import type { Said } from './said.ts'
import { notesOf } from './stop-notes.ts'
import { whyDate, type WhyDate } from './why-date.ts'

/** A case like a parcel's way: what every department has done, does, waits for, by when and why. */
export interface Progress {
  stops: Stop[]
  nodes: { id: string; label: Text; status: TaskStatus; state: LineState; after: string[] }[]
  events: ChainedEvent[]
  /** The last published day, where the expected end of the case lies past it. */
  presumedAfter: string | undefined
}

export interface Stop {
  task: Task
  name: Text
  office: Office
  waitsFor: Text[]
  why: WhyDate | undefined
  notes: Said[]
  certificates: Certificate[]
  deficiencies: number
}

export async function progressOf(ctx: Ctx, dossier: Dossier): Promise<Progress> {
  const { theCase, tasks, plan, calendar } = dossier
  const [certificates, events, offices] = await Promise.all([listCertificatesOfCase(ctx, theCase), listEvents(ctx.db, { region: theCase.region, caseId: theCase.id }), officesOf(ctx, tasks)])
  const byItem = new Map(tasks.map(task => [task.itemCode, task]))
  const inPlan = plan.items.flatMap(({ code }) => byItem.get(code) ?? [])
  return {
    stops: inPlan.map(task => stopOf(dossier, task, offices, certificates)),
    nodes: inPlan.map(task => nodeOf(dossier, task)),
    events,
    presumedAfter: (theCase.dueOn ?? '') > calendar.knownUntil ? calendar.knownUntil : undefined,
  }
}

async function officesOf(ctx: Ctx, tasks: readonly Task[]): Promise<Map<string, Office>> {
  return new Map((await listOffices(ctx.db, [...new Set(tasks.map(({ officeId }) => officeId))])).map(office => [office.id, office]))
}

function stopOf(dossier: Dossier, task: Task, offices: ReadonlyMap<string, Office>, certificates: readonly Certificate[]): Stop {
  const item = itemOf(dossier, task)
  const pending = dossier.tasks.filter(({ itemCode, status }) => item.after.includes(itemCode) && !isFinal(status))
  return {
    task,
    name: item.item.name,
    office: offices.get(task.officeId) as Office,
    waitsFor: pending.map(one => itemOf(dossier, one).item.name),
    why: whyDate(dossier, task),
    notes: notesOf(dossier, task),
    certificates: certificates.filter(({ taskId }) => taskId === task.id),
    deficiencies: openDeficiencies(dossier).filter(({ taskId }) => taskId === task.id).length,
  }
}

const nodeOf = (dossier: Dossier, task: Task): Progress['nodes'][number] => {
  const item = itemOf(dossier, task)
  return { id: task.itemCode, label: item.item.name, status: task.status, state: lineState(task.status), after: item.after }
}

/** How a task looks on the line and in its tag: every status has a shape. */
export function lineState(status: TaskStatus): LineState {
  if (hasSucceeded(status)) return 'done'
  if (awaitsApplicant(status)) return 'attention'
  if (status === 'lapsed' || status === 'withdrawn') return 'lapsed'
  if (isFinal(status)) return 'problem'
  return isOpen(status) && status !== 'suspended' ? 'running' : 'waiting'
}
