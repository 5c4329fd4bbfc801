import type { Selectable } from 'kysely'
import { query } from '../../db/query.ts'
import { insert, remove, update, type Statement } from '../../db/statement.ts'
import type { DraftTable } from '../../db/tables/cases.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { inOrder, regionOfId } from '../ids.ts'
import { openFileName } from '../materials/file.store.ts'
import { certificateNames } from '../materials/wallet.store.ts'
import { mandateFor, type Sides } from '../people/active-mandate.ts'
import type { Actor } from '../people/actor.ts'
import { isAllowed } from '../people/permissions.ts'
import type { Vault } from '../vault.ts'
import { recordForm } from '../readings/record-form.ts'
import { hasOpenBreach } from './breach.store.ts'
import { emptyContent, type Draft, type DraftContent, type HandedIn } from './draft.ts'
import { whatCounts } from './material-state.ts'

const sealContext = (id: string) => `draft ${id}`

/** Whether the actor may see and fill in this draft: whose matter it is, his agent while the mandate is in force, or the counter officer who files for him. */
export const isParty = (actor: Actor, sides: Sides): boolean =>
  actor.id === sides.applicantId || mandateFor(actor, sides) !== undefined || (sides.mandateId === null && actor.id === sides.authorId && isAllowed(actor, 'counter.serve'))

const sidesOf = (row: Pick<Selectable<DraftTable>, 'applicant_id' | 'author_id' | 'mandate_id'>): Sides => ({ applicantId: row.applicant_id, authorId: row.author_id, mandateId: row.mandate_id })

/** The draft, in whatever status. Throws `NotFound` when there is none or it is not the actor's. */
export async function getDraft(ctx: Ctx, id: string): Promise<Draft> {
  const { db, vault, actor } = ctx
  const row = await draftById.first(db, { region: regionOfId(id), id })
  if (!row || !isParty(actor, sidesOf(row))) throw new NotFound('page')
  await recordForm(ctx, sidesOf(row), { caseNumber: row.id, region: row.region })
  return toDraft(row, vault, row.status !== 'open' || !(await hasOpenBreach(db, row.applicant_id)))
}

const draftById = query((db, at: { region: string; id: string }) => db.selectFrom('draft').selectAll().where('region', '=', at.region).where('id', '=', at.id))

/** The draft of a confirmation, whoever reads: only for whom that confirmation names. */
export async function draftToConfirm({ db, vault }: Pick<Ctx, 'db' | 'vault'>, { region, draftId }: { region: string; draftId: string }): Promise<Draft> {
  const row = await db.read.selectFrom('draft').selectAll().where('region', '=', region).where('id', '=', draftId).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return toDraft(row, vault, row.status !== 'open' || !(await hasOpenBreach(db, row.applicant_id)))
}

/** Whether the actor is a party to the draft that a file was handed in with. */
export async function isPartyToFile({ db, actor }: Pick<Ctx, 'db' | 'actor'>, { region, id }: { region: string; id: string }): Promise<boolean> {
  const row = await db.read.selectFrom('material').innerJoin('draft', join => join.onRef('draft.region', '=', 'material.region').onRef('draft.id', '=', 'material.draft_id'))
    .select(['draft.applicant_id', 'draft.author_id', 'draft.mandate_id']).where('material.region', '=', region).where('material.file_id', '=', id).executeTakeFirst()
  return row !== undefined && isParty(actor, sidesOf(row))
}

export interface DraftSummary {
  id: string
  bundleId: string
  bundleVersionId: string
  regionCode: string
  applicantId: string
  channel: Draft['channel']
  createdAt: string
  updatedAt: string
}

/** The actor's own matters that are still being filled in, the latest first. */
export const listDrafts = (ctx: Pick<Ctx, 'db' | 'actor'>): Promise<DraftSummary[]> => openDrafts(ctx, 'applicant_id')

/** What a counter officer fills in for people at his counter. */
export const listWalkInDrafts = async (ctx: Pick<Ctx, 'db' | 'actor'>): Promise<DraftSummary[]> =>
  (await openDrafts(ctx, 'author_id')).filter(({ channel }) => channel === 'counter')

/** What the actor fills in for others, under mandates that are in force. */
export const listDraftsForOthers = async (ctx: Pick<Ctx, 'db' | 'actor'>): Promise<DraftSummary[]> =>
  ctx.actor.mandates.length === 0 ? [] : openDrafts(ctx, 'mandate_id')

async function openDrafts({ db, actor }: Pick<Ctx, 'db' | 'actor'>, who: 'applicant_id' | 'author_id' | 'mandate_id'): Promise<DraftSummary[]> {
  const rows = await db.read.selectFrom('draft')
    .select(['id', 'bundle_id', 'bundle_version_id', 'region_code', 'applicant_id', 'channel', 'created_at', 'updated_at'])
    .where(who, 'in', who === 'mandate_id' ? actor.mandates.map(({ id }) => id) : [actor.id]).where('status', '=', 'open').orderBy('updated_at', 'desc').limit(100).execute()
  return rows.map(row => ({
    id: row.id, bundleId: row.bundle_id, bundleVersionId: row.bundle_version_id, regionCode: row.region_code,
    applicantId: row.applicant_id, channel: row.channel, createdAt: row.created_at, updatedAt: row.updated_at,
  }))
}

