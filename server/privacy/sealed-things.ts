import type { Schema } from '../../db/schema.ts'

/** Everything in the database that is sealed: a table whose column `sealed` holds it, its key, and what is authenticated with it. */
export interface SealedThing {
  table: keyof Schema
  key: readonly string[]
  context: string
}

const regional = ['region', 'id'] as const

/** In the order in which they are sealed anew; a test looks for tables that are missing here. A file's bytes go with its row. */
export const sealedThings: readonly SealedThing[] = [
  { table: 'ledger', key: ['id'], context: 'ledger' },
  { table: 'person', key: ['id'], context: 'person' },
  { table: 'second_factor', key: ['id'], context: 'second_factor' },
  { table: 'account_letter', key: ['id'], context: 'account_letter' },
  { table: 'mandate', key: ['id'], context: 'mandate' },
  { table: 'draft', key: regional, context: 'draft' },
  { table: 'co_confirmation', key: regional, context: 'co_confirmation' },
  { table: 'service_case', key: regional, context: 'case' },
  { table: 'task', key: regional, context: 'task' },
  { table: 'certificate', key: regional, context: 'certificate' },
  { table: 'file', key: regional, context: 'file name' },
  { table: 'reading', key: regional, context: 'reading' },
  { table: 'reading_question', key: regional, context: 'reading_question' },
]

/** What a row's value was sealed with: it opens in no other row. */
export const contextOf = ({ table, context }: SealedThing, id: string | number): string => (table === 'ledger' ? context : `${context} ${id}`)
