import { accept } from '../../server/cases/accept.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { itemOf, type Dossier, type Task } from '../../server/cases/case.ts'
import { claim } from '../../server/cases/claim.ts'
import { decisionCount } from '../../server/cases/dates.ts'
import { agree, decide } from '../../server/cases/decide.ts'
import { checkCommitment, deliver } from '../../server/cases/follow-up.ts'
import { isToBeChecked } from '../../server/cases/follow-up-acts.ts'
import { handInDeferred } from '../../server/cases/hand-in-deferred.ts'
import { awaitsDeferred } from '../../server/cases/intake-acts.ts'
import { isOpen, isProposed, isRunning, isUnspoken } from '../../server/cases/lifecycle.ts'
import type { Ctx } from '../../server/context.ts'
import { exampleValue } from '../../server/demo/town-values.ts'
import type { Value } from '../../server/drafts/draft.ts'
import { typedAs } from '../../server/drafts/field-value.ts'
import { worldFor } from '../../server/drafts/world.ts'
import { beijingDay, dayAfter, isWorkingDay } from '../../server/limits/calendar.ts'
import { closingTime, officeTime } from '../../server/limits/office-hours.ts'
import { acceptWhole } from '../../server/workbench/accept-whole.ts'
import { readResult } from '../../server/workbench/decision.form.ts'
import { handOut, toCollect } from '../../server/workbench/hand-out.ts'
import { exampleMatter, paper, type Filed, type Manner } from './every-option-filing.ts'
import type { Town } from './every-option-town.ts'

/** A case in the hands of the offices. */
export interface Deciding extends Filed {
  applicant: Ctx
  /** Undefined when the applicant came to no counter to file. */
  counter: Ctx | undefined
  manner: Manner
  /** What the officers have entered so far, by field. */
  produced: Record<string, Value>
  /** Looks at the case whenever somebody is about to act, and at a task whenever it is about to be decided. */
  watch: { case(dossier: Dossier): void; task(dossier: Dossier, task: Task): Promise<void> }
}

/**
 * Lets every office take up what comes to it as soon as it is open, and grant it at the last moment that its promise
 * leaves, by the verbs that the desk's buttons call, and see to what follows a decision.
 */
export async function decideAll(town: Town, deciding: Deciding): Promise<Dossier> {
  const { number, watch, counter } = deciding
  const read = () => getDossier(town.site.ctx(), number)
  for (let turn = 0; turn < 300; turn++) {
    const dossier = await read()
    watch.case(dossier)
    const turns = dossier.tasks.flatMap(task => turnOf(town, deciding, dossier, task) ?? [])
    if (turns.length === 0 && !isRunning(dossier.theCase.status)) return handedOut(town, deciding, dossier).then(read)
    if (turns.length === 0) throw new Error(`nobody can go on: ${dossier.tasks.map(({ itemCode, status }) => `${itemCode} ${status}`).join(', ')}`)
    const now = Math.max(town.site.clock.getTime(), Math.min(...turns.map(({ at }) => at)))
    town.site.clock = new Date(now)
    if (counter && turn === 0 && dossier.version.definition.bundle.intake === 'unified') await acceptWhole(counter, number)
    else for (const { at, act } of turns) if (at <= now) await act()
  }
  throw new Error(`${number} never comes to an end`)
}

interface Turn {
  at: number
  act: () => Promise<void>
}

function turnOf(town: Town, deciding: Deciding, dossier: Dossier, task: Task): Turn | undefined {
  if (isToBeChecked(task)) return { at: 0, act: async () => checkCommitment(await town.at(task.officeId, 'officer'), task.id, { isKept: true, finding: '经核查，承诺内容属实。' }) }
  if (!isOpen(task.status)) return undefined
  if (isUnspoken(task.status)) return { at: whenOpen(dossier, task), act: () => takeUp(town, deciding, task) }
  if (awaitsDeferred(task)) return { at: 0, act: () => bringLater(town, deciding, task) }
  if (isProposed(task.status)) return { at: 0, act: async () => agree(await town.at(task.officeId, task.status === 'approving' ? 'head' : 'officer', { other: true }), task.id) }
  return {
    at: lastMoment(dossier, task),
    act: async () => {
      await deciding.watch.task(dossier, task)
      await grant(town, deciding, dossier, task)
    },
  }
}

/** The moment itself while the office is open, else when it opens again. */
function whenOpen({ calendar, hours }: Dossier, { receivedAt }: Task): number {
  const at = Date.parse(receivedAt ?? '')
  for (let day = beijingDay(new Date(at)); ; day = dayAfter(day)) {
    const opens = officeTime(day, hours, at)[0]?.from ?? at
    if (isWorkingDay(calendar, day) && opens <= closingTime(day, hours)) return opens
  }
}

/** When the office closes on the last day of the promise, or its last hour is over. */
function lastMoment(dossier: Dossier, task: Task): number {
  const { dueAt, dueOn } = decisionCount(task, itemOf(dossier, task), dossier)
  return dueAt === undefined ? closingTime(dueOn, dossier.hours) : Date.parse(dueAt)
}

/** Whoever accepts a task has it, whether or not he has claimed it before. */
async function takeUp(town: Town, { manner: { isThorough } }: Deciding, task: Task): Promise<void> {
  const officer = await town.at(task.officeId, 'officer')
  if (isThorough) await claim(officer, task.id)
  await accept(officer, task.id)
}

/** A paper that another task waited for as well may have come with it. */
async function bringLater(town: Town, { applicant, number }: Deciding, { proceedings: { provisional } }: Task): Promise<void> {
  const { theCase: { proceedings: { brought } } } = await getDossier(town.site.ctx(), number)
  for (const [order, id] of (provisional?.materials ?? []).entries()) {
    if (brought.includes(id)) continue
    const problems = await handInDeferred(applicant, number, id, [paper(id, order)])
    if (problems.length > 0) throw new Error(`${id}, put off, is refused: ${problems.map(({ code }) => code).join()}`)
  }
}

/** Enters what the item creates, as its page takes it. */
async function grant(town: Town, { typed, produced, manner }: Deciding, { version: { definition } }: Dossier, task: Task): Promise<void> {
  const officer = await town.at(task.officeId, 'officer')
  const fields = (definition.items[task.itemCode]?.result.fields ?? []).flatMap(id => definition.fields[id] ?? [])
  const body: Record<string, Value> = {}
  for (const field of fields) {
    const value = exampleValue(field, field, exampleMatter(manner.about, { ...typed, ...produced }, officer))
    produced[field.id] = value
    body[field.id] = typedAs(field.type, value)
  }
  const { data, problems } = readResult(body, fields, await worldFor(officer, Object.values(body)))
  if (!data) throw new Error(`the desk refuses ${problems.map(({ field, code }) => `${field} of ${task.itemCode}: ${code} (${String(body[field])})`).join('; ')}`)
  await decide(officer, task.id, { outcome: 'approve', result: data })
}

/** Results that have to be collected are handed over when all is done. */
async function handedOut(town: Town, { counter, number }: Deciding, dossier: Dossier): Promise<void> {
  const waiting = toCollect(dossier)
  if (counter) await handOut(counter, number, waiting.map(({ id }) => id))
  else for (const { id, officeId } of waiting) await deliver(await town.at(officeId, 'officer'), id, 'collected')
}
