import type { Selectable } from 'kysely'
import { insert, remove, update, type Statement } from '../../db/statement.ts'
import type { MandateCodeTable, MandateTable } from '../../db/tables/agents.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import type { MandateScope } from '../people/active-mandate.ts'
import type { Assurance } from '../people/session.ts'
import type { Vault } from '../vault.ts'
import { isMandateId, type Mandate, type MandateDetails } from './mandate.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

export const mandateSealContext = (id: string) => `mandate ${id}`

export async function findMandate({ db, vault }: Reading, id: string): Promise<Mandate | undefined> {
  const row = isMandateId(id) ? await db.read.selectFrom('mandate').selectAll().where('id', '=', id).executeTakeFirst() : undefined
  return row && toMandate(vault, row)
}

export async function getMandate(ctx: Reading, id: string): Promise<Mandate> {
  const mandate = await findMandate(ctx, id)
  if (!mandate) throw new NotFound('page')
  return mandate
}

/** What somebody has given, or been asked for, the latest first. */
export const listGiven = (ctx: Reading, principalId: string): Promise<Mandate[]> => listBy(ctx, 'principal_id', principalId)
/** What somebody holds, or has been offered. */
export const listHeld = (ctx: Reading, agentId: string): Promise<Mandate[]> => listBy(ctx, 'agent_id', agentId)

async function listBy({ db, vault }: Reading, side: 'principal_id' | 'agent_id', id: string): Promise<Mandate[]> {
  const rows = await db.read.selectFrom('mandate').selectAll().where(side, '=', id).orderBy('offered_at', 'desc').orderBy('id', 'desc').limit(200).execute()
  return rows.map(row => toMandate(vault, row))
}

export const insertMandate = (vault: Vault, mandate: Mandate): Statement => insert('mandate', rowOf(vault, mandate))

/** Writes over the mandate as it was read: nothing happens when it was used or changed meanwhile. */
export const updateMandate = (vault: Vault, changed: Mandate): Statement => {
  const { id, version, ...row } = rowOf(vault, changed)
  return update('mandate', { ...row, version: version + 1 }, { id, version })
}

/** One submission more, as part of the write set that files: of two with one left, one finds the row changed. */
export const mandateUsed = ({ id, uses, version }: Pick<Mandate, 'id' | 'uses' | 'version'>): Statement =>
  update('mandate', { uses: uses + 1, version: version + 1 }, { id, version })

/** The signed paper by which it was confirmed. */
export const paperOf = ({ details: { confirmation } }: Pick<Mandate, 'details'>): string | null => (confirmation?.by === 'signedPaper' ? confirmation.fileId : null)

const rowOf = (vault: Vault, mandate: Mandate): Selectable<MandateTable> => ({
  id: mandate.id, kind: mandate.kind, principal_id: mandate.principalId, agent_id: mandate.agentId, offered_by: mandate.offeredBy, assurance: mandate.assurance,
  scope: JSON.stringify(mandate.scope), valid_from: mandate.validFrom, valid_to: mandate.validTo, max_uses: mandate.maxUses, uses: mandate.uses,
  sealed: vault.seal(mandate.details, mandateSealContext(mandate.id)), paper_id: paperOf(mandate), offered_at: mandate.offeredAt, accepted_at: mandate.acceptedAt,
  declined_at: mandate.declinedAt, ended_at: mandate.endedAt, ended_by: mandate.endedBy, version: mandate.version,
})

export const toMandate = (vault: Vault, row: Selectable<MandateTable>): Mandate => ({
  id: row.id, kind: row.kind, principalId: row.principal_id, agentId: row.agent_id, offeredBy: row.offered_by, assurance: row.assurance as Assurance,
  scope: JSON.parse(row.scope) as MandateScope, validFrom: row.valid_from, validTo: row.valid_to, maxUses: row.max_uses, uses: row.uses,
  details: vault.open<MandateDetails>(row.sealed, mandateSealContext(row.id)), offeredAt: row.offered_at, acceptedAt: row.accepted_at,
  declinedAt: row.declined_at, endedAt: row.ended_at, endedBy: row.ended_by, version: row.version,
})

/** Everything, for the check of the whole. */
export const listMandateRows = (db: Ctx['db']): Promise<Selectable<MandateTable>[]> => db.read.selectFrom('mandate').selectAll().orderBy('id').execute()

/** How many cases name each mandate. */
export async function countMandateUses(db: Ctx['db']): Promise<Map<string, number>> {
  const rows = await db.read.selectFrom('service_case').select(({ fn }) => ['mandate_id', fn.countAll<number | string>().as('count')]).where('mandate_id', 'is not', null).groupBy('mandate_id').execute()
  return new Map(rows.map(({ mandate_id, count }) => [String(mandate_id), Number(count)]))
}

/** The papers by which mandates were confirmed, by file: what they are, and whose. */
export async function listMandatePapers(db: Ctx['db'], mandates: readonly Mandate[]): Promise<Map<string, { sha256: string; ownerId: string }>> {
  const ids = mandates.flatMap(mandate => paperOf(mandate) ?? [])
  const found = await Promise.all(ids.map(id => db.read.selectFrom('file').select(['id', 'sha256', 'owner_id']).where('region', '=', regionOfId(id)).where('id', '=', id).executeTakeFirst()))
  return new Map(found.flatMap(row => (row ? [[row.id, { sha256: row.sha256, ownerId: row.owner_id }] as const] : [])))
}

export interface MandateCode {
  mandateId: string
  hash: string
  channel: 'sms' | 'email'
  tries: number
  expiresAt: string
}

export async function findCode({ db }: Pick<Ctx, 'db'>, mandateId: string): Promise<MandateCode | undefined> {
  const row = await db.read.selectFrom('mandate_code').selectAll().where('mandate_id', '=', mandateId).executeTakeFirst()
  return row && toCode(row)
}

const toCode = (row: Selectable<MandateCodeTable>): MandateCode =>
  ({ mandateId: row.mandate_id, hash: row.hash, channel: row.channel, tries: row.tries, expiresAt: row.expires_at })

/** A new code; the one before it is worth nothing. */
export const putCode = ({ mandateId, hash, channel, tries, expiresAt }: MandateCode): Statement[] =>
  [removeCode(mandateId), insert('mandate_code', { mandate_id: mandateId, hash, channel, tries, expires_at: expiresAt })]

/** Counts a try, guarded by what was read: of tries that come at once each is counted. */
export const countTry = ({ mandateId, hash, tries }: MandateCode): Statement => update('mandate_code', { tries: tries + 1 }, { mandate_id: mandateId, hash, tries })

export const removeCode = (mandateId: string): Statement => remove('mandate_code', { mandate_id: mandateId })
