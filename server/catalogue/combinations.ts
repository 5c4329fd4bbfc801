import { applies } from './condition.ts'
import type { Bundle, Condition } from './definition.ts'

/** How many combinations of answers and optional items there are; `isExact` is false when counting them took too long. */
export function countCombinations({ questions, items }: Bundle): { count: number; isExact: boolean } {
  let budget = 50_000
  type Variable = { id: string; when: readonly Condition[]; values: readonly string[] }
  const variables: Variable[] = [
    ...questions.map(({ id, when, options }) => ({ id, when, values: options.map(({ value }) => value) })),
    ...items.filter(({ optional }) => optional).map(({ item, when }) => ({ id: `item ${item}`, when, values: ['yes', 'no'] })),
  ]
  const count = (open: readonly Variable[], answers: Readonly<Record<string, string>>): number => {
    const left = open.filter(({ when }) => applies(when, answers) !== 'no')
    return connected(left, answers).reduce((product, part) => product * countPart(part, answers), 1)
  }
  const countPart = (part: readonly Variable[], answers: Readonly<Record<string, string>>): number => {
    const [first, ...rest] = part
    if (!first) return 1
    const isPut = applies(first.when, answers) === 'yes'
    if (rest.length === 0 || --budget < 0) return isPut ? first.values.length : 1
    if (!isPut) return count(rest, answers)
    return first.values.reduce((sum, value) => sum + count(rest, { ...answers, [first.id]: value }), 0)
  }
  return { count: count(variables, {}), isExact: budget >= 0 }
}

/** Groups of variables that say nothing about each other: their numbers multiply. */
function connected<V extends { id: string; when: readonly Condition[] }>(variables: readonly V[], answers: Readonly<Record<string, string>>): V[][] {
  const groups: V[][] = []
  for (const variable of variables) {
    const names = new Set([variable.id, ...variable.when.map(({ question }) => question).filter(question => answers[question] === undefined)])
    const touching = groups.filter(group => group.some(({ id, when }) => names.has(id) || when.some(({ question }) => names.has(question) && answers[question] === undefined)))
    const joined = [...touching.flat(), variable]
    touching.forEach(group => groups.splice(groups.indexOf(group), 1))
    groups.push(joined)
  }
  return groups.map(group => group.sort((a, b) => variables.indexOf(a) - variables.indexOf(b)))
}
