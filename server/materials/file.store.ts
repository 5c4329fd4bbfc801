import type { Db } from '../../db/connect.ts'
import { insert, remove, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import type { Vault } from '../vault.ts'

/** What is known of an uploaded file; its bytes are in the file store, encrypted. */
export interface StoredFile {
  region: string
  id: string
  /** Whose matter it was handed in for. */
  ownerId: string
  name: string
  mediaType: string
  size: number
  sha256: string
  createdAt: string
}

/** A name may be anybody's: “张三的身份证.jpg”. */
const sealContext = (id: string) => `file name ${id}`
export const openFileName = (vault: Vault, id: string, sealed: string): string => vault.open<string>(sealed, sealContext(id))

export const insertFile = (vault: Vault, file: StoredFile): Statement =>
  insert('file', {
    region: file.region, id: file.id, owner_id: file.ownerId, sealed: vault.seal(file.name, sealContext(file.id)), media_type: file.mediaType,
    size: file.size, sha256: file.sha256, created_at: file.createdAt,
  })

export const removeFile = ({ region, id }: Pick<StoredFile, 'region' | 'id'>): Statement => remove('file', { region, id }, 1)

/** Its bytes go once its row is gone (`file-removal.ts`): asked for in the same commit, so that a process may die between the two. */
export const askRemoval = ({ region, id }: Pick<StoredFile, 'region' | 'id'>, now: Date): Statement => insert('file_removal', { region, id, asked_at: now.toISOString() })
export const removalDone = ({ region, id }: Pick<StoredFile, 'region' | 'id'>): Statement => remove('file_removal', { region, id })

/** Files whose bytes are to go, and whether a row still has them. */
export async function listRemovals(db: Db, limit: number): Promise<{ region: string; id: string; isKept: boolean }[]> {
  const rows = await db.read.selectFrom('file_removal').leftJoin('file', join => join.onRef('file.region', '=', 'file_removal.region').onRef('file.id', '=', 'file_removal.id'))
    .select(['file_removal.region', 'file_removal.id', 'file.size']).orderBy('asked_at').limit(limit).execute()
  return rows.map(({ region, id, size }) => ({ region, id, isKept: size !== null }))
}

export async function getFile({ db, vault }: Pick<Ctx, 'db' | 'vault'>, id: string): Promise<StoredFile> {
  const row = await db.read.selectFrom('file').selectAll().where('region', '=', regionOfId(id)).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return {
    region: row.region, id: row.id, ownerId: row.owner_id, name: openFileName(vault, row.id, row.sealed), mediaType: row.media_type,
    size: row.size, sha256: row.sha256, createdAt: row.created_at,
  }
}

/** What somebody has handed in at a region since a moment, and still is there: how many files, and how many bytes. */
export async function handedInSince(db: Db, { region, ownerId, since }: { region: string; ownerId: string; since: string }): Promise<{ files: number; bytes: number }> {
  const row = await db.read.selectFrom('file').select(({ fn }) => [fn.countAll().as('files'), fn.sum('size').as('bytes')])
    .where('region', '=', region).where('owner_id', '=', ownerId).where('created_at', '>=', since).executeTakeFirst()
  return { files: Number(row?.files ?? 0), bytes: Number(row?.bytes ?? 0) }
}
