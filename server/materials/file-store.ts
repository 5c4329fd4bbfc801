import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Unavailable } from '../errors.ts'
import type { Vault } from '../vault.ts'

/** Where uploaded bytes are kept. Ids are ours; content never decides a path. */
export interface FileStore {
  put(id: string, bytes: Buffer): Promise<void>
  get(id: string): Promise<Buffer>
  /** Encrypts it anew when an older key or another cipher did; nothing happens when it is gone. */
  reseal(id: string): Promise<void>
  /** Forgets the bytes; nothing happens when they are gone already. */
  remove(id: string): Promise<void>
}

/** A folder of encrypted files, two levels deep; a file is complete or absent, never half. */
export function folderStore(folder: string, vault: Vault): FileStore {
  const pathOf = (id: string) => join(folder, id.slice(-2), `${id}.sealed`)
  const seal = (id: string, bytes: Buffer) => vault.sealBytes(bytes, `file ${id}`)
  return {
    async put(id, bytes) {
      const path = pathOf(id)
      const sealed = seal(id, bytes)
      try {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(`${path}.part`, sealed, { flush: true })
        await rename(`${path}.part`, path)
        await onDisk(dirname(path)) // the row that names it is durable, so the file must be
      } catch (error) {
        await rm(`${path}.part`, { force: true }).catch(() => {})
        throw Object.assign(new Unavailable('storage'), { cause: error }) // full, gone, or read-only
      }
    },
    get: async id => vault.openBytes(await readFile(pathOf(id)), `file ${id}`),
    async reseal(id) {
      const path = pathOf(id)
      // Of its own name: two processes may be at the same file, and each leaves it whole.
      const anew = `${path}.${randomUUID()}`
      try {
        if (vault.isCurrent(await beginning(path))) return
        await writeFile(anew, seal(id, vault.openBytes(await readFile(path), `file ${id}`)), { flush: true })
        await rename(anew, path)
      } catch (error) {
        await rm(anew, { force: true }).catch(() => {})
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    },
    async remove(id) {
      const path = pathOf(id)
      await rm(path, { force: true })
      // What a process left that died while it sealed it anew.
      const beside = await readdir(dirname(path)).catch(() => [])
      await Promise.all(beside.filter(name => name.startsWith(`${id}.`)).map(name => rm(join(dirname(path), name), { force: true })))
    },
  }
}

/** The names in a folder outlive a loss of power. */
async function onDisk(folder: string): Promise<void> {
  const opened = await open(folder)
  await opened.sync().finally(() => opened.close())
}

/** What tells key and cipher. */
async function beginning(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    return (await file.read(Buffer.alloc(2), 0, 2, 0)).buffer
  } finally {
    await file.close()
  }
}
