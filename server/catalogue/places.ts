import { createHash } from 'node:crypto'
import type { Region } from '../offices/region.ts'
import type { BundleDefinition } from './definition.ts'
import type { HasOffice } from './verify-model.ts'

/**
 * What a proof depended on beyond the definition, small enough to travel with it: which regions there
 * are, and where offices are not as the rule has them. With it the proof runs the same elsewhere.
 */
export interface Places {
  /** SHA-256 of the regions' codes and levels. */
  regions: string
  /** By department: regions where the rule has an office and none was open … */
  closed: Record<string, string[]>
  /** … and those where one was open although the rule has none. */
  besides: Record<string, string[]>
}

/** Every department with an office in each region of the levels at which it keeps offices: what a new portal starts with. */
export function officesByRule({ departments }: BundleDefinition, regions: readonly Region[]): HasOffice {
  const codesAt = offices.get(regions) ?? new Map([...Map.groupBy(regions, ({ level }) => level)].map(([level, found]) => [level as string, new Set(found.map(({ code }) => code))]))
  offices.set(regions, codesAt)
  // A village's matters are the township's: below it there are no regions.
  return (departmentId, regionCode) => departments[departmentId]?.offices.some(level => codesAt.get(level === 'village' ? 'township' : level)?.has(regionCode)) ?? false
}

const offices = new WeakMap<readonly Region[], Map<string, Set<string>>>()

/** `hasOffice` as it differs from the rule; nothing differs when none is given. */
export function placesOf(definition: BundleDefinition, regions: readonly Region[], hasOffice?: HasOffice): Places {
  const places: Places = { regions: regionsHash(regions), closed: {}, besides: {} }
  if (!hasOffice) return places
  const byRule = officesByRule(definition, regions)
  for (const id of Object.keys(definition.departments)) {
    const differing = regions.map(({ code }) => code).filter(code => hasOffice(id, code) !== byRule(id, code))
    const [closed, besides] = [differing.filter(code => byRule(id, code)), differing.filter(code => !byRule(id, code))]
    if (closed.length > 0) places.closed[id] = shortened(closed, regions)
    if (besides.length > 0) places.besides[id] = shortened(besides, regions)
  }
  return places
}

/** The offices as they were when the proof was made. */
export function officesThen(definition: BundleDefinition, regions: readonly Region[], { closed, besides }: Places): HasOffice {
  const byRule = officesByRule(definition, regions)
  const levelOf = new Map(regions.map(({ code, level }) => [code, level as string]))
  const setsOf = (lists: Record<string, string[]>) => new Map(Object.entries(lists).map(([id, codes]) => [id, new Set(codes)]))
  const [without, added] = [setsOf(closed), setsOf(besides)]
  const isIn = (set: Set<string> | undefined, code: string) => set !== undefined && (set.has(code) || set.has(levelOf.get(code) ?? ''))
  return (id, code) => (byRule(id, code) ? !isIn(without.get(id), code) : isIn(added.get(id), code))
}

/** All regions of a level are said by its name. */
function shortened(codes: readonly string[], regions: readonly Region[]): string[] {
  const wanted = new Set(codes)
  return [...Map.groupBy(regions, ({ level }) => level)].flatMap(([level, all]) =>
    all.every(({ code }) => wanted.has(code)) ? [level] : all.map(({ code }) => code).filter(code => wanted.has(code)))
}

const hashes = new WeakMap<readonly Region[], string>()

function regionsHash(regions: readonly Region[]): string {
  const known = hashes.get(regions)
  if (known) return known
  const lines = regions.map(({ code, level }) => `${code} ${level}\n`).sort()
  const hash = createHash('sha256').update(lines.join('')).digest('hex')
  hashes.set(regions, hash)
  return hash
}
