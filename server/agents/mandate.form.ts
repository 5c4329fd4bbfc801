import type { BundleDefinition, ServiceItem } from '../catalogue/definition.ts'
import type { Day } from '../limits/calendar.ts'
import { readDay } from '../limits/typed-day.ts'
import type { Actor } from '../people/actor.ts'
import type { MandateScope } from '../people/active-mandate.ts'
import { compactNumber, isCompanyName, isIdNumber, isPersonName, isUscc, tidyName } from '../people/identity-number.ts'
import { isUsername, tidyUsername } from '../people/person.ts'
import { form, isRedraw, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import { dayIn, longestDays } from './mandate.ts'
import type { Offer } from './offer-mandate.ts'

/** A way to offer a mandate that is open to somebody. */
export interface Way {
  value: string
  kind: Offer['kind']
  side: Offer['side']
  ownId: string
  /** For which company, where it is not one's own account. */
  company?: string
}

/** A person gives or asks; a company names its people; its legal representative names its handlers for it. */
export function waysOf({ id, kind, mandates }: Actor): Way[] {
  if (kind === 'organisation') return [{ value: 'handler', kind: 'handler', side: 'principal', ownId: id }, { value: 'representative', kind: 'representative', side: 'principal', ownId: id }]
  const companies = mandates.filter(one => one.kind === 'representative')
  return [
    { value: 'give', kind: 'mandate', side: 'principal', ownId: id },
    { value: 'ask', kind: 'mandate', side: 'agent', ownId: id },
    { value: 'askCompany', kind: 'handler', side: 'agent', ownId: id },
    ...companies.map((one): Way => ({ value: `company.${one.principalId}`, kind: 'handler', side: 'principal', ownId: one.principalId, company: one.principalName })),
  ]
}

interface Known {
  actor: Actor
  today: Day
  bundles: readonly BundleDefinition[]
}

const maxUses = 999

/** Reads an offer. A mandate for some items of a bundle names that bundle first; its items are asked on the page as it is drawn again. */
export function readOffer(body: Body, { actor, today, bundles }: Known): Form<Offer> {
  const values = {
    way: text(body.way), name: tidyName(text(body.name)), number: text(body.number), reach: text(body.reach), bundles: list(body.bundles), items: list(body.items),
    from: text(body.from), until: text(body.until), uses: text(body.uses),
  }
  const way = waysOf(actor).find(({ value }) => value === values.way)
  const problems: Problem[] = [...(way ? [] : [{ field: 'way', code: 'choose' }]), ...addresseeProblems(values), ...scopeProblems(values, bundles), ...termProblems(values, way, today)]
  if (!isRedraw(body) && problems.every(({ field }) => field === 'items') && problems.length > 0 && body.itemsShown === undefined) return { values, problems: [] }
  return form(body, values, problems, () => {
    const { kind, side, ownId } = way as Way
    return {
      kind, side, ownId, addressee: { name: values.name, number: values.number }, scope: scopeOf(values, bundles),
      validFrom: readDay(values.from) as Day, validTo: readDay(values.until) as Day, maxUses: values.uses === '' ? null : Number(values.uses),
    }
  })
}

type Values = Record<'way' | 'name' | 'number' | 'reach' | 'from' | 'until' | 'uses', string> & Record<'bundles' | 'items', string[]>

function addresseeProblems({ name, number }: Values): Problem[] {
  const problems: Problem[] = []
  if (name === '') problems.push({ field: 'name', code: 'required' })
  else if (!isPersonName(name) && !isCompanyName(name)) problems.push({ field: 'name', code: 'personName' })
  const compact = compactNumber(number)
  if (number === '') problems.push({ field: 'number', code: 'required' })
  else if (!isIdNumber(compact) && !isUscc(compact) && !isUsername(tidyUsername(number))) problems.push({ field: 'number', code: 'agents:problem.number' })
  return problems
}

/** The items of the one bundle that is named, for a mandate by item. */
export const itemsOffered = ({ reach, bundles: chosen }: Pick<Values, 'reach' | 'bundles'>, bundles: readonly BundleDefinition[]): ServiceItem[] =>
  reach === 'items' && chosen.length === 1 ? Object.values(bundles.find(({ bundle }) => bundle.id === chosen[0])?.items ?? {}) : []

function scopeProblems(values: Values, bundles: readonly BundleDefinition[]): Problem[] {
  const { reach, bundles: chosen } = values
  if (!['all', 'some', 'items'].includes(reach)) return [{ field: 'reach', code: 'choose' }]
  if (reach === 'all') return []
  if (chosen.length === 0 || chosen.some(id => !bundles.some(({ bundle }) => bundle.id === id))) return [{ field: 'bundles', code: 'choose' }]
  if (reach === 'some') return []
  if (chosen.length > 1) return [{ field: 'bundles', code: 'agents:problem.oneBundle' }]
  const offered = itemsOffered(values, bundles)
  return values.items.some(code => offered.some(item => item.code === code)) ? [] : [{ field: 'items', code: 'choose' }]
}

function scopeOf(values: Values, bundles: readonly BundleDefinition[]): MandateScope {
  if (values.reach === 'all') return { bundles: 'all' }
  if (values.reach === 'some') return { bundles: values.bundles }
  const offered = itemsOffered(values, bundles)
  return { bundles: values.bundles, items: offered.map(({ code }) => code).filter(code => values.items.includes(code)) }
}

function termProblems({ from, until, uses }: Values, way: Way | undefined, today: Day): Problem[] {
  const [first, last] = [readDay(from), readDay(until)]
  const days = longestDays[way?.kind ?? 'mandate']
  const problems: Problem[] = []
  if (!first) problems.push({ field: 'from', code: from === '' ? 'required' : 'notADate' })
  else if (first < today) problems.push({ field: 'from', code: 'pastDate' })
  if (!last) problems.push({ field: 'until', code: until === '' ? 'required' : 'notADate' })
  else if (first && last < first) problems.push({ field: 'until', code: 'agents:problem.order' })
  else if (first && last > dayIn(first, days)) problems.push({ field: 'until', code: 'agents:problem.tooLong', params: { years: way?.kind === 'mandate' || !way ? 1 : 3 } })
  if (uses !== '' && !(/^\d{1,3}$/.test(uses) && Number(uses) >= 1 && Number(uses) <= maxUses)) problems.push({ field: 'uses', code: 'agents:problem.uses' })
  return problems
}
