import type { BundleDefinition } from './definition.ts'
import type { Fact } from './fact.ts'
import { noticedInBundle } from './noticed-bundle.ts'
import { noticedInForm } from './noticed-form.ts'
import { noticedInItems } from './noticed-items.ts'

/** Everything about a definition that an applicant, a clerk or whoever counts days would notice. */
export const noticed = (definition: BundleDefinition): Fact[] => [...noticedInBundle(definition), ...noticedInForm(definition), ...noticedInItems(definition)]
