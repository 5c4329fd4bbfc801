import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { appealsAgainst, earlier, goingOn, issuedWith, lapsedWith, type TaskLetters, type Writing } from './letter-past.ts'
import { say, type Said } from '../cases/said.ts'

const isPermit = (dossier: Dossier, task: Task): boolean => itemOf(dossier, task).item.kind === 'permit'

/** Letters about decisions: a refusal has its reason and the remedies with their periods (行政许可法第三十八条). */
export const decisionLetters: TaskLetters = {
  'task.approved': (writing, { delivery, commitment, basis }, task) => {
    const item = { items: [task.itemCode] }
    return {
      kind: isPermit(writing.dossier, task) ? 'licence' : 'grant',
      says: [
        basis === undefined ? say(isPermit(writing.dossier, task) ? 'letters:says.licensed' : 'letters:says.granted', { item }) : say('letters:says.grantedUnasked', { item, basis: { words: basis } }),
        say('letters:says.result', { result: { text: itemOf(writing.dossier, task).item.result.name } }),
        ...certificateSaid(issuedWith(writing)),
        ...(commitment ? [say('letters:says.onCommitment', { materials: { materials: commitment.materials }, dueOn: { dueOn: commitment.dueOn } })] : []),
        ...(delivery ? [say('letters:says.deliverBy', { dueOn: { dueOn: delivery.dueOn } })] : []),
      ],
      basis: commitment ? ['zhejiang14'] : [],
    }
  },
  'task.refused': (writing, { reason }, task) => ({
    kind: isPermit(writing.dossier, task) ? 'refusal' : 'refusedGrant',
    says: [
      say(isPermit(writing.dossier, task) ? 'letters:says.licenceRefused' : 'letters:says.refused', { item: { items: [task.itemCode] } }), say('letters:says.reason', { reason: { words: reason } }),
      ...followSaid('letters:says.lapseWith', lapsedWith(writing)), ...followSaid('letters:says.goOn', goingOn(writing)),
    ],
    basis: ['licensing38'],
    appeals: appealsAgainst(writing.dossier, task, writing.event.at),
  }),
  'task.commitmentKept': (_, { finding }, { itemCode }) => ({
    kind: 'commitmentKept',
    says: [say('letters:says.commitmentKept', { item: { items: [itemCode] } }), say('letters:says.finding', { finding: { words: finding } })],
    basis: ['zhejiang14'],
  }),
  'task.commitmentBroken': (_, { finding, rectifyBy }, { itemCode }) => ({
    kind: 'commitmentBroken',
    says: [
      say('letters:says.commitmentBroken', { item: { items: [itemCode] } }), say('letters:says.finding', { finding: { words: finding } }),
      say('letters:says.rectifyBy', { rectifyBy: { day: rectifyBy } }),
    ],
    basis: ['zhejiang14'],
  }),
  'task.decisionRevoked': (writing, { reason }, task) => {
    const granted = earlier(writing, 'task.approved', task.id)
    const issued = earlier(writing, 'certificate.issued', task.id)
    return {
      kind: 'revocation',
      says: [
        say('letters:says.revoked', { item: { items: [task.itemCode] }, granted: { day: granted?.at ?? writing.event.at } }), say('letters:says.reason', { reason: { words: reason } }),
        ...(issued ? [say('letters:says.certificateVoid', { identifier: { words: issued.data.identifier } })] : []),
        ...(granted?.data.commitment ? [say('letters:says.noMoreCommitments')] : []),
      ],
      basis: granted?.data.commitment ? ['zhejiang14'] : [],
      appeals: appealsAgainst(writing.dossier, task, writing.event.at),
    }
  },
  'task.resultCorrected': (writing, { reason, fields }, { id, itemCode }) => ({
    kind: 'correction',
    says: [
      say('letters:says.corrected', { item: { items: [itemCode] }, fields: { fields } }), say('letters:says.why', { reason: { words: reason } }),
      ...replacedSaid(writing, id),
    ],
  }),
}

const certificateSaid = ([identifier]: readonly string[]): Said[] => (identifier ? [say('letters:says.certificate', { identifier: { words: identifier } })] : [])
const followSaid = (key: string, items: readonly string[]): Said[] => (items.length > 0 ? [say(key, { items: { items } })] : [])

function replacedSaid(writing: Writing, taskId: string): Said[] {
  const old = earlier(writing, 'certificate.issued', taskId)
  const [identifier] = issuedWith(writing)
  return old && identifier ? [say('letters:says.certificateReplaced', { old: { words: old.data.identifier }, identifier: { words: identifier } })] : []
}
