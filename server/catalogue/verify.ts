import type { BundleDefinition } from './definition.ts'
import type { Region } from "../offices/region.ts"
import type { Diagnostic } from './diagnostic.ts'
import type { Proof } from './version.ts'

export interface Verification {
  diagnostics: Diagnostic[]
  proof: Proof
}

export function verify(_definition: BundleDefinition, _regions: readonly Region[]): Verification {
  return { diagnostics: [], proof: { combinations: 0, maxVisits: 0, longestPathDays: 0, checks: [] } }
}
