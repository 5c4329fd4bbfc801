import type { BundleVersion } from '../catalogue/version.ts'
import { isPublic } from './life.ts'

/** The portal's promise with the numbers that were proved, never written by hand. */
export interface PortalPromise {
  bundles: number
  maxVisits: number
  combinations: number
}

export const portalPromise = (all: readonly BundleVersion[]): PortalPromise => {
  const versions = all.filter(isPublic)
  return {
    bundles: versions.length,
    maxVisits: Math.max(0, ...versions.map(({ proof }) => proof.maxVisits)),
    combinations: versions.reduce((sum, { proof }) => sum + proof.combinations, 0),
  }
}
