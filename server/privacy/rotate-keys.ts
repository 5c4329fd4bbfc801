import type { DataKeyTable } from '../../db/tables/privacy.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { unhurried, type Job } from '../jobs.ts'
import { commitAct } from '../ledger/act.store.ts'
import { advanced, begun, isOver, partOf, progressOf, type Progress } from './rotation.ts'
import { counted, countMarks, keyEnded, listKeys, listMarks, listSealed, progressed, resealed, type SealedRow } from './rotation.store.ts'
import { contextOf, sealedThings, type SealedThing } from './sealed-things.ts'

/**
 * Seals anew, by the key and the cipher that seal now, whatever others sealed: table by table in small batches.
 *
 * Where it has come is written with each batch, so a process that dies leaves the rest to the next one. A value is
 * written over only as it was read, and what a row means does not change: digests are of plain values (ADR 19).
 */
type Rotating = Pick<Ctx, 'db' | 'vault' | 'files' | 'log' | 'now' | 'actor'>

/** Rows that are sealed anew at once, and that are looked at. */
const batch = 50
const stretch = 500

/** One batch; says how many rows it has looked at. Nothing is left when it is 0. */
export async function rotateBatch(ctx: Rotating): Promise<number> {
  const key = await sealingKey(ctx)
  const progress = progressOf(key?.progress ?? null, ctx.vault.mark)
  const part = partOf(progress)
  if (!key || !part) return 0
  const seen = await listMarks(ctx.db, part, { after: progress.after, limit: stretch })
  const others = seen.filter(({ mark }) => mark !== null && mark !== ctx.vault.mark).slice(0, batch)
  const rows = await listSealed(ctx.db, part, others.map(other => other.key))
  const older = rows.filter(({ sealed }) => versionOf(sealed) <= ctx.vault.sealing.version)
  const written = await Promise.all(older.map(row => sealedAnew(ctx, part, row)))
  // A county at a time: they may lie on different machines. Written before it is noted that it was: done twice, it does nothing more.
  for (const group of Map.groupBy(written.flatMap(one => one ?? []), ({ region }) => region).values()) await ctx.db.commit(group.map(({ statement }) => statement))
  const done = written.filter(one => one !== undefined).length
  const next = advanced(progress, { last: (others.length === batch ? others : seen).at(-1)?.key ?? null, isLast: seen.length < stretch && others.length < batch, done, failed: older.length - done })
  try {
    await ctx.db.commit([progressed(key, JSON.stringify(next))])
  } catch (error) {
    if (!(error instanceof Conflict)) throw error // another process did this batch
    return 1
  }
  if (isOver(next)) await endKeys(ctx)
  return Math.max(rows.length, 1)
}

async function sealedAnew({ vault, files, log }: Rotating, part: SealedThing, row: SealedRow) {
  const id = row.key.at(-1) as string | number
  try {
    const context = contextOf(part, id)
    const sealed = vault.seal(vault.open(row.sealed, context), context)
    // The bytes first: a row that tells the new key has a file that the new key opens.
    if (part.table === 'file') await files.reseal(String(id))
    return { region: part.key[0] === 'region' ? String(row.key[0]) : '', statement: resealed(part, row, sealed) }
  } catch (error) {
    log.error({ err: error as Error, table: part.table, id }, 'a sealed value does not open')
    return undefined
  }
}

/** Counts what each key still seals, and ends those that seal nothing any more. */
export async function endKeys(ctx: Rotating): Promise<void> {
  const at = ctx.now.toISOString()
  const left = await countByVersion(ctx)
  for (const { version, ended_at } of await listKeys(ctx.db)) {
    const remaining = left.get(version) ?? 0
    // A younger one belongs to a process that has newer settings already.
    const isOld = version < ctx.vault.sealing.version
    if (isOld && remaining === 0 && ended_at === null) {
      await commitAct(ctx.db, 'keys', async () => ({ act: { at, actorId: ctx.actor.id, actorRole: 'system', type: 'key.ended', data: { version } }, set: [keyEnded(version, at)] }))
    } else if (ended_at === null) await ctx.db.commit([counted(version, remaining, at)])
  }
}

async function countByVersion({ db }: Pick<Ctx, 'db'>): Promise<Map<number, number>> {
  const left = new Map<number, number>()
  for (const part of sealedThings) {
    for (const [mark, count] of await countMarks(db, part)) left.set(versionOf(mark), (left.get(versionOf(mark)) ?? 0) + count)
  }
  return left
}

/** Of the key that sealed it; two characters tell. */
const versionOf = (sealed: string): number => Buffer.from(`${sealed.slice(0, 2)}AA`, 'base64url')[0] ?? 0

async function sealingKey({ db, vault }: Pick<Ctx, 'db' | 'vault'>): Promise<DataKeyTable | undefined> {
  return (await listKeys(db)).find(({ version }) => version === vault.sealing.version)
}

/** From the beginning: what a process with older settings has sealed since the last time is found too. */
export async function beginRotation(ctx: Rotating): Promise<void> {
  const key = await sealingKey(ctx)
  if (key && isOver(progressOf(key.progress, ctx.vault.mark))) await ctx.db.commit([progressed(key, JSON.stringify(begun(ctx.vault.mark)))])
}

export interface RotationState {
  keys: DataKeyTable[]
  progress: Progress
  isOver: boolean
  tables: number
}

/** How far it has come, to show. */
export async function rotationState({ db, vault }: Pick<Ctx, 'db' | 'vault'>): Promise<RotationState> {
  const keys = await listKeys(db)
  const progress = progressOf(keys.find(({ version }) => version === vault.sealing.version)?.progress ?? null, vault.mark)
  return { keys, progress, isOver: isOver(progress), tables: sealedThings.length }
}

/** A new key or cipher is taken into use by itself; looked at again once an hour when everything is sealed by it. */
export const rotateJob: Job = {
  name: 'keys',
  everyMs: 3_600_000,
  async run(ctx) {
    const done = await unhurried(() => rotateBatch(ctx), count => count > 0)
    // Of a process that died just then, or that had older settings for a while.
    if (done === 0 && (await listKeys(ctx.db)).some(({ version, ended_at }) => version < ctx.vault.sealing.version && ended_at === null)) await endKeys(ctx)
    return done
  },
}
