import type { CoApplicant } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import { compactNumber, tidyName } from '../people/identity-number.ts'
import type { Problem } from '../web/form.ts'
import { effectiveValue, type DraftContent } from './draft.ts'
import { shownFields } from './situation.ts'

/** Somebody who has to confirm his part before this draft is filed. Number and name are empty until the form has them. */
export interface CoApplicantHere {
  coApplicant: CoApplicant
  number: string
  name: string
}

interface Form {
  plan: Plan
  content: DraftContent
}

/**
 * Who has to confirm in this situation (共同申请人). One whom the form need not name, as a husband or
 * wife who may repay a loan as well, has to when it names him.
 */
export function coApplicantsOf({ plan, content }: Form): CoApplicantHere[] {
  if (!plan.isFinal) return []
  const asked = new Map(shownFields(plan).map(({ field, isRequired }) => [field.id, isRequired]))
  return plan.coApplicants.flatMap(coApplicant => {
    const { identity, fullName } = coApplicant
    if (!asked.has(identity)) return []
    const [number, name] = [compactNumber(textOf(content, identity)), tidyName(textOf(content, fullName))]
    return asked.get(identity) || number || name ? [{ coApplicant, number, name }] : []
  })
}

function textOf(content: DraftContent, field: string): string {
  const value = effectiveValue(content, field)
  return typeof value === 'string' ? value : ''
}

/**
 * What is wrong with those whom the form names, beside the field: nobody confirms to himself, and two
 * confirm as two. `applicantNumber` is of the applicant's account.
 */
export function coApplicantProblems(form: Form, applicantNumber: string | undefined): Problem[] {
  const here = coApplicantsOf(form)
  return here.flatMap(({ coApplicant: { identity, fullName }, number, name }, index): Problem[] => {
    if (!number || !name) return number || name ? [{ field: number ? fullName : identity, code: 'confirmations:problem.bothNeeded' }] : []
    if (number === compactNumber(applicantNumber ?? '')) return [{ field: identity, code: 'confirmations:problem.isApplicant' }]
    return here.slice(0, index).some(other => other.number === number) ? [{ field: identity, code: 'confirmations:problem.isOther' }] : []
  })
}
