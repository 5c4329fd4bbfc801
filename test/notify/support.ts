import { getVersion, insertVersion } from '../../server/catalogue/bundle.store.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import { noCaseProceedings, noTaskProceedings } from '../../server/cases/proceedings.ts'
import { emptyContent } from '../../server/drafts/draft.ts'
import type { ChainedEvent, EventType } from '../../server/ledger/event.ts'
import { publishedCalendar } from '../../server/limits/calendar.ts'
import { insertMessage } from '../../server/notify/message.store.ts'
import type { Message } from '../../server/notify/message.ts'
import { insertSending } from '../../server/notify/sending.store.ts'
import type { Sending } from '../../server/notify/sending.ts'
import { newRegionalId } from '../../server/ids.ts'
import { aBirth } from '../support/filed-case.ts'
import type { Site } from '../support/portal.ts'

const at = '2026-03-02T02:00:00.000Z'
export const health = 'health@330106000000'
export const police = 'public-security@330106000000'

/** A version in memory: its definition has the names of four items. */
export const aVersion = () => ({ id: 'birth-1', bundleId: 'birth', version: 1, status: 'published' as const, hash: 'test', definition: aBirth(), proof: { combinations: 1, maxVisits: 0, longestPathDays: 9, checks: [] }, publishedAt: at })

const items: [code: string, department: string][] = [['certificate', 'health'], ['household', 'public-security'], ['insurance', 'healthcare'], ['allowance', 'healthcare']]

export const aTask = (itemCode: string, departmentId: string, changes: Partial<Task> = {}): Task => ({
  region: '330106', id: `task-${itemCode}`, caseId: 'case', caseNumber: '33010620260302000001', bundleVersionId: 'birth-1', itemCode, departmentId, officeId: `${departmentId}@330106000000`,
  applicantName: '陈小雨', status: 'accepted', assigneeId: null, receivedAt: at, acceptedAt: at, clockStartedAt: at, dueOn: '2026-03-05', decidedAt: null, reason: null, result: null, followUpOn: null,
  proceedings: noTaskProceedings, updatedAt: at, ...changes,
})

/** A birth with its four tasks, as `composed` reads it. */
export function aDossierToTell(changes: Partial<Dossier> = {}): Dossier {
  return {
    theCase: {
      region: '330106', id: 'case', number: '33010620260302000001', draftId: 'draft', bundleId: 'birth', bundleVersionId: 'birth-1', regionCode: '330106000000', channel: 'online',
      applicantId: 'applicant', applicantName: '陈小雨', applicantIndex: null, authorId: 'applicant', mandateId: null, content: emptyContent(), status: 'running', version: 3, lastSeq: 20, lastHash: '',
      submittedAt: at, dueOn: null, concludedAt: null, updatedAt: at, proceedings: noCaseProceedings, erasedAt: null, wakeAt: null, tellAt: at, toldSeq: 0, calendarAct: 0,
    },
    tasks: items.map(([code, department]) => aTask(code, department)), deficiencies: [], requests: [], orders: [], version: aVersion(),
    plan: { items: [] } as unknown as Dossier['plan'], calendar: publishedCalendar, hours: {} as Dossier['hours'], ...changes,
  }
}

/** Events one after the other: type, task's item (or null) and data. */
export const happened = (...told: [type: EventType, item: string | null, data?: Record<string, unknown>, actorId?: string][]): ChainedEvent[] =>
  told.map(([type, item, data = {}, actorId = 'somebody'], index) => ({
    id: `event-${index + 1}`, at, actorId, actorRole: 'officer', onBehalfOf: null, officeId: null, taskId: item && `task-${item}`, type, data, seq: index + 1, previousHash: '', hash: '',
  }))

/** A message as it stands in an inbox; the case itself need not be there. */
export function aMessage(personId: string, changes: Partial<Message> = {}): Message {
  return {
    region: '330106', id: newRegionalId('330106', Date.parse(changes.createdAt ?? at)), personId, caseId: '330106-case', caseNumber: '33010620260302000001', fromSeq: 1, toSeq: 1, kind: 'applicant',
    content: { version: 'birth-1', entries: [{ type: 'task.accepted', seq: 1, about: [{ task: 'task-certificate', item: 'certificate' }, { task: 'task-household', item: 'household' }], detail: { decideBy: '2026-03-05' } }] },
    createdAt: at, readAt: null, ...changes,
  }
}

/** Puts messages into inboxes, with the version that has their names. */
export async function givenMessages(site: Site, ...messages: Message[]): Promise<void> {
  const isThere = await getVersion(site.db, 'birth-1').then(() => true, () => false)
  await site.db.commit([...(isThere ? [] : [insertVersion(aVersion(), 'system')]), ...messages.map(insertMessage)])
}

/** Puts a message on its way. */
export async function givenSending(site: Site, message: Message, changes: Partial<Sending> = {}): Promise<Sending> {
  const sending: Sending = { region: '330106', id: newRegionalId('330106'), messageId: message.id, personId: message.personId, channel: 'email', state: 'waiting', attempts: 0, dueAt: site.clock.toISOString(), ...changes }
  await site.db.commit([insertSending(sending)])
  return sending
}

export const sendingRow = (site: Site, { id }: Sending) =>
  site.db.read.selectFrom('sending').select(['state', 'attempts', 'due_at', 'fault', 'sent_at']).where('id', '=', id).executeTakeFirstOrThrow()
