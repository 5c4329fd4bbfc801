import { questionsToAsk, relevantAnswers } from '../catalogue/condition.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import { list, text, type Body, type Problem } from '../web/form.ts'
import type { DraftContent } from './draft.ts'
import type { GivenAnswers } from './save-answers.ts'
import { isAllOptional, optionalItems } from './situation.ts'

/** Controls of the questions page that are no questions; no question's id has a dot or begins with a dash. */
export const itemsName = 'optional.items'
export const shownName = '_shown'

export interface SentAnswers extends GivenAnswers {
  problems: Problem[]
}

/**
 * Reads the situation questions. A question that arises only from what was answered now was not on
 * the page yet, and is no problem: the page comes back with it.
 */
export function readAnswers(body: Body, definition: BundleDefinition, content: DraftContent): SentAnswers {
  const shown = text(body[shownName]).split(' ')
  const questions = definition.bundle.questions.filter(({ id }) => body[id] !== undefined || shown.includes(id))
  const answers: Record<string, string> = {}
  const unknown: Problem[] = []
  for (const { id, options } of questions) {
    const answer = text(body[id])
    if (options.some(({ value }) => value === answer)) answers[id] = answer
    else if (answer !== '') unknown.push({ field: id, code: 'notAnOption' })
  }
  const all = relevantAnswers(definition, { ...content.answers, ...answers })
  const arising = new Set(questionsToAsk(definition, all).map(({ id }) => id))
  const unanswered = questions.filter(({ id }) => arising.has(id) && all[id] === undefined && !unknown.some(({ field }) => field === id))
  const offered = optionalItems(definition, { answers: all }).map(({ code }) => code)
  const chosen = shown.includes(itemsName) ? offered.filter(code => list(body[itemsName]).includes(code)) : undefined
  const isNothing = chosen?.length === 0 && unanswered.length === 0 && isAllOptional(definition, { answers: all })
  return { answers, chosen, problems: [...unknown, ...unanswered.map(({ id }): Problem => ({ field: id, code: 'choose' })), ...(isNothing ? [{ field: itemsName, code: 'drafts:problem.nothingChosen' }] : [])] }
}
