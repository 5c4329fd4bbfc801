import fc from 'fast-check'
import type { Diagnostic } from '../../server/catalogue/diagnostic.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { someRegions } from './build.ts'
import { lengthOf } from '../../server/catalogue/situations.ts'
import { everySituation, neverIn, neverUsed, type Situation } from './every-situation.ts'
import { everythingToldOf, fewest } from './fewest-answers.ts'
import { randomBundles, type RandomBundle } from './random-bundles.ts'
import { placeTold, shows, type ShownCode } from './shown-faults.ts'
import { visitsOf } from './shown-ways.ts'

/**
 * The proof reasons without going through the situations; here they are gone through, one by one,
 * with the function that everything else reads, and both have to say the same.
 */

const runs = Number(process.env.PROOF_RUNS ?? 5000)
const shownCodes = Object.keys(shows) as ShownCode[]

/** In a circle everything comes before everything, and nothing is ever decided: what follows from order says nothing then. */
const needOrder: string[] = ['totalTooShort', 'caseIssuesIt', 'noRegisterHolds', 'keyProduced', 'keyNotAsked', 'registerHoldsIt']
const onceFound = new Map<string, number>()

/** Every fault with its place; for each of its reasons the situations in which it shows. */
type Faults = Map<string, Map<string, Set<number>>>

function faultsIn(all: readonly Situation[], bundle: RandomBundle): Faults {
  const found: Faults = new Map()
  all.forEach((one, index) => {
    for (const code of shownCodes) for (const shown of shows[code](one, bundle)) {
      const [place, reason = ''] = shown.split('|')
      const reasons = found.get(`${code} ${place}`) ?? new Map<string, Set<number>>()
      found.set(`${code} ${place}`, reasons.set(reason, (reasons.get(reason) ?? new Set()).add(index)))
    }
  })
  return found
}

function agree(bundle: RandomBundle) {
  const { definition, hasOffice } = bundle
  const { diagnostics, proof } = verify(definition, someRegions, hasOffice)
  const all = everySituation(definition)
  const faults = faultsIn(all, bundle)
  const isCircular = faults.has('circularWait ')
  const isCompared = (fault: string) => !isCircular || !needOrder.includes(codeOf(fault))
  const never = Object.entries(neverIn(all, definition)).filter(([, is]) => is).map(([code]) => code)
  const unused = neverUsed(all, definition).map(id => `nobodyUses ${id}`)
  const expected = [...never, ...unused, ...faults.keys()].filter(isCompared).sort()
  for (const code of new Set(expected.map(codeOf))) onceFound.set(code, (onceFound.get(code) ?? 0) + 1)
  const told = diagnostics.map(one => (one.code in shows || one.code === 'nobodyUses' ? `${one.code} ${placeTold(one)}` : one.code))
  expect([...new Set(told)].filter(isCompared).sort()).toEqual(expected)
  expect([proof.combinations, proof.maxVisits]).toEqual([all.length, Math.min(Math.max(...all.map(({ plan }) => visitsOf(plan, definition))), definition.bundle.maxVisits + 1)])
  if (!isCircular) expect(proof.longestPathDays).toBe(Math.max(...all.map(({ plan }) => Math.max(0, ...plan.items.map(({ decidedAfterDays }) => decidedAfterDays)))))
  const examples = diagnostics.filter(({ code }) => code in shows && isCompared(code))
  examples.forEach(found => expectShown(found, bundle))
  const sayable = examples.length > 0 ? everythingToldOf(definition, all) : []
  for (const [fault, same] of Map.groupBy(examples, one => `${one.code} ${placeTold(one)}`)) {
    const lengths = same.map(({ situation }) => (situation ? lengthOf(situation) : Infinity))
    const needed = [...(faults.get(fault) ?? [])].map(([, shown]) => fewest(sayable, shown) ?? Infinity)
    expect([fault, Math.min(...lengths)]).toEqual([fault, Math.min(...needed)])
  }
}

const codeOf = (fault: string) => fault.split(' ')[0] as string

/** The counter-example shows its fault, read off the Plan of the situation it names. */
function expectShown(found: Diagnostic, bundle: RandomBundle) {
  const { code, situation } = found
  const { answerIds: answers, chosenIds: chosen } = situation ?? { answerIds: {}, chosenIds: [] }
  const shown = plan(bundle.definition, { answers, chosen })
  expect([code, situation !== undefined, shown.isFinal]).toEqual([code, true, true])
  const places = shows[code as ShownCode]({ answers, chosen, plan: shown, withAll: plan(bundle.definition, { answers }) }, bundle).map(place => place.split('|')[0])
  expect([code, places]).toEqual([code, expect.arrayContaining([placeTold(found)])])
}

test(`the proof and a walk through every situation agree on ${runs} bundles, every counter-example shows its fault, and none is shorter`, () => {
  fc.assert(fc.property(randomBundles, agree), { numRuns: runs })
}, 120_000)

test('every kind of fault was among them, many times', () => {
  const least = Math.floor(runs / 100)
  const rare = [...shownCodes, ...Object.keys(neverIn([], { bundle: { items: [], questions: [], exceptions: [] } } as never))].filter(code => (onceFound.get(code) ?? 0) < least)
  expect(rare.map(code => [code, onceFound.get(code) ?? 0])).toEqual([])
})
