import { doesApply } from '../../server/catalogue/condition.ts'
import { levels, type BundleDefinition, type Level, type MaterialRequirement, type ServiceItem } from '../../server/catalogue/definition.ts'
import type { Diagnostic, Param } from '../../server/catalogue/diagnostic.ts'
import { filingLevel } from '../../server/catalogue/filing-level.ts'
import type { Plan } from '../../server/catalogue/plan.ts'
import { ancestors, type PlannedItem } from '../../server/catalogue/planned-item.ts'
import { regionsUpwards } from '../../server/offices/region.ts'
import { someRegions } from './build.ts'
import type { Situation } from './every-situation.ts'
import type { RandomBundle } from './random-bundles.ts'
import { circlesIn, separateJourneys, waysLongerThan } from './shown-ways.ts'

/**
 * Where a fault shows in a situation, as `placeTold` names it, and behind a bar why, where there may
 * be several reasons: a counter-example gives one of them. None when it doesn't show.
 */
export type Shows = (situation: Situation, bundle: RandomBundle) => string[]
/** Faults of the bundle as a whole. */
const because = (reasons: readonly string[]): string[] => reasons.map(reason => `|${reason}`)

const codesOf = (items: readonly PlannedItem[]): string[] => items.map(({ code }) => code)
const depthOf = (level: Level | undefined, without: Level): number => levels.indexOf(level ?? without)
const depthAt = (code: string, { plan, fields }: { plan: Plan; fields: BundleDefinition['fields'] }) =>
  plan.fields.find(({ field }) => field.id === code)?.constraints.regionLevel ?? fields[code]?.regionLevel

const tooManyVisits: Shows = ({ plan }, { definition }) => {
  const { maxVisits, exceptions } = definition.bundle
  if (maxVisits > 1 && exceptions.length === 0) return [] // told as a promise that may not be made
  const regular = plan.items.filter(({ code }) => !exceptions.some(({ item }) => item === code))
  return because([...separateJourneys(Math.min(maxVisits, 1) + 1, regular, plan, definition), ...separateJourneys(maxVisits + 1, plan.items, plan, definition)])
}

/** What the items of a situation want of a datum. */
const wantsOfField = ({ items, answers }: Plan, id: string | undefined) =>
  items.flatMap(({ code, item }) => item.fields.flatMap((part, index) => (part.field === id && doesApply(part.when, answers, true) ? [{ part, by: `${code}/${index}` }] : [])))

/** An item's place may lie where no office is competent. */
const noOffice: Shows = ({ plan }, { definition, hasOffice }) => plan.items.flatMap(({ code, competence: { departmentId, level, regionField } }) => {
  const own = regionField ? definition.fields[regionField]?.regionLevel : filingLevel(definition)
  const least = regionField ? depthOf(depthAt(regionField, { plan, fields: definition.fields }), 'county') : depthOf(own, 'county')
  const without = someRegions.filter(region => levels.indexOf(region.level) >= least && !regionsUpwards(region.code, level).some(above => hasOffice(departmentId, above)))
  const allowing = (at: Level) => (at === 'city' && own === undefined ? wantsOfField(plan, regionField).filter(({ part }) => part.regionLevel === at).map(({ by }) => by) : [''])
  return without.flatMap(({ level: at }) => allowing(at).map(by => `${code}|${at} ${by}`))
})

const goesByUnknown = ({ competence: { regionField } }: PlannedItem, { fields }: Plan) =>
  regionField !== undefined && !fields.some(({ field, isRequired }) => field.id === regionField && isRequired)
const competenceProduced: Shows = ({ plan: { items } }) =>
  items.flatMap(({ code, competence: { regionField = '' } }) => items.filter(({ item }) => item.result.fields.includes(regionField)).map(producer => `${code}|${producer.code}`))
const competenceShallow: Shows = ({ plan }, { definition: { fields } }) => plan.items.flatMap(({ code, competence: { regionField }, item: { level } }) => {
  const isShallow = depthOf(depthAt(regionField ?? '', { plan, fields }), 'province') < Math.min(levels.indexOf(level), levels.indexOf('township'))
  return isShallow ? wantsOfField(plan, regionField).map(({ by }) => `${code}|${by}`) : []
})

/** Everything an item wants in a situation, with the entry of the Plan in which it came to stand. */
interface Want { needing: string; part: MaterialRequirement; index: number; isServed: boolean }
const wantsOf = ({ items, materials, answers }: Plan): Want[] =>
  items.flatMap(({ code, item }) => item.materials.map((part, index) => ({ part, index })).filter(({ part: { when } }) => doesApply(when, answers, true)).map(({ part, index }) => ({
    needing: code, part, index, isServed: materials.some(({ material, obtaining, needs }) => material.id === part.material && obtaining === 'produced' && needs.some(need => need.item === code)),
  })))

