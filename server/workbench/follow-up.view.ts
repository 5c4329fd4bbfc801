import type { Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { getOffice } from '../offices/office.store.ts'
import { namesOf } from '../people/person.store.ts'
import type { Dossier, InternalRequest, SupervisionOrder, Task } from '../cases/case.ts'
import { targetName, type Speaker } from './desk-data.view.ts'
import { hasSucceeded } from '../cases/lifecycle.ts'
import type { CommitmentCheck, Delivery } from '../cases/proceedings.ts'

/** What runs beside a decision and after it: questions to other offices, orders, the check of a commitment, a delivery. */
export interface FollowUp {
  requests: AskedRequest[]
  orders: (SupervisionOrder & { by: string; answerer: string })[]
  commitment: CommitmentCheck | null
  delivery: Delivery | null
}

export interface AskedRequest extends Omit<InternalRequest, 'shared'> {
  to: Text
  asker: string
  answerer: string
  /** What the other office sees, by name. */
  shared: string[]
}

export async function followUp(ctx: Ctx, { text }: Pick<Speaker, 'text'>, dossier: Dossier, task: Task): Promise<FollowUp> {
  const requests = dossier.requests.filter(({ taskId }) => taskId === task.id)
  const orders = dossier.orders.filter(({ taskId }) => taskId === task.id)
  const people = [...requests.flatMap(({ askedBy, answeredBy }) => [askedBy, answeredBy]), ...orders.flatMap(({ givenBy, answeredBy }) => [givenBy, answeredBy])]
  const names = await namesOf(ctx, people.filter(id => id !== null))
  const name = (id: string | null): string => names.get(id ?? '') ?? ''
  const named = (kind: 'field' | 'material') => (target: string): string => text(targetName(dossier, { kind, target }))
  const { commitment, delivery } = task.proceedings
  return {
    requests: await Promise.all(requests.map(async request => ({
      ...request, to: (await getOffice(ctx.db, request.toOfficeId)).name, asker: name(request.askedBy), answerer: name(request.answeredBy),
      shared: [...request.shared.fields.map(named('field')), ...request.shared.materials.map(named('material'))],
    }))),
    orders: orders.map(order => ({ ...order, by: name(order.givenBy), answerer: name(order.answeredBy) })),
    commitment: commitment && { ...commitment, materials: commitment.materials.map(named('material')) },
    // What was revoked is handed over to nobody.
    delivery: hasSucceeded(task.status) || delivery?.deliveredAt ? delivery : null,
  }
}
