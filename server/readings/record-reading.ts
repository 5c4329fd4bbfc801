import type { Ctx } from '../context.ts'
import { newRegionalId } from '../ids.ts'
import { shardOf } from '../offices/region.ts'
import { regionOfOffice } from '../people/scope.ts'
import { insertReading, seenToday } from './reading.store.ts'
import { isOncePerDay, portalWide, type Reading, type ReadingKind, type ReadingPurpose, type ReadingSubject } from './reading.ts'

export interface Read {
  kind: ReadingKind
  purpose: ReadingPurpose
  /** For which office; `null`: by an agent, a co-applicant, or an administrator of the portal. */
  officeId: string | null
  /** In what capacity, where it is none of the actor's roles at that office: `agent`, `coApplicant`. */
  role?: string
  subjects: readonly ReadingSubject[]
  /** Ids of the fields whose values are shown, or names of `ownFields`. */
  fields: readonly string[]
  /** Of these, the ones that are shown covered. */
  covered?: readonly string[]
  /** Ids of papers that are shown or named with what is in them. */
  materials?: readonly string[]
  taskId?: string
  /** As it was typed. */
  reason?: string
}

/**
 * Records that the actor is about to be shown other people's data. Asked before the answer is sent, and awaited:
 * what can't be recorded is not shown. A list is one reading, however many people stand in it; what spans several
 * counties is one in each, because each county keeps its own.
 */
export async function recordReading(ctx: Ctx, read: Read): Promise<void> {
  // Looking at one's own account is nobody's business; looking at one's own matter from an office is.
  const subjects = read.subjects.filter(({ personId }) => read.officeId !== null || personId !== ctx.actor.id)
  if (subjects.length === 0 && read.kind !== 'search') return
  const byRegion = subjects.length > 0 ? Map.groupBy(subjects, ({ region }) => region) : new Map([[read.officeId ? shardOf(regionOfOffice(read.officeId)) : portalWide, subjects]])
  await Promise.all([...byRegion].map(([region, group]) => recordIn(ctx, read, region, group)))
}

async function recordIn(ctx: Ctx, read: Read, region: string, subjects: readonly ReadingSubject[]): Promise<void> {
  const fresh = isOncePerDay(read.kind) ? await notSeenToday(ctx, read, region, subjects) : subjects
  if (fresh.length > 0 || read.kind === 'search') await ctx.db.commit(insertReading(ctx.vault, readingOf(ctx, read, region, fresh)))
}

async function notSeenToday({ db, actor, now }: Ctx, { officeId, kind, purpose }: Read, region: string, subjects: readonly ReadingSubject[]): Promise<ReadingSubject[]> {
  const seen = await seenToday(db, region, { at: now.toISOString(), actorId: actor.id, officeId, kind, purpose }, [...new Set(subjects.map(({ personId }) => personId))])
  const known = new Set(seen.map(({ personId, caseNumber }) => `${personId} ${caseNumber}`))
  return subjects.filter(({ personId, caseNumber = '' }) => !known.has(`${personId} ${caseNumber}`))
}

function readingOf({ actor, now }: Ctx, read: Read, region: string, subjects: readonly ReadingSubject[]): Reading {
  const { kind, purpose, officeId, fields, covered = [], materials = [], taskId = null, reason } = read
  const actorRole = read.role ?? (actor.grants.find(grant => grant.officeId === officeId) ?? actor.grants[0])?.role ?? 'agent'
  return {
    region, id: newRegionalId(region, now.getTime()), at: now.toISOString(), actorId: actor.id, actorRole, officeId, kind, purpose, taskId, fields, covered, materials, reason,
    subjects: subjects.map(({ personId, caseNumber }) => ({ personId, caseNumber })),
  }
}
