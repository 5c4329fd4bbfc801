import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { ServiceCaseTable } from '../../db/schema.ts'
import { insert, update, type Statement, type WriteSet } from '../../db/statement.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import { plan } from '../catalogue/plan.ts'
import type { Ctx } from '../context.ts'
import type { DraftContent } from '../drafts/draft.ts'
import { NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { chained } from '../ledger/chain.ts'
import { insertEvent } from '../ledger/event.store.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import type { Vault } from '../vault.ts'
import { insertCertificate } from './certificate.store.ts'
import type { Case, Dossier } from './case.ts'
import type { Change } from './change.ts'
import { answerDeficiency, insertDeficiency, listDeficiencies } from './deficiency.store.ts'
import { regionOfNumber, type Filing } from './filing.ts'
import { awaitingStatuses, type CaseStatus } from './lifecycle.ts'
import { changeTask, insertTask, listTasks } from './task.store.ts'

const sealContext = (id: string) => `case ${id}`

/** The case with its tasks, deficiencies and plan. Throws `NotFound` for an unknown number. */
export async function getDossier(ctx: Pick<Ctx, 'db' | 'vault'>, number: string): Promise<Dossier> {
  return dossierOf(ctx, await getCase(ctx, number))
}

export async function getDossierById(ctx: Pick<Ctx, 'db' | 'vault'>, region: string, id: string): Promise<Dossier> {
  return dossierOf(ctx, await getCaseById(ctx, region, id))
}

export async function getDossierOfTask(ctx: Pick<Ctx, 'db' | 'vault'>, region: string, taskId: string): Promise<Dossier> {
  const row = await ctx.db.read.selectFrom('service_case').innerJoin('task', join =>
    join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .selectAll('service_case').where('task.region', '=', region).where('task.id', '=', taskId).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return dossierOf(ctx, toCase(row, ctx.vault))
}

async function dossierOf(ctx: Pick<Ctx, 'db' | 'vault'>, theCase: Case): Promise<Dossier> {
  const [tasks, deficiencies, version, calendar] = await Promise.all([
    listTasks(ctx, theCase), listDeficiencies(ctx.db, theCase), getVersion(ctx.db, theCase.bundleVersionId), readCalendar(ctx.db),
  ])
  const { answers, chosen } = theCase.content
  return { theCase, tasks, deficiencies, version, plan: plan(version.definition, { answers, chosen: chosen ?? [] }), calendar }
}

export async function getCase({ db, vault }: Pick<Ctx, 'db' | 'vault'>, number: string): Promise<Case> {
  const row = await db.read.selectFrom('service_case').selectAll().where('region', '=', regionOfNumber(number)).where('number', '=', number).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return toCase(row, vault)
}

export async function hasCase(db: Db, number: string): Promise<boolean> {
  const row = await db.read.selectFrom('service_case').select('id').where('region', '=', regionOfNumber(number)).where('number', '=', number).executeTakeFirst()
  return row !== undefined
}

export async function getCaseById({ db, vault }: Pick<Ctx, 'db' | 'vault'>, region: string, id: string): Promise<Case> {
  const row = await db.read.selectFrom('service_case').selectAll().where('region', '=', region).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return toCase(row, vault)
}

/** The number of the case a draft became, if it did. */
export async function findNumberOfDraft(db: Db, { region, id }: { region: string; id: string }): Promise<string | undefined> {
  const row = await db.read.selectFrom('service_case').select('number').where('region', '=', region).where('draft_id', '=', id).executeTakeFirst()
  return row?.number
}

export interface CaseSummary {
  number: string
  bundleId: string
  bundleVersionId: string
  applicantName: string
  status: CaseStatus
  submittedAt: string
  dueOn: string | null
  concludedAt: string | null
  /** Some department asked for a correction that has not come yet. */
  awaitsApplicant: boolean
}

/** The applicant's cases, newest first. */
export async function listCasesOf(db: Db, applicantId: string, limit = 100): Promise<CaseSummary[]> {
  const rows = await summaries(db).where('applicant_id', '=', applicantId).orderBy('submitted_at', 'desc').limit(limit).execute()
  return rows.map(toSummary)
}

/** For the counter: all cases of the person with this ID number or credit code. */
export async function listCasesByIdentity({ db, vault }: Pick<Ctx, 'db' | 'vault'>, number: string): Promise<CaseSummary[]> {
  const rows = await summaries(db).where('applicant_index', '=', vault.index(number)).orderBy('submitted_at', 'desc').limit(50).execute()
  return rows.map(toSummary)
}

const summaryColumns = ['number', 'bundle_id', 'bundle_version_id', 'applicant_name', 'status', 'submitted_at', 'due_on', 'concluded_at'] as const

const summaries = (db: Db) =>
  db.read.selectFrom('service_case').select(summaryColumns).select(({ selectFrom }) =>
    selectFrom('task').select(({ fn }) => fn.countAll<number | string>().as('count'))
      .whereRef('task.region', '=', 'service_case.region').whereRef('task.case_id', '=', 'service_case.id').where('task.status', 'in', awaitingStatuses).as('supplements'))

const toSummary = (row: Pick<Selectable<ServiceCaseTable>, (typeof summaryColumns)[number]> & { supplements: number | string | null }): CaseSummary => ({
  number: row.number,
  bundleId: row.bundle_id,
  bundleVersionId: row.bundle_version_id,
  applicantName: row.applicant_name,
  status: row.status as CaseStatus,
  submittedAt: row.submitted_at,
  dueOn: row.due_on,
  concludedAt: row.concluded_at,
  awaitsApplicant: Number(row.supplements) > 0,
})

const toCase = (row: Selectable<ServiceCaseTable>, vault: Vault): Case => ({
  region: row.region,
  id: row.id,
  number: row.number,
  draftId: row.draft_id,
  bundleId: row.bundle_id,
  bundleVersionId: row.bundle_version_id,
  regionCode: row.region_code,
  channel: row.channel,
  applicantId: row.applicant_id,
  applicantName: row.applicant_name,
  applicantIndex: row.applicant_index,
  authorId: row.author_id,
  content: vault.open<DraftContent>(row.sealed, sealContext(row.id)),
  status: row.status as CaseStatus,
  version: row.version,
  lastSeq: row.last_seq,
  lastHash: row.last_hash,
  submittedAt: row.submitted_at,
  dueOn: row.due_on,
  concludedAt: row.concluded_at,
})

/** A new case with its tasks and its first events. */
export function filedSet({ theCase, tasks, events }: Filing, vault: Vault): WriteSet {
  const links = chained({ seq: theCase.lastSeq, hash: theCase.lastHash }, events.map(event => ({ ...event, id: newRegionalId(theCase.region) })))
  const last = links.at(-1)
  return [
    insert('service_case', {
      region: theCase.region, id: theCase.id, number: theCase.number, draft_id: theCase.draftId, bundle_id: theCase.bundleId,
      bundle_version_id: theCase.bundleVersionId, region_code: theCase.regionCode, channel: theCase.channel, applicant_id: theCase.applicantId,
      applicant_name: theCase.applicantName, applicant_index: theCase.applicantIndex, author_id: theCase.authorId,
      sealed: vault.seal(theCase.content, sealContext(theCase.id)), status: theCase.status, version: theCase.version,
      last_seq: last?.seq ?? 0, last_hash: last?.hash ?? theCase.lastHash, submitted_at: theCase.submittedAt, due_on: theCase.dueOn, concluded_at: null,
    }),
    ...tasks.map(task => insertTask(task, vault)),
    ...links.map(link => insertEvent({ region: theCase.region, caseId: theCase.id }, link)),
  ]
}

/**
 * A change as a write set. Its first statement raises the case's version and expects one row: of two
 * officers who act at once one wins, and the chain of events stays whole.
 */
export function saved(before: Dossier, change: Change, vault: Vault): WriteSet {
  const { theCase } = before
  const links = chained({ seq: theCase.lastSeq, hash: theCase.lastHash }, change.events.map(event => ({ ...event, id: newRegionalId(theCase.region) })))
  const last = links.at(-1)
  const known = new Set(before.deficiencies.map(({ id }) => id))
  return [
    guardedCase(before, change, { seq: last?.seq ?? theCase.lastSeq, hash: last?.hash ?? theCase.lastHash }, vault),
    ...change.tasks.map(task => changeTask(task, vault)),
    ...change.deficiencies.map(deficiency => (known.has(deficiency.id) ? answerDeficiency(theCase, deficiency) : insertDeficiency(theCase, deficiency))),
    ...change.certificates.map(certificate => insertCertificate(certificate, vault)),
    ...links.map(link => insertEvent({ region: theCase.region, caseId: theCase.id }, link)),
  ]
}

function guardedCase({ theCase: before }: Dossier, { theCase }: Change, last: { seq: number; hash: string }, vault: Vault): Statement {
  const content = theCase.content === before.content ? {} : { sealed: vault.seal(theCase.content, sealContext(theCase.id)) }
  return update('service_case', {
    ...content, status: theCase.status, version: before.version + 1, last_seq: last.seq, last_hash: last.hash,
    due_on: theCase.dueOn, concluded_at: theCase.concludedAt,
  }, { region: before.region, id: before.id, version: before.version })
}
