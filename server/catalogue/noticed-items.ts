import { constraintNames } from './compile-things.ts'
import type { BundleDefinition, BundleItem, ServiceItem } from './definition.ts'
import { asIs, askedIn, boundTerm, limitTerm, said, textTerm, yesNo, type Fact, type Reader, type Term, type Thing, type Trait } from './fact.ts'

/** What is noticed of each item: when it applies, who decides it by when, what it looks at and what comes of it. */
export const noticedInItems = (definition: BundleDefinition): Fact[] =>
  definition.bundle.items.flatMap(entry => {
    const item = definition.items[entry.item]
    return item ? [...course(entry, item, definition), ...presences(item, definition), ...desk(item, definition), ...looksAt(item, definition), ...limits(item)] : []
  })

/** A fact about an item, or about something of it named by `part`. */
const about = (item: ServiceItem, reader: Reader, aspect: Thing | Trait, part?: string): Omit<Fact, 'term'> =>
  ({ reader, aspect, key: part === undefined ? item.code : `${item.code}/${part}`, name: item.name, of: aspect === 'item' ? [] : [`item:${item.code}`] })

function course(entry: BundleItem, item: ServiceItem, definition: BundleDefinition): Fact[] {
  const { bundle, departments, items } = definition
  return [
    ...said(about(item, 'applicant', 'item'), textTerm(departments[item.department]?.name ?? asIs(item.department))),
    ...said(about(item, 'applicant', 'itemName'), textTerm(item.name)),
    ...said({ ...about(item, 'applicant', 'itemWhen'), identity: entry.when }, { cases: [{ when: askedIn(definition, entry.when) }] }),
    ...said(about(item, 'applicant', 'optional'), yesNo(entry.optional)),
    ...said({ ...about(item, 'applicant', 'waitsFor'), identity: entry.after }, entry.after.length > 0 ? { texts: entry.after.map(code => items[code]?.name ?? asIs(code)) } : undefined),
    ...said(about(item, 'applicant', 'phase'), textTerm(bundle.phases.find(({ items }) => items.includes(item.code))?.name)),
    ...said(about(item, 'applicant', 'granted'), item.withoutApplication === undefined ? undefined : { value: item.withoutApplication }),
    ...said(about(item, 'applicant', 'assurance'), item.assurance === undefined ? undefined : { value: item.assurance }),
    ...said(about(item, 'applicant', 'resultName'), textTerm(item.result.name)),
    ...said(about(item, 'applicant', 'certificate'), yesNo(item.result.certificate)),
  ]
}

/** Told of a new item as well: it may be what makes somebody come. */
function presences(item: ServiceItem, definition: BundleDefinition): Fact[] {
  const same = Map.groupBy(item.presence, ({ who, why, where, at }) => [who.zh, why, where, at].join('/'))
  return [...same].flatMap(([key, group]): Fact[] => group.slice(0, 1).flatMap(({ who, why, where, at }) => {
    const words = { who: { text: who }, why: { word: `catalogue:why.${why}` }, where: { word: `catalogue:where.${where}` }, at: { word: `catalogue:at.${at}` } }
    const cases = group.map(({ when }) => ({ when: askedIn(definition, when) }))
    return [
      { ...about(item, 'applicant', 'presence', key), of: [], words, term: { cases }, identity: group.map(({ when }) => when) },
      ...said({ ...about(item, 'applicant', 'presenceWho', key), of: [`presence:${item.code}/${key}`], words }, textTerm(who)),
      { ...about(item, 'applicant', 'presenceBasis', key), of: [`presence:${item.code}/${key}`], words, term: { value: basesOf(group) } },
    ]
  }))
}

