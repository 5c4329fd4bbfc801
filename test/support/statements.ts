import type { KyselyPlugin } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Compiled } from '../../db/query.ts'

export interface Statements {
  reads: number
  /** Of all write sets together. */
  writes: number
  /** Of the reads, those that were prepared before. */
  asked: Compiled[]
}

/** How many statements this database is asked for while something is done. */
export async function statementsOf(db: Db, doing: () => Promise<unknown>): Promise<Statements> {
  const counted: Statements = { reads: 0, writes: 0, asked: [] }
  const { read, ask, commit } = db
  const counting: KyselyPlugin = { transformQuery: ({ node }) => (counted.reads++, node), transformResult: ({ result }) => Promise.resolve(result) }
  db.read = read.withPlugin(counting)
  db.ask = (compiled, values) => (counted.reads++, counted.asked.push(compiled), ask(compiled, values))
  db.commit = set => ((counted.writes += set.length), commit(set))
  await doing()
  Object.assign(db, { read, ask, commit })
  return counted
}
