import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict, Forbidden } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { commitAct } from '../ledger/act.store.ts'
import { questionRow, readingsStream, type ReadingQuestion } from './question.ts'
import { answerQuestion, getQuestion } from './question.store.ts'
import { getReading } from './reading.store.ts'

/** Answers what somebody asked about a reading of his data; nobody answers for a reading of his own. `told` lets him know of it. Throws `Conflict('reading.answered')` when it has been. */
export async function answerReadingQuestion(ctx: Ctx, id: string, answer: string, told: (question: ReadingQuestion) => WriteSet): Promise<void> {
  await commitAct(ctx.db, readingsStream, async () => {
    const question = await getQuestion(ctx, regionOfId(id), id)
    if (question.answeredAt !== null) throw new Conflict('reading.answered')
    const reading = await getReading(ctx, question.region, question.readingId)
    if (reading?.actorId === ctx.actor.id || question.personId === ctx.actor.id) throw new Forbidden('task.ownMatter')
    const at = ctx.now.toISOString()
    const answered = { ...question, answer, answeredAt: at, answeredBy: ctx.actor.id }
    return {
      set: [answerQuestion(ctx.vault, answered), ...told(answered)], beside: { [questionRow.name(answered)]: questionRow.of(answered) },
      act: { at, actorId: ctx.actor.id, actorRole: 'auditor', type: 'reading.answered', data: { reading: question.readingId, question: id } },
    }
  })
}
