import type { Level } from '../catalogue/definition.ts'

/** An administrative division of Zhejiang (GB/T 2260 + GB/T 10114, twelve digits). */
export interface Region {
  code: string
  zh: string
  en: string
  level: 'province' | 'city' | 'county' | 'township'
  parent: string | null
}

const digits: Record<Level, number> = { province: 2, city: 4, county: 6, township: 9, village: 12 }

/** The code of the region of this level that contains `code`; a code that isn't that deep yields itself. */
export const regionAtLevel = (code: string, level: Level): string => code.slice(0, digits[level]).padEnd(12, '0')

/** The six digits a case is sharded by: the county, or the city where no county is known. */
export const shardOf = (code: string): string => code.slice(0, 6)

export const isRegionCode = (code: string): boolean => /^33\d{10}$/.test(code)

/** From the level wanted up to the province: where to look when there is no office below. */
export function regionsUpwards(code: string, from: Level): string[] {
  const levels: Level[] = ['village', 'township', 'county', 'city', 'province']
  const climb = levels.slice(levels.indexOf(from)).map(level => regionAtLevel(code, level))
  return [...new Set(climb)]
}
