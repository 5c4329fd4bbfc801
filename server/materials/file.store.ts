import type { Db } from '../../db/connect.ts'
import { insert, remove, type Statement } from '../../db/statement.ts'
import { NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'

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

export const insertFile = (file: StoredFile): Statement =>
  insert('file', {
    region: file.region, id: file.id, owner_id: file.ownerId, name: file.name, media_type: file.mediaType,
    size: file.size, sha256: file.sha256, created_at: file.createdAt,
  })

export const removeFile = ({ region, id }: Pick<StoredFile, 'region' | 'id'>): Statement => remove('file', { region, id }, 1)

export async function getFile(db: Db, id: string): Promise<StoredFile> {
  const row = await db.read.selectFrom('file').selectAll().where('region', '=', regionOfId(id)).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return {
    region: row.region, id: row.id, ownerId: row.owner_id, name: row.name, mediaType: row.media_type,
    size: row.size, sha256: row.sha256, createdAt: row.created_at,
  }
}

/** What somebody has handed in at a region since a moment, and still is there: how many files, and how many bytes. */
export async function handedInSince(db: Db, { region, ownerId, since }: { region: string; ownerId: string; since: string }): Promise<{ files: number; bytes: number }> {
  const row = await db.read.selectFrom('file').select(({ fn }) => [fn.countAll().as('files'), fn.sum('size').as('bytes')])
    .where('region', '=', region).where('owner_id', '=', ownerId).where('created_at', '>=', since).executeTakeFirst()
  return { files: Number(row?.files ?? 0), bytes: Number(row?.bytes ?? 0) }
}
