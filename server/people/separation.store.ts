import { sql, type ExpressionBuilder } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Ctx } from '../context.ts'
import type { Role } from './actor.ts'
import { clashesOf, type Clash } from './separation.ts'

/** Somebody with an open account who holds together what must be apart. */
export interface ClashingPerson {
  id: string
  name: string
  clashes: Clash[]
}

/** Few, of all who have an account: read from the key of the grants alone. */
const holdersOfSeveral = (eb: ExpressionBuilder<Schema, 'role_grant' | 'person'>) =>
  eb.selectFrom('role_grant as held').select('held.person_id').groupBy('held.person_id').having(sql<boolean>`min(held.role) < max(held.role)`)

/** Whoever holds roles that clash: by grants from before a rule, or behind the portal's back. */
export async function listClashing({ db }: Pick<Ctx, 'db'>): Promise<ClashingPerson[]> {
  const rows = await db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id').select(['person.id', 'person.name', 'role']).distinct()
    .where('status', '=', 'active').where('person_id', 'in', holdersOfSeveral).orderBy('person.id').execute()
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, held]) => {
    const clashes = clashesOf(held.map(({ role }) => ({ role: role as Role })))
    return clashes.length > 0 ? [{ id, name: held[0]?.name ?? '', clashes }] : []
  })
}
