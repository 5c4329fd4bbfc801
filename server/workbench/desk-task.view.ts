import { beijingDay } from '../limits/calendar.ts'
import { taskLamp } from '../cases/dates.ts'
import type { FieldGroup, ServiceItem, Text } from '../catalogue/definition.ts'
import { ancestors } from '../catalogue/planned-item.ts'
import type { Ctx } from '../context.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import type { ShownLamp } from '../limits/lamp.ts'
import { getOffice, type Office } from '../offices/office.store.ts'
import { namesOf } from '../people/person.store.ts'
import { drawLine, type Line } from '../web/line.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { missingDeferrable } from '../cases/correction.ts'
import { deskActions, directActions, isOwnMatter, type DeskAction } from '../cases/desk-actions.ts'
import { shownDeficiencies, shownFields, shownMaterial, shownResult, type ShownDeficiency, type ShownField, type ShownMaterial, type Speaker } from './desk-data.view.ts'
import { historyOf, type ShownEvent } from './desk-history.view.ts'
import { particulars, type Particulars } from './desk-standing.view.ts'
import { followUp, type FollowUp } from './follow-up.view.ts'
import { isFinal, isProposed } from '../cases/lifecycle.ts'
import { lineState } from '../cases/progress.ts'
import { taskView } from '../cases/task-view.ts'
import { whyDate, type WhyDate } from '../cases/why-date.ts'

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
  /** Those that are done by their button alone. */
  direct: DeskAction[]
  /** Where an act has other words than its own: a decision that is only proposed. */
  wordsFor: Partial<Record<DeskAction, string>>
  /** Who has to agree before a decision counts. */
  signOff: ServiceItem['signOff']
  particulars: Particulars
  followUp: FollowUp
  /** Papers that may be put off and are not there: accepting is provisional. */
  deferred: string[]
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
  history: ShownEvent[]
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
  const materials = await Promise.all(view.materials.map(seen => shownMaterial(ctx, speaker, dossier, task, seen)))
  const deferred = missingDeferrable(dossier, task, papers)
  return {
    task, bundle: version.definition.bundle.title, item: item.name, office: await getOffice(ctx.db, task.officeId),
    theCase: { number: theCase.number, submittedAt: theCase.submittedAt, channel: theCase.channel },
    holder: names.get(task.assigneeId ?? ''), isMine: task.assigneeId === ctx.actor.id,
    isOwnMatter: isOwnMatter(ctx.actor, theCase), actions: deskActions(ctx.actor, dossier, task),
    direct: directActions.filter(one => one !== 'accept' || deferred.length === 0), wordsFor: item.signOff.length > 0 ? { approve: 'proposeApproval', refuse: 'proposeRefusal' } : {},
    signOff: item.signOff, particulars: await particulars(ctx, speaker, dossier, task), followUp: await followUp(ctx, speaker, dossier, task),
    deferred: materials.filter(({ material }) => deferred.includes(material.id)).map(({ material }) => speaker.text(material.name)),
    lamp: taskLamp(task, beijingDay(ctx.now), dossier.calendar), dueWhy: whyDate(dossier, task),
    sections: [...Map.groupBy(fields, ({ group }) => group)].map(([group, grouped]) => ({ group, fields: grouped.map(({ shown }) => shown) })),
    materials, asked: shownDeficiencies(speaker, dossier, task),
    // What was written before a proposal was sent back is nobody's result.
    result: isFinal(task.status) || isProposed(task.status) ? await shownResult(ctx, speaker, dossier, task) : [],
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
