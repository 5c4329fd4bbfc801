import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { EventTable } from '../../db/tables/cases.ts'
import { query } from '../../db/query.ts'
import { insert, type Statement } from '../../db/statement.ts'
import type { ChainedEvent, EventType } from './event.ts'
import type { Beside } from './ledger.ts'

export interface CaseKey {
  region: string
  caseId: string
}

export const insertEvent = ({ region, caseId }: CaseKey, event: ChainedEvent): Statement =>
  insert('event', {
    region,
    case_id: caseId,
    seq: event.seq,
    id: event.id,
    at: event.at,
    actor_id: event.actorId,
    actor_role: event.actorRole,
    on_behalf_of: event.onBehalfOf,
    office_id: event.officeId,
    task_id: event.taskId,
    type: event.type,
    data: JSON.stringify(event.data),
    beside: event.beside ? JSON.stringify(event.beside) : null,
    previous_hash: event.previousHash,
    hash: event.hash,
  })

/** The whole history of a case, oldest first. */
export async function listEvents(db: Db, { region, caseId }: CaseKey): Promise<ChainedEvent[]> {
  return (await eventsAfter.all(db, { region, caseId, seq: 0 })).map(toEvent)
}

/** What happened in a case after an event, oldest first. */
export async function listEventsAfter(db: Db, { region, caseId }: CaseKey, seq: number): Promise<ChainedEvent[]> {
  return (await eventsAfter.all(db, { region, caseId, seq })).map(toEvent)
}

const eventsAfter = query((db, at: CaseKey & { seq: number }) =>
  db.selectFrom('event').selectAll().where('region', '=', at.region).where('case_id', '=', at.caseId).where('seq', '>', at.seq).orderBy('seq'))

const toEvent = (row: Selectable<EventTable>): ChainedEvent => ({
  id: row.id,
  at: row.at,
  actorId: row.actor_id,
  actorRole: row.actor_role,
  onBehalfOf: row.on_behalf_of,
  officeId: row.office_id,
  taskId: row.task_id,
  type: row.type as EventType,
  data: JSON.parse(row.data) as Record<string, unknown>,
  ...(row.beside === null ? {} : { beside: JSON.parse(row.beside) as Beside }),
  seq: row.seq,
  previousHash: row.previous_hash,
  hash: row.hash,
})