const burdens = ['handIn', 'deferrable', 'commitment']
const isFetched = ({ part: { handling }, isServed }: Want) => (handling === 'sharedData' || handling === 'certificate') && !isServed
const keyIn = ({ fields }: Plan, { materials }: BundleDefinition, { part }: Want) => {
  const by = materials[part.material]?.register?.by
  return by === undefined ? undefined : { by, entry: fields.find(({ field }) => field.id === by) }
}
const isMadeHere = (fieldId: string, { items }: Plan) => items.some(({ item }) => item.result.fields.includes(fieldId))

/** Items by which a register that is asked by the key can be asked, also for another datum; and what decides whether that is so. */
function keyGivenBy(by: string, plan: Plan, { fields }: BundleDefinition): string[] {
  const held = Object.values(fields).filter(({ register }) => register?.by === by).map(({ id }) => id)
  const created = plan.items.filter(({ item: { result } }) => result.fields.some(id => held.includes(id))).map(({ code }) => code).join()
  const lookedUp = held.filter(id => !isMadeHere(id, plan) && !isMadeHere(by, plan)).flatMap(id => wantsOfField(plan, id))
  return [...wantsOfField(plan, by).map(want => want.by), ...lookedUp.map(want => `${want.by} ${created}`)]
}
const creatingHeld = (by: string, plan: Plan, { fields }: BundleDefinition) =>
  plan.items.filter(({ item: { result } }) => result.fields.some(id => fields[id]?.register?.by === by)).map(({ code }) => code).join()

/** These bundles name one law, or nothing. */
const isNamed = (basis: string | undefined) => basis === '某法'

type Why = (want: Want, plan: Plan, definition: BundleDefinition) => string[]
const whenever = (is: boolean) => (is ? [''] : [])
const whyOf = {
  /** A paper that another item issues, which this one doesn't wait for; before the issuer an older copy is meant. */
  caseIssuesIt: ({ needing, part, isServed }, { items }) => (burdens.includes(part.handling) && !isServed
    ? items.filter(({ code, item }) => code !== needing && item.result.material === part.material && !ancestors(items, code).has(needing)).map(({ code }) => code) : []),
  keyProduced: (want, plan, definition) => {
    const key = keyIn(plan, definition, want)
    return isFetched(want) && key ? plan.items.filter(({ item }) => item.result.fields.includes(key.by)).map(({ code }) => code) : []
  },
  keyNotAsked: (want, plan, definition) => {
    const key = keyIn(plan, definition, want)
    return isFetched(want) && key && !key.entry && !isMadeHere(key.by, plan) ? [creatingHeld(key.by, plan, definition)] : []
  },
  registerHoldsIt: (want, plan, definition) => {
    const key = keyIn(plan, definition, want)
    const isHeld = ['handIn', 'deferrable'].includes(want.part.handling) && !want.isServed && key?.entry && !isMadeHere(key.by, plan)
    return isHeld ? keyGivenBy(key.by, plan, definition) : []
  },
  noRegisterHolds: (want, _, { materials }) => whenever(isFetched(want) && want.part.handling === 'sharedData' && !materials[want.part.material]?.register),
  materialWithoutBasis: ({ part }) => whenever(burdens.includes(part.handling) && !isNamed(part.basis)),
  sharedWithoutBasis: ({ part }) => whenever((part.handling === 'sharedData' || part.handling === 'certificate') && !isNamed(part.basis)),
} satisfies Record<string, Why>
const someWant = (code: keyof typeof whyOf): Shows => ({ plan }, { definition }) =>
  wantsOf(plan).flatMap(want => whyOf[code](want, plan, definition).map(why => `${want.needing}/${want.index}|${why}`))

const permitsIn = ({ items }: Plan) => items.filter(({ item }) => item.kind === 'permit')
const someItem = (fits: (item: ServiceItem) => boolean): Shows => ({ plan }) => codesOf(plan.items.filter(({ item }) => fits(item)))

const pairsOf = <T>(things: readonly T[]): [T, T][] => things.flatMap((a, index) => things.slice(index + 1).map((b): [T, T] => [a, b]))

const producedTwice: Shows = ({ plan: { items } }, { definition: { fields } }) => Object.keys(fields).flatMap(id =>
  pairsOf(items.filter(({ item }) => item.result.fields.includes(id)).map(({ code }) => code).sort()).map(pair => `${id}|${pair.join()}`))
