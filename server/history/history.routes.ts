import { Router, type Request, type Response } from 'express'
import { getOwnDossier } from '../cases/own-case.ts'
import { Conflict, NotFound } from '../errors.ts'
import { noteKey, readNote } from '../ledger/checkpoint.ts'
import { findCheckpoint, findLatestCheckpoint, listCheckpoints, type KeptCheckpoint } from '../ledger/log.store.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { historyFile } from './history-file.ts'
import { consistencyProof } from './proof.ts'

export const historyRoutes = Router()

historyRoutes.get('/cases/:number/history.json', can('case.own'), downloadHistory)
historyRoutes.get('/verify/history', can('public.read'), showExplanation)
historyRoutes.get('/open/checkpoints', can('public.read'), showCheckpoints)
historyRoutes.get('/open/checkpoints/latest', can('public.read'), sendLatest)
historyRoutes.get('/open/checkpoints/:size', can('public.read'), sendCheckpoint)
historyRoutes.get('/open/checkpoints/:size/consistency/:later', can('public.read'), sendConsistency)

/** The chain of the case as it is stored, with the proof that it is anchored, for the applicant to keep and check. */
async function downloadHistory(req: Request<{ number: string }>, res: Response) {
  const { ctx } = res.locals
  const { theCase } = await getOwnDossier(ctx, req.params.number)
  // What was downloaded before goes on being checkable; of the shortened entries nobody without the key can say more than that they are linked.
  if (theCase.erasedAt !== null) throw new Conflict('case.erased')
  res.attachment(`${theCase.number}-history.json`).json(await historyFile(ctx, theCase, req.query.kept === undefined ? undefined : sizeOf(text(req.query.kept))))
}

async function showExplanation(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const latest = await findLatestCheckpoint(ctx.db)
  page(res, 'history/verify', { title: t('history:verify.title'), fingerprint: groups(ctx.signer.fingerprint), latest: latest && shown(latest) })
}

const perPage = 50

async function showCheckpoints(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const before = /^\d{1,9}$/.test(text(req.query.before)) ? Number(text(req.query.before)) : undefined
  const found = await listCheckpoints(ctx.db, before, perPage + 1)
  const checkpoints = found.slice(0, perPage)
  page(res, 'history/checkpoints', {
    title: t('history:checkpoints.title'), checkpoints: checkpoints.map(shown), isFirst: before === undefined, next: found.length > perPage ? checkpoints.at(-1)?.size : undefined,
    fingerprint: groups(ctx.signer.fingerprint), key: noteKey(ctx.db.ledger.origin, ctx.signer.publicKey), hash: ctx.db.ledger.hash,
  })
}

const shown = ({ size, at, note }: KeptCheckpoint) => ({ size, at, root: readNote(note)?.checkpoint.root.toString('base64') ?? '' })

/** Sixteen groups of four, as people compare them. */
const groups = (fingerprint: string): string => (fingerprint.match(/.{4}/g) ?? []).join(' ')

async function sendLatest(_req: Request, res: Response) {
  const latest = await findLatestCheckpoint(res.locals.ctx.db)
  if (!latest) throw new NotFound('page')
  sendNote(res, latest)
}

async function sendCheckpoint(req: Request<{ size: string }>, res: Response) {
  sendNote(res, await getCheckpoint(res, req.params.size))
}

const sendNote = (res: Response, { note, size }: KeptCheckpoint) => void res.attachment(`checkpoint-${size}.txt`).type('text/plain').send(note)

/** For whoever has kept a checkpoint: that it is the beginning of a later one. */
async function sendConsistency(req: Request<{ size: string; later: string }>, res: Response) {
  const [first, second] = [await getCheckpoint(res, req.params.size), await getCheckpoint(res, req.params.later)]
  if (first.size > second.size) throw new NotFound('page')
  const path = await consistencyProof(res.locals.ctx.db, first.size, second.size)
  res.json({ hash: res.locals.ctx.db.ledger.hash, first: first.size, second: second.size, path: path.map(hash => hash.toString('base64')), checkpoints: [first.note, second.note] })
}

async function getCheckpoint(res: Response, size: string): Promise<KeptCheckpoint> {
  const found = await findCheckpoint(res.locals.ctx.db, sizeOf(size))
  if (!found) throw new NotFound('page')
  return found
}

/** A number that both engines take for one. Throws `NotFound` for anything else. */
function sizeOf(given: string): number {
  if (!/^\d{1,9}$/.test(given)) throw new NotFound('page')
  return Number(given)
}
