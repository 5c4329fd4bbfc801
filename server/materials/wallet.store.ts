import type { Db } from '../../db/connect.ts'
import type { Text } from '../catalogue/definition.ts'
import { regionOfId } from '../ids.ts'

/** A certificate in a person's wallet that can stand for a material of a new matter. */
export interface WalletEntry {
  id: string
  materialId: string
  name: Text
  issuedAt: string
}

/** The valid certificates of a person that are one of these materials, the latest first. */
export async function listWallet(db: Db, holderId: string, materialIds: readonly string[]): Promise<WalletEntry[]> {
  if (materialIds.length === 0) return []
  const rows = await db.read.selectFrom('certificate').select(['id', 'material_id', 'zh', 'en', 'issued_at'])
    .where('holder_id', '=', holderId).where('status', '=', 'valid').where('material_id', 'in', materialIds)
    .orderBy('issued_at', 'desc').limit(100).execute()
  return rows.map(row => ({ id: row.id, materialId: row.material_id as string, name: { zh: row.zh, en: row.en }, issuedAt: row.issued_at }))
}

/** The names of certificates, which may have been issued in any county. */
export async function certificateNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await Promise.all([...new Set(ids)].map(id =>
    db.read.selectFrom('certificate').select(['id', 'zh']).where('region', '=', regionOfId(id)).where('id', '=', id).executeTakeFirst()))
  return new Map(found.flatMap(row => (row ? [[row.id, row.zh] as const] : [])))
}
