import { LRUCache } from 'lru-cache'
import type { Db } from '../../db/connect.ts'
import type { Ctx } from '../context.ts'
import { beijingDay } from '../limits/calendar.ts'
import type { ReadingPurpose, ReadingSubject } from '../readings/reading.ts'
import { recordReading } from '../readings/record-reading.ts'
import { sidesOf, type ListedSides } from './side.store.ts'

/** A row of a list that stands for a case. */
export interface Listed {
  region: string
  caseNumber: string
  /** At whose desk or in whose county it is seen. */
  officeId: string | null
}

/** A day's lists of one person: what was recorded is recorded, and need not be looked up when he comes back to it. */
const listed = new WeakMap<Db, LRUCache<string, Set<string>>>()
const mostListed = 2_000

/** Records whose cases stand in a list, before it is shown; in somebody's lists a case is found once a day. */
export async function recordList(ctx: Ctx, purpose: ReadingPurpose, rows: readonly Listed[], fields: readonly string[]): Promise<void> {
  const known = listedToday(ctx, purpose)
  const placed = ({ officeId, caseNumber }: Listed) => `${officeId} ${caseNumber}`
  const fresh = rows.filter(row => !known.has(placed(row)))
  if (fresh.length === 0) return
  await record(ctx, 'list', purpose, fresh, fields)
  if (known.size > mostListed) known.clear()
  for (const row of fresh) known.add(placed(row))
}

function listedToday({ db, actor, now }: Ctx, purpose: ReadingPurpose): Set<string> {
  const lists = listed.get(db) ?? new LRUCache<string, Set<string>>({ max: 1_000 })
  listed.set(db, lists)
  const key = `${beijingDay(now)} ${purpose} ${actor.id}`
  const known = lists.get(key)
  if (known) return known
  const begun = new Set<string>()
  lists.set(key, begun)
  return begun
}

/** Records whose cases a search has found; one that finds nothing is recorded too, for who looks for whom is asked about. */
export async function recordSearch(ctx: Ctx, purpose: ReadingPurpose, officeId: string | null, rows: readonly Listed[], fields: readonly string[]): Promise<void> {
  if (rows.length > 0) await record(ctx, 'search', purpose, rows, fields)
  else await recordReading(ctx, { kind: 'search', purpose, officeId, fields: [], subjects: [] })
}

const subjectsOf = (sides: ListedSides | undefined): ReadingSubject[] => (sides ? [{ personId: sides.applicantId, caseNumber: sides.caseNumber, region: sides.region }] : [])

async function record(ctx: Ctx, kind: 'list' | 'search', purpose: ReadingPurpose, rows: readonly Listed[], fields: readonly string[]): Promise<void> {
  const sides = await sidesOf(ctx.db, rows)
  await Promise.all([...Map.groupBy(rows, ({ officeId }) => officeId)].map(([officeId, group]) =>
    recordReading(ctx, { kind, purpose, officeId, fields, subjects: [...new Set(group.map(({ caseNumber }) => caseNumber))].flatMap(caseNumber => subjectsOf(sides.get(caseNumber))) })))
}
