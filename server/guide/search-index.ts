import type { BundleVersion } from '../catalogue/version.ts'
import { buildIndex, type SearchIndex } from './search.ts'

const built = new Map<string, SearchIndex>()
/** The public's, the officials', and those of their internal matters alone. */
const mostKept = 3

/** The index of these versions. A version never changes, so an index holds for as long as the same ones are asked for. */
export function indexOf(versions: readonly BundleVersion[]): SearchIndex {
  const key = versions.map(({ id }) => id).sort().join()
  const index = built.get(key) ?? buildIndex(versions)
  built.delete(key)
  built.set(key, index)
  for (const oldest of [...built.keys()].slice(0, -mostKept)) built.delete(oldest)
  return index
}
