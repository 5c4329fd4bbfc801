import type { Text } from '../catalogue/definition.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import { jointLimit, taskLamp } from '../cases/dates.ts'
import { whyJoint, type WhyDate } from '../cases/why-date.ts'
import { arrivedStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import type { Ctx } from '../context.ts'
import { beijingDay, type Day } from '../limits/calendar.ts'
import type { ShownLamp } from '../limits/lamp.ts'
import { getOffice } from '../offices/office.store.ts'
import { inScope } from '../people/permissions.ts'
import { drawLine, type Line, type LineState } from '../web/line.ts'
import type { RequestLocals } from '../web/locals.ts'
import { noExtension, type NoExtension } from './extension.form.ts'

/** A whole case as its supervisor sees it: its joint limit and how far each department is, by names and states only. */
export interface JointCase {
  number: string
  status: Dossier['theCase']['status']
  submittedAt: string
  bundle: Text
  limit: { acceptedAt: string; dueOn: Day; isPresumed: boolean; lamp: ShownLamp | undefined; why: WhyDate | undefined } | undefined
  extension: Dossier['theCase']['proceedings']['extension']
  refusal: NoExtension | undefined
  isOwnMatter: boolean
  line: Line
  tasks: { id: string; item: Text; office: Text; status: TaskStatus; dueOn: Day | null; lamp: ShownLamp | undefined; isReadable: boolean }[]
}

export async function jointCase(ctx: Ctx, { t, text }: Pick<RequestLocals, 't' | 'text'>, dossier: Dossier, lineState: (status: TaskStatus) => LineState): Promise<JointCase> {
  const { theCase, tasks, plan, version, calendar } = dossier
  const today = beijingDay(ctx.now)
  const limit = jointLimit(dossier)
  const inPlan = plan.items.flatMap(({ code }) => tasks.find(({ itemCode }) => itemCode === code) ?? [])
  const nameOf = (task: Task): Text => itemOf({ plan }, task).item.name
  const departmentOf = (task: Task): string => text(version.definition.departments[task.departmentId]?.name ?? { zh: task.departmentId, en: task.departmentId })
  return {
    number: theCase.number, status: theCase.status, submittedAt: theCase.submittedAt, bundle: version.definition.bundle.title,
    limit: limit && { acceptedAt: limit.acceptedAt, dueOn: limit.dueOn, isPresumed: limit.isPresumed, why: whyJoint(dossier), lamp: theCase.status === 'running' ? taskLamp({ clockStartedAt: limit.acceptedAt, dueOn: limit.dueOn }, today, calendar) : undefined },
    extension: theCase.proceedings.extension, refusal: noExtension(dossier, today), isOwnMatter: isOwnMatter(ctx.actor, theCase),
    line: drawLine(inPlan.map(task => ({
      id: task.itemCode, label: text(nameOf(task)), sub: t('desk:line.sub', { whose: departmentOf(task), status: t(`desk:status.${task.status}`) }), after: itemOf({ plan }, task).after, state: lineState(task.status),
    })), 900),
    tasks: await Promise.all(inPlan.map(async task => ({
      id: task.id, item: nameOf(task), office: (await getOffice(ctx.db, task.officeId)).name, status: task.status, dueOn: task.dueOn, lamp: taskLamp(task, today, calendar), isReadable: arrivedStatuses.includes(task.status) && inScope(ctx.actor, 'supervision.read', task),
    }))),
  }
}
