import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { nothingToDo } from './rotation.ts'
import { insertKey, keyUsedAgain, listKeys } from './rotation.store.ts'

/** A key is missing that still seals something: nobody should find that out by a form that does not open. */
export class MissingKey extends Error {}

/** Writes down which key seals from now on. Throws `MissingKey` when one that is still in use is not given. */
export async function useKeys({ db, vault, now }: Pick<Ctx, 'db' | 'vault' | 'now'>): Promise<void> {
  const known = await listKeys(db)
  const missing = known.filter(({ version, ended_at }) => ended_at === null && !vault.versions.includes(version))
  if (missing.length > 0) {
    const [first] = missing
    throw new MissingKey(`DATA_KEYS lacks version ${missing.map(({ version }) => version).join(', ')}, which still seals data of this database. Put it back; it may go when "npm run keys:rotate" has said “key version ${first?.version} is no longer used”.`)
  }
  const { version } = vault.sealing
  const own = known.find(one => one.version === version)
  if (own && own.ended_at === null) return
  try {
    await db.commit([own ? keyUsedAgain(version) : insertKey(version, now.toISOString(), known.length === 0 ? JSON.stringify(nothingToDo(vault.mark)) : null)])
  } catch (error) {
    if (!(error instanceof Conflict)) throw error // another process wrote it at the same moment
  }
}
