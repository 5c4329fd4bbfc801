import type { Ctx } from '../context.ts'
import type { Sides } from '../people/active-mandate.ts'
import { placesOf } from '../people/permissions.ts'
import type { ReadingSubject } from './reading.ts'
import { recordReading } from './record-reading.ts'

/** Records that somebody who acts for the applicant has the form or the case before him: an agent under a mandate, or the counter officer who files for him. */
export async function recordForm(ctx: Ctx, { applicantId: personId, mandateId }: Sides, matter: Omit<ReadingSubject, 'personId'>): Promise<void> {
  if (ctx.actor.id === personId) return
  const isAgent = mandateId !== null || placesOf(ctx.actor, 'counter.serve').length === 0
  await recordReading(ctx, {
    kind: 'form', purpose: isAgent ? 'agency' : 'counter', ...(isAgent ? { role: 'agent' } : {}), officeId: isAgent ? null : (placesOf(ctx.actor, 'counter.serve')[0] ?? null),
    subjects: [{ personId, ...matter }], fields: ['form'],
  })
}
