import type { Region } from '../offices/region.ts'
import type { BundleDefinition } from './definition.ts'
import { error, isError, warning, type Diagnostic } from './diagnostic.ts'
import { countCombinations } from './combinations.ts'
import { isFinished } from './situations.ts'
import { basesAreNamed, constraintsAgree, nothingNeedless, producedOnce, papersCanBeFetched } from './verify-data.ts'
import { officesByRule, placesOf } from './places.ts'
import { modelOf, type HasOffice, type Model } from './verify-model.ts'
import { competenceIsKnown, officesExist } from './verify-offices.ts'
import { limitsAreKept, longestBound, longestPath, noCircularWait, noDeadEnd, totalIsKept } from './verify-order.ts'
import { partsAreReachable, questionsAreReachable, questionsMatter } from './verify-questions.ts'
import { coApplicantsAreNamed } from './verify-people.ts'
import { basesSaySomething, everythingIsUsed, oneFieldForEach, resultsAreReceived } from './verify-use.ts'
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
  data: [producedOnce, constraintsAgree, papersCanBeFetched, nothingNeedless, basesAreNamed, oneFieldForEach, everythingIsUsed, resultsAreReceived, basesSaySomething, coApplicantsAreNamed],
  questions: [questionsAreReachable, questionsMatter, partsAreReachable],
} as const satisfies Record<string, readonly ((model: Model) => Iterable<Diagnostic>)[]>
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
export function verify(definition: BundleDefinition, regions: readonly Region[], given?: HasOffice): Verification {
  const hasOffice = given ?? officesByRule(definition, regions)
  const bundle = definition.bundle
  // Each check gets a model, and with it a number of steps, of its own: one that is hard takes nothing from the others.
  const models: Model[] = []
  const model = () => {
    const made = modelOf(definition, regions, hasOffice)
    models.push(made)
    return made
  }
  const outcomes = checkNames.flatMap(name => checks[name].map(check => ({ name, ...outcomeOf(check, model()) })))
  const { count, isExact } = countCombinations(bundle)
  const subject = { kind: 'bundle', id: bundle.id, path: [] } as const
  const diagnostics = [
    ...outcomes.flatMap(({ name, found, isDecided }) => (isDecided ? found : [...found, error(`${found.length > 0 ? 'restUndecided' : 'undecided'}.${name}`, subject)])),
    ...(isExact ? [] : [warning('combinationsUncounted', subject, { count })]),
  ]
  let maxVisits = bundle.maxVisits + 1
  isFinished(() => { maxVisits = mostVisits(model()) })
  const proof: Proof = {
    combinations: count,
    maxVisits,
    longestPathDays: Math.round(daysOf(model()) * 100) / 100,
    checks: checkNames.filter(name => outcomes.every(({ name: other, found, isDecided }) => other !== name || (isDecided && !found.some(isError)))),
    places: placesOf(definition, regions, given),
  }
  return { diagnostics, proof, steps: models.reduce((sum, { situations }) => sum + situations.steps(), 0) }
}

/** What a check found; when its steps end before it does, what it had found until then. */
function outcomeOf(check: (model: Model) => Iterable<Diagnostic>, model: Model): { found: Diagnostic[]; isDecided: boolean } {
  const found: Diagnostic[] = []
  const isDecided = isFinished(() => { for (const one of check(model)) found.push(one) })
  return { found, isDecided }
}

/** The longest way, or when that can't be told a number of days that none exceeds. */
function daysOf(model: Model): number {
  const { days, isLongest } = longestPath(model)
  return isLongest ? days : longestBound(model)
}
