import { beijingDay } from '../limits/calendar.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { FieldGroup, Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import { countOut } from '../limits/clock.ts'
import type { ShownLamp } from '../limits/lamp.ts'
import { legalLimits } from '../limits/legal-clocks.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { getOffice, listOfficesIn } from '../offices/office.store.ts'
import { regionsUpwards } from '../offices/region.ts'
import { namesOf } from '../people/person.store.ts'
import type { Read } from '../readings/record-reading.ts'
import { itemOf, taskOf, type Dossier, type InternalRequest, type Task } from '../cases/case.ts'
import { dayOf, taskLamp } from '../cases/dates.ts'
import { shownFields, shownMaterial, type ShownField, type ShownMaterial, type Speaker } from './desk-data.view.ts'
import { deskOffices } from './queue.form.ts'
import type { Askable } from './request.form.ts'
import { listRequestsTo, type ListedRequest } from '../cases/request.store.ts'
import { mayAnswer } from '../cases/requests.ts'
import { sharedView, taskView } from '../cases/task-view.ts'

/** A question of another office in the list of those that were asked. */
export interface RequestRow {
  request: ListedRequest
  item: Text
  from: Text
  lamp: ShownLamp | undefined
}

const answeredShown = 30

export async function requestRows(ctx: Ctx): Promise<{ open: RequestRow[]; answered: RequestRow[] }> {
  const offices = deskOffices(ctx.actor)
  const [open, answered] = await Promise.all([listRequestsTo(ctx.db, offices), listRequestsTo(ctx.db, offices, 'answered', answeredShown)])
  return { open: await rowsOf(ctx, open), answered: await rowsOf(ctx, answered) }
}

async function rowsOf(ctx: Ctx, requests: readonly ListedRequest[]): Promise<RequestRow[]> {
  const calendar = await readCalendar(ctx.db)
  return Promise.all(requests.map(async request => ({
    request,
    item: (await getVersion(ctx.db, request.bundleVersionId)).definition.items[request.itemCode]?.name as Text,
    from: (await getOffice(ctx.db, request.fromOfficeId)).name,
    lamp: request.state === 'open' ? taskLamp({ clockStartedAt: request.askedAt, dueOn: request.dueOn }, beijingDay(ctx.now), calendar) : undefined,
  })))
}

/** A question as the asked office sees it: of the case nothing but what was chosen for it. */
export interface ShownRequest {
  request: InternalRequest
  item: Text
  from: Text
  askedBy: string
  answeredBy: string
  lamp: ShownLamp | undefined
  sections: { group: FieldGroup; fields: ShownField[] }[]
  materials: ShownMaterial[]
  mayAnswer: boolean
  /** What of the person is shown. */
  reading: Pick<Read, 'fields' | 'materials'>
}

export async function shownRequest(ctx: Ctx, speaker: Speaker, dossier: Dossier, request: InternalRequest): Promise<ShownRequest> {
  const { theCase } = dossier
  const task = taskOf(dossier, request.taskId)
  const view = sharedView(dossier, request, await listHandedIn(ctx, { region: theCase.region, id: theCase.draftId }), ctx.now)
  // Who asked has chosen to show them, and the history says so; once it is answered numbers are covered again.
  const fields = await shownFields(ctx, speaker, dossier, task, view.fields, request.state === 'open')
  const names = await namesOf(ctx, [request.askedBy, request.answeredBy ?? ''])
  return {
    request, item: itemOf(dossier, task).item.name, from: (await getOffice(ctx.db, request.fromOfficeId)).name,
    askedBy: names.get(request.askedBy) ?? '', answeredBy: names.get(request.answeredBy ?? '') ?? '',
    lamp: request.state === 'open' ? taskLamp({ clockStartedAt: request.askedAt, dueOn: request.dueOn }, beijingDay(ctx.now), dossier.calendar) : undefined,
    sections: [...Map.groupBy(fields, ({ group }) => group)].map(([group, grouped]) => ({ group, fields: grouped.map(({ shown }) => shown) })),
    materials: await Promise.all(view.materials.map(seen => shownMaterial(ctx, speaker, dossier, task, seen, false))),
    mayAnswer: mayAnswer(ctx.actor, dossier, request),
    reading: { fields: fields.map(({ shown }) => shown.id), materials: view.materials.map(({ material }) => material.id) },
  }
}

/** Whom an officer may ask, from the case's own place upwards, and what of his item he can show them. */
export async function askable(ctx: Ctx, { text }: Pick<Speaker, 'text'>, dossier: Dossier, task: Task): Promise<Askable & { offices: Named[]; fields: Named[]; materials: Named[] }> {
  const regions = regionsUpwards(dossier.theCase.regionCode, 'township')
  const offices = (await Promise.all(regions.map(region => listOfficesIn(ctx.db, region)))).flat().filter(({ id, closedAt }) => closedAt === null && id !== task.officeId)
  const view = taskView(dossier, task, [], { now: ctx.now, isRevealed: false })
  const named = ({ id, name }: { id: string; name: Text }): Named => ({ id, name: text(name) })
  return {
    offices: offices.map(named), fields: view.fields.map(({ field }) => named(field)), materials: view.materials.map(({ material }) => named(material)),
    today: dayOf(ctx.now.toISOString()),
  }
}

interface Named {
  id: string
  name: string
}

/** The day that stands in the form until another is typed: the portal's default, not law. */
export const usualAnswerDay = ({ now }: Pick<Ctx, 'now'>, { calendar }: Pick<Dossier, 'calendar'>): string => countOut(now.toISOString(), legalLimits.internalRequest, calendar).dueOn
