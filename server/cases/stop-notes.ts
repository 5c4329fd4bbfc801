import type { Dossier, Task } from './case.ts'
import { dayOf } from './dates.ts'
import { awaitsDeferred } from './intake-acts.ts'
import { hasSucceeded, isUnderWay } from './lifecycle.ts'
import type { CommitmentCheck, Delivery, Provisional, Suspension } from './proceedings.ts'
import { say, type Said } from './said.ts'

/** What the law's special rules have added to an item, said to the applicant: each in one sentence. */
export function notesOf({ theCase }: Pick<Dossier, 'theCase'>, task: Task): Said[] {
  const { isDeemed, suspensions, extension, provisional, commitment, delivery, delay } = task.proceedings
  const isRunning = isUnderWay(task.status)
  return [
    ...(isDeemed && isRunning ? [say('cases:note.deemed')] : []),
    ...(provisional && isRunning ? [provisionalNote(theCase, task, provisional)] : []),
    ...suspensions.map((one, index) => suspensionNote(one, task.status === 'suspended' && index === suspensions.length - 1)),
    ...(extension?.state === 'approved' ? [say('cases:note.extended', { amount: { amount: extension }, reason: { words: extension.reason } })] : []),
    ...(isRunning ? visitNotes(theCase, task) : []),
    ...(delay ? [say('cases:note.delay', { reason: { words: delay.reason } })] : []),
    ...(commitment ? [commitmentNote(commitment)] : []),
    ...(delivery && hasSucceeded(task.status) ? [deliveryNote(delivery)] : []),
  ]
}

const provisionalNote = ({ proceedings: { brought } }: Dossier['theCase'], task: Task, { materials, until, completedAt }: Provisional): Said =>
  awaitsDeferred(task) || completedAt === null
    ? say('cases:note.provisional', { materials: { materials: materials.filter(id => !brought.includes(id)) }, until: { dueOn: until } })
    : say('cases:note.provisionalDone', { at: { day: completedAt } })

function suspensionNote({ kind, reason, from, until, endedOn, hearing }: Suspension, isRunning: boolean): Said {
  const procedure = { procedure: kind }
  if (!isRunning) return (endedOn ?? until) < from ? say('cases:note.suspendedUncounted', { kind: procedure }) : say('cases:note.suspendedBefore', { kind: procedure, from: { day: from }, until: { day: endedOn ?? until } })
  const parts = { kind: procedure, reason: { words: reason }, from: { day: from }, until: { day: until } }
  return hearing ? say('cases:note.hearing', { ...parts, on: { day: hearing.on }, place: { words: hearing.place } }) : say('cases:note.suspended', parts)
}

const visitNotes = ({ proceedings: { visits } }: Dossier['theCase'], { id }: Task): Said[] =>
  visits.filter(({ taskIds, state }) => taskIds.includes(id) && state !== 'cancelled')
    .map(({ state, on, place, purpose }) => (state === 'held' ? say('cases:note.visited', { on: { day: on } }) : say('cases:note.visit', { on: { day: on }, place: { words: place }, purpose: { words: purpose } })))

function commitmentNote({ state, dueOn, finding, materials }: CommitmentCheck): Said {
  if (state === 'due') return say('cases:note.commitment.due', { dueOn: { dueOn }, materials: { materials } })
  return state === 'rectifying' ? say('cases:note.commitment.rectifying', { dueOn: { dueOn }, finding: { words: finding ?? '' } }) : say(`cases:note.commitment.${state}`)
}

const deliveryNote = ({ dueOn, deliveredAt, how }: Delivery): Said =>
  deliveredAt === null ? say('cases:note.deliveryDue', { dueOn: { dueOn } }) : say(`cases:note.delivered.${how ?? 'collected'}`, { at: { day: dayOf(deliveredAt) } })
