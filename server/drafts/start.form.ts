import type { Answers } from '../catalogue/condition.ts'
import type { Region } from '../offices/region.ts'
import { isRedraw, text, type Body, type Form, type Problem } from '../web/form.ts'
import { readAnswers } from '../guide/situation.ts'
import { readRegion } from './read-fields.ts'

export interface StartForm {
  regionCode: string
  answers: Answers
  officeId?: string | undefined
  /** By which he files for somebody else. */
  mandateId?: string | undefined
}

const depth: Record<Region['level'], number> = { province: 0, city: 1, county: 2, township: 3 }

/**
 * The place of filing, deep enough that every office can be found; `region` is what its code stands for.
 * Where the actor files for one of his `offices`, it must be told which; the only one is understood.
 */
export function readStart(body: Body, region: Region | undefined, deepest: 'county' | 'township', offices: readonly string[] = [], mandates: readonly string[] = []): Form<StartForm> {
  const regionCode = readRegion(body, 'region') ?? ''
  const officeId = offices.length === 1 ? offices[0] : offices.find(id => id === text(body.office))
  const mandate = text(body.mandate)
  const values = { region: regionCode, office: officeId ?? '', mandate }
  if (isRedraw(body) || body._next !== undefined) return { values, problems: [] }
  const problems: Problem[] = []
  if (officeId === undefined && offices.length > 0) problems.push({ field: 'office', code: 'choose' })
  if (mandate !== '' && !mandates.includes(mandate)) problems.push({ field: 'mandate', code: 'choose' })
  if (!region || depth[region.level] < depth[deepest]) problems.push({ field: 'region', code: 'region' })
  return problems.length > 0 ? { values, problems } : { values, problems, data: { regionCode, answers: readAnswers(body), officeId, mandateId: mandate === '' ? undefined : mandate } }
}
