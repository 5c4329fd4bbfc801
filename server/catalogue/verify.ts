import type { Region } from '../offices/region.ts'
import type { BundleDefinition } from './definition.ts'
import { error, isError, warning, type Diagnostic } from './diagnostic.ts'
import { countCombinations, Undecided } from './situations.ts'
import { basesAreNamed, constraintsAgree, nothingNeedless, producedOnce, papersCanBeFetched } from './verify-data.ts'
import { modelOf, type HasOffice, type Model } from './verify-model.ts'
import { competenceIsKnown, officesExist } from './verify-offices.ts'
import { limitsAreKept, longestBound, longestPath, noCircularWait, noDeadEnd, totalIsKept } from './verify-order.ts'
import { partsAreReachable, questionsAreReachable, questionsMatter } from './verify-questions.ts'
import { mostVisits, visitsAreKept } from './verify-visits.ts'
import type { Proof } from './version.ts'

/**
 * Each check proves one thing over every situation, or shows a situation in which it fails. They are
 * told to the public in these groups: `catalogue:check.<name>` says what each group means.
 */
const checks = {
  visits: [visitsAreKept],
  waiting: [noCircularWait, noDeadEnd],
  limits: [totalIsKept, limitsAreKept],
  offices: [officesExist, competenceIsKnown],
  data: [producedOnce, constraintsAgree, papersCanBeFetched, nothingNeedless, basesAreNamed],
  questions: [questionsAreReachable, questionsMatter, partsAreReachable],
} as const satisfies Record<string, readonly ((model: Model) => Diagnostic[])[]>
export type CheckName = keyof typeof checks
export const checkNames = Object.keys(checks) as CheckName[]

export interface Verification {
  diagnostics: Diagnostic[]
  /** Worth something only when no diagnostic is an error. */
  proof: Proof
  /** The work it took, the same on every machine; bounded for each check (`situations.ts`). */
  steps: number
}

/**
 * Proves what a bundle promises, over every combination of answers and optional items, or gives the
 * shortest counter-example. What takes too long to decide is an error that says so.
 */
export function verify(definition: BundleDefinition, regions: readonly Region[], hasOffice: HasOffice = officesOf(definition, regions)): Verification {
  const bundle = definition.bundle
  // Each check gets a model, and with it a number of steps, of its own: one that is hard takes nothing from the others.
  const models: Model[] = []
  const model = () => {
    const made = modelOf(definition, regions, hasOffice)
    models.push(made)
    return made
  }
  const outcomes = checkNames.flatMap(name => checks[name].map(check => ({ name, found: decided(() => check(model())) })))
  const { count, isExact } = countCombinations(bundle)
  const subject = { kind: 'bundle', id: bundle.id, path: [] } as const
  const diagnostics = [
    ...outcomes.flatMap(({ name, found }) => found ?? [error(`undecided.${name}`, subject)]),
    ...(isExact ? [] : [warning('combinationsUncounted', subject, { count })]),
  ]
  const proof: Proof = {
    combinations: count,
    maxVisits: decided(() => mostVisits(model())) ?? bundle.maxVisits + 1,
    longestPathDays: Math.round(daysOf(model()) * 100) / 100,
    checks: checkNames.filter(name => outcomes.every(({ name: other, found }) => other !== name || (found && !found.some(isError)))),
  }
  return { diagnostics, proof, steps: models.reduce((sum, { situations }) => sum + situations.steps(), 0) }
}

/** The longest way, or when that can't be told a number of days that none exceeds. */
function daysOf(model: Model): number {
  const { days, isLongest } = longestPath(model)
  return isLongest ? days : longestBound(model)
}

function decided<T>(search: () => T): T | undefined {
  try {
    return search()
  } catch (failure) {
    if (failure instanceof Undecided) return undefined
    throw failure
  }
}

const offices = new WeakMap<readonly Region[], Map<string, Set<string>>>()

/** Every department with an office in each region of the levels at which it keeps offices: what a new portal starts with. */
function officesOf({ departments }: BundleDefinition, regions: readonly Region[]): HasOffice {
  const codesAt = offices.get(regions) ?? new Map([...Map.groupBy(regions, ({ level }) => level)].map(([level, found]) => [level as string, new Set(found.map(({ code }) => code))]))
  offices.set(regions, codesAt)
  // A village's matters are the township's: below it there are no regions.
  return (departmentId, regionCode) => departments[departmentId]?.offices.some(level => codesAt.get(level === 'village' ? 'township' : level)?.has(regionCode)) ?? false
}
