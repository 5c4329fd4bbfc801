import { regionsUpwards } from '../offices/region.ts'
import { levels, type Level } from './definition.ts'
import { error, type Diagnostic } from './diagnostic.ts'
import { inItem, type Model, type ModelItem } from './verify-model.ts'

/** Wherever the bundle is offered, each item has a competent office there or above. */
export const officesExist = (model: Model): Diagnostic[] => {
  const checked = new Map<string, string[]>()
  return model.items.flatMap(one => {
    const { department, level } = one.item
    const key = `${department} ${level}`
    const without = checked.get(key) ?? regionsWithout(model, department, level)
    checked.set(key, without)
    if (without.length === 0) return []
    const first = model.regions.find(({ code }) => code === without[0])
    return [error('noOffice', inItem(one, 'level'), {
      item: one.item.name, department: model.definition.departments[department]?.name ?? department, level,
      region: first ? { zh: first.zh, en: first.en } : '', count: without.length,
    })]
  })
}

/** A matter is filed in a county or below. */
const regionsWithout = ({ regions, hasOffice }: Model, department: string, level: Level): string[] =>
  regions
    .filter(region => region.level === 'county' || region.level === 'township')
    .filter(({ code }) => !regionsUpwards(code, level).some(above => hasOffice(department, above)))
    .map(({ code }) => code)

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
  const shallow = isDeep(field.regionLevel) || unasked ? undefined : model.situations.find([one.active], deep)
  if (shallow) found.push(error('competenceShallow', at, params, shallow))
  return found
}
