import { Router, type Request, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { can } from '../web/can.ts'
import { getFile, type StoredFile } from './file.store.ts'

/** Whether the actor may read a file: each feature that shows files to somebody gives its own rule. */
export type FileReader = (ctx: Ctx, file: StoredFile) => boolean | Promise<boolean>

/** Whose matter the file was handed in for. */
export const ownsFile: FileReader = ({ actor }, { ownerId }) => actor.id === ownerId

/** Serves uploaded files to those whom one of the rules lets read them; to anybody else there is no such file. */
export function fileRoutes(readers: readonly FileReader[]): Router {
  const routes = Router()
  routes.get('/files/:id', can('file.read'), sendFile)
  return routes

  async function sendFile(req: Request<{ id: string }>, res: Response) {
    const { ctx } = res.locals
    const file = await getFile(ctx.db, req.params.id)
    const allowed = await Promise.all(readers.map(reader => reader(ctx, file)))
    if (!allowed.includes(true)) throw new NotFound('page')
    const bytes = await ctx.files.get(file.id)
    // What somebody uploaded is never a page of this site: it can't run, load or be taken for another
    // type. Browsers show no PDF inside a sandbox; their viewers are none of this site's pages anyway.
    const policy = file.mediaType === 'application/pdf' ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'" : "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    res.set({
      'Content-Type': file.mediaType,
      'Content-Disposition': `${req.query.download === undefined ? 'inline' : 'attachment'}; ${fileNames(file.name)}`,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'private, no-store',
    })
    res.send(bytes)
  }
}

/** The name twice (RFC 6266): plain for old programs, in full for all others. */
const fileNames = (name: string): string =>
  `filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`
