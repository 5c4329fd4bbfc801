import { z } from 'zod'
import { error, warning, type Diagnostic } from './diagnostic.ts'
import type { Places } from './places.ts'
import type { Proof } from './version.ts'
import { readYaml, type SourceFile } from './yaml-source.ts'

/** What a package claims under `proof`: the numbers, and on which offices they depended (`places.ts`). */
const codes = z.record(z.string(), z.array(z.string()))
const claimSchema = z.strictObject({
  combinations: z.number(),
  maxVisits: z.number(),
  longestPathDays: z.number(),
  checks: z.array(z.string()).default([]),
  regions: z.string().optional(),
  closed: codes.default({}),
  besides: codes.default({}),
  signOffs: z.array(z.strictObject({ kind: z.enum(['bundle', 'item']), id: z.string(), department: z.string(), at: z.string() })).optional(),
})
type Claim = z.infer<typeof claimSchema>

/** A proof as a package carries it: offices that are as the rule has them are not told. */
export function claimOf({ combinations, maxVisits, longestPathDays, checks, places, signOffs }: Proof): Partial<Claim> {
  const told = (lists: Record<string, string[]> | undefined) => (lists && Object.keys(lists).length > 0 ? lists : undefined)
  const claim = { combinations, maxVisits, longestPathDays, checks, regions: places?.regions, closed: told(places?.closed), besides: told(places?.besides), signOffs }
  return Object.fromEntries(Object.entries(claim).filter(([, value]) => value !== undefined))
}

/** The claim of a file, or undefined when it makes none that can be read. */
export function readClaim(file: SourceFile): (Omit<Proof, 'places'> & { places: Places }) | undefined {
  const { value } = readYaml(file)
  const { data } = claimSchema.safeParse((value as { proof?: unknown } | null | undefined)?.proof)
  if (!data) return undefined
  const { regions = '', closed, besides, signOffs, ...proof } = data
  return { ...proof, places: { regions, closed, besides }, ...(signOffs ? { signOffs } : {}) }
}

/** In what a proof made anew says something else than was claimed. */
export function faultsOfClaim(claim: Proof, found: Proof, file: string): Diagnostic[] {
  const subject = { kind: 'file', id: file, path: ['proof'] } as const
  const numbers = (['combinations', 'maxVisits', 'longestPathDays'] as const).filter(name => claim[name] !== found[name])
  const missing = claim.checks.filter(check => !found.checks.includes(check))
  return [
    ...numbers.map(name => error('packageClaim', { ...subject, path: ['proof', name] }, { claimed: claim[name], found: found[name] })),
    ...(missing.length > 0 ? [error('packageChecks', { ...subject, path: ['proof', 'checks'] }, { checks: missing.join(', ') })] : []),
    ...(claim.places?.regions !== found.places?.regions ? [warning('packageRegions', { ...subject, path: ['proof', 'regions'] })] : []),
  ]
}
