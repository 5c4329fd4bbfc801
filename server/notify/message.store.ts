import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { MessageTable } from '../../db/tables/people.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import { NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import type { Content, Message } from './message.ts'

export const insertMessage = (message: Message): Statement =>
  insert('message', {
    region: message.region, id: message.id, person_id: message.personId, case_id: message.caseId, case_number: message.caseNumber,
    from_seq: message.fromSeq, to_seq: message.toSeq, kind: message.kind, content: JSON.stringify(message.content), created_at: message.createdAt, read_at: message.readAt,
  })

export const markRead = ({ region, id }: Pick<Message, 'region' | 'id'>, at: string): Statement => update('message', { read_at: at }, { region, id })

/** A message by its id, whoever it is for. Throws `NotFound`. */
export async function getMessage(db: Db, id: string): Promise<Message> {
  const region = regionOfId(id)
  // What has no region is no id: it may hold what a database refuses to look for.
  const row = region === '' ? undefined : await db.read.selectFrom('message').selectAll().where('region', '=', region).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return toMessage(row)
}

export interface InboxPosition {
  createdAt: string
  id: string
}

/** Somebody's messages, the newest first, from just before `before`. */
export async function listMessages(db: Db, personId: string, { before, isUnread, limit }: { before?: InboxPosition; isUnread: boolean; limit: number }): Promise<Message[]> {
  let query = db.read.selectFrom('message').selectAll().where('person_id', '=', personId).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit)
  if (isUnread) query = query.where('read_at', 'is', null)
  if (before) query = query.where('created_at', '<=', before.createdAt).where(({ eb, or }) => or([eb('created_at', '<', before.createdAt), eb('id', '<', before.id)]))
  return (await query.execute()).map(toMessage)
}

/** Unread messages that somebody had by then: at most `limit` of them. */
export async function listUnread(db: Db, personId: string, until: string, limit: number): Promise<Pick<Message, 'region' | 'id'>[]> {
  return db.read.selectFrom('message').select(['region', 'id']).where('person_id', '=', personId).where('read_at', 'is', null).where('created_at', '<=', until).limit(limit).execute()
}

/** More than this is not counted: every page of everybody who is signed in asks. */
export const countedUnread = 100

/** How many messages somebody has not read, counted up to `countedUnread`. */
export async function countUnread(db: Db, personId: string): Promise<number> {
  return Number((await unread.first(db, { personId }))?.count)
}

const unread = query((db, at: { personId: string }) =>
  db.selectFrom(db.selectFrom('message').select('person_id').where('person_id', '=', at.personId).where('read_at', 'is', null).limit(countedUnread).as('unread'))
    .select(({ fn }) => fn.countAll<number | string>().as('count')))

const toMessage = (row: Selectable<MessageTable>): Message => ({
  region: row.region,
  id: row.id,
  personId: row.person_id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  fromSeq: row.from_seq,
  toSeq: row.to_seq,
  kind: row.kind,
  content: JSON.parse(row.content) as Content,
  createdAt: row.created_at,
  readAt: row.read_at,
})
