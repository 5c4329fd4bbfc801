import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'

export interface TypedVerdict {
  agrees: boolean
  reason: string
  /** The hash of what was seen. */
  seen: string
}

const longestReason = 1000

/** A department's word: it agrees, or it objects and says why. */
export function readVerdict(body: Body): Form<TypedVerdict> {
  const typed = { decision: text(body.decision), reason: lines(body.reason), seen: text(body.seen) }
  const problems: Problem[] = []
  if (typed.decision !== 'agree' && typed.decision !== 'object') problems.push({ field: 'decision', code: 'choose' })
  if (typed.decision === 'object' && typed.reason === '') problems.push({ field: 'reason', code: 'reasonForObjection' })
  if (typed.reason.length > longestReason) problems.push({ field: 'reason', code: 'tooLong', params: { max: longestReason } })
  problems.push(...personalNumberProblems('reason', typed.reason))
  return form(body, typed, problems, () => ({ agrees: typed.decision === 'agree', reason: typed.reason, seen: typed.seen }))
}
