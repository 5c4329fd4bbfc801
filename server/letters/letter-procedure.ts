import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { dayOf } from '../cases/dates.ts'
import type { Body, Law } from './letter.ts'
import { earlier, type TaskLetters } from './letter-past.ts'
import type { DataOf } from '../cases/events.ts'
import { statutoryProcedures, type ProcedureKind } from '../cases/proceedings.ts'
import { say, type Part, type Said } from '../cases/said.ts'

const isNamed = (kind: ProcedureKind): boolean => (statutoryProcedures as readonly ProcedureKind[]).includes(kind)
/** Others than the law names rest on the words of whoever ordered them. */
const basisOf = (kind: ProcedureKind): Law[] => (isNamed(kind) ? ['licensing45'] : [])

/** From when to when nothing counts, in which limit, and what follows; after the limit has passed, that nothing follows. */
function timeSaid(at: string, { kind, until, days, dueOn }: Pick<DataOf<'task.suspended'>, 'kind' | 'until' | 'days' | 'dueOn'>): Said[] {
  const stretch: Record<string, Part> = { from: { day: at }, until: { day: until } }
  if (dueOn < dayOf(at)) return [say('letters:says.procedureLate', { ...stretch, dueOn: { dueOn } })]
  const length = days === 0 ? say('letters:says.notCountedOff', stretch) : say(isNamed(kind) ? 'letters:says.notCounted' : 'letters:says.notPromised', { ...stretch, days: { count: days } })
  return [length, say('letters:says.dueAfterProcedure', { dueOn: { dueOn } })]
}

/** Letters about time: what does not count is told in writing with its length (行政许可法第四十五条), a longer limit with its reason (第四十二条). */
export const procedureLetters: TaskLetters = {
  'task.suspended': ({ event }, data, { itemCode }) => {
    const { kind, reason, hearing } = data
    const item = { items: [itemCode] }
    const time = timeSaid(event.at, data)
    if (hearing) {
      const says = [say('letters:says.hearing', { item, on: { day: hearing.on }, place: { words: hearing.place } }), say('letters:says.why', { reason: { words: reason } }), say('letters:says.hearingChair'), ...time]
      return { kind: 'hearing', says, basis: ['licensing45', 'licensing47', 'licensing48'] }
    }
    return { kind: 'procedure', says: [say('letters:says.procedure', { item, kind: { procedure: kind } }), say('letters:says.why', { reason: { words: reason } }), ...time], basis: basisOf(kind) }
  },
  'task.suspensionProlonged': (writing, { kind, reason, until, dueOn }, { id, itemCode }) => {
    const { until: was } = { until: (earlier(writing, 'task.suspensionProlonged', id)?.data ?? earlier(writing, 'task.suspended', id)?.data)?.until }
    return {
      kind: 'procedureProlonged',
      says: [
        say('letters:says.prolonged', { item: { items: [itemCode] }, kind: { procedure: kind }, was: { day: was ?? dayOf(writing.event.at) }, until: { day: until } }),
        say('letters:says.why', { reason: { words: reason } }),
        dueOn < dayOf(writing.event.at) ? say('letters:says.stillLate', { dueOn: { dueOn } }) : say('letters:says.dueAfterProcedure', { dueOn: { dueOn } }),
      ],
      basis: basisOf(kind),
    }
  },
  'task.extensionApproved': ({ dossier }, { value, unit, reason, dueOn }, task) => ({
    kind: 'extension',
    says: [
      say('letters:says.extended', { item: { items: [task.itemCode] }, amount: { amount: { value, unit } }, dueOn: { dueOn } }),
      say('letters:says.why', { reason: { words: reason } }),
    ],
    basis: extensionBasis(dossier, task),
  }),
}

/** A special statute that allows more time is named when it was read in its source. */
function extensionBasis(dossier: Dossier, task: Task): Body['basis'] {
  const { extension } = itemOf(dossier, task).item
  if (!extension) return ['licensing42']
  return extension.provenance === 'verified' && extension.basis ? [{ words: extension.basis }] : []
}
