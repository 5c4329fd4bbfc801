import { regionsUpwards, type Region } from '../offices/region.ts'
import { levels, type Level } from './definition.ts'
import { error, type CounterExample, type Diagnostic } from './diagnostic.ts'
import { filingLevel } from './filing-level.ts'
import { shortest, shortestFirst } from './situations.ts'
import { inItem, type Model, type ModelItem } from './verify-model.ts'

/**
 * Wherever its place may lie, each item has a competent office there or above. The place is that of
 * the filing, or the one in the field by which the item goes, and only as inexact as the form lets it be.
 */
export function* officesExist(model: Model): Iterable<Diagnostic> {
  const checked = new Map<string, Region[]>()
  const without = (department: string, level: Level, at: Level): Region[] => {
    const key = `${department} ${level} ${at}`
    const found = checked.get(key) ?? regionsWithout(model, department, level, at)
    checked.set(key, found)
    return found
  }
  for (const one of model.items) {
    const { department, level } = one.item
    const places = placeLevels.flatMap(at => {
      const regions = without(department, level, at)
      const example = regions.length > 0 ? situationWithPlaceAt(model, one, at) : undefined
      return example ? [{ regions, example }] : []
    })
    const region = places[0]?.regions[0]
    if (!region) continue
    yield error('noOffice', inItem(one, 'level'), {
      item: one.item.name, department: model.definition.departments[department]?.name ?? department, level,
      region: { zh: region.zh, en: region.en }, count: places.reduce((sum, { regions }) => sum + regions.length, 0),
    }, shortest(model.situations, places, ({ example }) => example))
  }
}

/** Levels at which a place may lie, the usual one first. */
const placeLevels = ['township', 'county', 'city'] as const

/** The shortest situation in which an item's place may lie at a level; none when it never may, or the item never applies. */
function situationWithPlaceAt({ definition, situations, fields }: Model, { active, item: { competence } }: ModelItem, at: (typeof placeLevels)[number]): CounterExample | undefined {
  const field = competence.by === 'field' ? definition.fields[competence.field ?? ''] : undefined
  const requirements = field ? fields.filter(({ part }) => part.field === field.id) : []
  // A place that no bound makes exact goes down to the county; a matter without one is filed so.
  const bound = field ? field.regionLevel : filingLevel(definition)
  if (isDeeper(bound, at)) return undefined
  const deeper = requirements.filter(({ part }) => isDeeper(part.regionLevel, at)).map(requirement => requirement.active)
  const allowing = at === 'city' && bound === undefined ? requirements.filter(({ part }) => part.regionLevel === at).map(requirement => [active, requirement.active]) : [[active]]
  return shortest(situations, allowing, all => situations.find(all, deeper))
}

const isDeeper = (level: Level | undefined, than: Level): boolean => level !== undefined && levels.indexOf(level) > levels.indexOf(than)

const regionsWithout = ({ regions, hasOffice }: Model, department: string, level: Level, at: Level): Region[] =>
  regions.filter(region => region.level === at && !regionsUpwards(region.code, level).some(above => hasOffice(department, above)))

/** Where a field decides which office is competent, its value is on the form whenever the item applies, and is exact enough. */
export function* competenceIsKnown(model: Model): Iterable<Diagnostic> {
  for (const one of model.items) yield* faultsOfCompetence(model, one)
}

function* faultsOfCompetence({ definition, fields, items, situations }: Model, one: ModelItem): Iterable<Diagnostic> {
  const { competence, level, name } = one.item
  const field = competence.field && definition.fields[competence.field]
  if (competence.by !== 'field' || !field) return
  const at = inItem(one, 'competence')
  const params = { item: name, field: field.name, level }
  const requirements = fields.filter(({ part }) => part.field === field.id)
  const unasked = situations.find([one.active], requirements.filter(({ part }) => part.required).map(({ active }) => active))
  if (unasked) yield error('competenceUnknown', at, params, unasked)
  const producers = items.filter(({ item }) => item.result.fields.includes(field.id))
  const produced = producers.flatMap(producer => {
    const example = situations.find([one.active, producer.active])
    return example ? [error('competenceProduced', at, { ...params, producer: producer.item.name }, example)] : []
  })
  yield* shortestFirst(produced).slice(0, 1)
  const isDeep = (regionLevel: Level | undefined) => levels.indexOf(regionLevel ?? 'province') >= Math.min(levels.indexOf(level), levels.indexOf('township'))
  const deep = requirements.filter(({ part }) => isDeep(part.regionLevel)).map(({ active }) => active)
  const shallow = isDeep(field.regionLevel) ? undefined : shortest(situations, requirements, ({ active }) => situations.find([one.active, active], deep))
  if (shallow) yield error('competenceShallow', at, params, shallow)
}
