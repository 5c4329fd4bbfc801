import type { BundleDefinition } from '../catalogue/definition.ts'

/** Companies that take part in a bundle: they act under a contract, and make no administrative decisions. */
const companies: readonly string[] = ['utility', 'bank']

/**
 * Whether reconsideration and lawsuit stand against a decision on this item (行政许可法第三十八条): they do
 * against an authority's, but not in matters between public bodies and their own staff (行政诉讼法第十三条第三项).
 */
export const hasRemedies = ({ items, departments }: Pick<BundleDefinition, 'items' | 'departments'>, itemCode: string): boolean =>
  items[itemCode]?.kind !== 'internal' && !companies.includes(departments[items[itemCode]?.department ?? '']?.kind ?? '')
