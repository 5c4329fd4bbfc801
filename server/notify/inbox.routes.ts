import { Router, type Request, type RequestHandler, type Response } from 'express'
import { countToConfirm } from '../drafts/own-confirmation.ts'
import { can } from '../web/can.ts'
import { text, type Body } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { countUnread, listMessages, type InboxPosition } from './message.store.ts'
import { openedMessage, shownMessages, type Reader } from './message.view.ts'
import { readAll, readMessage } from './read-message.ts'

export const inboxRoutes = Router()

inboxRoutes.get('/me/messages', can('account.own'), showInbox)
inboxRoutes.post('/me/messages/read', can('account.own'), postRead)
inboxRoutes.get('/me/messages/:id', can('account.own'), showMessage)

const perPage = 20

/** How many messages wait, for the head of every page: one query on an index, for those who are signed in. */
export const countMessages: RequestHandler = async (_req, res, next) => {
  const { ctx } = res.locals
  if (ctx.actor.kind !== 'anonymous') res.locals.unread = await countUnread(ctx.db, ctx.actor.id)
  next()
}

const readerOf = ({ locals: { t, language, text: inLanguage } }: Response): Reader => ({ t, language, text: inLanguage })
/** Staff read their messages at their desk, tightly. */
const densityOf = ({ locals: { ctx } }: Response) => (ctx.actor.grants.length > 0 ? 'officer' : 'citizen')

async function showInbox(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const isUnread = text(req.query.show) === 'unread'
  const before = positionOf(text(req.query.before))
  const found = await listMessages(ctx.db, ctx.actor.id, { before, isUnread, limit: perPage + 1 })
  const last = found.length > perPage ? found[perPage - 1] : undefined
  page(res, 'notify/inbox', {
    title: t('notify:inbox.title'), density: densityOf(res), isUnread, toConfirm: await countToConfirm(ctx), isFirst: before === undefined,
    messages: await shownMessages(ctx, found.slice(0, perPage), readerOf(res)),
    next: last && `${last.createdAt}~${last.id}`, until: ctx.now.toISOString(),
    notice: req.query.done === 'read' ? { kind: 'success', text: t('notify:inbox.marked') } : undefined,
  })
}

function positionOf(value: string): InboxPosition | undefined {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)~(\d{6}-[0-9a-z]{19})$/.exec(value)
  return match ? { createdAt: match[1] ?? '', id: match[2] ?? '' } : undefined
}

async function showMessage(req: Request<{ id: string }>, res: Response) {
  const { ctx } = res.locals
  const message = await readMessage(ctx, req.params.id)
  if (message.readAt === null && res.locals.unread) res.locals.unread -= 1
  const opened = await openedMessage(ctx, message, readerOf(res))
  page(res, 'notify/message', { title: opened.subject, density: densityOf(res), opened })
}

async function postRead(req: Request<Record<string, string>, unknown, Body>, res: Response) {
  const { ctx } = res.locals
  const until = text(req.body.until)
  const now = ctx.now.toISOString()
  await readAll(ctx, /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(until) && until < now ? until : now)
  res.redirect(303, paths.messages('read'))
}
