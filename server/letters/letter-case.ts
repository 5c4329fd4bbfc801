import type { Deficiency, Dossier } from '../cases/case.ts'
import { taskOf } from '../cases/case.ts'
import { dataOf } from '../cases/events.ts'
import { appealsAgainst, outcomesAt, type Ended, type CaseLetters, type Writing } from './letter-past.ts'
import { isAdverse } from '../cases/lifecycle.ts'
import { say, type Part, type Said } from '../cases/said.ts'

const matter = ({ version: { definition: { bundle } }, theCase }: Dossier): Record<string, Part> => ({ matter: { text: bundle.title }, filed: { day: theCase.submittedAt } })

/** Letters for the whole case, where the law wants one instead of one from each department. */
export const caseLetters: CaseLetters = {
  'case.acceptedWhole': writing => {
    const { dossier } = writing
    const rows = acceptedWith(writing).map(({ task, dueOn }): Part[] => [{ items: [task.itemCode] }, { office: task.officeId }, { dueOn }])
    const put = acceptedWith(writing).flatMap(({ task, provisional }) => (provisional ? [say('letters:says.putOff', { item: { items: [task.itemCode] }, materials: { materials: provisional.materials }, until: { dueOn: provisional.until } })] : []))
    return {
      kind: 'wholeAcceptance', items: acceptedWith(writing).map(({ task }) => task.itemCode), says: [say('letters:says.acceptedWhole', matter(dossier))],
      table: { columns: ['item', 'office', 'decideBy'], rows }, then: put, basis: ['zhejiang5', ...(put.length > 0 ? ['zhejiang11' as const] : []), 'licensing32'],
    }
  },
  'case.noticeIssued': ({ dossier }, { answerBy, deficiencies, tasks, isAddition }) => ({
    kind: 'notice',
    items: tasks.map(id => taskOf(dossier, id).itemCode),
    says: [say('letters:says.notice', matter(dossier)), ...(isAddition ? [say('letters:says.noticeAddition')] : [])],
    table: { columns: ['target', 'shortcoming', 'office'], rows: toldIn(dossier, deficiencies).map(one => rowOf(dossier, one)) },
    then: [say('letters:says.answerBy', { answerBy: { dueOn: answerBy } }), say('letters:says.unanswered')],
    basis: ['licensing32', 'zhejiang11'],
  }),
  'case.extended': ({ dossier }, { value, reason, approver, dueOn }) => ({
    kind: 'caseExtension',
    items: dossier.tasks.map(({ itemCode }) => itemCode),
    says: [
      say('letters:says.caseExtended', { ...matter(dossier), amount: { amount: { value, unit: 'workingDay' } }, approver: { words: approver }, dueOn: { dueOn } }),
      say('letters:says.why', { reason: { words: reason } }),
    ],
    basis: ['licensing42'],
  }),
  'case.visitArranged': ({ dossier }, { visit }) => {
    const items = visit.taskIds.map(id => taskOf(dossier, id).itemCode)
    return {
      kind: 'visit', items,
      says: [
        say('letters:says.visit', { items: { items }, on: { day: visit.on }, place: { words: visit.place }, lead: { office: taskOf(dossier, visit.leadTaskId).officeId } }),
        say('letters:says.visitPurpose', { purpose: { words: visit.purpose } }), say('letters:says.visitBeThere'),
      ],
      basis: ['licensing34', 'zhejiang18'],
    }
  },
  'case.concluded': writing => {
    const { dossier } = writing
    const ended = [...outcomesAt(writing).values()]
    const inPlan = dossier.plan.items.flatMap(({ code }) => ended.find(({ task }) => task.itemCode === code) ?? [])
    return {
      kind: 'conclusion', items: inPlan.map(({ task }) => task.itemCode), says: [say('letters:says.concluded', matter(dossier))],
      table: outcomeTable(inPlan),
      then: notesOf(inPlan), basis: [],
      appeals: inPlan.filter(({ outcome }) => isAdverse(outcome === 'deemedWithdrawn' ? 'withdrawn' : outcome)).flatMap(({ task, at }) => appealsAgainst(dossier, task, at)),
    }
  },
}

/** What was accepted by the same act as the whole. */
const acceptedWith = ({ dossier, events, event }: Writing) =>
  events.filter(one => one.type === 'task.accepted' && one.at === event.at && one.seq < event.seq)
    .map(one => ({ task: taskOf(dossier, one.taskId as string), ...dataOf(one, 'task.accepted') }))

/** As the event lists them, fields before papers. */
const toldIn = (dossier: Dossier, ids: readonly string[]): Deficiency[] =>
  ids.flatMap(id => dossier.deficiencies.find(one => one.id === id) ?? []).sort((a, b) => Number(a.kind === 'material') - Number(b.kind === 'material'))

const rowOf = (dossier: Dossier, { kind, target, code, reason, taskId }: Deficiency): Part[] =>
  [kind === 'field' ? { fields: [target] } : { materials: [target] }, { shortcoming: { code, note: reason } }, { office: taskOf(dossier, taskId).officeId }]

function outcomeTable(ended: readonly Ended[]): { columns: string[]; rows: Part[][] } {
  const hasCertificate = ended.some(({ certificate }) => certificate !== undefined)
  return {
    columns: ['item', 'office', 'outcome', 'day', ...(hasCertificate ? ['certificate'] : [])],
    rows: ended.map(({ task, outcome, at, certificate }) => [{ items: [task.itemCode] }, { office: task.officeId }, { outcome }, { day: at }, ...(hasCertificate ? [{ words: certificate ?? '' }] : [])]),
  }
}

const notesOf = (ended: readonly Ended[]): Said[] => (ended.some(({ outcome }) => outcome === 'lapsed') ? [say('letters:says.lapsedMeans')] : [])
