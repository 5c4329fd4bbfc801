import type { BundleDefinition } from './definition.ts'
import type { Places } from './places.ts'

/** A released bundle: immutable, and a case keeps the version it was filed under for life. */
export interface BundleVersion {
  id: string
  bundleId: string
  version: number
  status: 'published' | 'superseded' | 'retired'
  /** SHA-256 of the canonical definition. */
  hash: string
  definition: BundleDefinition
  proof: Proof
  publishedAt: string
}

/** What was proved before publishing, shown to the public. */
export interface Proof {
  combinations: number
  maxVisits: number
  longestPathDays: number
  checks: string[]
  /** What it depended on beyond the definition. */
  places?: Places
  /** Which departments agreed to what is new in this version, and when; nobody to what ships. */
  signOffs?: { kind: 'bundle' | 'item'; id: string; department: string; at: string }[]
}
