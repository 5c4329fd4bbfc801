/** What somebody asks about a reading of his data (这次查看有疑问), and what the auditor answers. */
export interface ReadingQuestion {
  region: string
  id: string
  readingId: string
  personId: string
  /** Of the matter that was read; `''`: none. */
  caseNumber: string
  question: string
  askedAt: string
  dueOn: string
  answer: string | null
  answeredAt: string | null
  answeredBy: string | null
}

/**
 * The portal's own promise: within fifteen working days, as the 个人信息保护法 (第五十条) has whoever handles personal
 * data keep a convenient way to take requests and to answer them, and names no number of days.
 */
export const answerWithin = { value: 15, unit: 'workingDay' as const }

export const longestQuestion = 500
export const longestAnswer = 2000

/** The stream of acts about readings: questions, answers, and what was deleted because its time was over. */
export const readingsStream = 'readings'

export const questionRow = {
  name: ({ id }: Pick<ReadingQuestion, 'id'>): string => `reading_question ${id}`,
  of: (question: ReadingQuestion): ReadingQuestion => question,
}
