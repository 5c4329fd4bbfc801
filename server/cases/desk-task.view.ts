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

export interface ShownField {
  id: string
  name: string
  value: string
  isMasked: boolean
  source: { kind: 'register' | 'produced' | 'account' | 'applicant' | 'contested'; name: string; other: string }
  /** Put right after a supplement was asked for. */
  isAsked: boolean
}

export interface ShownMaterial extends Omit<SeenMaterial, 'handedIn'> {
  register: string
  producer: string
  papers: { name: string; fileId: string | null; identifier: string | undefined; isLate: boolean }[]
  isAsked: boolean
}

export interface ShownDeficiency extends Deficiency {
  name: string
}

type Speaker = Pick<RequestLocals, 't' | 'text' | 'language'>

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

export const targetName = ({ version: { definition } }: Dossier, { kind, target }: Pick<Deficiency, 'kind' | 'target'>): Text =>
  (kind === 'field' ? definition.fields[target]?.name : definition.materials[target]?.name) ?? { zh: target, en: target }

type Show = (field: Pick<Field, 'type' | 'options'>, value: Value | undefined) => string

/** Writes out values; the regions among them are named beforehand. */
async function shower({ db }: Pick<Ctx, 'db'>, speaker: Speaker, values: readonly (Value | undefined)[]): Promise<Show> {
  const words = await wordsFor(db, speaker, formats(speaker.language), values)
  return (field, value) => (value === undefined || value.length === 0 ? '' : valueInWords(field, value, words))
}

/** Numbers that give access to a person's money or telephone: shown whole only to whoever says what for. */
function masked({ type }: Pick<Field, 'type'>, value: Value | undefined): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  return type === 'bankAccount' ? maskNumber(value) : type === 'phone' ? maskPhone(value) : undefined
}

async function shownFields(ctx: Ctx, speaker: Speaker, dossier: Dossier, task: Task, seen: readonly SeenField[], isRevealed: boolean): Promise<{ group: FieldGroup; shown: ShownField }[]> {
  const show = await shower(ctx, speaker, seen.flatMap(({ value, contested }) => [value, contested?.value]))
  const open = openDeficiencies(dossier).filter(({ taskId, kind }) => taskId === task.id && kind === 'field').map(({ target }) => target)
  return seen.map(({ field, group, value, ...one }) => {
    const cover = isRevealed ? undefined : masked(field, value)
    return {
      group,
      shown: {
        id: field.id, name: speaker.text(field.name), value: cover ?? show(field, value), isMasked: cover !== undefined,
        source: sourceOf(speaker, dossier, one, one.contested ? (masked(field, one.contested.value) ?? show(field, one.contested.value)) : ''),
        isAsked: open.includes(field.id),
      },
    }
  })
}

function sourceOf({ text }: Speaker, { version: { definition } }: Dossier, { source, contested, isProduced }: Pick<SeenField, 'source' | 'contested' | 'isProduced'>, other: string): ShownField['source'] {
  const registerName = (id: string) => { const register = definition.registers[id]; return register ? text(register.name) : id }
  if (isProduced) return { kind: 'produced', name: text(definition.items[source]?.name ?? { zh: source, en: source }), other }
  if (contested) return { kind: 'contested', name: contested.source === 'account' ? '' : registerName(contested.source), other }
  if (source === 'applicant' || source === 'account') return { kind: source, name: '', other }
  return { kind: 'register', name: registerName(source), other }
}

async function shownMaterial(ctx: Ctx, { text }: Speaker, dossier: Dossier, task: Task, { handedIn, ...seen }: SeenMaterial): Promise<ShownMaterial> {
  const { registers, items } = dossier.version.definition
  const register = seen.fetched && registers[seen.fetched.register]
  const producer = seen.producedBy === undefined ? undefined : items[seen.producedBy]
  const papers = await Promise.all(handedIn.map(async ({ name, fileId, certificateId, createdAt }) => ({
    name, fileId, isLate: createdAt > dossier.theCase.submittedAt,
    identifier: certificateId === null ? undefined : (await findCertificate(ctx, certificateId))?.identifier,
  })))
  const isAsked = openDeficiencies(dossier).some(one => one.taskId === task.id && one.kind === 'material' && one.target === seen.material.id)
  return { ...seen, papers, isAsked, register: register ? text(register.name) : '', producer: producer ? text(producer.name) : '' }
}

async function shownResult(ctx: Ctx, speaker: Speaker, { version: { definition } }: Dossier, { result }: Task): Promise<DeskTask['result']> {
  const entries = Object.entries(result?.fields ?? {})
  const show = await shower(ctx, speaker, entries.map(([, value]) => value))
  return entries.flatMap(([id, value]) => { const field = definition.fields[id]; return field ? [{ name: speaker.text(field.name), value: show(field, value) }] : [] })
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
