import type { Answers } from '../catalogue/condition.ts'
import type { Region } from '../offices/region.ts'
import { isRedraw, type Body, type Form } from '../web/form.ts'
import { readAnswers } from '../guide/situation.ts'
import { readRegion } from './read-fields.ts'

export interface StartForm {
  regionCode: string
  answers: Answers
}

const depth: Record<Region['level'], number> = { province: 0, city: 1, county: 2, township: 3 }

/** The place of filing, deep enough that every office can be found; `region` is what its code stands for. */
export function readStart(body: Body, region: Region | undefined, deepest: 'county' | 'township'): Form<StartForm> {
  const regionCode = readRegion(body, 'region') ?? ''
  const values = { region: regionCode }
  if (isRedraw(body) || body._next !== undefined) return { values, problems: [] }
  if (!region || depth[region.level] < depth[deepest]) return { values, problems: [{ field: 'region', code: 'region' }] }
  return { values, problems: [], data: { regionCode, answers: readAnswers(body) } }
}
