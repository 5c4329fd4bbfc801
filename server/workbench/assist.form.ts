import { filingLevel } from '../catalogue/filing-level.ts'
import { readRegion } from '../drafts/read-fields.ts'
import type { Region } from '../offices/region.ts'
import { compactNumber, isIdNumber, tidyName, tidyPhone } from '../people/identity-number.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'
import { personProblems, type Known } from './counter.form.ts'
import type { WalkIn } from './serve-walk-in.ts'

const depth: Record<Region['level'], number> = { province: 0, city: 1, county: 2, township: 3 }

/** Whom a village helper files for, and what. The name is always typed: nobody learns a name by a number. */
export function readAssisted(body: Body, { person, definition, region, today }: Omit<Known, 'servedBy'>): Form<WalkIn> {
  const values = { identity: compactNumber(text(body.identity)), bundle: text(body.bundle), region: readRegion(body, 'region') ?? '', name: tidyName(text(body.name)), phone: text(body.phone) }
  if (body._next !== undefined) return { values, problems: [] }
  const problems: Problem[] = []
  if (values.identity === '') problems.push({ field: 'identity', code: 'required' })
  else if (!isIdNumber(values.identity, today)) problems.push({ field: 'identity', code: 'idNumber' })
  else if (values.name === '') problems.push({ field: 'name', code: 'required' })
  else problems.push(...personProblems(values, person, true))
  if (!definition) problems.push({ field: 'bundle', code: 'choose' })
  if (!region || depth[region.level] < depth[definition ? filingLevel(definition) : 'county']) problems.push({ field: 'region', code: 'region' })
  return form(body, values, problems, () => ({ number: values.identity, kind: 'person', name: values.name, phone: tidyPhone(values.phone), bundleId: values.bundle, regionCode: values.region }))
}
