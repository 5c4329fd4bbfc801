import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { beijingDay } from '../limits/calendar.ts'
import { can } from '../web/can.ts'
import { recordReading, type Read } from '../readings/record-reading.ts'
import { widest, type FileReader, type NeededFile } from './file-access.ts'
import { getFile, type StoredFile } from './file.store.ts'
import { marked, type Mark } from './mark.ts'

/** Serves uploaded files to those whom one of the rules lets read them; to anybody else there is no such file. */
export function fileRoutes(readers: readonly FileReader[]): Router {
  const routes = Router()
  routes.get('/files/:id', can('file.read'), sendFile)
  return routes

  async function sendFile(req: Request<{ id: string }>, res: Response) {
    const { ctx } = res.locals
    const file = await getFile(ctx, req.params.id)
    const access = widest(await Promise.all(readers.map(reader => reader(ctx, file))))
    if (access === false) throw new NotFound('page')
    const kept = await ctx.files.get(file.id)
    const mark = access === true ? undefined : access.mark
    const bytes = mark ? await marked(kept, file.mediaType, markOf(mark, res)) : kept
    await recordReading(ctx, access === true ? byHisSide(file) : access.read)
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

/** Somebody who acts for the owner: an agent, or whoever filed for him at a counter. */
const byHisSide = ({ ownerId, region }: StoredFile): Read => ({ kind: 'file', purpose: 'agency', officeId: null, subjects: [{ personId: ownerId, region }], fields: [] })

/** Who looks at it, from which office, for which case, and on what day. */
function markOf({ office, caseNumber: number }: NonNullable<NeededFile['mark']>, { locals: { ctx, t, text } }: Response): Mark {
  const day = beijingDay(ctx.now)
  return {
    lines: [t('drafts:stamp.purpose'), t('drafts:stamp.who', { office: text(office), name: ctx.actor.name }), t('drafts:stamp.case', { number, day })],
    plain: t('drafts:stamp.plain', { number, day, id: ctx.actor.id }),
  }
}

/** The name twice (RFC 6266): plain for old programs, in full for all others. */
const fileNames = (name: string): string =>
  `filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`
