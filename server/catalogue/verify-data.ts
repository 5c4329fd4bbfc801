import type { Field, FieldRequirement, Handling } from './definition.ts'
import { error, warning, type CounterExample, type Diagnostic } from './diagnostic.ts'
import { contradictionsIn, strictest } from './plan-fields.ts'
import { Undecided, type Conjunction } from './situations.ts'
import { constraintNames } from './compile-things.ts'
import { inItem, waysBetween, type Model, type ModelItem, type Part } from './verify-model.ts'

const pairs = <T>(things: readonly T[]): [T, T][] => things.flatMap((a, index) => things.slice(index + 1).map((b): [T, T] => [a, b]))
const producersOf = ({ items }: Model, fieldId: string): ModelItem[] => items.filter(({ item }) => item.result.fields.includes(fieldId))

/** A datum has one source: no two items of one case create it. */
export const producedOnce = (model: Model): Diagnostic[] =>
  Object.values(model.definition.fields).flatMap(field =>
    pairs(producersOf(model, field.id)).flatMap(([a, b]) => {
      const example = model.situations.find([a.active, b.active])
      return example ? [error('producedTwice', inItem(b, 'result', 'fields'), { field: field.name, one: a.item.name, other: b.item.name }, example)] : []
    }))

/** What items want of one datum can be met together. Bounds contradict in pairs, so pairs are enough. */
export const constraintsAgree = (model: Model): Diagnostic[] =>
  [...Map.groupBy(model.fields, ({ part }) => part.field)].flatMap(([id, requirements]) => {
    const field = model.definition.fields[id]
    if (!field) return []
    return pairs(requirements).flatMap(([a, b]) => {
      const [contradiction] = contradictionsIn([a, b].reduce((bounds, { part }) => strictest(bounds, boundsOf(part)), boundsOf(field)))
      const ownFault = [a, b].some(({ part }) => contradictionsIn(strictest(boundsOf(field), boundsOf(part))).length > 0)
      const example = contradiction && !ownFault ? model.situations.find([a.active, b.active]) : undefined
      if (!contradiction || !example) return []
      return [error('requirementsContradict', inItem(b.of, 'fields', b.index), { field: field.name, one: a.of.item.name, other: b.of.item.name, contradiction }, example)]
    })
  })

const boundsOf = (bounds: Field | FieldRequirement) => Object.fromEntries(constraintNames.map(name => [name, bounds[name]]))

/** A paper is fetched at filing, so its register has to be asked by something that is on the form by then. */
export const papersCanBeFetched = (model: Model): Diagnostic[] => model.materials.flatMap(requirement => faultsOfFetching(model, requirement))

function faultsOfFetching(model: Model, requirement: Part<Model['materials'][number]['part']>): Diagnostic[] {
  const material = model.definition.materials[requirement.part.material]
  const { handling } = requirement.part
  if (!material || (handling !== 'sharedData' && handling !== 'certificate')) return []
  const at = inItem(requirement.of, 'materials', requirement.index)
  const served = waysToBeServed(model, requirement)
  if (!material.register) {
    // A certificate comes from the applicant's wallet; shared data has to come from somewhere.
    const example = handling === 'sharedData' ? model.situations.find([requirement.active], served) : undefined
    return example ? [error('noRegisterHolds', at, { material: material.name, item: requirement.of.item.name }, example)] : []
  }
  const { by } = material.register
  const params = { material: material.name, key: model.definition.fields[by]?.name ?? by }
  const found: Diagnostic[] = []
  for (const producer of producersOf(model, by)) {
    const example = model.situations.find([requirement.active, producer.active], served)
    if (example && found.length === 0) found.push(error('keyProduced', at, { ...params, producer: producer.item.name }, example))
  }
  const unasked = shortest(knowing(model, by), ({ all, none, known }) => model.situations.find([requirement.active, ...all], [...served, ...none, ...known]))
  if (unasked) found.push(error('keyNotAsked', at, { ...params, id: by, item: requirement.of.item.name }, unasked))
  return found
}

/** The ways in which the case itself provides a material in time: its issuer comes before whoever needs it. */
const waysToBeServed = (model: Model, { of, part }: Part<Model['materials'][number]['part']>): Conjunction[] =>
  model.items
    .filter(issuer => issuer !== of && issuer.item.result.material === part.material)
    .flatMap(issuer => waysBetween(model, issuer, of))

/** Situations told apart by what the case creates, none of them the key itself, and under which conditions the key is on the form in them. */
interface Knowing {
  all: Conjunction[]
  none: Conjunction[]
  known: Conjunction[]
}

