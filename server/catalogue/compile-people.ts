import type { Names } from './compile.ts'
import { faultsOfWhen } from './compile-items.ts'
import { doubles, nearest } from './compile-things.ts'
import type { Bundle, CoApplicant, FieldType } from './definition.ts'
import { error, type Diagnostic, type Path, type Subject } from './diagnostic.ts'
import { groupOf } from './plan-fields.ts'

const within = ({ id }: Bundle, ...path: Path): Subject => ({ kind: 'bundle', id, path })

/** What is wrong with the question in which capacity somebody acts. */
export function faultsOfCapacity(bundle: Bundle): Diagnostic[] {
  const asking = bundle.questions.flatMap(({ isCapacity }, index) => (isCapacity ? [index] : []))
  return [
    ...asking.slice(1).map(index => error('capacityDouble', within(bundle, 'questions', index, 'isCapacity'))),
    ...bundle.questions.flatMap(({ isCapacity, options, name }, index) => {
      const founded = options.flatMap(({ basis }, place) => (basis === undefined ? [] : [place]))
      if (isCapacity) return founded.length > 0 ? [] : [error('capacityWithoutBasis', within(bundle, 'questions', index, 'isCapacity'), { question: name })]
      return founded.map(place => error('basisWithoutCapacity', within(bundle, 'questions', index, 'options', place, 'basis'), { question: name }))
    }),
  ]
}

/** Types of the field that says who he is, and of the one that says how he is called. */
const ofIdentity: readonly FieldType[] = ['idNumber', 'uscc']
const ofName: readonly FieldType[] = ['personName', 'text']

/** What is wrong with those who have to confirm: each is known by fields that this bundle's items ask. */
export function faultsOfCoApplicants(bundle: Bundle, names: Names): Diagnostic[] {
  const asked = [...new Set(bundle.items.flatMap(({ item }) => names.catalogue.items.get(item)?.fields.map(({ field }) => field) ?? []))]
  const questions = Map.groupBy(bundle.questions, ({ id }) => id)
  return [
    ...doubles(bundle.coApplicants, ({ id }) => id).map(index => error('doubleId', within(bundle, 'coApplicants', index), { id: bundle.coApplicants[index]?.id ?? '', other: 'coApplicants' })),
    ...bundle.coApplicants.flatMap((one, index) => [
      ...faultsOfField(one, 'identity', ofIdentity, asked, names, within(bundle, 'coApplicants', index, 'identity')),
      ...faultsOfField(one, 'fullName', ofName, asked, names, within(bundle, 'coApplicants', index, 'fullName')),
      ...faultsOfWhen(one.when, questions, within(bundle, 'coApplicants', index, 'when')),
      ...one.agreesTo.flatMap((part, place) => (asked.some(field => field === part || groupOf(field) === part) ? []
        : [error('coApplicantPartElsewhere', within(bundle, 'coApplicants', index, 'agreesTo', place), { part, nearest: nearest(part, [...asked, ...new Set(asked.map(groupOf))]) })])),
    ]),
  ]
}

function faultsOfField(one: CoApplicant, key: 'identity' | 'fullName', types: readonly FieldType[], asked: readonly string[], names: Names, at: Subject): Diagnostic[] {
  const field = one[key]
  if (!asked.includes(field)) return [error('coApplicantFieldElsewhere', at, { field, nearest: nearest(field, asked) })]
  const type = names.catalogue.fields.get(field)?.type
  return type === undefined || types.includes(type) ? [] : [error('coApplicantFieldType', at, { field, type, types: types.join(', ') })]
}
