import type { Selectable } from 'kysely'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { ReadingQuestionTable } from '../../db/tables/readings.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import type { Vault } from '../vault.ts'
import type { ReadingQuestion } from './question.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

const sealContext = (id: string) => `reading_question ${id}`
const sealed = (vault: Vault, { id, question, answer }: ReadingQuestion) => vault.seal({ question, answer }, sealContext(id))

export const insertQuestion = (vault: Vault, one: ReadingQuestion): Statement =>
  insert('reading_question', {
    region: one.region, id: one.id, reading_id: one.readingId, person_id: one.personId, case_number: one.caseNumber, sealed: sealed(vault, one),
    asked_at: one.askedAt, due_on: one.dueOn, answered_at: one.answeredAt, answered_by: one.answeredBy,
  })

/** Writes the answer. */
export const answerQuestion = (vault: Vault, one: ReadingQuestion): Statement =>
  update('reading_question', { sealed: sealed(vault, one), answered_at: one.answeredAt, answered_by: one.answeredBy }, { region: one.region, id: one.id })

/** Throws `NotFound`. */
export async function getQuestion({ db, vault }: Reading, region: string, id: string): Promise<ReadingQuestion> {
  const row = await db.read.selectFrom('reading_question').selectAll().where('region', '=', region).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return toQuestion(vault, row)
}

/** What somebody has asked about these readings. */
export async function listQuestionsOf({ db, vault }: Reading, personId: string, readingIds: readonly string[]): Promise<ReadingQuestion[]> {
  if (readingIds.length === 0) return []
  return (await db.read.selectFrom('reading_question').selectAll().where('person_id', '=', personId).where('reading_id', 'in', readingIds).orderBy('asked_at').execute()).map(row => toQuestion(vault, row))
}

/** To be answered, the first due first; or answered, the last first. */
export async function listQuestions({ db, vault }: Reading, state: 'open' | 'answered', limit: number): Promise<ReadingQuestion[]> {
  const query = db.read.selectFrom('reading_question').selectAll().limit(limit)
  const rows = await (state === 'open' ? query.where('answered_at', 'is', null).orderBy('due_on').orderBy('id') : query.where('answered_at', 'is not', null).orderBy('answered_at', 'desc').orderBy('id')).execute()
  return rows.map(row => toQuestion(vault, row))
}

/** Answers that somebody has got, the newest first. */
export async function listAnswersFor({ db, vault }: Reading, personId: string, limit: number): Promise<ReadingQuestion[]> {
  const rows = await db.read.selectFrom('reading_question').selectAll().where('person_id', '=', personId).where('answered_at', 'is not', null).orderBy('asked_at', 'desc').limit(limit).execute()
  return rows.map(row => toQuestion(vault, row))
}

/** All of them, for a check of the whole. */
export async function listAllQuestions({ db, vault }: Reading): Promise<ReadingQuestion[]> {
  return (await db.read.selectFrom('reading_question').selectAll().orderBy('region').orderBy('id').execute()).map(row => toQuestion(vault, row))
}

const toQuestion = (vault: Vault, row: Selectable<ReadingQuestionTable>): ReadingQuestion => ({
  region: row.region, id: row.id, readingId: row.reading_id, personId: row.person_id, caseNumber: row.case_number, ...vault.open<Pick<ReadingQuestion, 'question' | 'answer'>>(row.sealed, sealContext(row.id)),
  askedAt: row.asked_at, dueOn: row.due_on, answeredAt: row.answered_at, answeredBy: row.answered_by,
})
