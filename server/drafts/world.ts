import type { Ctx } from '../context.ts'
import { beijingDay } from '../limits/calendar.ts'
import { findRegion } from '../offices/office.store.ts'
import { isRegionCode } from '../offices/region.ts'
import type { DraftContent, Value } from './draft.ts'
import type { World } from './field-value.ts'

/** Today, and the regions that are named among these values. */
export async function worldFor({ db, now }: Pick<Ctx, 'db' | 'now'>, values: Iterable<Value | undefined>): Promise<World> {
  const codes = new Set([...values].flat().filter(value => value !== undefined && isRegionCode(value)) as string[])
  const regions = await Promise.all([...codes].map(code => findRegion(db, code)))
  const levels = new Map(regions.flatMap(region => (region ? [[region.code, region.level] as const] : [])))
  return { today: beijingDay(now), regionLevel: code => levels.get(code) }
}

export const typedValues = ({ values, unfinished }: DraftContent): Value[] => [...Object.values(values), ...Object.values(unfinished)]
