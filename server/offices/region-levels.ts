import type { Db } from '../../db/connect.ts'
import { listRegionsUnder } from './office.store.ts'
import { regionAtLevel, type Region } from './region.ts'

export interface RegionLevel {
  key: 'city' | 'county' | 'township'
  options: Region[]
  value: string | undefined
}

const province = '330000000000'

/** The selects of a cascade with what can be chosen in each: a level opens when the one above it is chosen. */
export async function regionLevels(db: Db, code: string, deepest: RegionLevel['key'] = 'township'): Promise<RegionLevel[]> {
  const keys: RegionLevel['key'][] = ['city', 'county', 'township']
  const levels: RegionLevel[] = []
  let above: string | undefined = province
  for (const key of keys.slice(0, keys.indexOf(deepest) + 1)) {
    const options: Region[] = above === undefined ? [] : await listRegionsUnder(db, above)
    const chosen: string | undefined = options.find(region => region.code === regionAtLevel(code, key))?.code
    levels.push({ key, options, value: chosen })
    above = chosen
  }
  return levels
}

/** The code that a posted cascade means: its deepest level that lies in the one above it. */
export function postedRegion(levels: Readonly<Record<RegionLevel['key'], string>>): string {
  const { city, county, township } = levels
  const isIn = (inner: string, outer: string, level: 'city' | 'county') => inner !== '' && regionAtLevel(inner, level) === outer
  if (city === '') return ''
  if (!isIn(county, city, 'city')) return city
  return isIn(township, county, 'county') ? township : county
}
