import { appealsAgainst, earlier, type TaskLetters, type Writing } from './letter-past.ts'
import { say } from '../cases/said.ts'

/** Letters about what comes in: accepted, not accepted, deemed withdrawn (行政许可法第三十二条, Zhejiang regulation art. 11). */
export const intakeLetters: TaskLetters = {
  'task.accepted': (writing, { dueOn, provisional }, { itemCode }) => {
    if (isPartOfWhole(writing)) return undefined
    const item = { items: [itemCode] }
    if (!provisional) return { kind: 'acceptance', says: [say('letters:says.accepted', { item, filed: { day: writing.dossier.theCase.submittedAt } }), say('letters:says.decideBy', { dueOn: { dueOn } })], basis: ['licensing32'] }
    const { materials, until } = provisional
    return {
      kind: 'provisionalAcceptance',
      says: [
        say('letters:says.acceptedProvisionally', { item, materials: { materials }, filed: { day: writing.dossier.theCase.submittedAt } }),
        say('letters:says.bringBy', { until: { dueOn: until } }), say('letters:says.decideBy', { dueOn: { dueOn } }),
      ],
      basis: ['zhejiang11', 'licensing32'],
    }
  },
  'task.deemedAccepted': (_, { receivedAt, dueOn }, { itemCode }) => ({
    kind: 'deemedAcceptance',
    says: [say('letters:says.deemedAccepted', { item: { items: [itemCode] }, received: { day: receivedAt } }), say('letters:says.decideBy', { dueOn: { dueOn } })],
    basis: ['licensing32'],
  }),
  'task.notAccepted': ({ dossier, event }, { reason, ground }, task) => ({
    kind: 'nonAcceptance',
    says: [say('letters:says.notAccepted', { item: { items: [task.itemCode] } }), say(`letters:ground.${ground}`), say('letters:says.reason', { reason: { words: reason } })],
    basis: [...(ground === 'stillWrong' ? ['zhejiang11' as const] : []), 'licensing32'],
    appeals: appealsAgainst(dossier, task, event.at),
  }),
  'task.supplementLapsed': (writing, _, { id, itemCode }) => {
    const notice = earlier(writing, 'case.noticeIssued', null)
    return {
      kind: 'deemedWithdrawal',
      says: [
        ...(notice?.data.tasks.includes(id) ? [say('letters:says.noticeMissed', { told: { day: notice.at }, answerBy: { day: notice.data.answerBy } })] : []),
        say('letters:says.deemedWithdrawn', { item: { items: [itemCode] } }),
      ],
      basis: ['zhejiang11'],
    }
  },
  'task.acceptanceRevoked': (writing, { materials }, task) => {
    const before = earlier(writing, 'task.accepted', task.id)
    const until = before?.data.provisional?.until
    return {
      kind: 'acceptanceRevoked',
      says: [
        ...(before && until ? [say('letters:says.wasProvisional', { item: { items: [task.itemCode] }, accepted: { day: before.at }, until: { day: until }, materials: { materials } })] : []),
        say('letters:says.acceptanceRevoked', { item: { items: [task.itemCode] } }),
      ],
      basis: ['zhejiang11'],
      appeals: appealsAgainst(writing.dossier, task, writing.event.at),
    }
  },
  'task.reopened': (_, { authority, document, reason, to }, { itemCode }) => ({
    kind: 'reopening',
    says: [
      say('letters:says.reopened', { item: { items: [itemCode] }, authority: { words: authority }, document: { words: document } }),
      say('letters:says.reason', { reason: { words: reason } }), say(`letters:says.reopenedTo.${to}`),
    ],
  }),
}

/** What the counter accepted for all departments has one letter for all. */
const isPartOfWhole = ({ events, event }: Writing): boolean =>
  events.some(one => one.type === 'case.acceptedWhole' && one.seq > event.seq && one.at === event.at)
