import { sql, type Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { ServiceCaseTable } from '../../db/tables/cases.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement, type WriteSet } from '../../db/statement.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { insertBreach, repairBreach } from '../drafts/breach.store.ts'
import type { DraftContent, HandedIn } from '../drafts/draft.ts'
import { situationOf } from '../drafts/situation.ts'
import { NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { chained } from '../ledger/chain.ts'
import { insertEvent } from '../ledger/event.store.ts'
import { besideOf, type Ledger } from '../ledger/ledger.ts'
import { readCounting } from '../limits/office-hours.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import type { Vault } from '../vault.ts'
import { changedRows, datesRow, filedRows, rowNames, wakeRow } from './beside.ts'
import { insertCertificate, revokeCertificates } from './certificate.store.ts'
import type { Case, Dossier } from './case.ts'
import type { Change } from './change.ts'
import { changeDeficiency, insertDeficiency, listDeficiencies, removeDeficiency } from './deficiency.store.ts'
import { figuresChanged } from './figure.store.ts'
import { regionOfNumber } from './filing.ts'
import type { CaseStatus } from './lifecycle.ts'
import type { CaseProceedings } from './proceedings.ts'
import { changeOrder, changeRequest, insertOrder, insertRequest, listOrders, listRequests } from './request.store.ts'
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
  const row = await caseOfTask.first(ctx.db, { region, taskId })
  if (!row) throw new NotFound('page')
  return dossierOf(ctx, toCase(row, ctx.vault))
}

const caseOfTask = query((db, at: { region: string; taskId: string }) =>
  db.selectFrom('service_case').innerJoin('task', join => join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .selectAll('service_case').where('task.region', '=', at.region).where('task.id', '=', at.taskId))

async function dossierOf(ctx: Pick<Ctx, 'db' | 'vault'>, theCase: Case): Promise<Dossier> {
  const { db } = ctx
  const [tasks, deficiencies, requests, orders, version, counting] = await Promise.all([
    listTasks(ctx, theCase), listDeficiencies(db, theCase), listRequests(db, theCase), listOrders(db, theCase),
    getVersion(db, theCase.bundleVersionId), readCounting(db, theCase.regionCode),
  ])
  return { theCase, tasks, deficiencies, requests, orders, version, plan: situationOf(version.definition, theCase.content), ...counting }
}

export async function getCase({ db, vault }: Pick<Ctx, 'db' | 'vault'>, number: string): Promise<Case> {
  const row = await caseByNumber.first(db, { region: regionOfNumber(number), number })
  if (!row) throw new NotFound('page')
  return toCase(row, vault)
}

const caseByNumber = query((db, at: { region: string; number: string }) => db.selectFrom('service_case').selectAll().where('region', '=', at.region).where('number', '=', at.number))

export async function hasCase(db: Db, number: string): Promise<boolean> {
  const row = await db.read.selectFrom('service_case').select('id').where('region', '=', regionOfNumber(number)).where('number', '=', number).executeTakeFirst()
  return row !== undefined
}

export async function getCaseById({ db, vault }: Pick<Ctx, 'db' | 'vault'>, region: string, id: string): Promise<Case> {
  const row = await caseById.first(db, { region, id })
  if (!row) throw new NotFound('page')
  return toCase(row, vault)
}

const caseById = query((db, at: CaseKey) => db.selectFrom('service_case').selectAll().where('region', '=', at.region).where('id', '=', at.id))

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
  isErased: boolean
}

/** The applicant's cases, newest first. */
export async function listCasesOf(db: Db, applicantId: string, limit = 100): Promise<CaseSummary[]> {
  const rows = await summaries(db).where('applicant_id', '=', applicantId).orderBy('submitted_at', 'desc').limit(limit).execute()
  return rows.map(toSummary)
}

/** What was filed under these mandates, newest first. */
export async function listCasesUnder(db: Db, mandateIds: readonly string[], limit = 100): Promise<CaseSummary[]> {
  const rows = await summaries(db).where('mandate_id', 'in', mandateIds).orderBy('submitted_at', 'desc').limit(limit).execute()
  return rows.map(toSummary)
}

/** For the counter: all cases of the person with this ID number or credit code. */
export async function listCasesByIdentity({ db, vault }: Pick<Ctx, 'db' | 'vault'>, number: string): Promise<CaseSummary[]> {
  const rows = await summaries(db).where('applicant_index', '=', vault.index(number)).orderBy('submitted_at', 'desc').limit(50).execute()
  return rows.map(toSummary)
}

const summaryColumns = ['number', 'bundle_id', 'bundle_version_id', 'applicant_name', 'status', 'submitted_at', 'due_on', 'concluded_at', 'erased_at'] as const

const summaries = (db: Db) => db.read.selectFrom('service_case').select(summaryColumns)

const toSummary = (row: Pick<Selectable<ServiceCaseTable>, (typeof summaryColumns)[number]>): CaseSummary => ({
  number: row.number,
  bundleId: row.bundle_id,
  bundleVersionId: row.bundle_version_id,
  applicantName: row.applicant_name,
  status: row.status as CaseStatus,
  submittedAt: row.submitted_at,
  dueOn: row.due_on,
  concludedAt: row.concluded_at,
  isErased: row.erased_at !== null,
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
  mandateId: row.mandate_id,
  content: vault.open<DraftContent>(row.sealed, sealContext(row.id)),
  status: row.status as CaseStatus,
  version: row.version,
  lastSeq: row.last_seq,
  lastHash: row.last_hash,
  submittedAt: row.submitted_at,
  dueOn: row.due_on,
  concludedAt: row.concluded_at,
  updatedAt: row.updated_at,
  proceedings: JSON.parse(row.proceedings) as CaseProceedings,
  erasedAt: row.erased_at,
  wakeAt: row.wake_at,
  tellAt: row.tell_at,
  toldSeq: row.told_seq,
  calendarAct: row.calendar_act,
})

type Keeping = Pick<Ctx, 'db' | 'vault'>

/** A new case with its tasks and its first events; `papers`: what was handed in with it. */
export function filedSet(filing: Change, { db, vault }: Keeping, papers: readonly HandedIn[] = []): WriteSet {
  const { after: { theCase, tasks }, events, certificates } = filing
  const links = linked(theCase, theCase, events, db.ledger, filedRows(filing, papers))
  return [
    insert('service_case', {
      region: theCase.region, id: theCase.id, number: theCase.number, draft_id: theCase.draftId, bundle_id: theCase.bundleId,
      bundle_version_id: theCase.bundleVersionId, region_code: theCase.regionCode, channel: theCase.channel, applicant_id: theCase.applicantId,
      applicant_name: theCase.applicantName, applicant_index: theCase.applicantIndex, author_id: theCase.authorId, mandate_id: theCase.mandateId,
      sealed: vault.seal(theCase.content, sealContext(theCase.id)), version: theCase.version, submitted_at: theCase.submittedAt, told_seq: theCase.toldSeq, anchored_seq: 0,
      ...changing(theCase, links),
    }),
    ...tasks.map(task => insertTask(task, vault)),
    ...certificates.map(certificate => insertCertificate(certificate, vault)),
    ...links.map(link => insertEvent({ region: theCase.region, caseId: theCase.id }, link)),
    ...figuresChanged(undefined, filing.after),
  ]
}

/**
 * A change as a write set. Its first statement raises the case's version and expects one row: of two
 * officers who act at once one wins, and the chain of events stays whole. A change of nothing writes
 * nothing. `papers`: those that arrived with it.
 */
export function saved(change: Change, { db, vault }: Keeping, papers: readonly HandedIn[] = []): WriteSet {
  const { before, after, events, certificates, revokedOf } = change
  const { theCase } = before
  const links = linked(theCase, after.theCase, events, db.ledger, changedRows(change, papers))
  const isSame = <T>(list: readonly T[]) => (one: T) => !list.includes(one)
  const differing = <T extends { id: string }>(old: readonly T[], now: readonly T[]) => now.filter(isSame(old)).map(one => ({ one, isNew: !old.some(({ id }) => id === one.id) }))
  const gone = before.deficiencies.filter(({ id }) => !after.deficiencies.some(one => one.id === id))
  return [
    guardedCase(theCase, after.theCase, links, vault),
    ...after.tasks.filter(isSame(before.tasks)).map(task => changeTask(task, vault)),
    ...differing(before.deficiencies, after.deficiencies).map(({ one, isNew }) => (isNew ? insertDeficiency : changeDeficiency)(theCase, one)),
    ...gone.map(one => removeDeficiency(theCase, one)),
    ...differing(before.requests, after.requests).map(({ one, isNew }) => (isNew ? insertRequest : changeRequest)(theCase, one)),
    ...differing(before.orders, after.orders).map(({ one, isNew }) => (isNew ? insertOrder : changeOrder)(theCase, one)),
    ...revokedOf.map(taskId => revokeCertificates(theCase.region, taskId)),
    ...breaches(before, events),
    ...certificates.map(certificate => insertCertificate(certificate, vault)),
    ...links.map(link => insertEvent({ region: theCase.region, caseId: theCase.id }, link)),
    ...figuresChanged(before, after),
  ]
}

/** A broken commitment keeps the person from making others, until it is repaired or a review finds that it was none (Zhejiang regulation art. 14). */
function breaches({ theCase, tasks }: Dossier, events: Change['events']): Statement[] {
  return events.flatMap(({ type, taskId, at, actorId }) => {
    const task = tasks.find(({ id }) => id === taskId)
    if (!task) return []
    const breach = { region: theCase.region, personId: theCase.applicantId, taskId: task.id }
    if (type === 'task.decisionRevoked') return [insertBreach({ ...breach, caseNumber: theCase.number, itemCode: task.itemCode, brokenAt: at })]
    const isUndone = type === 'task.breachRepaired' || (type === 'task.reopened' && task.proceedings.commitment?.state === 'broken')
    return isUndone ? [repairBreach(breach, { at, by: actorId })] : []
  })
}

/** The last event of a commit vouches for the rows beside it. */
function linked({ region, lastSeq, lastHash }: Case, now: Case, events: Change['events'], ledger: Ledger, rows: Readonly<Record<string, unknown>>): ChainedEvent[] {
  if (events.length === 0 && Object.keys(rows).length > 0) throw new Error('a case was changed without an event')
  const vouching = (index: number) => (index === events.length - 1 ? { beside: besideOf(ledger, { ...rows, [rowNames.dates()]: datesRow(now), [rowNames.wake()]: wakeRow(now) }) } : {})
  return chained({ seq: lastSeq, hash: lastHash }, events.map((event, index) => ({ ...event, id: newRegionalId(region), ...vouching(index) })), ledger.hash)
}

function guardedCase(before: Case, theCase: Case, links: readonly ChainedEvent[], vault: Vault): Statement {
  const content = theCase.content === before.content ? {} : { sealed: vault.seal(theCase.content, sealContext(theCase.id)) }
  return update('service_case', { ...content, version: before.version + 1, ...changing(theCase, links) }, { region: before.region, id: before.id, version: before.version })
}

const changing = (theCase: Case, links: readonly ChainedEvent[]) => ({
  status: theCase.status,
  last_seq: links.at(-1)?.seq ?? theCase.lastSeq,
  last_hash: links.at(-1)?.hash ?? theCase.lastHash,
  due_on: theCase.dueOn,
  concluded_at: theCase.concludedAt,
  updated_at: theCase.updatedAt,
  proceedings: JSON.stringify(theCase.proceedings),
  erased_at: theCase.erasedAt,
  wake_at: theCase.wakeAt,
  tell_at: theCase.tellAt,
  calendar_act: theCase.calendarAct,
})

export interface CaseKey {
  region: string
  id: string
}

/** Cases that the passing of time has something to do with by now. */
export const listCasesToWake = (db: Db, now: string, limit: number): Promise<CaseKey[]> =>
  db.read.selectFrom('service_case').select(['region', 'id']).where('wake_at', '<=', now).orderBy('wake_at').limit(limit).execute()

export const wokenLater = ({ region, id }: CaseKey, at: string): Statement => update('service_case', { wake_at: at }, { region, id })

/** Running cases whose dates were counted by an older calendar than the one of this act. */
export const listCasesToRedate = (db: Db, calendarAct: number, limit: number): Promise<CaseKey[]> =>
  db.read.selectFrom('service_case').select(['region', 'id']).where('status', '=', sql.lit('running')).where('calendar_act', '<', calendarAct).limit(limit).execute()
