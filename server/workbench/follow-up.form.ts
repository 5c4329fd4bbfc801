import type { Field } from '../catalogue/definition.ts'
import type { World } from '../drafts/field-value.ts'
import { dayAfter, type Day } from '../limits/calendar.ts'
import { readDay } from '../limits/typed-day.ts'
import { form, lines, text, type Body, type Form } from '../web/form.ts'
import type { TaskResult } from '../cases/case.ts'
import { longestReason, readReason, readResult } from './decision.form.ts'
import type { ReviewDecision } from '../cases/follow-up-acts.ts'
import type { CommitmentFinding } from '../cases/follow-up.ts'
import { deliveryWays, type DeliveryWay } from '../cases/proceedings.ts'
import { dayProblems, wordsProblems } from './request.form.ts'

export function readDelivery(body: Body): Form<DeliveryWay> {
  const how = text(body.how)
  const way = deliveryWays.find(one => one === how)
  return form(body, { how }, way ? [] : [{ field: 'how', code: 'choose' }], () => way as DeliveryWay)
}

/** What a check has found. Whoever was given a day already is not given another: it is kept by now, or revoked. */
export function readFinding(body: Body, { today, mayRectify }: { today: Day; mayRectify: boolean }): Form<CommitmentFinding> {
  const values = { outcome: mayRectify ? text(body.outcome) : 'kept', finding: lines(body.finding), rectifyBy: text(body.rectifyBy) }
  const { outcome, finding, rectifyBy } = values
  const problems = [
    ...(outcome === 'kept' || outcome === 'broken' ? [] : [{ field: 'outcome', code: 'choose' }]),
    ...wordsProblems('finding', finding, longestReason),
    ...(outcome === 'broken' ? dayProblems('rectifyBy', rectifyBy, dayAfter(today)) : []),
  ]
  return form(body, values, problems, () => (outcome === 'kept' ? { isKept: true, finding } : { isKept: false, finding, rectifyBy: readDay(rectifyBy) as Day }))
}

/** The whole result anew, and why. */
export function readCorrection(body: Body, fields: readonly Field[], world: World): Form<{ reason: string; result: TaskResult }> {
  const [reason, result] = [readReason(body), readResult(body, fields, world)]
  return form(body, { ...result.values, ...reason.values }, [...result.problems, ...reason.problems], () => ({ reason: reason.data as string, result: result.data as TaskResult }))
}

const longestName = 100

/** The decision of a review or a court that a matter is taken up again for. */
export function readReview(body: Body): Form<ReviewDecision> {
  const values = { authority: text(body.authority), document: text(body.document), reason: lines(body.reason) }
  const problems = [...wordsProblems('authority', values.authority, longestName), ...wordsProblems('document', values.document, longestName), ...wordsProblems('reason', values.reason, longestReason)]
  return form(body, values, problems, () => values)
}
