import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { getOffice, updateOffice, type Office } from '../offices/office.store.ts'
import { administer } from './administer.ts'

/** Acts of administrators on offices. */
const stream = 'offices'

export interface OfficeDetails {
  address: string
  phone: string
  hours: string
}

/** Writes down where an office is and when it is open. */
export async function changeOffice(ctx: Ctx, officeId: string, { address, phone, hours }: OfficeDetails): Promise<void> {
  const details = { address: address || null, phone: phone || null, hours: hours || null }
  await administer(ctx, 'offices.manage', stream, 'office.changed', { officeId }, async () => {
    await getOffice(ctx.db, officeId)
    return [updateOffice(officeId, details)]
  }, { [`office ${officeId}`]: details })
}

/** Closes an office: new cases go to the next one above it, those it has stay with it. */
export async function closeOffice(ctx: Ctx, officeId: string): Promise<void> {
  await administer(ctx, 'offices.manage', stream, 'office.closed', { officeId }, async () => {
    requireState(await getOffice(ctx.db, officeId), 'open')
    return [updateOffice(officeId, { closed_at: ctx.now.toISOString() })]
  })
}

export async function reopenOffice(ctx: Ctx, officeId: string): Promise<void> {
  await administer(ctx, 'offices.manage', stream, 'office.reopened', { officeId }, async () => {
    requireState(await getOffice(ctx.db, officeId), 'closed')
    return [updateOffice(officeId, { closed_at: null })]
  })
}

function requireState({ closedAt }: Office, state: 'open' | 'closed'): void {
  if ((closedAt === null) !== (state === 'open')) throw new Conflict('changedMeanwhile')
}
