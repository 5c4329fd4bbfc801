import type { BundleVersion } from '../catalogue/version.ts'
import { isPublic } from './life.ts'
import { buildIndex, type SearchIndex } from './search.ts'

let built: { key: string; index: SearchIndex } | undefined

/** The index of these versions. A version never changes, so an index holds for as long as the same ones are published. */
export function indexOf(versions: readonly BundleVersion[]): SearchIndex {
  const key = versions.map(({ id }) => id).sort().join()
  if (built?.key !== key) built = { key, index: buildIndex(versions.filter(isPublic)) }
  return built.index
}
