import { sql, type Selectable, type SelectQueryBuilder } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { PersonTable } from '../../db/tables/people.ts'
import type { Ctx } from '../context.ts'
import type { Grant } from './actor.ts'
import { compactNumber, isIdNumber, isUscc } from './identity-number.ts'
import { toGrant } from './person.store.ts'

/** One line of the list of accounts: nothing of it is encrypted. */
export interface ListedPerson {
  id: string
  username: string
  name: string
  kind: PersonTable['kind']
  status: PersonTable['status']
  grants: Grant[]
}

export interface PeopleSearch {
  /** The beginning of a name or username, or a whole ID number or credit code. */
  query: string
  staffOnly: boolean
  officeId: string
  /** Only what comes after this account, by its id: a username may be somebody's name, and stands in no address. */
  after: string
}

type People = SelectQueryBuilder<Schema, 'person', object>

/** Accounts by username, from just after that of `after`. */
export async function listPeople({ db, vault }: Pick<Ctx, 'db' | 'vault'>, { query, staffOnly, officeId, after }: PeopleSearch, limit: number): Promise<ListedPerson[]> {
  const narrowed = (people: People): People => {
    const later = after === '' ? people : people.where('username', '>', ({ selectFrom }) => selectFrom('person as last').select('username').where('last.id', '=', after))
    if (!staffOnly && officeId === '') return later
    // The few who hold a role are looked up, and not everybody asked for his.
    return later.where('id', 'in', ({ selectFrom }) => {
      const held = selectFrom('role_grant').select('person_id')
      return officeId === '' ? held : held.where('office_id', '=', officeId)
    })
  }
  /** Found in an index alone; only the accounts of a page are read. */
  const first = (people: People) => db.read.selectFrom(narrowed(people).select('id').orderBy('username').limit(limit).as('one')).select('one.id')
  const people = db.read.selectFrom('person')
  const number = compactNumber(query)
  const found = isIdNumber(number) || isUscc(number) ? first(people.where('identity_index', '=', vault.index(number)))
    : query === '' ? first(people)
    : first(people.where(beginsWith(db, 'username', query.toLowerCase()))).union(first(people.where(beginsWith(db, 'name', query))))
  const rows = await db.read.selectFrom('person').select(['id', 'username', 'name', 'kind', 'status']).where('id', 'in', found).orderBy('username').limit(limit).execute()
  return withGrants(db, rows)
}

/** Compared byte by byte on both engines, so that a beginning is a range of the index. */
function beginsWith({ engine }: Ctx['db'], column: 'username' | 'name', text: string) {
  const value = engine === 'postgres' ? sql`${sql.ref(column)} collate "C"` : sql.ref(column)
  return sql<boolean>`(${value} >= ${text} and ${value} < ${`${text}\u{10ffff}`})`
}

async function withGrants(db: Ctx['db'], rows: Pick<Selectable<PersonTable>, 'id' | 'username' | 'name' | 'kind' | 'status'>[]): Promise<ListedPerson[]> {
  if (rows.length === 0) return []
  const grants = await db.read.selectFrom('role_grant').select(['person_id', 'role', 'office_id']).where('person_id', 'in', rows.map(({ id }) => id)).orderBy('role').orderBy('office_id').execute()
  return rows.map(row => ({ ...row, grants: grants.filter(({ person_id }) => person_id === row.id).map(toGrant) }))
}
