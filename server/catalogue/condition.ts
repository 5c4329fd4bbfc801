import type { BundleDefinition, Condition, Question } from './definition.ts'

/** Answers to the situation questions, by question id. */
export type Answers = Readonly<Record<string, string>>

/** Whether something applies: `open` while a question that decides it is not answered yet. */
export type Applies = 'yes' | 'no' | 'open'

export function applies(conditions: readonly Condition[], answers: Answers): Applies {
  let all: Applies = 'yes'
  for (const { question, in: accepted } of conditions) {
    const answer = answers[question]
    if (answer === undefined) all = 'open'
    else if (!accepted.includes(answer)) return 'no'
  }
  return all
}

/** The questions to put, in order, given the answers so far: one whose own condition fails or is open is left out. */
export const questionsToAsk = ({ bundle }: BundleDefinition, answers: Answers): Question[] =>
  bundle.questions.filter(question => applies(question.when, answers) === 'yes')

/** Drops answers to questions that do not arise, and values that are no option of theirs. */
export function relevantAnswers({ bundle }: BundleDefinition, given: Answers): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const { id, when, options } of bundle.questions) {
    const answer = given[id]
    if (answer !== undefined && applies(when, kept) === 'yes' && options.some(({ value }) => value === answer)) kept[id] = answer
  }
  return kept
}

/** An unasked question never answers itself: conditions on it fail rather than stay open once all that can be asked is answered. */
export function isFullyAnswered(definition: BundleDefinition, answers: Answers): boolean {
  return questionsToAsk(definition, answers).every(({ id }) => answers[id] !== undefined)
}

/** Once all that can be asked is answered, a condition on a question that did not arise simply fails. */
export const doesApply = (when: readonly Condition[], answers: Answers, isFinal: boolean): boolean => {
  const applicability = applies(when, answers)
  return applicability === 'yes' || (applicability === 'open' && !isFinal)
}