/** Producers that may decide together what is looked up by what; more are never met. */
const mostProducers = 6

/** A key is on the form when an item needs it or a register is asked by it, also one that itself knows a key; what the case creates is not looked up. */
function knowing(model: Model, key: string): Knowing[] {
  const chain = new Set([key])
  // A set is iterated to its end even as it grows.
  for (const known of chain) for (const field of Object.values(model.definition.fields)) if (field.register?.by === known && !field.account) chain.add(field.id)
  const producers = model.items.filter(({ item }) => item.result.fields.some(field => chain.has(field) && field !== key))
  if (producers.length > mostProducers) throw new Undecided()
  const own = producersOf(model, key)
  const choices = producers.filter(one => !own.includes(one)).reduce<ModelItem[][]>((sets, one) => [...sets, ...sets.map(set => [...set, one])], [[]])
  return choices.map(active => {
    const isCreated = (id: string) => active.some(({ item }) => item.result.fields.includes(id))
    const leads = (id: string): boolean => {
      const field = model.definition.fields[id]
      if (id === key) return true
      return chain.has(id) && field?.register !== undefined && !isCreated(id) && !isCreated(field.register.by) && leads(field.register.by)
    }
    return {
      all: active.map(one => one.active),
      none: [...producers, ...own].filter(one => !active.includes(one)).map(one => one.active),
      known: model.fields.filter(({ part: { field } }) => leads(field)).map(one => one.active),
    }
  })
}

/** Situations in which an item itself needs the key, whatever else the case creates. */
const directly = (model: Model, key: string): Knowing =>
  ({ all: [], none: producersOf(model, key).map(({ active }) => active), known: model.fields.filter(({ part }) => part.field === key).map(({ active }) => active) })

/** The shortest of the examples found among things. */
function shortest<T>(things: readonly T[], look: (thing: T) => CounterExample | undefined): CounterExample | undefined {
  const length = ({ answers, chosen }: CounterExample) => answers.length + chosen.length
  let best: CounterExample | undefined
  for (const thing of things) {
    const found = look(thing)
    if (found && (!best || length(found) < length(best))) best = found
    if (best && length(best) === 0) break
  }
  return best
}

const burdens: readonly Handling[] = ['handIn', 'deferrable', 'commitment']

/**
 * Nothing is demanded that a register holds or this very case issues (浙江省保障“最多跑一次”改革规定
 * 第七条), and nothing without a legal basis (优化营商环境条例 第四十四条).
 */
export const nothingNeedless = (model: Model): Diagnostic[] =>
  onceEach(model.materials.flatMap(requirement => {
    const { of, index, part, active } = requirement
    const material = model.definition.materials[part.material]
    if (!material || !burdens.includes(part.handling)) return []
    const at = inItem(of, 'materials', index)
    const params = { material: material.name, item: of.item.name }
    const found: Diagnostic[] = []
    const unfounded = part.basis ? undefined : model.situations.find([active])
    if (unfounded) found.push(error('materialWithoutBasis', at, params, unfounded))
    const served = waysToBeServed(model, requirement)
    if (material.register && part.handling !== 'commitment') {
      const { id, by } = material.register
      const example = shortest([directly(model, by), ...knowing(model, by)], ({ all, none, known }) => shortest(known, asked => model.situations.find([active, asked, ...all], [...served, ...none])))
      if (example) found.push(error('registerHoldsIt', at, { ...params, register: model.definition.registers[id]?.name ?? id }, example))
    }
    const issuers = model.items.filter(one => one !== of && one.item.result.material === material.id)
    for (const issuer of issuers) {
      // Before the issuer an older copy is meant.
      const example = model.situations.find([active, issuer.active], [...served, ...waysBetween(model, of, issuer)])
      if (example) found.push(error('caseIssuesIt', at, { ...params, issuer: issuer.item.name }, example))
    }
    return found
  }))

/** People are told why a paper is used, even one they need not bring. */
export const basesAreNamed = (model: Model): Diagnostic[] =>
  model.materials.flatMap(({ of, index, part, active }) => {
    const material = model.definition.materials[part.material]
    if (!material || part.basis || part.handling === 'generated' || burdens.includes(part.handling)) return []
    const example = model.situations.find([active])
    return example ? [warning('sharedWithoutBasis', inItem(of, 'materials', index), { material: material.name, item: of.item.name }, example)] : []
  })

/** The same fault of the same place, found twice, is told once. */
function onceEach(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ code, subject }) => {
    const key = JSON.stringify([code, subject])
    return !seen.has(key) && seen.add(key)
  })
}
