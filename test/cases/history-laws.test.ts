import fc from 'fast-check'
import { Conflict } from '../../server/errors.ts'
import { chained, firstBroken, firstHash } from '../../server/ledger/chain.ts'
import type { EventDraft } from '../../server/cases/act.ts'
import { openDeficiencies, untoldDeficiencies, type Dossier, type Task } from '../../server/cases/case.ts'
import type { Change } from '../../server/cases/change.ts'
import { dayOf, pausesOf } from '../../server/cases/dates.ts'
import { awaitsApplicant, isBeforeAcceptance, isFinal, isOpen, taskStatuses } from '../../server/cases/lifecycle.ts'
import { replayed } from '../../server/cases/replay.ts'
import { whyDate } from '../../server/cases/why-date.ts'
import { aFiling, after, statuses } from '../support/cases.ts'
import { actAt, attempts, plans, steps, type Step } from './any-history.ts'

/** More with `HISTORY_STEPS=1000000 npm test -- history-laws`. */
const wanted = Number(process.env.HISTORY_STEPS ?? 100_000)
const monday = Date.parse('2026-03-02T02:00:00.000Z')

interface Lived {
  dossier: Dossier
  events: EventDraft[]
  now: number
}

/** Lives through any attempts; whatever is refused must be a refusal, and changes nothing. */
function live({ dossier, events, now }: Lived, { which, what, hours }: Step): Lived & { change?: Change } {
  const at = now + hours * 3_600_000 + (what % 60) * 60_000
  const task = dossier.tasks[which % dossier.tasks.length]!
  try {
    const change = attempts[what % attempts.length]!(dossier, task, actAt(at), Math.floor(what / attempts.length))
    return { dossier: after(change), events: [...events, ...change.events], now: Math.max(at, now), change }
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return { dossier, events, now: Math.max(at, now) }
  }
}

function begin(plan: Parameters<typeof aFiling>[0]): Lived {
  const filing = aFiling(plan)
  return { dossier: after(filing), events: filing.events, now: monday }
}

let lived = 0

/** A plain check: a hundred thousand times `expect` would be most of the time. */
function law(holds: boolean, what: string, about: unknown): void {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(about)}`)
}

function requireLaws(before: Dossier, { dossier, change }: ReturnType<typeof live>): void {
  lived += 1
  const { theCase, tasks } = dossier
  const byId = new Map(tasks.map(task => [task.id, task]))
  law((theCase.status === 'running') === !tasks.every(({ status }) => isFinal(status)), 'the case ends exactly when its tasks do', statuses(dossier))
  for (const task of tasks) requireLawsOf(task, dossier)
  law((theCase.proceedings.notice !== null) === tasks.some(({ status }) => awaitsApplicant(status)), 'one notice is open exactly while an answer is awaited', theCase.proceedings.notice)
  law(openDeficiencies(dossier).every(({ taskId }) => byId.get(taskId)?.status !== 'noted'), 'what was told is not only noted', dossier.deficiencies)
  law(untoldDeficiencies(dossier).every(({ taskId }) => byId.get(taskId)?.status === 'noted'), 'what was noted is told before anything else happens to the task', dossier.deficiencies)
  if (!change) return
  const times = [before.theCase.updatedAt, ...change.events.map(({ at }) => at)]
  law([...times].sort().join() === times.join(), 'time never runs backwards', times)
  law(theCase.wakeAt === null || theCase.wakeAt > theCase.updatedAt, 'nothing that was to happen by now is left undone', theCase.wakeAt)
}

function requireLawsOf(task: Task, { theCase, tasks, plan }: Dossier): void {
  law(taskStatuses.includes(task.status), 'no state outside the table', task.status)
  const { after: waits } = plan.items.find(({ code }) => code === task.itemCode)!
  const hasArrived = isOpen(task.status) || awaitsApplicant(task.status)
  // A grant that was revoked later, or reopened, had succeeded when its followers began.
  const mayStart = tasks.filter(({ itemCode }) => waits.includes(itemCode)).every(({ decidedAt, status }) => status === 'approved' || status === 'revoked' || decidedAt === null)
  law(!hasArrived || mayStart, 'no task starts before what it waits for', task)
  law((task.clockStartedAt !== null) === isOpen(task.status) && (task.dueOn !== null) === isOpen(task.status), 'a clock runs exactly while the task lies on a desk', task)
  if (task.dueOn === null) return
  law(task.dueOn >= dayOf(task.clockStartedAt!), 'no clock ends before it began', task)
  law(isBeforeAcceptance(task.status) || !pausesOf(task.proceedings).some(({ from, to }) => from <= task.dueOn! && task.dueOn! <= to), 'no clock counts a paused day', task)
  law(theCase.dueOn! >= task.dueOn, 'the case never ends before a task', { due: theCase.dueOn, task })
}

test('over any plan and any history the laws of a case hold, and replaying its events gives its state', () => {
  fc.assert(fc.property(plans, steps(50, 80), (plan, moves) => {
    let now: ReturnType<typeof live> = begin(plan)
    for (const step of moves) {
      const before = now.dossier
      now = live(now, step)
      requireLaws(before, now)
    }
    const { tasks, deficiencies, requests, orders, theCase } = now.dossier
    const again = replayed(now.dossier, now.events)
    expect({ tasks: again.tasks, deficiencies: again.deficiencies, requests: again.requests, orders: again.orders, status: again.theCase.status, proceedings: again.theCase.proceedings, concludedAt: again.theCase.concludedAt })
      .toEqual({ tasks, deficiencies, requests, orders, status: theCase.status, proceedings: theCase.proceedings, concludedAt: theCase.concludedAt })
    const links = chained({ seq: 0, hash: firstHash }, now.events)
    expect(firstBroken(links)).toBeUndefined()
    // Whatever date stands, it can be explained.
    for (const task of tasks) if (task.dueOn !== null) expect(whyDate(now.dossier, task)?.dueOn).toBe(task.dueOn)
  }), { numRuns: Math.ceil(wanted / 50), endOnFailure: true })
  expect(lived).toBeGreaterThanOrEqual(wanted)
})

test('every case can end: if nobody ever does anything again but decide, it ends', () => {
  fc.assert(fc.property(plans, steps(1, 25), (plan, moves) => {
    let now: Lived = begin(plan)
    for (const step of moves) now = live(now, step)
    for (let left = 400; now.dossier.theCase.status === 'running' && left > 0; left--) {
      for (const what of [13, 16, 17, 3, 29, 30, 42]) for (const which of now.dossier.tasks.keys()) now = live(now, { which, what, hours: 0 })
      now = live(now, { which: 0, what: attempts.length - 1, hours: 24 })
    }
    expect(now.dossier.theCase.status).not.toBe('running')
  }), { numRuns: 150, endOnFailure: true })
})
