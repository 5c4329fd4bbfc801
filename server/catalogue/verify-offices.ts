import { regionsUpwards, type Region } from '../offices/region.ts'
import { levels, type Level } from './definition.ts'
import { error, type CounterExample, type Diagnostic } from './diagnostic.ts'
import { filingLevel } from './filing-level.ts'
import { inItem, type Model, type ModelItem } from './verify-model.ts'

/**
 * Wherever its place may lie, each item has a competent office there or above. The place is that of
 * the filing, or the one in the field by which the item goes, and only as inexact as the form lets it be.
 */
export const officesExist = (model: Model): Diagnostic[] => {
  const checked = new Map<string, Region[]>()
  const without = (department: string, level: Level, at: Level): Region[] => {
    const key = `${department} ${level} ${at}`
    const found = checked.get(key) ?? regionsWithout(model, department, level, at)
    checked.set(key, found)
    return found
  }
  return model.items.flatMap(one => {
    const { department, level } = one.item
    const faults = placesOf(model, one).map(({ at, example }) => ({ example, regions: without(department, level, at) })).filter(({ regions }) => regions.length > 0)
    const [first] = faults
    const region = first?.regions[0]
    if (!first || !region) return []
    return [error('noOffice', inItem(one, 'level'), {
      item: one.item.name, department: model.definition.departments[department]?.name ?? department, level,
      region: { zh: region.zh, en: region.en }, count: faults.reduce((sum, { regions }) => sum + regions.length, 0),
    }, first.example)]
  })
}

/** Levels at which an item's place may lie, each with a situation in which it may; none when the item never applies. */
function placesOf({ definition, situations, fields }: Model, { active, item: { competence } }: ModelItem): { at: Level; example: CounterExample }[] {
  const field = competence.by === 'field' ? definition.fields[competence.field ?? ''] : undefined
  const requirements = field ? fields.filter(({ part }) => part.field === field.id) : []
  // A place that no bound makes exact goes down to the county; a matter without one is filed so.
  const bound = field ? field.regionLevel : filingLevel(definition)
  return (['township', 'county', 'city'] as const).flatMap(at => {
    if (isDeeper(bound, at)) return []
    const deeper = requirements.filter(({ part }) => isDeeper(part.regionLevel, at)).map(requirement => requirement.active)
    const allowing = at === 'city' && bound === undefined ? requirements.filter(({ part }) => part.regionLevel === at).map(requirement => [active, requirement.active]) : [[active]]
    return allowing.flatMap(all => situations.find(all, deeper) ?? []).slice(0, 1).map(example => ({ at, example }))
  })
}

const isDeeper = (level: Level | undefined, than: Level): boolean => level !== undefined && levels.indexOf(level) > levels.indexOf(than)

const regionsWithout = ({ regions, hasOffice }: Model, department: string, level: Level, at: Level): Region[] =>
  regions.filter(region => region.level === at && !regionsUpwards(region.code, level).some(above => hasOffice(department, above)))

/** Where a field decides which office is competent, its value is on the form whenever the item applies, and is exact enough. */
export const competenceIsKnown = (model: Model): Diagnostic[] => model.items.flatMap(one => faultsOfCompetence(model, one))

function faultsOfCompetence(model: Model, one: ModelItem): Diagnostic[] {
  const { competence, level, name } = one.item
  const field = competence.field && model.definition.fields[competence.field]
  if (competence.by !== 'field' || !field) return []
  const at = inItem(one, 'competence')
  const params = { item: name, field: field.name, level }
  const requirements = model.fields.filter(({ part }) => part.field === field.id)
  const found: Diagnostic[] = []
  const unasked = model.situations.find([one.active], requirements.filter(({ part }) => part.required).map(({ active }) => active))
  if (unasked) found.push(error('competenceUnknown', at, params, unasked))
  const producer = model.items.find(({ item, active }) => item.result.fields.includes(field.id) && model.situations.isPossible(one.active, active))
  if (producer) found.push(error('competenceProduced', at, { ...params, producer: producer.item.name }, model.situations.find([one.active, producer.active])))
  const isDeep = (regionLevel: Level | undefined) => levels.indexOf(regionLevel ?? 'province') >= Math.min(levels.indexOf(level), levels.indexOf('township'))
  const deep = requirements.filter(({ part }) => isDeep(part.regionLevel)).map(({ active }) => active)
  const shallow = isDeep(field.regionLevel) ? undefined : requirements.map(({ active }) => model.situations.find([one.active, active], deep)).find(example => example)
  if (shallow) found.push(error('competenceShallow', at, params, shallow))
  return found
}
