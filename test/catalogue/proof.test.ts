import fc from 'fast-check'
import { plan } from '../../server/catalogue/plan.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { someRegions } from './build.ts'
import { everySituation, neverIn, shows, visitsOf, type ShownCode } from './every-situation.ts'
import { randomBundles, type RandomBundle } from './random-bundles.ts'

/**
 * The proof reasons without going through the situations; here they are gone through, one by one,
 * with the function that everything else reads, and both have to say the same.
 */

const runs = Number(process.env.PROOF_RUNS ?? 5000)
const shownCodes = Object.keys(shows) as ShownCode[]

/** In a circle everything comes before everything, and nothing is ever decided: what follows from order says nothing then. */
const needOrder: string[] = ['totalTooShort', 'caseIssuesIt', 'noRegisterHolds', 'keyProduced', 'keyNotAsked', 'registerHoldsIt']
const onceFound = new Map<string, number>()

function agree(bundle: RandomBundle) {
  const { definition, hasOffice } = bundle
  const { diagnostics, proof } = verify(definition, someRegions, hasOffice)
  const all = everySituation(definition)
  const told = new Set(diagnostics.map(({ code }) => code))
  const expected: Record<string, boolean> = { ...neverIn(all, definition), ...Object.fromEntries(shownCodes.map(code => [code, all.some(one => shows[code](one, bundle))])) }
  const compared = Object.keys(expected).filter(code => !expected.circularWait || !needOrder.includes(code))
  for (const code of compared) if (expected[code]) onceFound.set(code, (onceFound.get(code) ?? 0) + 1)
  const of = (says: (code: string) => boolean | undefined) => compared.filter(says)
  expect(of(code => told.has(code))).toEqual(of(code => expected[code]))
  expect([proof.combinations, proof.maxVisits]).toEqual([all.length, Math.min(Math.max(...all.map(({ plan }) => visitsOf(plan))), definition.bundle.maxVisits + 1)])
  if (!expected.circularWait) expect(proof.longestPathDays).toBe(Math.max(...all.map(({ plan }) => Math.max(0, ...plan.items.map(({ decidedAfterDays }) => decidedAfterDays)))))
  for (const { code, situation } of diagnostics) {
    if (!(code in shows) || !compared.includes(code)) continue
    const { answerIds: answers, chosenIds: chosen } = situation ?? { answerIds: {}, chosenIds: [] }
    const shown = plan(definition, { answers, chosen })
    expect([code, situation !== undefined, shown.isFinal]).toEqual([code, true, true])
    expect([code, shows[code as ShownCode]({ answers, chosen, plan: shown, withAll: plan(definition, { answers }) }, bundle)]).toEqual([code, true])
  }
}

test(`the proof and a walk through every situation agree on ${runs} bundles, and every counter-example shows its fault`, () => {
  fc.assert(fc.property(randomBundles, agree), { numRuns: runs })
}, 120_000)

test('every kind of fault was among them, many times', () => {
  const least = Math.floor(runs / 100)
  const rare = [...shownCodes, ...Object.keys(neverIn([], { bundle: { items: [], questions: [], exceptions: [] } } as never))].filter(code => (onceFound.get(code) ?? 0) < least)
  expect(rare.map(code => [code, onceFound.get(code) ?? 0])).toEqual([])
})
