import type { Ctx } from '../context.ts'
import { newRegionalId } from '../ids.ts'
import { insertMessage } from '../notify/message.store.ts'
import { answerReadingQuestion } from '../readings/answer-question.ts'

/** Answers what somebody asked about a reading of his data, and tells him in his inbox that it is answered. */
export const answerQuestion = (ctx: Ctx, id: string, answer: string): Promise<void> =>
  answerReadingQuestion(ctx, id, answer, ({ region, personId, caseNumber }) => [
    insertMessage({ region, id: newRegionalId(region, ctx.now.getTime()), personId, caseId: id, caseNumber: /^\d{20}$/.test(caseNumber) ? caseNumber : '', fromSeq: 0, toSeq: 0, kind: 'reading', content: { version: '', entries: [] }, createdAt: ctx.now.toISOString(), readAt: null }),
  ])
