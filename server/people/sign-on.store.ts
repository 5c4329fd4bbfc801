import { insert, remove, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'

/** Somebody's account at the provider of single sign-on: issuer and subject together are one person there. */
export interface SignOn {
  issuer: string
  subject: string
  personId: string
  linkedAt: string
}

export async function findSignOn({ db }: Pick<Ctx, 'db'>, issuer: string, subject: string): Promise<SignOn | undefined> {
  const row = await db.read.selectFrom('sign_on').selectAll().where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst()
  return row && { issuer: row.issuer, subject: row.subject, personId: row.person_id, linkedAt: row.linked_at }
}

export async function listSignOns({ db }: Pick<Ctx, 'db'>, personId: string): Promise<SignOn[]> {
  const rows = await db.read.selectFrom('sign_on').selectAll().where('person_id', '=', personId).orderBy('linked_at').execute()
  return rows.map(row => ({ issuer: row.issuer, subject: row.subject, personId: row.person_id, linkedAt: row.linked_at }))
}

export const insertSignOn = ({ issuer, subject, personId, linkedAt }: SignOn): Statement => insert('sign_on', { issuer, subject, person_id: personId, linked_at: linkedAt })
export const removeSignOns = (personId: string): Statement => remove('sign_on', { person_id: personId })
