import type { Field, FieldGroup, Text } from '../catalogue/definition.ts'
import { ancestors } from '../catalogue/planned-item.ts'
import type { Ctx } from '../context.ts'
import type { Value } from '../drafts/draft.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import { valueInWords, wordsFor } from '../drafts/value-words.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { getOffice, type Office } from '../offices/office.store.ts'
import { maskNumber, maskPhone } from '../people/mask.ts'
import { namesOf } from '../people/person.store.ts'
import { formats } from '../web/formats.ts'
import { drawLine, type Line } from '../web/line.ts'
import type { RequestLocals } from '../web/locals.ts'
import { itemOf, openDeficiencies, type Deficiency, type Dossier, type Task } from './case.ts'
import { findCertificate } from './certificate.store.ts'
import { deskActions, isOwnMatter, type DeskAction } from './desk-actions.ts'
import { lineState } from './progress.view.ts'
import { taskLamp, type ShownLamp } from './queue.view.ts'
import { taskView, type SeenField, type SeenMaterial } from './task-view.ts'
import { whyDate, type WhyDate } from './why-date.view.ts'

/** A task as its officer sees it: what his item needs, where it stands, what he can do. */
export interface DeskTask {
  task: Task
  theCase: { number: string; submittedAt: string; channel: string }
  bundle: Text
  item: Text
  office: Office
  holder: string | undefined
  isMine: boolean
  isOwnMatter: boolean
  actions: DeskAction[]
  lamp: ShownLamp | undefined
  dueWhy: WhyDate | undefined
  sections: { group: FieldGroup; fields: ShownField[] }[]
  materials: ShownMaterial[]
  asked: ShownDeficiency[]
  result: { name: string; value: string }[]
  /** What approving hands to the applicant. */
  issues: { name: Text; isCertificate: boolean }
  /** Items that would lapse with this one. */
  dependants: string[]
  line: Line
  history: { event: ChainedEvent; who: string }[]
  /** Something is covered, and can be looked at for a reason. */
  hasMasked: boolean
}

export async function deskTask(ctx: Ctx, speaker: Speaker, dossier: Dossier, task: Task, isRevealed: boolean): Promise<DeskTask> {
  const { theCase, version } = dossier
  const papers = await listHandedIn(ctx, { region: theCase.region, id: theCase.draftId })
  const view = taskView(dossier, task, papers)
  const { item } = itemOf(dossier, task)
  const names = await namesOf(ctx, [task.assigneeId ?? ''])
  const fields = await shownFields(ctx, speaker, dossier, task, view.fields, isRevealed)
  const asked = dossier.deficiencies.filter(({ taskId }) => taskId === task.id)
  return {
    task, bundle: version.definition.bundle.title, item: item.name, office: await getOffice(ctx.db, task.officeId),
    theCase: { number: theCase.number, submittedAt: theCase.submittedAt, channel: theCase.channel },
    holder: names.get(task.assigneeId ?? ''), isMine: task.assigneeId === ctx.actor.id,
    isOwnMatter: isOwnMatter(ctx.actor, theCase), actions: deskActions(ctx.actor, { task, theCase }),
    lamp: taskLamp(task, ctx.now, dossier.calendar), dueWhy: whyDate(dossier, task),
    sections: [...Map.groupBy(fields, ({ group }) => group)].map(([group, grouped]) => ({ group, fields: grouped.map(({ shown }) => shown) })),
    materials: await Promise.all(view.materials.map(seen => shownMaterial(ctx, speaker, dossier, task, seen))),
    asked: asked.map(one => ({ ...one, name: speaker.text(targetName(dossier, one)) })),
    result: await shownResult(ctx, speaker, dossier, task),
    issues: { name: item.result.name, isCertificate: item.result.certificate },
    dependants: dossier.plan.items.filter(({ code }) => ancestors(dossier.plan.items, code).has(task.itemCode)).map(({ item: { name } }) => speaker.text(name)),
    line: lineOf(speaker, dossier, task),
    history: await historyOf(ctx, speaker, dossier, task),
    hasMasked: fields.some(({ shown }) => shown.isMasked),
  }
}

/** The whole case by names and states only: nothing of the other departments' data. */
function lineOf({ t, text }: Speaker, { plan, tasks, version: { definition } }: Dossier, own: Task): Line {
  return drawLine(plan.items.flatMap(({ code, item, after }) => {
    const task = tasks.find(({ itemCode }) => itemCode === code)
    if (!task) return []
    const department = definition.departments[item.department]
    const whose = task.id === own.id ? t('desk:line.own') : department ? text(department.name) : ''
    return [{ id: code, label: text(item.name), sub: t('desk:line.sub', { whose, status: t(`desk:status.${task.status}`) }), after, state: lineState(task.status) }]
  }), 900)
}

/** What happened to this task, and to the case as a whole, newest first. */
async function historyOf(ctx: Ctx, { t, text }: Speaker, { theCase }: Dossier, task: Task): Promise<DeskTask['history']> {
  const events = (await listEvents(ctx.db, { region: theCase.region, caseId: theCase.id })).filter(({ taskId }) => taskId === null || taskId === task.id).reverse()
  const staff = events.filter(({ officeId }) => officeId === task.officeId)
  const names = await namesOf(ctx, [...staff.map(({ actorId }) => actorId), ...staff.flatMap(({ data }) => (typeof data.to === 'string' ? [data.to] : []))])
  return Promise.all(events.map(async event => ({ event: { ...event, data: { ...event.data, toName: names.get(String(event.data.to)) } }, who: await whoDid(event) })))

  async function whoDid({ actorId, actorRole, officeId }: ChainedEvent): Promise<string> {
    if (actorRole === 'applicant') return theCase.applicantName
    if (officeId === null) return t('cases:by.portal')
    return names.get(actorId) ?? text((await getOffice(ctx.db, officeId)).name)
  }
}
