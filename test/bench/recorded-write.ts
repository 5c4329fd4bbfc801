import type { WriteSet } from '../../db/statement.ts'

/** A write set as plain data: the SQL of each statement and its values. */
export interface RecordedWrite {
  statements: { sql: string; values: unknown[] }[]
  /** Values that must differ each time: ids, the case's number. */
  unique: string[]
}

/** Ids of ours and case numbers: what two submissions never share. */
const isOwn = (value: unknown): value is string => typeof value === 'string' && (/^\d{6}-[0-9a-z]{15,}$/.test(value) || /^\d{20}$/.test(value))

/** The last and only write of a request, to be written again by a server that does nothing else. */
export function recorded(written: readonly WriteSet[]): RecordedWrite {
  const statements = written.flat().map(({ template, values }) => ({ sql: template.sql.sqlite, values }))
  return { statements, unique: [...new Set(statements.flatMap(({ values }) => values.filter(isOwn)))] }
}

/** The same statements with other ids, of the same length: as another submission would write them. */
export function renewed({ statements, unique }: RecordedWrite, order: number): { sql: string; values: unknown[] }[] {
  const tail = String(order).padStart(9, '0')
  const others = new Map(unique.map((id, at) => [id, `${id.slice(0, -12)}${String(at).padStart(3, '0')}${tail}`]))
  return statements.map(({ sql, values }) => ({ sql, values: values.map(value => others.get(value as string) ?? value) }))
}
