import { sql, type Selectable } from 'kysely'
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

/** Accounts by username, from just after that of `after`. */
export async function listPeople({ db, vault }: Pick<Ctx, 'db' | 'vault'>, { query, staffOnly, officeId, after }: PeopleSearch, limit: number): Promise<ListedPerson[]> {
  let people = db.read.selectFrom('person').select(['id', 'username', 'name', 'kind', 'status']).orderBy('username').limit(limit)
  if (after !== '') people = people.where('username', '>', ({ selectFrom }) => selectFrom('person as last').select('username').where('last.id', '=', after))
  const number = compactNumber(query)
  if (isIdNumber(number) || isUscc(number)) people = people.where('identity_index', '=', vault.index(number))
  else if (query !== '') people = people.where(({ or }) => or([beginsWith('username', query.toLowerCase()), beginsWith('name', query)]))
  if (staffOnly || officeId !== '') {
    people = people.where(({ exists, selectFrom }) => {
      const held = selectFrom('role_grant').select('role').whereRef('role_grant.person_id', '=', 'person.id')
      return exists(officeId === '' ? held : held.where('office_id', '=', officeId))
    })
  }
  return withGrants(db, await people.execute())
}

const beginsWith = (column: 'username' | 'name', text: string) => sql<boolean>`${sql.ref(column)} like ${`${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`

async function withGrants(db: Ctx['db'], rows: Pick<Selectable<PersonTable>, 'id' | 'username' | 'name' | 'kind' | 'status'>[]): Promise<ListedPerson[]> {
  if (rows.length === 0) return []
  const grants = await db.read.selectFrom('role_grant').select(['person_id', 'role', 'office_id']).where('person_id', 'in', rows.map(({ id }) => id)).orderBy('role').orderBy('office_id').execute()
  return rows.map(row => ({ ...row, grants: grants.filter(({ person_id }) => person_id === row.id).map(toGrant) }))
}
