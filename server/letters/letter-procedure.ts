import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { dayOf } from '../cases/dates.ts'
import type { Body, Law } from './letter.ts'
import { earlier, type TaskLetters } from './letter-past.ts'
import type { ProcedureKind } from '../cases/proceedings.ts'
import { say } from '../cases/said.ts'

/** The procedures that article 45 of the Licensing Law names; others rest on the words of whoever ordered them. */
const named: readonly ProcedureKind[] = ['hearing', 'tender', 'auction', 'inspection', 'testing', 'quarantine', 'appraisal', 'expertReview']
const basisOf = (kind: ProcedureKind): Law[] => (named.includes(kind) ? ['licensing45'] : [])

/** Letters about time: what does not count is told in writing with its length (行政许可法第四十五条), a longer limit with its reason (第四十二条). */
export const procedureLetters: TaskLetters = {
  'task.suspended': ({ event }, { kind, reason, until, days, hearing, dueOn }, { itemCode }) => {
    const item = { items: [itemCode] }
    const time = [
      say('letters:says.notCounted', { from: { day: event.at }, until: { day: until }, days: { count: days } }),
      say('letters:says.dueAfterProcedure', { dueOn: { dueOn } }),
    ]
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
        say('letters:says.why', { reason: { words: reason } }), say('letters:says.dueAfterProcedure', { dueOn: { dueOn } }),
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