/** The drafts of this kind into which nothing was put yet: pressing “start” twice makes one. */
export async function listUntouchedDrafts({ db, actor }: Pick<Ctx, 'db' | 'actor'>, like: Pick<Draft, 'applicantId' | 'mandateId' | 'bundleVersionId' | 'regionCode'>): Promise<string[]> {
  const rows = await db.read.selectFrom('draft').select('id')
    .where('applicant_id', '=', like.applicantId).where('mandate_id', like.mandateId === null ? 'is' : '=', like.mandateId)
    .where('status', '=', 'open').where('author_id', '=', actor.id).where('version', '=', 1)
    .where('bundle_version_id', '=', like.bundleVersionId).where('region_code', '=', like.regionCode).orderBy('id').limit(100).execute()
  return rows.map(({ id }) => id)
}

export const insertDraft = (vault: Vault, draft: Draft): Statement =>
  insert('draft', {
    region: draft.region,
    id: draft.id,
    applicant_id: draft.applicantId,
    author_id: draft.authorId,
    mandate_id: draft.mandateId,
    bundle_id: draft.bundleId,
    bundle_version_id: draft.bundleVersionId,
    region_code: draft.regionCode,
    channel: draft.channel,
    sealed: vault.seal(draft.content, sealContext(draft.id)),
    status: draft.status,
    version: draft.version,
    created_at: draft.createdAt,
    updated_at: draft.updatedAt,
  })

const asRead = ({ region, id, version }: Draft) => ({ region, id, version, status: 'open' as const })

/** Writes over the draft as it was read: nothing happens when another device was quicker, or it was submitted. */
export const updateDraft = (vault: Vault, { bundleVersionId, content, ...draft }: Draft, now: Date): Statement =>
  update('draft', {
    bundle_version_id: bundleVersionId,
    sealed: vault.seal(content, sealContext(draft.id)),
    version: draft.version + 1,
    updated_at: now.toISOString(),
  }, asRead({ ...draft, bundleVersionId, content }))

/** Closes the draft that became a case: a second submission finds no open draft. */
export const draftClosed = (draft: Draft): Statement => update('draft', { status: 'submitted', version: draft.version + 1 }, asRead(draft))

/** Closes a draft that nobody wants any more, and forgets what was in it. */
export const draftDiscarded = (vault: Vault, draft: Draft, now: Date): Statement =>
  update('draft', {
    status: 'discarded', version: draft.version + 1, updated_at: now.toISOString(), sealed: vault.seal(emptyContent(), sealContext(draft.id)),
  }, asRead(draft))

/** The papers of a draft or of the case it became, oldest first. */
export async function listHandedIn({ db, vault }: Pick<Ctx, 'db' | 'vault'>, { region, id }: Pick<Draft, 'region' | 'id'>): Promise<HandedIn[]> {
  const rows = await handedIn.all(db, { region, id })
  const names = await certificateNames(db, rows.flatMap(({ certificate_id }) => certificate_id ?? []))
  return inOrder(rows).map(row => ({
    id: row.id,
    materialId: row.material_id,
    source: row.source === 'certificate' ? 'certificate' : 'applicant',
    fileId: row.file_id,
    certificateId: row.certificate_id,
    name: row.sealed !== null && row.file_id !== null ? openFileName(vault, row.file_id, row.sealed) : (names.get(row.certificate_id ?? '') ?? ''),
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    createdAt: row.created_at,
  }))
}

const handedIn = query((db, at: Pick<Draft, 'region' | 'id'>) =>
  db.selectFrom('material').leftJoin('file', join => join.onRef('file.region', '=', 'material.region').onRef('file.id', '=', 'material.file_id'))
    .select(['material.id', 'material_id', 'source', 'file_id', 'certificate_id', 'material.created_at', 'file.sealed', 'file.media_type', 'file.size', 'file.sha256'])
    .where('material.region', '=', at.region).where('draft_id', '=', at.id).where('source', 'in', ['applicant', 'certificate']))

export const insertHandedIn = (draft: Pick<Draft, 'region' | 'id'>, one: Pick<HandedIn, 'id' | 'materialId' | 'source' | 'fileId' | 'certificateId' | 'createdAt'>): Statement =>
  insert('material', {
    region: draft.region, id: one.id, draft_id: draft.id, case_id: null, material_id: one.materialId, source: one.source,
    file_id: one.fileId, certificate_id: one.certificateId, sealed: null, created_at: one.createdAt,
  })

export const removeHandedIn = ({ region, id: draftId }: Pick<Draft, 'region' | 'id'>, id: string): Statement =>
  remove('material', { region, id, draft_id: draftId }, 1)

/** A draft with what counts in it now. */
const toDraft = (row: Selectable<DraftTable>, vault: Vault, mayCommit: boolean): Draft => ({
  id: row.id,
  region: row.region,
  regionCode: row.region_code,
  applicantId: row.applicant_id,
  authorId: row.author_id,
  mandateId: row.mandate_id,
  bundleId: row.bundle_id,
  bundleVersionId: row.bundle_version_id,
  channel: row.channel,
  status: row.status,
  mayCommit,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  content: whatCounts(vault.open<DraftContent>(row.sealed, sealContext(row.id)), mayCommit),
})
