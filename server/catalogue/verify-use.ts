import { error, type Diagnostic, type Subject } from './diagnostic.ts'
import { namesBasis } from './legal-basis.ts'
import { groupOf } from './plan-fields.ts'
import { shortest, type Conjunction } from './situations.ts'
import { inBundle, inItem, type Model, type ModelItem, type Part } from './verify-model.ts'

/**
 * Each datum and paper is there for somebody: an item needs it, an office is found by it, a register
 * is asked by it, or it is what comes of an item (个人信息保护法 第六条: no more than the purpose takes).
 * A shared item may need it only where another bundle's question is asked: that is no fault here.
 */
export function* everythingIsUsed(model: Model): Iterable<Diagnostic> {
  const { fields, materials } = model.definition
  const isUsed = uses(model)
  for (const { id, name } of Object.values(fields)) if (!isUsed.field(id)) yield error('nobodyUses', { kind: 'field', id, path: [] }, { name })
  for (const { id, name } of Object.values(materials)) if (!isUsed.material(id)) yield error('nobodyUses', { kind: 'material', id, path: [] }, { name })
}

function uses({ definition, items, fields, materials, situations }: Model) {
  const asked = new Set(definition.bundle.questions.map(({ id }) => id))
  const mayApply = ({ when, chosen }: Conjunction) => when.some(({ question }) => !asked.has(question)) || situations.isPossible({ when, chosen })
  const needed = new Set(fields.filter(({ active }) => mayApply(active)).map(({ part }) => part.field))
  const checked = new Set(materials.filter(({ active }) => mayApply(active)).map(({ part }) => part.material))
  for (const { item: { result, competence } } of items.filter(({ active }) => mayApply(active))) {
    for (const id of [...result.fields, ...(competence.field ? [competence.field] : [])]) needed.add(id)
    if (result.material) checked.add(result.material)
  }
  for (const id of checked) if (definition.materials[id]?.register) needed.add(definition.materials[id].register.by)
  // A set is iterated to its end even as it grows: a key may be held by a register itself.
  for (const id of needed) if (definition.fields[id]?.register) needed.add(definition.fields[id].register.by)
  return { field: (id: string) => needed.has(id), material: (id: string) => checked.has(id) }
}

/**
 * What an item of the administration itself creates is used by another item: the applicant never sees
 * it. What any other item creates is his, and needs no other use.
 */
export function* resultsAreReceived(model: Model): Iterable<Diagnostic> {
  const { bundle, fields, materials } = model.definition
  if (bundle.audience === 'official') return
  for (const one of model.items.filter(({ item }) => item.kind === 'internal')) {
    const { result, name } = one.item
    for (const id of result.fields) {
      yield* unreceived(model, one, fieldUsers(model, one, id), inItem(one, 'result', 'fields'), { item: name, result: fields[id]?.name ?? id })
    }
    if (!result.material || result.certificate) continue
    const users = model.materials.filter(({ of, part }) => of !== one && part.material === result.material).map(({ active }) => active)
    yield* unreceived(model, one, users, inItem(one, 'result', 'material'), { item: name, result: materials[result.material]?.name ?? result.material })
  }
}

const fieldUsers = ({ fields, items }: Model, producer: ModelItem, id: string): Conjunction[] => [
  ...fields.filter(({ of, part }) => of !== producer && part.field === id).map(({ active }) => active),
  ...items.filter(({ item }) => item.competence.field === id).map(({ active }) => active),
]

function* unreceived({ situations }: Model, one: ModelItem, users: readonly Conjunction[], at: Subject, params: Diagnostic['params']): Iterable<Diagnostic> {
  const example = situations.find([one.active], users)
  if (example) yield error('resultForNobody', at, params, example)
}

/** Whatever is wanted of people names the law that wants it (优化营商环境条例 第四十四条, 个人信息保护法 第十三条). */
export function* basesSaySomething(model: Model): Iterable<Diagnostic> {
  const { bundle, fields, items } = model.definition
  const unfounded = <P extends { basis: string }>(parts: readonly Part<P>[]) => parts.filter(({ part }) => !namesBasis(part.basis))
  for (const { of, index, part, active } of unfounded(model.fields)) {
    const example = model.situations.find([active])
    if (example) yield error('fieldWithoutBasis', inItem(of, 'fields', index, 'basis'), { item: of.item.name, field: fields[part.field]?.name ?? part.field, basis: part.basis }, example)
  }
  for (const { of, index, part, active } of unfounded(model.presences)) {
    const example = model.situations.find([active])
    if (example) yield error('presenceWithoutBasis', inItem(of, 'presence', index, 'basis'), { item: of.item.name, basis: part.basis }, example)
  }
  for (const [index, { item, basis }] of bundle.exceptions.entries()) {
    if (!namesBasis(basis)) yield error('exceptionWithoutBasis', inBundle(model, 'exceptions', index, 'basis'), { item: items[item]?.name ?? item, basis })
  }
}

/** One datum has one id: two fields of the same name in one section, or of the same line of the account, would ask for it twice. */
export function* oneFieldForEach(model: Model): Iterable<Diagnostic> {
  const fields = Object.values(model.definition.fields)
  for (const [index, one] of fields.entries()) {
    for (const other of fields.slice(index + 1)) {
      const isSame = (one.account !== undefined && one.account === other.account) || (groupOf(one.id) === groupOf(other.id) && (one.name.zh === other.name.zh || one.name.en === other.name.en))
      if (!isSame) continue
      const pairs = needs(model, one.id).flatMap(a => needs(model, other.id).map(b => [a.active, b.active]))
      const example = shortest(model.situations, pairs, both => model.situations.find(both))
      if (example) yield error('askedUnderTwoIds', { kind: 'field', id: other.id, path: [] }, { field: other.name, id: other.id, other: one.id }, example)
    }
  }
}

const needs = ({ fields }: Model, id: string) => fields.filter(({ part }) => part.field === id)
