import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, cp, link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInterface } from 'node:readline'
import { snapshotsOf } from '../../db/snapshot.ts'
import type { Config } from '../config.ts'

/**
 * A backup is a folder: the database at one moment, the uploaded files, `SHA256SUMS` over all of it (checked by
 * `sha256sum -c`, too), and `backup.json`, which is written last: without it the backup is not finished.
 *
 * What is in it is as encrypted as in the portal; the keys are not in it, and are kept elsewhere.
 */
export interface Backup {
  format: 'yijianshi-backup/1'
  at: string
  engine: 'sqlite' | 'postgres'
  files: number
  bytes: number
  /** Of `SHA256SUMS`, which holds those of everything else. */
  sums: string
}

/** It can't be done, for a reason that the operator can mend; the message says it. */
export class NoBackup extends Error {}

type Place = Pick<Config, 'databaseUrl' | 'filesFolder'>
const database = 'database'
const files = 'files'
const sumsName = 'SHA256SUMS'
const aboutName = 'backup.json'

/**
 * Makes a backup in `folder`, which must not be there yet, while the portal runs. The database comes first: files are
 * kept before the row that names them, so that every row of the snapshot finds its file. A file that `previous`, an
 * earlier backup on the same disk, holds already is not copied but linked.
 */
export async function backUp({ databaseUrl, filesFolder }: Place, folder: string, now: Date, previous?: string): Promise<Backup> {
  if (previous) await readAbout(previous)
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder).catch(() => { throw new NoBackup(`${folder} is there already: a backup gets a folder of its own.`) })
  const snapshots = snapshotsOf(databaseUrl)
  await snapshots.take(join(folder, database))
  const names = await copyFiles(filesFolder, join(folder, files), previous && join(previous, files))
  const { sums, bytes } = await sumUp(folder, [database, ...names.map(name => `${files}/${name}`)])
  const about: Backup = { format: 'yijianshi-backup/1', at: now.toISOString(), engine: snapshots.engine, files: names.length, bytes, sums }
  await writeFile(join(folder, `${aboutName}.part`), `${JSON.stringify(about, null, 2)}\n`, { flush: true })
  await rename(join(folder, `${aboutName}.part`), join(folder, aboutName))
  return about
}

/**
 * Puts a backup back where there is nothing yet. Everything is compared with its sum before the first byte is put
 * anywhere. Throws `NoBackup` for a backup that is not whole, and where something is already.
 */
export async function restore({ databaseUrl, filesFolder }: Place, folder: string): Promise<Backup> {
  const about = await readAbout(folder)
  const snapshots = snapshotsOf(databaseUrl)
  if (snapshots.engine !== about.engine) throw new NoBackup(`The backup is one of ${about.engine}, DATABASE_URL names ${snapshots.engine}.`)
  await compare(folder, about)
  const isFree = (await snapshots.isEmpty()) && (await readdir(filesFolder).catch(() => [])).length === 0
  if (!isFree) throw new NoBackup('There is a database or there are files where the backup would go: a backup is put back into an empty place.')
  await mkdir(filesFolder, { recursive: true })
  await cp(join(folder, files), filesFolder, { recursive: true })
  await snapshots.putBack(join(folder, database))
  return about
}

async function readAbout(folder: string): Promise<Backup> {
  const text = await readFile(join(folder, aboutName), 'utf8').catch(() => undefined)
  if (text === undefined) throw new NoBackup(`${folder} holds no finished backup: there is no ${aboutName} in it.`)
  const about = asJson(text) as Partial<Backup> | undefined
  if (about?.format !== 'yijianshi-backup/1') throw new NoBackup(`${join(folder, aboutName)} can't be read, or is of another format.`)
  return about as Backup
}

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Names like `a1/0kd….sealed`; what is only half written is none. A file that is removed meanwhile belongs to no row any more. */
async function copyFiles(from: string, to: string, previous: string | undefined): Promise<string[]> {
  await mkdir(to)
  const found = await readdir(from, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = found.filter(entry => entry.isFile() && entry.name.endsWith('.sealed')).map(entry => join(entry.parentPath, entry.name).slice(from.length + 1)).sort()
  const copied: string[] = []
  for (const name of names) {
    await mkdir(dirname(join(to, name)), { recursive: true })
    if (await copyOne(join(from, name), join(to, name), previous && join(previous, name))) copied.push(name)
  }
  return copied
}

/** The clock of a file system is coarse, and may go after that of the machine. */
const coarseMs = 1000

/** Files are replaced, never written over: one that was there before the earlier copy was begun is the same one. A copy has the time when it was begun. */
async function copyOne(from: string, to: string, before: string | undefined): Promise<boolean> {
  const begun = new Date(Date.now() - coarseMs)
  const own = await stat(from).catch(() => undefined)
  if (!own) return false
  const known = before ? await stat(before).catch(() => undefined) : undefined
  if (before && known?.size === own.size && known.mtimeMs > own.mtimeMs && (await link(before, to).then(() => true, () => false))) return true
  try {
    await copyFile(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  const copy = await open(to)
  await copy.utimes(begun, begun)
  await copy.sync()
  await copy.close()
  return true
}

async function sumUp(folder: string, names: readonly string[]): Promise<{ sums: string; bytes: number }> {
  let bytes = 0
  async function* lines() {
    for (const name of names) {
      bytes += (await stat(join(folder, name))).size
      yield `${await sumOf(join(folder, name))}  ${name}\n`
    }
  }
  await pipeline(lines, createWriteStream(join(folder, sumsName), { flush: true }))
  return { sums: await sumOf(join(folder, sumsName)), bytes }
}

async function compare(folder: string, { sums, files: count }: Backup): Promise<void> {
  if ((await sumOf(join(folder, sumsName))) !== sums) throw new NoBackup(`${sumsName} is not the one that the backup was finished with.`)
  let found = 0
  for await (const line of createInterface({ input: createReadStream(join(folder, sumsName)) })) {
    const [sum = '', name = ''] = line.split('  ')
    if ((await sumOf(join(folder, name))) !== sum) throw new NoBackup(`${name} is missing from the backup, or is not what was backed up.`)
    found++
  }
  if (found !== count + 1) throw new NoBackup(`${sumsName} tells of ${found} files, the backup had ${count + 1}.`)
}

/** Empty for a file that is not there. */
async function sumOf(path: string): Promise<string> {
  const opened = await open(path).catch(() => undefined)
  if (!opened) return ''
  const hash = createHash('sha256')
  await pipeline(opened.createReadStream(), hash)
  return hash.digest('hex')
}

/** Leaves nothing of a backup that was begun and not finished. */
export const forgetUnfinished = async (folder: string): Promise<void> => {
  if (!(await stat(join(folder, aboutName)).catch(() => undefined))) await rm(folder, { recursive: true, force: true })
}
