import type { Names } from './compile.ts'
import { faultsOfDeciding } from './compile-deciding.ts'
import { constraintNames, doubles, faultsOfConstraints, unknown } from './compile-things.ts'
import type { Condition, FieldRequirement, Question, ServiceItem } from './definition.ts'
import { error, type Diagnostic, type Path, type Subject } from './diagnostic.ts'
import { contradictionsIn, strictest } from './plan-fields.ts'

/** What is wrong with service items beyond their shape. */
export const faultsOfItems = (names: Names): Diagnostic[] =>
  [...names.catalogue.items.values()].filter(({ code }) => names.own('item', code)).flatMap(item => faultsOfItem(item, names))

function faultsOfItem(item: ServiceItem, names: Names): Diagnostic[] {
  const at = (...path: Path): Subject => ({ kind: 'item', id: item.code, path })
  const department = names.catalogue.departments.get(item.department)
  const tooLong = tooMany(item, at)
  if (tooLong.length > 0) return tooLong
  const found: Diagnostic[] = []
  if (!names.isKnown('department', item.department)) found.push(unknown('department', item.department, names, at('department')))
  if (department && !department.offices.includes(item.level)) {
    found.push(error('levelNotKept', at('level'), { item: item.code, level: item.level, department: department.name, levels: department.offices.join(', ') }))
  }
  item.fields.forEach((requirement, index) => found.push(...faultsOfRequirement(item, requirement, names, at('fields', index))))
  found.push(...doubles(item.fields, ({ field, when }) => `${field} ${JSON.stringify(when)}`).map(index =>
    error('doubleRequirement', at('fields', index), { id: item.fields[index]?.field ?? '' })))
  item.materials.forEach(({ material }, index) => {
    if (!names.isKnown('material', material)) found.push(unknown('material', material, names, at('materials', index, 'material')))
  })
  found.push(...doubles(item.materials, ({ material, when }) => `${material} ${JSON.stringify(when)}`).map(index =>
    error('doubleRequirement', at('materials', index), { id: item.materials[index]?.material ?? '' })))
  return [...found, ...faultsOfDeciding(item), ...faultsOfCompetence(item, names), ...faultsOfResult(item, names), ...faultsOfConditions(item, names)]
}

/** Far beyond any item, and small enough to prove. */
const most = { fields: 200, materials: 100, presence: 50 }

const tooMany = (item: ServiceItem, at: (...path: Path) => Subject): Diagnostic[] =>
  (['fields', 'materials', 'presence'] as const).flatMap(key => (item[key].length > most[key] ? [error('tooManyEntries', at(key), { key, maximum: most[key] })] : []))

function faultsOfRequirement(item: ServiceItem, requirement: FieldRequirement, names: Names, at: Subject): Diagnostic[] {
  if (!names.isKnown('field', requirement.field)) return [unknown('field', requirement.field, names, { ...at, path: [...at.path, 'field'] })]
  const field = names.catalogue.fields.get(requirement.field)
  if (!field) return []
  const found = faultsOfConstraints(requirement, field.type, at)
  const ownBounds = Object.fromEntries(constraintNames.map(name => [name, field[name]]))
  if (found.length === 0) found.push(...contradictionsIn(strictest(ownBounds, requirement)).map(contradiction => error('contradictsField', at, { contradiction, field: field.name })))
  if (item.result.fields.includes(field.id)) found.push(error('asksOwnResult', at, { field: field.name, item: item.name }))
  return found
}

function faultsOfCompetence({ code, competence: { by, field } }: ServiceItem, names: Names): Diagnostic[] {
  const at: Subject = { kind: 'item', id: code, path: ['competence'] }
  if (by === 'filing') return field ? [error('competenceFieldNotHere', at)] : []
  if (!field) return [error('competenceFieldMissing', at)]
  if (!names.isKnown('field', field)) return [unknown('field', field, names, { ...at, path: ['competence', 'field'] })]
  const type = names.catalogue.fields.get(field)?.type ?? 'region'
  return type === 'region' ? [] : [error('competenceNotRegion', at, { field, type })]
}

function faultsOfResult({ code, result }: ServiceItem, names: Names): Diagnostic[] {
  const at = (...path: Path): Subject => ({ kind: 'item', id: code, path: ['result', ...path] })
  return [
    ...(result.material && !names.isKnown('material', result.material) ? [unknown('material', result.material, names, at('material'))] : []),
    ...result.fields.flatMap((field, index) => (names.isKnown('field', field) ? [] : [unknown('field', field, names, at('fields', index))])),
    ...doubles(result.fields, field => field).map(index => error('doubleRequirement', at('fields', index), { id: result.fields[index] ?? '' })),
  ]
}

/**
 * An item is shared, so its conditions may speak of a question that only some of its bundles ask
 * (elsewhere they never hold); a question or option that none of its bundles has is a fault.
 */
function faultsOfConditions(item: ServiceItem, { catalogue, elsewhere }: Names): Diagnostic[] {
  const bundles = [...catalogue.bundles.values()].filter(({ items }) => items.some(entry => entry.item === item.code))
  if (bundles.length === 0) return []
  const others = elsewhere.map(({ question, in: values }) => ({ id: question, options: values.map(value => ({ value })) }))
  const questions = Map.groupBy<string, Asked>([...bundles.flatMap(bundle => bundle.questions), ...others], ({ id }) => id)
  return (['fields', 'materials', 'presence'] as const).flatMap(list =>
    item[list].flatMap(({ when }, index) => faultsOfWhen(when, questions, { kind: 'item', id: item.code, path: [list, index, 'when'] })))
}

type Asked = Pick<Question, 'id'> & { options: readonly { value: string }[] }

/** Conditions on questions or options that don't exist. */
export function faultsOfWhen(when: readonly Condition[], questions: ReadonlyMap<string, readonly Asked[]>, at: Subject): Diagnostic[] {
  return when.flatMap(({ question, in: accepted }, index) => {
    const within = (...path: Path): Subject => ({ ...at, path: [...at.path, index, ...path] })
    const asked = questions.get(question)
    if (!asked) return [error('unknown.question', within('question'), { id: question, known: [...questions.keys()].join(', ') || '—' })]
    const options = new Set(asked.flatMap(({ options }) => options.map(({ value }) => value)))
    return accepted.flatMap((value, place) =>
      options.has(value) ? [] : [error('unknown.option', within('in', place), { id: value, question, known: [...options].join(', ') })])
  })
}
