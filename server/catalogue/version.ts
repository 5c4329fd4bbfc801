import type { BundleDefinition } from './definition.ts'

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
}
