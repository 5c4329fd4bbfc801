import { LRUCache } from 'lru-cache'
import type { BundleDefinition } from './definition.ts'
import { plan, type Plan, type Situation } from './plan.ts'

/** Some 60 KB each. */
const mostKept = 500

const kept = new LRUCache<string, Plan>({ max: mostKept })
const numbers = new WeakMap<BundleDefinition, number>()
let known = 0

/**
 * The plan of a version in a situation: it follows from these two alone, and a version never changes, so what was
 * worked out once is right for ever. Thousands file under the same few answers; nobody may write into it.
 */
export function keptPlan(definition: BundleDefinition, situation: Situation): Plan {
  const number = numbers.get(definition) ?? known++
  numbers.set(definition, number)
  const key = `${number} ${JSON.stringify([situation.answers, situation.chosen])}`
  const found = kept.get(key) ?? frozen(plan(definition, situation))
  kept.set(key, found)
  return found
}

function frozen(made: Plan): Plan {
  for (const list of [made.items, made.fields, made.materials, made.questions, made.coApplicants]) Object.freeze(list)
  for (const one of [...made.items, ...made.fields, ...made.materials]) Object.freeze(one)
  return Object.freeze(made)
}
