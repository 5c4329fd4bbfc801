import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { commitAct } from '../ledger/act.store.ts'
import type { Act, ActType } from '../ledger/act.ts'
import { roleFor, type Permission } from '../people/permissions.ts'

/** Commits what an administrator changes, with its act at the end of the stream: done as whichever of his roles has the permission. */
export const administer = (ctx: Ctx, by: Permission, stream: string, type: ActType, data: Act['data'], change: () => Promise<WriteSet>, beside?: Record<string, unknown>): Promise<void> =>
  commitAct(ctx.db, stream, async () => ({
    set: await change(),
    beside,
    act: { at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: roleFor(ctx.actor, by), type, data },
  }))
