import type { Act } from '../cases/act.ts'
import { saved } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import type { Change } from '../cases/change.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import { judgedAnew } from '../cases/judged-anew.ts'
import type { Ctx } from '../context.ts'
import { Forbidden } from '../errors.ts'

/** Every act of a supervisor: read the dossier, let a pure function change it, commit. Nobody supervises his own matter (公务员法第七十六条: 回避). */
export const supervise = (ctx: Ctx, read: () => Promise<Dossier>, change: (dossier: Dossier, act: Act) => Change): Promise<void> =>
  judgedAnew(async () => {
    const dossier = await read()
    if (isOwnMatter(ctx.actor, dossier.theCase)) throw new Forbidden('task.ownMatter')
    const act: Act = { actorId: ctx.actor.id, actorRole: 'supervisor', officeId: null, onBehalfOf: null, at: ctx.now.toISOString() }
    await ctx.db.commit(saved(change(dossier, act), ctx))
  })
