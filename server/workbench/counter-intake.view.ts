import { beijingDay } from '../limits/calendar.ts'
import { taskLamp } from '../cases/dates.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import type { MaterialState } from '../drafts/material-state.ts'
import { countOut } from '../limits/clock.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import type { ShownLamp } from '../limits/lamp.ts'
import { legalLimits } from '../limits/legal-clocks.ts'
import { getOffice } from '../offices/office.store.ts'
import type { RequestLocals } from '../web/locals.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { countiesOf } from './counter.ts'
import { intakeItems, isComplete, unspokenItems, type IntakeItem } from './counter-intake.ts'
import { intakePageSize, listIntake, listUnspoken, type IntakeRow } from './counter-intake.store.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import { noteForm } from './intake.view.ts'
import { isBeforeAcceptance, isFinal, isUnspoken, type TaskStatus } from '../cases/lifecycle.ts'
import { isOwn } from '../cases/own-case.ts'
import type { Cursor } from './queue.store.ts'
import { shortcomingInWords } from '../cases/said-words.ts'

export interface IntakeQueue {
  rows: { row: IntakeRow; title: Text; items: Text[]; lamp: ShownLamp | undefined }[]
  next: Cursor | undefined
}

/** A page of the cases that the counter may accept as a whole; of a bundle whose departments accept for themselves there are none. */
export async function intakeQueue(ctx: Ctx, after: Cursor | undefined): Promise<IntakeQueue> {
  const calendar = await readCalendar(ctx.db)
  const shown: IntakeQueue['rows'] = []
  let from = after
  for (;;) {
    const found = await nextOf(ctx, from)
    const page = found.slice(0, intakePageSize)
    const versions = new Map(await Promise.all([...new Set(page.map(({ bundleVersionId }) => bundleVersionId))].map(async id => [id, (await getVersion(ctx.db, id)).definition] as const)))
    const unified = page.filter(({ bundleVersionId }) => versions.get(bundleVersionId)?.bundle.intake === 'unified')
    const unspoken = await unspokenOf(ctx, unified)
    for (const row of unified) {
      const definition = versions.get(row.bundleVersionId)
      if (!definition) continue
      const codes = unspoken.get(row.caseId) ?? []
      shown.push({ row, title: definition.bundle.title, items: definition.bundle.items.flatMap(({ item }) => (codes.includes(item) ? (definition.items[item]?.name ?? []) : [])), lamp: taskLamp(row, beijingDay(ctx.now), calendar) })
      if (shown.length === intakePageSize) break
    }
    const isLast = found.length <= intakePageSize
    const end = shown.length === intakePageSize ? shown.at(-1)?.row : page.at(-1)
    const cursor = end && { key: end.dueOn, id: end.taskId }
    if (shown.length === intakePageSize || isLast) return { rows: shown, next: isLast && end === page.at(-1) ? undefined : cursor }
    from = cursor
  }
}

