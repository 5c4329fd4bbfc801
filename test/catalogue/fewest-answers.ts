import { applies } from '../../server/catalogue/condition.ts'
import type { BundleDefinition, Question } from '../../server/catalogue/definition.ts'
import type { Situation } from './every-situation.ts'

/** What somebody is told of a situation, and the situations he may find himself in when that is all he knows. */
interface Told {
  size: number
  situations: number[]
}

/**
 * All that can be told of situations: some of the answers, with those by which their questions come
 * up, and the items that are ticked, each of which may be had then. Fewest words first.
 */
export function everythingToldOf(definition: BundleDefinition, all: readonly Situation[]): Told[] {
  const told = new Map<string, Told | undefined>()
  const answered = [...new Map(all.map(({ answers }) => [JSON.stringify(answers), answers]))]
  const places = new Map(all.map(({ answers, chosen }, index) => [`${JSON.stringify(answers)} ${chosen.join()}`, index]))
  for (const { answers, chosen } of all) {
    for (const some of subsets(Object.keys(answers))) {
      const key = `${some.map(id => `${id}=${answers[id]}`).join()} ${chosen.join()}`
      if (told.has(key)) continue
      const ways = answered.filter(([, other]) => some.every(id => other[id] === answers[id])).map(([way]) => places.get(`${way} ${chosen.join()}`))
      const isSayable = ways.every(index => index !== undefined) && some.every(id => comesUp(definition.bundle.questions, id, Object.fromEntries(some.map(one => [one, answers[one] as string]))))
      told.set(key, isSayable ? { size: some.length + chosen.length, situations: ways as number[] } : undefined)
    }
  }
  return [...told.values()].filter(one => one !== undefined).sort((a, b) => a.size - b.size)
}

const subsets = (ids: readonly string[]): string[][] => ids.reduce<string[][]>((sets, id) => [...sets, ...sets.map(set => [...set, id])], [[]])

/** Whether what is said makes it certain that a question is put. */
function comesUp(questions: readonly Question[], id: string, said: Record<string, string>): boolean {
  const question = questions.find(one => one.id === id)
  return question !== undefined && question.when.every(condition => {
    const options = questions.find(one => one.id === condition.question)?.options ?? []
    const isMet = options.every(({ value }) => condition.in.includes(value)) || applies([condition], said) === 'yes'
    return isMet && comesUp(questions, condition.question, said)
  })
}

/** The fewest answers and ticks after which a fault shows for certain; `shown` are the situations in which it does. */
export const fewest = (told: readonly Told[], shown: ReadonlySet<number>): number | undefined =>
  told.find(({ situations }) => situations.every(index => shown.has(index)))?.size

