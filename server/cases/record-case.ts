import type { Ctx } from '../context.ts'
import { recordReading, type Read } from '../readings/record-reading.ts'
import type { Case } from './case.ts'

/** Records that somebody is about to be shown something of one case: its applicant is whose data it is. */
export const recordCase = (ctx: Ctx, { applicantId: personId, number: caseNumber, region }: Pick<Case, 'applicantId' | 'number' | 'region'>, read: Omit<Read, 'subjects'>): Promise<void> =>
  recordReading(ctx, { ...read, subjects: [{ personId, caseNumber, region }] })
