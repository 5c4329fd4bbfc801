import type { Bundle } from './definition.ts'

export type Retention = NonNullable<Bundle['retention']>

/**
 * Where a bundle says nothing. Departments decide by their own tables after 《机关档案管理规定》 which files they keep
 * for ten years, thirty, or for good: what ships is an illustration, to be replaced by theirs.
 */
export const usualRetention: Retention = { years: 10, basis: '《机关档案管理规定》附件《文书档案保管期限表》：定期10年', provenance: 'illustrative' }

/** A draft that nobody touches: long enough to fetch a paper from far away. */
export const draftDays = 90
/** How long before it is erased its owner is told. */
export const draftWarningDays = 30

export const retentionOf = ({ retention }: Pick<Bundle, 'retention'>): Retention => retention ?? usualRetention

/** The instant after which a case that was concluded then has been kept long enough; a leap day counts as the day before. */
export function keptUntil(concludedAt: string, { years }: Pick<Retention, 'years'>): string {
  const at = new Date(concludedAt)
  const year = at.getUTCFullYear() + years
  const isLeapDay = at.getUTCMonth() === 1 && at.getUTCDate() === 29
  const end = new Date(at)
  if (isLeapDay) end.setUTCDate(28)
  end.setUTCFullYear(year)
  return end.toISOString()
}

/** Cases concluded at or before this instant have been kept long enough by `now`. */
export const concludedBefore = (now: Date, { years }: Pick<Retention, 'years'>): string => {
  const at = new Date(now)
  at.setUTCFullYear(at.getUTCFullYear() - years)
  return at.toISOString()
}
