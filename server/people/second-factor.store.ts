import type { Selectable } from 'kysely'
import { insert, remove, update, type Statement } from '../../db/statement.ts'
import type { SecondFactorTable } from '../../db/tables/people.ts'
import type { Ctx } from '../context.ts'
import type { Vault } from '../vault.ts'
import type { Factor } from './second-factor.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>
const sealContext = (id: string) => `second_factor ${id}`

export async function listFactors({ db, vault }: Reading, personId: string): Promise<Factor[]> {
  const rows = await db.read.selectFrom('second_factor').selectAll().where('person_id', '=', personId).orderBy('created_at').orderBy('id').execute()
  return rows.map(row => toFactor(vault, row))
}

export async function findFactor({ db, vault }: Reading, id: string): Promise<Factor | undefined> {
  const row = await db.read.selectFrom('second_factor').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toFactor(vault, row)
}

export const insertFactor = (vault: Vault, factor: Factor): Statement =>
  insert('second_factor', {
    id: factor.id, person_id: factor.personId, kind: factor.kind, name: factor.name, sealed: vault.seal(factor.secret, sealContext(factor.id)),
    counter: factor.counter, created_at: factor.createdAt, used_at: factor.usedAt,
  })

/** Counts on from what was read: of two who show the same code at once, one is refused. */
export const countFactor = ({ id, counter }: Factor, next: number, at: string): Statement =>
  update('second_factor', { counter: next, used_at: at }, { id, counter })

export const removeFactor = ({ id, personId }: Factor): Statement => remove('second_factor', { id, person_id: personId }, 1)
export const removeFactors = (personId: string): Statement => remove('second_factor', { person_id: personId })

export interface RecoveryCode {
  personId: string
  place: number
  hash: string
}

export async function listRecoveryCodes({ db }: Pick<Ctx, 'db'>, personId: string): Promise<RecoveryCode[]> {
  const rows = await db.read.selectFrom('recovery_code').selectAll().where('person_id', '=', personId).orderBy('place').execute()
  return rows.map(({ person_id, place, hash }) => ({ personId: person_id, place, hash }))
}

export const insertRecoveryCode = ({ personId, place, hash }: RecoveryCode): Statement => insert('recovery_code', { person_id: personId, place, hash })
/** A code is gone once it was used: of two who show it at once, one is refused. */
export const useUpRecoveryCode = ({ personId, place, hash }: RecoveryCode): Statement => remove('recovery_code', { person_id: personId, place, hash }, 1)
export const removeRecoveryCodes = (personId: string): Statement => remove('recovery_code', { person_id: personId })

const toFactor = (vault: Vault, row: Selectable<SecondFactorTable>): Factor => ({
  id: row.id, personId: row.person_id, kind: row.kind, name: row.name, secret: vault.open(row.sealed, sealContext(row.id)),
  counter: row.counter, createdAt: row.created_at, usedAt: row.used_at,
})