function desk(item: ServiceItem, { fields, materials }: BundleDefinition): Fact[] {
  const { competence, result } = item
  const placed = competence.by === 'filing' || competence.field === undefined ? undefined : (fields[competence.field]?.name ?? asIs(competence.field))
  return [
    ...said(about(item, 'clerk', 'level'), { word: `catalogue:level.${item.level}` }),
    ...said({ ...about(item, 'clerk', 'competence'), identity: competence }, placed ? { word: 'catalogue:items.byField', names: { field: placed } } : { word: 'catalogue:items.byFiling' }),
    ...said(about(item, 'clerk', 'kind'), { word: `catalogue:kind.${item.kind}` }),
    ...said(about(item, 'clerk', 'provenance'), { word: `catalogue:difference.provenance.${item.provenance}` }),
    ...item.signOff.flatMap(({ by, basis }) => said({ ...about(item, 'clerk', 'signOff', by), words: { who: { word: `catalogue:signOff.${by}` } } }, { value: basis })),
    ...said({ ...about(item, 'clerk', 'issues'), identity: result.material }, result.material === undefined ? undefined : textTerm(materials[result.material]?.name ?? asIs(result.material))),
    ...result.fields.map((id): Fact => ({ ...about(item, 'clerk', 'produces', id), words: { field: { text: fields[id]?.name ?? asIs(id) } } })),
    ...said(about(item, 'clerk', 'extension'), limitTerm(item.extension)),
    ...said(about(item, 'clerk', 'extensionBasis'), item.extension?.basis === undefined ? undefined : { value: item.extension.basis }),
  ]
}

function looksAt(item: ServiceItem, definition: BundleDefinition): Fact[] {
  const needed = Map.groupBy(item.fields, ({ field }) => field)
  const checked = Map.groupBy(item.materials, ({ material }) => material)
  return [
    ...[...needed].flatMap(([id, needs]): Fact[] => {
      const words = { field: { text: definition.fields[id]?.name ?? asIs(id) } }
      const cases = needs.map(({ required, when }) => ({ word: `catalogue:difference.needed.${required ? 'required' : 'voluntary'}`, when: askedIn(definition, when) }))
      const bounds = constraintNames.map(bound => [bound, boundsTerm(needs.map(need => need[bound]))] as const)
      return [
        { ...about(item, 'clerk', 'seesField', id), words, term: { cases }, identity: needs.map(({ required, when }) => ({ required, when })) },
        ...bounds.flatMap(([bound, values]) => said({ ...about(item, 'clerk', 'itemBound', `${id}/${bound}`), of: [`seesField:${item.code}/${id}`, `item:${item.code}`], words: { ...words, bound: { word: `catalogue:difference.bound.${bound}` } } }, values)),
        { ...about(item, 'clerk', 'fieldBasis', id), of: [`seesField:${item.code}/${id}`, `item:${item.code}`], words, term: { value: basesOf(needs) } },
      ]
    }),
    ...[...checked].flatMap(([id, needs]): Fact[] => {
      const words = { material: { text: definition.materials[id]?.name ?? asIs(id) } }
      const cases = needs.map(({ handling, when }) => ({ word: `catalogue:handling.${handling}`, when: askedIn(definition, when) }))
      return [
        { ...about(item, 'clerk', 'checksMaterial', id), words, term: { cases }, identity: needs.map(({ handling, when }) => ({ handling, when })) },
        ...said({ ...about(item, 'clerk', 'materialBasis', id), of: [`checksMaterial:${item.code}/${id}`, `item:${item.code}`], words }, basesOf(needs) === '' ? undefined : { value: basesOf(needs) }),
      ]
    }),
  ]
}

/** One bound of an item's requirements: more than one only where they apply at different times. */
function boundsTerm(values: readonly (string | number | undefined)[]): Term | undefined {
  const given = [...new Set(values.filter(value => value !== undefined))]
  return given.length > 1 ? { value: given.join(' / ') } : boundTerm(given[0])
}

const basesOf = (needs: readonly { basis?: string | undefined }[]): string => [...new Set(needs.flatMap(({ basis }) => basis ?? []))].join('；')

function limits(item: ServiceItem): Fact[] {
  const { statutoryLimit, promisedLimit, handling } = item
  return [
    ...said(about(item, 'limit', 'handling'), { word: `catalogue:difference.handling.${handling}` }),
    ...said(about(item, 'limit', 'promisedLimit'), limitTerm(promisedLimit)),
    ...said(about(item, 'limit', 'statutoryLimit'), limitTerm(statutoryLimit)),
    ...said(about(item, 'limit', 'statutoryBasis'), statutoryLimit?.basis === undefined ? undefined : { value: statutoryLimit.basis }),
  ]
}
