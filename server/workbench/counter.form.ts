import { filingLevel } from '../catalogue/filing-level.ts'
import { readRegion } from '../drafts/read-fields.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Region } from '../offices/region.ts'
import { compactNumber, isCompanyName, isIdNumber, isPersonName, isPhone, isUscc, tidyName, tidyPhone } from '../people/identity-number.ts'
import type { Person } from '../people/person.ts'
import { form, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { WalkIn } from './serve-walk-in.ts'
import { regionOfNumber } from '../cases/filing.ts'

/** What a case is looked for by. */
export type Sought = { kind: 'case' | 'identity'; number: string }

export function readSought(body: Body): Form<Sought> {
  const number = compactNumber(text(body.number))
  const kind = regionOfNumber(number) ? 'case' : isIdNumber(number) || isUscc(number) ? 'identity' : undefined
  const problems: Problem[] = kind ? [] : [{ field: 'number', code: number === '' ? 'required' : 'counter:problem.number' }]
  return form(body, { number: text(body.number) }, problems, () => ({ kind: kind as Sought['kind'], number }))
}

/** What a form at the counter is judged by: who has that number already, what is applied for, and where. */
export interface Known {
  person: Person | undefined
  /** Who sits at the counter. */
  servedBy: string
  definition: BundleDefinition | undefined
  region: Region | undefined
  today: string
}

const depth: Record<Region['level'], number> = { province: 0, city: 1, county: 2, township: 3 }

/** Whoever has an account is taken from it; a name that was typed nevertheless must be his. */
export function readWalkIn(body: Body, { person, servedBy, definition, region, today }: Known): Form<WalkIn> {
  const values = {
    identity: compactNumber(text(body.identity)), bundle: text(body.bundle), region: readRegion(body, 'region') ?? '',
    name: tidyName(text(body.name)), phone: text(body.phone), present: text(body.present),
  }
  if (body._next !== undefined) return { values, problems: [] }
  const isPerson = isIdNumber(values.identity, today)
  const problems: Problem[] = []
  if (values.identity === '') problems.push({ field: 'identity', code: 'required' })
  else if (!isPerson && !isUscc(values.identity)) problems.push({ field: 'identity', code: 'counter:problem.identity' })
  else if (person?.id === servedBy) problems.push({ field: 'identity', code: 'counter:problem.self' })
  else problems.push(...personProblems(values, person, isPerson))
  if (!definition) problems.push({ field: 'bundle', code: 'choose' })
  if (!region || depth[region.level] < depth[definition ? filingLevel(definition) : 'county']) problems.push({ field: 'region', code: 'region' })
  if (values.present !== 'yes') problems.push({ field: 'present', code: 'counter:problem.present' })
  return form(body, values, problems, () => ({
    number: values.identity, kind: isPerson ? 'person' : 'organisation', name: values.name, phone: tidyPhone(values.phone), bundleId: values.bundle, regionCode: values.region,
  }))
}

export function personProblems({ name, phone }: { name: string; phone: string }, person: Person | undefined, isPerson: boolean): Problem[] {
  if (person?.status === 'closed') return [{ field: 'identity', code: 'counter:problem.closed' }]
  if (person) return name === '' || name === person.name ? [] : [{ field: 'name', code: 'counter:problem.nameDiffers' }]
  const problems: Problem[] = []
  if (name === '') problems.push({ field: 'name', code: 'counter:problem.newName' })
  else if (isPerson ? !isPersonName(name) : !isCompanyName(name)) problems.push({ field: 'name', code: isPerson ? 'personName' : 'counter:problem.companyName' })
  if (phone === '') problems.push({ field: 'phone', code: 'counter:problem.newPhone' })
  else if (!isPhone(tidyPhone(phone))) problems.push({ field: 'phone', code: 'phone' })
  return problems
}

/** What is handed over, and the number on the card of whoever takes it. */
export function readHandOut(body: Body, results: readonly { id: string }[]): Form<{ identity: string; taskIds: string[] }> {
  const identity = compactNumber(text(body.identity))
  const taskIds = list(body.task).filter(id => results.some(one => one.id === id))
  const problems: Problem[] = [
    ...(taskIds.length === 0 ? [{ field: 'task', code: 'counter:problem.noResult' }] : []),
    ...(identity === '' ? [{ field: 'identity', code: 'required' }] : []),
  ]
  return form(body, { identity: text(body.identity), task: taskIds }, problems, () => ({ identity, taskIds }))
}
