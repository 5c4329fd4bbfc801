import type { Field, FieldRequirement, Handling, MaterialRequirement } from './definition.ts'
import { error, warning, type Diagnostic } from './diagnostic.ts'
import { namesBasis } from './legal-basis.ts'
import { contradictionsIn, strictest } from './plan-fields.ts'
import { shortest, shortestFirst, Undecided, type Conjunction } from './situations.ts'
import { constraintNames } from './compile-things.ts'
import { inItem, waysBetween, type Model, type ModelItem, type Part } from './verify-model.ts'

const pairs = <T>(things: readonly T[]): [T, T][] => things.flatMap((a, index) => things.slice(index + 1).map((b): [T, T] => [a, b]))
const producersOf = ({ items }: Model, fieldId: string): ModelItem[] => items.filter(({ item }) => item.result.fields.includes(fieldId))

/** A datum has one source: no two items of one case create it. */
export function* producedOnce(model: Model): Iterable<Diagnostic> {
  for (const field of Object.values(model.definition.fields)) {
    for (const [a, b] of pairs(producersOf(model, field.id))) {
      const example = model.situations.find([a.active, b.active])
      if (example) yield error('producedTwice', inItem(b, 'result', 'fields'), { field: field.name, one: a.item.name, other: b.item.name }, example)
    }
  }
}

/** What items want of one datum can be met together. Bounds contradict in pairs, so pairs are enough. */
export function* constraintsAgree(model: Model): Iterable<Diagnostic> {
  for (const [id, requirements] of Map.groupBy(model.fields, ({ part }) => part.field)) {
    const field = model.definition.fields[id]
    if (!field) continue
    const isSound = ({ part }: (typeof requirements)[number]) => contradictionsIn(strictest(boundsOf(field), boundsOf(part))).length === 0
    for (const [a, b] of pairs(requirements.filter(isBounded).filter(isSound))) {
      const [contradiction] = contradictionsIn([a, b].reduce((bounds, { part }) => strictest(bounds, boundsOf(part)), boundsOf(field)))
      const example = contradiction ? model.situations.find([a.active, b.active]) : undefined
      if (!contradiction || !example) continue
      yield error('requirementsContradict', inItem(b.of, 'fields', b.index), { field: field.name, one: a.of.item.name, other: b.of.item.name, contradiction }, example)
    }
  }
}

/** A requirement without bounds of its own contradicts none. */
const isBounded = ({ part }: Part<FieldRequirement>): boolean => constraintNames.some(name => part[name] !== undefined)
const boundsOf = (bounds: Field | FieldRequirement) => Object.fromEntries(constraintNames.map(name => [name, bounds[name]]))

/** A paper is fetched at filing, so its register has to be asked by something that is on the form by then. */
export function* papersCanBeFetched(model: Model): Iterable<Diagnostic> {
  for (const requirement of model.materials) yield* faultsOfFetching(model, requirement)
}

function* faultsOfFetching(model: Model, requirement: Part<MaterialRequirement>): Iterable<Diagnostic> {
  const material = model.definition.materials[requirement.part.material]
  const { handling } = requirement.part
  if (!material || (handling !== 'sharedData' && handling !== 'certificate')) return
  const at = inItem(requirement.of, 'materials', requirement.index)
  const served = waysToBeServed(model, requirement)
  if (!material.register) {
    // A certificate comes from the applicant's wallet; shared data has to come from somewhere.
    const example = handling === 'sharedData' ? model.situations.find([requirement.active], served) : undefined
    if (example) yield error('noRegisterHolds', at, { material: material.name, item: requirement.of.item.name }, example)
    return
  }
  const { by } = material.register
  const params = { material: material.name, key: model.definition.fields[by]?.name ?? by }
  const produced = producersOf(model, by).flatMap(producer => {
    const example = model.situations.find([requirement.active, producer.active], served)
    return example ? [error('keyProduced', at, { ...params, producer: producer.item.name }, example)] : []
  })
  yield* shortestFirst(produced).slice(0, 1)
  const unasked = shortest(model.situations, knowing(model, by), ({ all, none, known }) => model.situations.find([requirement.active, ...all], [...served, ...none, ...known]))
  if (unasked) yield error('keyNotAsked', at, { ...params, id: by, item: requirement.of.item.name }, unasked)
}

/** The ways in which the case itself provides a material in time: its issuer comes before whoever needs it. */
const waysToBeServed = (model: Model, { of, part }: Part<MaterialRequirement>): Conjunction[] =>
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

const burdens: readonly Handling[] = ['handIn', 'deferrable', 'commitment']

/**
 * Nothing is demanded that a register holds or this very case issues (浙江省保障“最多跑一次”改革规定
 * 第七条), and nothing without a legal basis (优化营商环境条例 第四十四条).
 */
export function* nothingNeedless(model: Model): Iterable<Diagnostic> {
  for (const requirement of model.materials) {
    if (burdens.includes(requirement.part.handling)) yield* faultsOfBurden(model, requirement)
  }
}

function* faultsOfBurden(model: Model, requirement: Part<MaterialRequirement>): Iterable<Diagnostic> {
  const { of, index, part, active } = requirement
  const { situations, definition } = model
  const material = definition.materials[part.material]
  if (!material) return
  const at = inItem(of, 'materials', index)
  const params = { material: material.name, item: of.item.name }
  const unfounded = namesBasis(part.basis) ? undefined : situations.find([active])
  if (unfounded) yield error('materialWithoutBasis', at, params, unfounded)
  const served = waysToBeServed(model, requirement)
  if (material.register && part.handling !== 'commitment') {
    const { id, by } = material.register
    const example = shortest(situations, [directly(model, by), ...knowing(model, by)], ({ all, none, known }) =>
      shortest(situations, known, asked => situations.find([active, asked, ...all], [...served, ...none])))
    if (example) yield error('registerHoldsIt', at, { ...params, register: definition.registers[id]?.name ?? id }, example)
  }
  const issued = model.items.filter(one => one !== of && one.item.result.material === material.id).flatMap(issuer => {
    // Before the issuer an older copy is meant.
    const example = situations.find([active, issuer.active], [...served, ...waysBetween(model, of, issuer)])
    return example ? [error('caseIssuesIt', at, { ...params, issuer: issuer.item.name }, example)] : []
  })
  yield* shortestFirst(issued).slice(0, 1)
}

/** People are told why a paper is used, even one they need not bring. */
export function* basesAreNamed(model: Model): Iterable<Diagnostic> {
  for (const { of, index, part, active } of model.materials) {
    const material = model.definition.materials[part.material]
    if (!material || namesBasis(part.basis) || part.handling === 'generated' || burdens.includes(part.handling)) continue
    const example = model.situations.find([active])
    if (example) yield warning('sharedWithoutBasis', inItem(of, 'materials', index), { material: material.name, item: of.item.name }, example)
  }
}
