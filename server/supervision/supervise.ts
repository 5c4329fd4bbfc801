import type { Act } from '../cases/act.ts'
import { saved } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import type { Change } from '../cases/change.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import type { Ctx } from '../context.ts'
import { Conflict, Forbidden } from '../errors.ts'

const patience = 5 // attempts: the departments change the case meanwhile

/**
 * Every act of a supervisor: read the dossier, let a pure function change it, commit; judged anew when
 * the case has changed meanwhile. Nobody supervises his own matter (公务员法第七十六条: 回避).
 */
export async function supervise(ctx: Ctx, read: () => Promise<Dossier>, change: (dossier: Dossier, act: Act) => Change): Promise<void> {
  const act: Act = { actorId: ctx.actor.id, actorRole: 'supervisor', officeId: null, onBehalfOf: null, at: ctx.now.toISOString() }
  for (let attempt = 1; ; attempt++) {
    const dossier = await read()
    if (isOwnMatter(ctx.actor, dossier.theCase)) throw new Forbidden('task.ownMatter')
    try {
      return await ctx.db.commit(saved(change(dossier, act), ctx.vault))
    } catch (error) {
      if (!(error instanceof Conflict && error.code === 'changedMeanwhile') || attempt === patience) throw error
    }
  }
}
