import type { Answers } from './condition.ts'
import type { Bundle, Text } from './definition.ts'

/** In which capacity somebody acts for another who can give no mandate, and by which law. */
export interface Capacity {
  question: string
  option: string
  name: Text
  basis: string
}

/** The capacity that was answered; undefined for whoever acts for himself. */
export function capacityOf({ questions }: Bundle, answers: Answers): Capacity | undefined {
  const question = questions.find(({ isCapacity }) => isCapacity)
  const option = question?.options.find(({ value }) => value === answers[question.id])
  return question && option?.basis !== undefined ? { question: question.id, option: option.value, name: { zh: option.zh, en: option.en }, basis: option.basis } : undefined
}
