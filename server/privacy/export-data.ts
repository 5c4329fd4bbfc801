import { ZipFile } from 'yazl'
import type { Readable } from 'node:stream'
import type { Ctx } from '../context.ts'
import { commitAct } from '../ledger/act.store.ts'
import { countOne } from '../people/attempts.ts'
import { personStream } from '../people/person.ts'
import { noOverview, ownData, type Overview } from './own-data.ts'

/** A day's worth: whoever steals a session for a moment gets no more than his victim. */
const exports = { times: 3, minutes: 24 * 60 }

/** Writes down that somebody took his data with him; throws `TooMany` when he did so just now. */
export async function recordExport(ctx: Ctx): Promise<void> {
  await countOne(ctx, `export ${ctx.actor.id}`, exports)
  await commitAct(ctx.db, personStream(ctx.actor.id), async () => ({ act: { at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: 'self', type: 'person.exported', data: { personId: ctx.actor.id } }, set: [] }))
}

/** One's own data as a ZIP that is written while it is read: each file is fetched when the one before it has gone. */
export function zippedData(ctx: Ctx, pageOf: (overview: Overview) => string): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  void fill(zip, ctx, pageOf).catch((error: unknown) => out.destroy(error as Error))
  return out
}

async function fill(zip: ZipFile, ctx: Ctx, pageOf: (overview: Overview) => string): Promise<void> {
  const overview = noOverview()
  const mtime = ctx.now
  const out = zip.outputStream as Readable
  // Whoever leaves off takes no more.
  const left = new Promise<void>(resolve => void out.once('close', resolve))
  for await (const { name, open } of ownData(ctx, overview)) {
    const written = new Promise<void>((resolve, reject) => {
      zip.addReadStreamLazy(name, { mtime }, done => {
        open().then(stream => {
          stream.once('end', resolve).once('error', reject)
          done(null, stream)
        }, reject)
      })
    })
    await Promise.race([written, left])
    if (out.destroyed) return
  }
  zip.addBuffer(Buffer.from(pageOf(overview)), 'index.html', { mtime })
  zip.end()
}
