import { insert, remove, update, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../ids.ts'
import type { AccountLetter, LetterKind } from './account-letter.ts'

const sealContext = (id: string) => `account_letter ${id}`

type Wished = { kind: LetterKind; email?: string } & ({ personId: string } | { name: string; calledAs?: string })

/** Puts a letter on its way; the job looks who it is for. */
export function insertLetter({ vault, now }: Pick<Ctx, 'vault' | 'now'>, { kind, email, ...to }: Wished): Statement {
  const id = newId(now.getTime())
  const at = now.toISOString()
  return insert('account_letter', { id, kind, sealed: vault.seal({ to, ...(email ? { email } : {}) }, sealContext(id)), attempts: 0, due_at: at, created_at: at })
}

export async function listDueLetters({ db, vault, now }: Pick<Ctx, 'db' | 'vault' | 'now'>, limit: number): Promise<AccountLetter[]> {
  const rows = await db.read.selectFrom('account_letter').selectAll().where('due_at', '<=', now.toISOString()).orderBy('due_at').orderBy('id').limit(limit).execute()
  return rows.map(({ id, kind, sealed, attempts }) => ({ ...vault.open<Pick<AccountLetter, 'to' | 'email'>>(sealed, sealContext(id)), id, kind: kind as LetterKind, attempts }))
}

/** Takes a letter up, as it was read: of several processes one succeeds. */
export const takeUpLetter = ({ id, attempts }: AccountLetter, until: string): Statement =>
  update('account_letter', { attempts: attempts + 1, due_at: until }, { id, attempts })

export const removeLetter = ({ id }: AccountLetter): Statement => remove('account_letter', { id })
