import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Unavailable } from '../errors.ts'
import type { Vault } from '../vault.ts'

/** Where uploaded bytes are kept. Ids are ours; content never decides a path. */
export interface FileStore {
  put(id: string, bytes: Buffer): Promise<void>
  get(id: string): Promise<Buffer>
  /** Forgets the bytes; nothing happens when they are gone already. */
  remove(id: string): Promise<void>
}

/** A folder of encrypted files, two levels deep; a file is complete or absent, never half. */
export function folderStore(folder: string, vault: Vault): FileStore {
  const pathOf = (id: string) => join(folder, id.slice(-2), `${id}.sealed`)
  return {
    async put(id, bytes) {
      const path = pathOf(id)
      const sealed = vault.sealBytes(bytes, `file ${id}`)
      try {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(`${path}.part`, sealed)
        await rename(`${path}.part`, path)
      } catch (error) {
        await rm(`${path}.part`, { force: true }).catch(() => {})
        throw Object.assign(new Unavailable('storage'), { cause: error }) // full, gone, or read-only
      }
    },
    get: async id => vault.openBytes(await readFile(pathOf(id)), `file ${id}`),
    remove: id => rm(pathOf(id), { force: true }),
  }
}
