import { listCasesUnder } from '../cases/case.store.ts'
import type { Ctx } from '../context.ts'
import { listDraftsForOthers } from '../drafts/draft.store.ts'
import { beijingDay } from '../limits/calendar.ts'
import { paths } from '../web/paths.ts'
import { listDutiesOf } from './duty.store.ts'
import type { Duty } from './duties.ts'

/** What an agent has begun or filed for somebody, under a mandate that is in force. */
export interface MatterForOther {
  principal: string
  bundleVersionId: string
  href: string
  at: string
  status: 'draft' | 'running' | 'concluded' | 'withdrawn'
  /** What waits for an answer. */
  duty?: Pick<Duty, 'kind' | 'on'> | undefined
}

/** Drafts first, then cases, each the latest first. */
export async function mattersForOthers(ctx: Ctx): Promise<MatterForOther[]> {
  const { mandates } = ctx.actor
  if (mandates.length === 0) return []
  const names = new Map(mandates.map(({ principalId, principalName }) => [principalId, principalName]))
  const today = beijingDay(ctx.now)
  const [drafts, cases, ...duties] = await Promise.all([
    listDraftsForOthers(ctx), listCasesUnder(ctx.db, mandates.map(({ id }) => id)), ...[...names.keys()].map(principalId => listDutiesOf(ctx.db, principalId, today)),
  ])
  const dutyOf = (number: string) => duties.find(one => number in one)?.[number]
  return [
    ...drafts.map(({ id, applicantId, bundleVersionId, updatedAt }): MatterForOther => ({ principal: names.get(applicantId) ?? '', bundleVersionId, href: paths.draft(id), at: updatedAt, status: 'draft' })),
    ...cases.map(({ number, applicantName, bundleVersionId, submittedAt, status }): MatterForOther => ({ principal: applicantName, bundleVersionId, href: paths.case(number), at: submittedAt, status, duty: dutyOf(number) })),
  ]
}
