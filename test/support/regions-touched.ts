import type { WriteSet } from '../../db/statement.ts'

/** The regions whose rows a write set makes, changes or removes. */
export const regionsTouched = (set: WriteSet): Set<string> =>
  new Set(set.flatMap(({ template: { slots }, values }) => slots.flatMap((slot, at) => (slot === 'region' || slot === 'where region' ? [String(values[at])] : []))))
