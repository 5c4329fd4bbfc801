import { filedBy } from '../agents/filed-by.ts'
import { beijingDay } from '../limits/calendar.ts'
import { taskLamp } from '../cases/dates.ts'
import type { FieldGroup, ServiceItem, Text } from '../catalogue/definition.ts'
import { ancestors } from '../catalogue/planned-item.ts'
import type { Ctx } from '../context.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import type { ShownLamp } from '../limits/lamp.ts'
import { getOffice, type Office } from '../offices/office.store.ts'
import { maskName } from '../people/mask.ts'
import { namesOf } from '../people/person.store.ts'
import type { Read } from '../readings/record-reading.ts'
import { drawLine, type Line } from '../web/line.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { putOff } from '../cases/put-off.ts'
import { deskActions, directActions, mustStandAside, type DeskAction } from '../cases/desk-actions.ts'
import { shownDeficiencies, shownFields, shownMaterial, shownResult, type ShownDeficiency, type ShownField, type ShownMaterial, type Speaker } from './desk-data.view.ts'
import { historyOf, type ShownEvent } from './desk-history.view.ts'
import { particulars, type Particulars } from './desk-standing.view.ts'
import { followUp, type FollowUp } from './follow-up.view.ts'
import { isFinal, isProposed } from '../cases/lifecycle.ts'
import { partiesOf, type Parties } from '../cases/party.ts'
import { lineState } from '../cases/progress.ts'
import { isRevealed } from '../cases/reveal.store.ts'
import { taskView } from '../cases/task-view.ts'
import { whyDate, type WhyDate } from '../cases/why-date.ts'

/** A task as its officer sees it: what his item needs, where it stands, what he can do. */
export interface DeskTask {
  task: Task
  theCase: { number: string; submittedAt: string; channel: string }
  bundle: Text
  item: Text
  office: Office
  parties: Parties
  /** Who filed it for the applicant, and by what right. */
  filedBy: string | undefined
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
  result: { id: string; name: string; value: string; isMasked: boolean }[]
  /** What approving hands to the applicant. */
  issues: { name: Text; isCertificate: boolean }
  /** Items that would lapse with this one. */
  dependants: string[]
  line: Line
  history: ShownEvent[]
  /** Something is covered, and can be looked at for a reason. */
  hasMasked: boolean
  /** It has ended, and is no longer the office's business. */
  isClosed: boolean
  isRevealed: boolean
  /** What of the person is shown. */
  reading: Pick<Read, 'fields' | 'covered' | 'materials'>
}

export async function deskTask(ctx: Ctx, speaker: Speaker, dossier: Dossier, task: Task): Promise<DeskTask> {
  const { theCase, version } = dossier
  const papers = await listHandedIn(ctx, { region: theCase.region, id: theCase.draftId })
  const revealed = await isRevealed(ctx, task)
  const view = taskView(dossier, task, papers, { now: ctx.now, isRevealed: revealed })
  const { item } = itemOf(dossier, task)
  const names = await namesOf(ctx, [task.assigneeId ?? ''])
  const fields = await shownFields(ctx, speaker, dossier, task, view.fields, revealed)
  const materials = await Promise.all(view.materials.map(seen => shownMaterial(ctx, speaker, dossier, task, seen, revealed)))
  const deferred = putOff(dossier, task)
  const shown = view.isClosed ? { ...task, applicantName: maskName(task.applicantName) } : task
  // What was written before a proposal was sent back is nobody's result; what has ended and is closed is told to nobody.
  const result = !view.isClosed && (isFinal(task.status) || isProposed(task.status)) ? await shownResult(ctx, speaker, dossier, task, revealed) : []
  return {
    task: shown, bundle: version.definition.bundle.title, item: item.name, office: await getOffice(ctx.db, task.officeId),
    theCase: { number: theCase.number, submittedAt: theCase.submittedAt, channel: theCase.channel },
    parties: partiesOf(dossier), filedBy: (await filedBy(ctx, theCase, speaker))?.words, holder: names.get(task.assigneeId ?? ''), isMine: task.assigneeId === ctx.actor.id,
    isOwnMatter: mustStandAside(ctx.actor, theCase), actions: deskActions(ctx.actor, dossier, task),
    direct: directActions.filter(one => one !== 'accept' || deferred.length === 0), wordsFor: item.signOff.length > 0 ? { approve: 'proposeApproval', refuse: 'proposeRefusal' } : {},
    signOff: item.signOff, particulars: await particulars(ctx, speaker, dossier, task), followUp: await followUp(ctx, speaker, dossier, task),
    deferred: materials.filter(({ material }) => deferred.includes(material.id)).map(({ material }) => speaker.text(material.name)),
    lamp: taskLamp(task, beijingDay(ctx.now), dossier.calendar), dueWhy: whyDate(dossier, task),
    sections: [...Map.groupBy(fields, ({ group }) => group)].map(([group, grouped]) => ({ group, fields: grouped.map(({ shown }) => shown) })),
    materials, asked: shownDeficiencies(speaker, dossier, task),
    result,
    issues: { name: item.result.name, isCertificate: item.result.certificate },
    dependants: dossier.plan.items.filter(({ code }) => ancestors(dossier.plan.items, code).has(task.itemCode)).map(({ item: { name } }) => speaker.text(name)),
    line: lineOf(speaker, dossier, task),
    history: await historyOf(ctx, speaker, dossier, shown),
    isClosed: view.isClosed, isRevealed: revealed,
    hasMasked: view.isClosed || [...fields.map(({ shown }) => shown), ...result, ...materials].some(({ isMasked }) => isMasked),
    reading: readingOf(fields.map(({ shown }) => shown), result, materials),
  }
}

/** By ids: names of fields whose values stand on the page, whole or covered, and of papers that are there. */
function readingOf(fields: readonly ShownField[], result: DeskTask['result'], materials: readonly ShownMaterial[]): DeskTask['reading'] {
  const shown = [...fields, ...result].filter(({ value }) => value !== '')
  return {
    fields: ['applicant.name', ...shown.map(({ id }) => id)], covered: shown.filter(({ isMasked }) => isMasked).map(({ id }) => id),
    materials: materials.filter(({ papers, fetched }) => papers.length > 0 || fetched).map(({ material }) => material.id),
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
