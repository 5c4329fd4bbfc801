import type { BundleDefinition } from './definition.ts'
import type { Fact } from './fact.ts'
import { noticedInBundle } from './noticed-bundle.ts'
import { noticedInForm } from './noticed-form.ts'
import { noticedInItems } from './noticed-items.ts'
import { noticedInRecord } from './noticed-record.ts'
import { plan } from './plan.ts'

/** Everything about a definition that somebody would notice: applicant, clerk, whoever counts days, or those who keep the catalogue. */
export function noticed(definition: BundleDefinition): Fact[] {
  const { fields, materials } = plan(definition, { answers: {} })
  return [
    ...noticedInBundle(definition), ...noticedInForm(definition, fields, materials), ...noticedInItems(definition), ...noticedInRecord(definition, fields, materials),
  ]
}
