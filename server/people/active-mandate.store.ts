import { query } from '../../db/query.ts'
import type { Ctx } from '../context.ts'
import { inOrder } from '../ids.ts'
import { beijingDay } from '../limits/calendar.ts'
import type { ActiveMandate, MandateScope } from './active-mandate.ts'
import type { Assurance } from './session.ts'

/** By what somebody may act for others at this moment: asked with every request, so that one that has ended is worth nothing at the next. */
export async function listActiveMandates({ db, now }: Pick<Ctx, 'db' | 'now'>, agentId: string): Promise<ActiveMandate[]> {
  return inOrder(await inForce.all(db, { agentId, today: beijingDay(now) })).map(row => ({
    id: row.id, kind: row.kind, principalId: row.principal_id as string, principalName: row.name, scope: JSON.parse(row.scope) as MandateScope,
    validTo: row.valid_to, assurance: row.assurance as Assurance, usesLeft: row.max_uses === null ? null : row.max_uses - row.uses,
  }))
}

const inForce = query((db, at: { agentId: string; today: string }) =>
  db.selectFrom('mandate').innerJoin('person', 'person.id', 'mandate.principal_id')
    .select(['mandate.id', 'mandate.kind', 'principal_id', 'person.name', 'scope', 'assurance', 'valid_to', 'max_uses', 'uses'])
    .where('agent_id', '=', at.agentId).where('valid_to', '>=', at.today).where('valid_from', '<=', at.today)
    .where('accepted_at', 'is not', null).where('ended_at', 'is', null).where('person.status', '=', 'active'))
