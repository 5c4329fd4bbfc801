import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { ProposalTable } from '../../db/tables/reference.ts'
import { NotFound } from '../errors.ts'
import type { Proposal, ProposalStatus, Revision } from './proposal.ts'

export async function getProposal(db: Db, id: string): Promise<Proposal> {
  const row = await db.read.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  const { text } = await db.read.selectFrom('proposal_revision').select('text').where('proposal_id', '=', id).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow()
  return toProposal(row, text)
}

/** Proposals of these states without their texts, what was touched last first. */
export async function listProposals(db: Db, statuses: readonly ProposalStatus[], limit: number): Promise<Omit<Proposal, 'text'>[]> {
  const rows = await db.read.selectFrom('proposal').selectAll().where('status', 'in', statuses).orderBy('updated_at', 'desc').orderBy('id').limit(limit).execute()
  return rows.map(row => toProposal(row, ''))
}

/** What these proposals are called, by id. */
export async function listProposalNames(db: Db, ids: readonly string[]): Promise<Map<string, Proposal['name']>> {
  if (ids.length === 0) return new Map()
  const rows = await db.read.selectFrom('proposal').select(['id', 'zh', 'en']).where('id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map(({ id, zh, en }) => [id, { zh, en }]))
}

/** Some of its texts, the newest first: from that number down. */
export async function listRevisionsFrom(db: Db, proposalId: string, newest: number, limit: number): Promise<Revision[]> {
  const rows = await db.read.selectFrom('proposal_revision').selectAll().where('proposal_id', '=', proposalId).where('number', '<=', newest).orderBy('number', 'desc').limit(limit).execute()
  return rows.map(({ number, text, made_at, made_by }) => ({ number, text, madeAt: made_at, madeBy: made_by }))
}

/** Its texts, the newest first. */
export async function listRevisions(db: Db, proposalId: string): Promise<Revision[]> {
  const rows = await db.read.selectFrom('proposal_revision').selectAll().where('proposal_id', '=', proposalId).orderBy('number', 'desc').execute()
  return rows.map(({ number, text, made_at, made_by }) => ({ number, text, madeAt: made_at, madeBy: made_by }))
}

export const insertProposal = (proposal: Proposal): Statement =>
  insert('proposal', {
    id: proposal.id, zh: proposal.name.zh, en: proposal.name.en, status: proposal.status, version: proposal.version, basis: JSON.stringify(proposal.basis),
    created_at: proposal.createdAt, created_by: proposal.createdBy, updated_at: proposal.updatedAt,
  })

/** Expects the version as read: of two who act at once, one wins. */
export const updateProposal = (before: Proposal, after: Proposal): Statement =>
  update('proposal', {
    zh: after.name.zh, en: after.name.en, status: after.status, version: after.version, basis: JSON.stringify(after.basis), updated_at: after.updatedAt,
  }, { id: before.id, version: before.version })

export const insertRevision = ({ id, version, text, updatedAt }: Proposal, madeBy: string): Statement =>
  insert('proposal_revision', { proposal_id: id, number: version, text, made_at: updatedAt, made_by: madeBy })

const toProposal = (row: Selectable<ProposalTable>, text: string): Proposal => ({
  id: row.id,
  name: { zh: row.zh, en: row.en },
  status: row.status,
  version: row.version,
  basis: JSON.parse(row.basis) as Record<string, string>,
  createdAt: row.created_at,
  createdBy: row.created_by,
  updatedAt: row.updated_at,
  text,
})
