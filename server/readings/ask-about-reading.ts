import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { newRegionalId, regionOfId } from '../ids.ts'
import { commitAct } from '../ledger/act.store.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { countOut } from '../limits/clock.ts'
import { answerWithin, questionRow, readingsStream, type ReadingQuestion } from './question.ts'
import { insertQuestion, listQuestionsOf } from './question.store.ts'
import { findSubject } from './reading.store.ts'

/** Asks the auditor about a reading of one's own data, once. Throws `NotFound` for anybody else's, `Conflict('reading.asked')` the second time. */
export async function askAboutReading(ctx: Ctx, readingId: string, question: string): Promise<void> {
  const region = regionOfId(readingId)
  const subject = region === '' ? undefined : await findSubject(ctx.db, { region, readingId, personId: ctx.actor.id })
  if (!subject) throw new NotFound('page')
  const at = ctx.now.toISOString()
  const { dueOn } = countOut(at, answerWithin, await readCalendar(ctx.db))
  const id = newRegionalId(region, ctx.now.getTime())
  const asked: ReadingQuestion = { region, id, readingId, personId: ctx.actor.id, caseNumber: subject.caseNumber, question, askedAt: at, dueOn, answer: null, answeredAt: null, answeredBy: null }
  await commitAct(ctx.db, readingsStream, async () => {
    // Asked where the stream's end is known: of two clicks one meets the other here.
    if ((await listQuestionsOf(ctx, ctx.actor.id, [readingId])).length > 0) throw new Conflict('reading.asked')
    return {
      set: [insertQuestion(ctx.vault, asked)], beside: { [questionRow.name(asked)]: questionRow.of(asked) },
      act: { at, actorId: ctx.actor.id, actorRole: 'person', type: 'reading.questioned', data: { reading: readingId, question: id } },
    }
  })
}
