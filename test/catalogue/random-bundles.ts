import fc from 'fast-check'
import type { BundleDefinition, Condition } from '../../server/catalogue/definition.ts'
import type { HasOffice } from '../../server/catalogue/verify-model.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem, aPresence, aQuestion, someRegions } from './build.ts'

/** Small bundles with every kind of fault in them, and portals where some offices are missing. */
export interface RandomBundle {
  definition: BundleDefinition
  hasOffice: HasOffice
}

const optionsOf = [['yes', 'no'], ['a', 'b', 'c'], ['yes', 'no']]
const materialIds = ['paper', 'licence', 'record', 'extract']

const conditions = (upTo: number): fc.Arbitrary<Condition[]> =>
  upTo === 0
    ? fc.constant([])
    : fc.array(fc.nat(upTo - 1).chain(index => fc.subarray(optionsOf[index] as string[], { minLength: 1 }).map(accepted => ({ question: `q${index}`, in: accepted }))), { maxLength: 2 })
const when = conditions(3)

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: undefined, freq })
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number) => fc.array(arbitrary, { maxLength })

const basis = fc.oneof({ weight: 20, arbitrary: fc.constant('某法') }, { weight: 1, arbitrary: fc.constantFrom('待定', '—') })
/** One bound at most: what contradicts itself is told by compiling. */
const bounds = fc.constantFrom<{ min?: number; max?: number }>({}, { min: 1 }, { min: 5 }, { max: 3 }, { max: 9 })
const requirement = fc.tuple(fc.record({ field: fc.constantFrom('one.a', 'one.b', 'one.key', 'one.held', 'one.twin'), required: fc.boolean(), basis, when }), bounds)
  .map(([needed, bound]) => ({ ...needed, ...bound }))
const regionLevel = fc.constantFrom('city' as const, 'county' as const, 'township' as const)
const days = fc.oneof({ weight: 8, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constantFrom(25, 50, 50) })

const entryOf = (count: number, index: number) => fc.record({
  when,
  optional: fc.boolean(),
  after: fc.subarray(Array.from({ length: count }, (_, other) => `i${other}`).filter(code => code !== `i${index}`)).map(codes => codes.slice(0, 2)),
})

const service = fc.record({
  department: fc.constantFrom('civil-affairs', 'health'),
  level: fc.constantFrom('county' as const, 'county' as const, 'township' as const, 'city' as const),
  kind: fc.constantFrom('confirmation' as const, 'confirmation' as const, 'permit' as const, 'internal' as const),
  handling: fc.constantFrom('promised' as const, 'promised' as const, 'promised' as const, 'immediate' as const),
  days,
  statutory: sometimes(fc.nat(30), 3),
  fields: few(requirement, 2),
  region: sometimes(fc.record({ required: fc.boolean(), basis, when, regionLevel: sometimes(regionLevel) })),
  isRegional: fc.boolean(),
  produces: fc.subarray(['one.a', 'one.key', 'one.held', 'two.region']).filter(fields => fields.length < 2),
  materials: few(fc.record({
    material: fc.constantFrom(...materialIds),
    handling: fc.constantFrom('handIn' as const, 'handIn' as const, 'deferrable' as const, 'commitment' as const, 'sharedData' as const, 'certificate' as const, 'generated' as const),
    basis: sometimes(basis, 8),
    when,
  }), 2),
  issues: sometimes(fc.constantFrom(...materialIds)),
  presence: few(fc.record({ where: fc.constantFrom('counter' as const, 'office' as const, 'site' as const), at: fc.constantFrom('filing' as const, 'collection' as const), basis, when }), 2),
})

const items = fc.integer({ min: 1, max: 4 }).chain(count => fc.tuple(...Array.from({ length: count }, (_, index) => fc.record({ entry: entryOf(count, index), service }))))
type Service = typeof service extends fc.Arbitrary<infer T> ? T : never

const itemOf = (code: string, { department, level, kind, handling, days, statutory, fields, region, isRegional, produces, materials, issues, presence }: Service) => anItem(code, {
  department, level, kind, handling, materials,
  promisedLimit: { value: days, unit: 'workingDay' },
  ...(statutory === undefined ? {} : { statutoryLimit: { value: statutory, unit: 'workingDay' as const } }),
  competence: isRegional ? { by: 'field', field: 'two.region' } : { by: 'filing' },
  fields: [...fields, ...(region ? [{ field: 'two.region', ...region }] : [])].filter(({ field }) => !produces.includes(field)),
  result: { name: { zh: '果', en: 'result' }, fields: produces, ...(issues ? { material: issues } : {}) },
  presence: presence.map(one => aPresence(one)),
})

/** `record` and `extract` are held by a register that is asked by `one.key`, and so is the datum `one.held`; `one.b` and `one.twin` are one datum. */
const register = { id: 'household', by: 'one.key' }
const materials = materialIds.map(id => aMaterial(id, id === 'record' || id === 'extract' ? { register } : {}))
const fieldsWith = (level: 'city' | 'county' | 'township' | undefined) => [
  aField('one.a', { type: 'integer' }), aField('one.b', { type: 'integer', account: 'phone' }), aField('one.twin', { type: 'integer', account: 'phone' }), aField('one.key', { type: 'integer' }), aField('one.held', { type: 'integer', register }),
  aField('two.region', { type: 'region', regionLevel: level }),
]

const offices = someRegions.flatMap(({ code }) => ['civil-affairs', 'health'].map(department => `${department} ${code}`))

export const randomBundles: fc.Arbitrary<RandomBundle> = fc.record({
  items, questionConditions: fc.tuple(conditions(0), conditions(1), conditions(2)), maxVisits: fc.constantFrom(0, 1, 1, 2), total: fc.nat(20), level: sometimes(regionLevel),
  excepted: fc.subarray(['i0', 'i1'], { maxLength: 1 }), closed: fc.subarray(offices, { maxLength: 4 }),
}).map(({ items, questionConditions, maxVisits, total, level, excepted, closed }) => {
  const codes = items.map((_, index) => `i${index}`)
  const definition = aDefinition({
    bundle: aBundle({
      maxVisits,
      exceptions: excepted.filter(code => codes.includes(code)).map(item => ({ item, basis: '例外目录', reason: { zh: '因', en: 'reason' } })),
      promisedTotal: { value: total, unit: 'workingDay' },
      questions: questionConditions.map((when, index) => aQuestion(`q${index}`, optionsOf[index], when)),
      items: items.map(({ entry }, index) => ({ item: `i${index}`, ...entry })),
    }),
    items: items.map(({ service }, index) => itemOf(`i${index}`, service)),
    fields: fieldsWith(level),
    materials,
  })
  return { definition, hasOffice: (department: string, region: string) => offices.includes(`${department} ${region}`) && !closed.includes(`${department} ${region}`) }
})
