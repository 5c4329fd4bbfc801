import type { Plan } from '../catalogue/plan.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Problem } from '../web/form.ts'
import { identityNumber } from '../people/person.ts'
import { findPerson } from '../people/person.store.ts'
import type { Vault } from '../vault.ts'
import { coApplicantProblems, coApplicantsOf, type CoApplicantHere } from './co-applicants.ts'
import { identityOf, standingOf, type CoConfirmation, type Standing } from './co-confirmation.ts'
import { listConfirmations } from './co-confirmation.store.ts'
import { changesOfPart, digestOf, partOf, type Part, type PartChanges } from './co-part.ts'
import type { Draft } from './draft.ts'

/** A draft with what follows from it. */
export interface Situated {
  draft: Draft
  plan: Plan
}

/** One who has to confirm, by what the form says now. */
export interface CoStanding extends CoApplicantHere {
  part: Part
  digest: string
  identityIndex: string
  confirmation: CoConfirmation | undefined
  /** What is kept of this co-applicant, whoever the form named then. */
  kept: CoConfirmation | undefined
  standing: Standing
  /** Since he confirmed. */
  changes: PartChanges | undefined
}

/** Everybody who has to confirm this draft, and how each stands. Asks the database only where somebody has to. */
export async function coStandings(ctx: Pick<Ctx, 'db' | 'vault'>, { draft, plan }: Situated): Promise<CoStanding[]> {
  const here = coApplicantsOf({ plan, content: draft.content })
  const asked = here.length > 0 ? await listConfirmations(ctx, draft) : []
  return here.map(one => stood(ctx.vault, draft, plan, one, asked.find(({ coApplicant }) => coApplicant === one.coApplicant.id)))
}

function stood(vault: Vault, draft: Draft, plan: Plan, here: CoApplicantHere, found: CoConfirmation | undefined): CoStanding {
  const part = partOf(draft, here.coApplicant, plan)
  const now = { part, digest: digestOf(vault, draft.id, part), identityIndex: vault.index(identityOf(here)) }
  const standing = standingOf(found, { ...now, isNamed: here.number !== '' && here.name !== '' })
  const confirmation = standing === 'notAsked' || standing === 'unnamed' ? undefined : found
  const before = confirmation?.content.part
  return { ...here, ...now, confirmation, kept: found, standing, changes: before && confirmation.digest !== now.digest ? changesOfPart(before, part) : undefined }
}

/** What is wrong with whom the form names, for the page and for submitting. */
export async function coProblems(ctx: Pick<Ctx, 'db' | 'vault'>, { draft, plan }: Situated): Promise<Problem[]> {
  if (plan.coApplicants.length === 0) return []
  const applicant = await findPerson(ctx, draft.applicantId)
  return coApplicantProblems({ plan, content: draft.content }, applicant && identityNumber(applicant.identity))
}

/**
 * The confirmations with which the draft may be filed. Throws `Conflict('draft.incomplete')` where the
 * form names the wrong people, `Conflict('draft.unconfirmed')` while anybody has not confirmed exactly
 * what it says now.
 */
export async function requireConfirmed(ctx: Pick<Ctx, 'db' | 'vault'>, situated: Situated): Promise<CoConfirmation[]> {
  if ((await coProblems(ctx, situated)).length > 0) throw new Conflict('draft.incomplete')
  const standings = await coStandings(ctx, situated)
  if (standings.some(({ standing }) => standing !== 'confirmed')) throw new Conflict('draft.unconfirmed')
  return standings.flatMap(({ confirmation }) => confirmation ?? [])
}
