import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { getMessage, listUnread, markRead } from './message.store.ts'
import type { Message } from './message.ts'

/**
 * Somebody's own message, from then on read. It is done by looking at it, so also by GET: nothing but
 * his own mark changes, and doing it again changes nothing. Throws `NotFound` for anybody else's.
 */
export async function readMessage(ctx: Ctx, id: string): Promise<Message> {
  const message = await getMessage(ctx.db, id)
  if (message.personId !== ctx.actor.id) throw new NotFound('page')
  if (message.readAt === null) await ctx.db.commit([markRead(message, ctx.now.toISOString())])
  return message
}

const batch = 200

/** Marks as read what somebody had by `until`: what has come since he looked at the list stays unread. */
export async function readAll(ctx: Ctx, until: string): Promise<void> {
  for (;;) {
    const unread = await listUnread(ctx.db, ctx.actor.id, until, batch)
    if (unread.length === 0) return
    await ctx.db.commit(unread.map(message => markRead(message, ctx.now.toISOString())))
  }
}