const requirementsContradict: Shows = ({ plan }, { definition: { fields } }) => Object.keys(fields).flatMap(id =>
  pairsOf(wantsOfField(plan, id)).filter(([a, b]) => (a.part.min ?? 0) > (b.part.max ?? Infinity) || (b.part.min ?? 0) > (a.part.max ?? Infinity)).map(pair => `${id}|${pair.map(({ by }) => by).sort().join()}`))
const promiseOverJoint: Shows = ({ plan }) => permitsIn(plan).filter(({ promisedLimit }) => promisedLimit.value > 45).flatMap(({ code }) =>
  permitsIn(plan).filter(other => other.code !== code).map(other => `${code}|${other.code}`))

const askedUnderTwoIds: Shows = ({ plan }) => wantsOfField(plan, 'one.b').flatMap(one => wantsOfField(plan, 'one.twin').map(other => `one.twin|${one.by} ${other.by}`))
const fieldWithoutBasis: Shows = ({ plan }, { definition: { fields } }) => Object.keys(fields).flatMap(id => wantsOfField(plan, id).filter(({ part }) => !isNamed(part.basis)).map(({ by }) => by))
const presenceWithoutBasis: Shows = ({ plan: { items } }) => items.flatMap(({ code, item, presence }) => presence.filter(({ basis }) => !isNamed(basis)).map(one => `${code}/${item.presence.indexOf(one)}`))
/** Something that an internal item creates, which no other item uses and none is routed by. */
const resultForNobody: Shows = ({ plan }) => plan.items.filter(({ item }) => item.kind === 'internal').flatMap(({ code, item: { result } }) => [
  ...result.fields.filter(id => wantsOfField(plan, id).length === 0 && !plan.items.some(({ competence }) => competence.regionField === id)).map(() => `${code}/fields`),
  ...(result.material && !wantsOf(plan).some(({ needing, part }) => needing !== code && part.material === result.material) ? [`${code}/material`] : []),
])

/** What is wrong in one situation, by the code under which the proof tells it. */
export const shows = {
  tooManyVisits,
  circularWait: ({ plan }, { definition }) => because(circlesIn(plan, definition)),
  nothingToDo: ({ withAll }) => (withAll.items.every(({ item }) => item.kind === 'internal') ? because(['']) : []),
  totalTooShort: ({ plan }, { definition }) => because(waysLongerThan(definition.bundle.promisedTotal.value, plan, definition)),
  promiseOverStatutory: someItem(({ promisedLimit, statutoryLimit }) => statutoryLimit !== undefined && promisedLimit.value > statutoryLimit.value),
  promiseOverDefault: someItem(({ kind, promisedLimit, statutoryLimit }) => kind === 'permit' && !statutoryLimit && promisedLimit.value > 20),
  promiseOverJoint,
  immediateTooLong: someItem(({ handling, promisedLimit }) => handling === 'immediate' && promisedLimit.value > 1),
  noOffice,
  competenceUnknown: ({ plan }) => codesOf(plan.items.filter(item => goesByUnknown(item, plan))),
  competenceProduced,
  competenceShallow,
  producedTwice,
  requirementsContradict,
  noRegisterHolds: someWant('noRegisterHolds'),
  keyProduced: someWant('keyProduced'),
  keyNotAsked: someWant('keyNotAsked'),
  registerHoldsIt: someWant('registerHoldsIt'),
  caseIssuesIt: someWant('caseIssuesIt'),
  materialWithoutBasis: someWant('materialWithoutBasis'),
  sharedWithoutBasis: someWant('sharedWithoutBasis'),
  askedUnderTwoIds,
  fieldWithoutBasis,
  presenceWithoutBasis,
  resultForNobody,
} satisfies Record<string, Shows>
export type ShownCode = keyof typeof shows

const ofParts = ['noRegisterHolds', 'keyProduced', 'keyNotAsked', 'registerHoldsIt', 'caseIssuesIt', 'materialWithoutBasis', 'sharedWithoutBasis', 'fieldWithoutBasis', 'presenceWithoutBasis', 'resultForNobody']
const ofFields = ['producedTwice', 'requirementsContradict']
const ofTheBundle = ['tooManyVisits', 'circularWait', 'nothingToDo', 'totalTooShort']
const idIn = (param: Param | undefined) => (typeof param === 'object' && 'en' in param ? param.en : '')

/** Where the proof says that a fault is: things of these bundles have their ids for names. */
export function placeTold({ code, subject, params }: Diagnostic): string {
  if (ofTheBundle.includes(code)) return ''
  if (ofFields.includes(code)) return idIn(params.field)
  return ofParts.includes(code) ? `${subject.id}/${subject.path[1]}` : subject.id
}
