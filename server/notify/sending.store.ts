import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { SendingTable } from '../../db/tables/people.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { Outcome, Sending } from './sending.ts'

export const insertSending = (sending: Sending): Statement =>
  insert('sending', {
    region: sending.region, id: sending.id, message_id: sending.messageId, person_id: sending.personId, channel: sending.channel,
    state: sending.state, attempts: sending.attempts, due_at: sending.dueAt, fault: null, sent_at: null,
  })

/** What is to be sent by now: what waits, and what somebody took up and did not finish in time. */
export async function listDueSendings(db: Db, now: string, limit: number): Promise<Sending[]> {
  const rows = await db.read.selectFrom('sending').selectAll().where('due_at', '<=', now).orderBy('due_at').orderBy('id').limit(limit).execute()
  return rows.map(toSending)
}

/** Takes a sending up, as it was read: of several processes one succeeds. */
export const takeUp = ({ region, id, state, attempts }: Sending, until: string): Statement =>
  update('sending', { state: 'sending', attempts: attempts + 1, due_at: until }, { region, id, state, attempts })

/** Writes down what came of it, unless somebody else has taken it up since. */
export const settle = ({ region, id, attempts }: Sending, { state, dueAt, fault, sentAt }: Outcome): Statement =>
  update('sending', { state, due_at: dueAt, fault, sent_at: sentAt }, { region, id, state: 'sending', attempts })

const toSending = (row: Selectable<SendingTable>): Sending => ({
  region: row.region,
  id: row.id,
  messageId: row.message_id,
  personId: row.person_id,
  channel: row.channel,
  state: row.state,
  attempts: row.attempts,
  dueAt: row.due_at,
})