/** Of all the counties the actor serves: usually it is one. */
async function nextOf(ctx: Ctx, after: Cursor | undefined): Promise<IntakeRow[]> {
  const found = (await Promise.all(countiesOf(ctx.actor).map(county => listIntake(ctx.db, county, after)))).flat()
  return found.sort((a, b) => (a.dueOn === b.dueOn ? (a.taskId < b.taskId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1)).slice(0, intakePageSize + 1)
}

async function unspokenOf(ctx: Ctx, rows: readonly IntakeRow[]): Promise<Map<string, string[]>> {
  const found = await Promise.all(countiesOf(ctx.actor).map(county => listUnspoken(ctx.db, county, rows.map(({ caseId }) => caseId))))
  return new Map(found.flatMap(one => [...one]))
}

export interface ShownIntakeItem {
  code: string
  name: Text
  office: Text
  status: TaskStatus
  dueOn: string | null
  isUnspoken: boolean
  isComplete: boolean
  /** Nobody has accepted it yet, nor is it decided. */
  isBefore: boolean
  isPlanned: boolean
  waitsFor: Text[]
  fields: number
  missingFields: Text[]
  papers: { name: Text; state: MaterialState; files: { name: string; fileId: string }[] }[]
  /** What was noted or asked and is not answered, in words. */
  lacks: string[]
}

/** A case as the counter checks it: complete or not, and nothing of what it says. */
export async function intakeOf(ctx: Ctx, locals: Pick<RequestLocals, 't' | 'text'>, dossier: Dossier) {
  const papers = await listHandedIn(ctx, { region: dossier.theCase.region, id: dossier.theCase.draftId })
  const items = intakeItems(dossier, papers)
  const open = unspokenItems(items)
  const author = isOwn(ctx, dossier.theCase)
  return {
    items: await Promise.all(items.map(item => shownItem(ctx, locals, dossier, item, author))),
    seen: open.map(({ task }) => task.id).join(','),
    open: open.length,
    mayAccept: open.length > 0 && open.every(isComplete) && !isOwnMatter(ctx.actor, dossier.theCase),
    isIncomplete: !open.every(isComplete),
    putOff: [...new Map(open.flatMap(item => item.papers.filter(({ state }) => state === 'deferred').map(({ material }) => [material.id, material.name] as const))).values()],
    putOffUntil: countOut(ctx.now.toISOString(), legalLimits.answer, dossier.calendar).dueOn,
    isOwnMatter: isOwnMatter(ctx.actor, dossier.theCase),
    mayCorrect: open.length > 0 && !isOwnMatter(ctx.actor, dossier.theCase),
  }
}

async function shownItem(ctx: Ctx, locals: Pick<RequestLocals, 't' | 'text'>, dossier: Dossier, intake: IntakeItem, author: boolean): Promise<ShownIntakeItem> {
  const { task } = intake
  const planned = itemOf(dossier, task)
  return {
    code: task.itemCode, name: planned.item.name, office: (await getOffice(ctx.db, task.officeId)).name, status: task.status, dueOn: task.dueOn,
    isUnspoken: isUnspoken(task.status), isComplete: isComplete(intake), isBefore: isBeforeAcceptance(task.status) || task.status === 'waiting', isPlanned: task.status === 'waiting',
    waitsFor: dossier.tasks.filter(({ itemCode, status }) => planned.after.includes(itemCode) && !isFinal(status)).map(one => itemOf(dossier, one).item.name),
    fields: intake.fields, missingFields: intake.missingFields.map(({ name }) => name),
    // Whoever filed the case at the counter has seen the papers already; to anybody else they are names.
    papers: intake.papers.map(({ material, state, handedIn }) => ({ name: material.name, state, files: author ? handedIn.flatMap(({ name, fileId }) => (fileId === null ? [] : [{ name, fileId }])) : [] })),
    lacks: lacksOf(dossier, task, locals),
  }
}

function lacksOf({ deficiencies, version: { definition } }: Dossier, task: Task, { t, text }: Pick<RequestLocals, 't' | 'text'>): string[] {
  return deficiencies.filter(({ taskId, answeredAt }) => taskId === task.id && answeredAt === null).map(({ kind, target, code, reason }) => {
    const thing = kind === 'field' ? definition.fields[target] : definition.materials[target]
    return t('counter:intake.lack', { name: thing ? text(thing.name) : target, reason: shortcomingInWords({ code, note: reason }, { t, text }) })
  })
}

/** The things of an item that may be noted, by name, with the reasons that fit each. */
export function notableOf(dossier: Dossier, task: Task, { text }: Pick<RequestLocals, 'text'>) {
  const { fields, materials } = dossier.version.definition
  const { targets, isRepeat, reasons } = noteForm({ text }, dossier, task)
  const shown = targets.map(target => {
    const kind = target.startsWith('field.') ? 'field' as const : 'material' as const
    const id = target.slice(kind.length + 1)
    const thing = kind === 'field' ? fields[id] : materials[id]
    return { target, kind, name: thing ? text(thing.name) : id, options: reasons[kind] }
  })
  return { targets, isRepeat, shown }
}
