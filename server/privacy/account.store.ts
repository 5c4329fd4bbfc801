import type { Db } from '../../db/connect.ts'
import { remove, update, type Statement } from '../../db/statement.ts'

/** In the place of a name, in whatever language. */
export const erasedName = '—'
/** Nobody can register such a name: the account's old one is free again. */
export const erasedUsername = (id: string): string => `#${id}`
export const isErasedUsername = (username: string): boolean => username.startsWith('#')
export const renamed = (id: string): Statement => update('person', { username: erasedUsername(id) }, { id })

/** Everything somebody was told, on its way or arrived, county by county. */
export async function removeInbox(db: Db, personId: string): Promise<Statement[][]> {
  const rows = await db.read.selectFrom('message').select(['region', 'id']).where('person_id', '=', personId).execute()
  return [...Map.groupBy(rows, ({ region }) => region).values()].map(group => group.flatMap(({ region, id }) => [remove('sending', { region, message_id: id }), remove('message', { region, id })]))
}
