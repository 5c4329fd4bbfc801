import type { Ctx } from '../../server/context.ts'
import { anchorHistory, pauseMs } from '../../server/history/anchor.ts'
import { answerReadingQuestion } from '../../server/readings/answer-question.ts'
import { askAboutReading } from '../../server/readings/ask-about-reading.ts'
import { listQuestions } from '../../server/readings/question.store.ts'
import { portalWide } from '../../server/readings/reading.ts'
import { listReadingsOf } from '../../server/readings/reading.store.ts'
import { recordReading } from '../../server/readings/record-reading.ts'
import { removeOldReadings } from '../../server/readings/remove-old.ts'

/** Some that were deleted because their time was over, and two batches that are there; a question that is answered, and one that is not. */
export async function givenReadings(ctx: Ctx): Promise<void> {
  const [theCase, other] = await ctx.db.read.selectFrom('service_case').innerJoin('task', join => join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .select(['service_case.region', 'number', 'applicant_id', 'task.id as task_id', 'office_id']).where('service_case.region', '=', '330106').orderBy('service_case.id').limit(50).execute()
    .then(rows => [rows[0]!, rows.find(({ applicant_id }) => applicant_id !== rows[0]?.applicant_id)!] as const)
  const subjects = [theCase, other].map(({ applicant_id, number, region }) => ({ personId: applicant_id, caseNumber: number, region }))
  const officer = { ...ctx.actor, id: 'officer', grants: [{ role: 'officer' as const, officeId: theCase.office_id }] }
  const read = (now: Date, more: object) => recordReading({ ...ctx, now, actor: officer }, { kind: 'page', purpose: 'examination', officeId: theCase.office_id, taskId: theCase.task_id, subjects: subjects.slice(0, 1), fields: ['applicant.name', 'a'], covered: ['a'], materials: ['m'], ...more })
  const [early, longAgo] = [new Date(ctx.now.getTime() - 3 * pauseMs), new Date(ctx.now.getTime() - 4 * 366 * 86_400_000)]
  // What the town's own people read makes a batch before it: one goes only as a whole.
  while ((await anchorHistory({ ...ctx, now: new Date(early.getTime() - pauseMs) })) > 0);
  await read(longAgo, {})
  while ((await anchorHistory({ ...ctx, now: early })) > 0);
  expect(await removeOldReadings({ ...ctx, now: early }, 3)).toBe(1)
  await read(early, {})
  await read(early, { kind: 'list', purpose: 'queue', taskId: undefined, subjects })
  while ((await anchorHistory({ ...ctx, now: new Date(early.getTime() + pauseMs) })) > 0);
  await read(ctx.now, { kind: 'reveal', reason: '核对收款账户' })
  await recordReading({ ...ctx, actor: { ...officer, grants: [{ role: 'auditor', officeId: '' }] } }, { kind: 'search', purpose: 'accounts', officeId: null, subjects: [{ personId: other.applicant_id, region: portalWide }], fields: ['account'] })
  const own = await listReadingsOf(ctx, theCase.applicant_id, { limit: 10 })
  const person = { ...ctx.actor, id: theCase.applicant_id, kind: 'person' as const }
  for (const { reading: { id } } of own) await askAboutReading({ ...ctx, actor: person }, id, '为什么查看？')
  const [first] = await listQuestions(ctx, 'open', 1)
  await answerReadingQuestion({ ...ctx, actor: { ...officer, id: 'auditor' } }, first!.id, '为办理本事项。', () => [])
}
