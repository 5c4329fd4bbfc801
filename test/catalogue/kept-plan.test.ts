import { keptPlan } from '../../server/catalogue/kept-plan.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { aMove } from '../support/definitions.ts'

test('a plan is worked out once for a version in a situation, and is what `plan` says', () => {
  const [definition, other] = [aMove(), aMove()]
  for (const situation of [{ answers: { rented: 'yes' }, chosen: [] }, { answers: { rented: 'no' }, chosen: [] }, { answers: { rented: 'no' } }]) {
    expect(keptPlan(definition, situation)).toEqual(plan(definition, situation))
    expect(keptPlan(definition, structuredClone(situation))).toBe(keptPlan(definition, situation))
    expect(keptPlan(other, situation)).not.toBe(keptPlan(definition, situation))
  }
  expect(keptPlan(definition, { answers: { rented: 'yes' } })).not.toBe(keptPlan(definition, { answers: { rented: 'no' } }))
})

test('nobody can write into what others read', () => {
  const kept = keptPlan(aMove(), { answers: { rented: 'no' } })
  expect(() => kept.items.reverse()).toThrow(TypeError)
  expect(() => Object.assign(kept.items[0]!, { code: 'x' })).toThrow(TypeError)
})
