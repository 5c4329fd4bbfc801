import type { Selectable } from 'kysely'
import type { CoConfirmationTable } from '../../db/tables/cases.ts'
import { insert, remove, update, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { inOrder, regionOfId } from '../ids.ts'
import type { Vault } from '../vault.ts'
import type { CoConfirmation } from './co-confirmation.ts'
import type { Draft } from './draft.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

const sealContext = (id: string) => `co_confirmation ${id}`

/** All that were asked for a draft. */
export async function listConfirmations({ db, vault }: Reading, { region, id }: Pick<Draft, 'region' | 'id'>): Promise<CoConfirmation[]> {
  const rows = await db.read.selectFrom('co_confirmation').selectAll().where('region', '=', region).where('draft_id', '=', id).execute().then(inOrder)
  return rows.map(row => toConfirmation(row, vault))
}

/** Throws `NotFound`. Whose it is, is for the caller to see. */
export async function getConfirmation({ db, vault }: Reading, id: string): Promise<CoConfirmation> {
  const row = await db.read.selectFrom('co_confirmation').selectAll().where('region', '=', regionOfId(id)).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('page')
  return toConfirmation(row, vault)
}

/** What somebody was asked, the latest first. */
export async function listAskedOf({ db, vault }: Reading, identityIndex: string): Promise<CoConfirmation[]> {
  const rows = await db.read.selectFrom('co_confirmation').selectAll().where('identity_index', '=', identityIndex).orderBy('asked_at', 'desc').orderBy('id').limit(100).execute()
  return rows.map(row => toConfirmation(row, vault))
}

const insertConfirmation = (vault: Vault, one: CoConfirmation): Statement => insert('co_confirmation', { region: one.region, id: one.id, draft_id: one.draftId, co_applicant: one.coApplicant, ...columnsOf(vault, one), version: one.version })

const updateConfirmation = (vault: Vault, one: CoConfirmation): Statement =>
  update('co_confirmation', { ...columnsOf(vault, one), version: one.version + 1 }, { region: one.region, id: one.id, version: one.version })

/**
 * Writes a confirmation over `kept` as it was read: nothing happens when somebody was quicker. Of somebody
 * whom the form no longer names nothing stays; who is named now gets an id of his own.
 */
export const placed = (vault: Vault, kept: CoConfirmation | undefined, one: CoConfirmation): Statement[] =>
  kept?.id === one.id ? [updateConfirmation(vault, one)] : [...(kept ? [remove('co_confirmation', { region: kept.region, id: kept.id, version: kept.version }, 1)] : []), insertConfirmation(vault, one)]

/** Fails when it has been answered otherwise since it was read: what is filed with it must be what was confirmed. */
export const stillConfirmed = ({ region, id, version }: CoConfirmation): Statement =>
  update('co_confirmation', { version: version + 1 }, { region, id, version, state: 'confirmed' })

/** Forgets all confirmations of a draft. */
export const removeConfirmations = ({ region, id }: Pick<Draft, 'region' | 'id'>): Statement => remove('co_confirmation', { region, draft_id: id })

const columnsOf = (vault: Vault, one: CoConfirmation) => ({
  identity_index: one.identityIndex,
  person_id: one.personId,
  state: one.state,
  digest: one.digest,
  witness_id: one.witnessId,
  sealed: vault.seal(one.content, sealContext(one.id)),
  asked_at: one.askedAt,
  answered_at: one.answeredAt,
})

const toConfirmation = (row: Selectable<CoConfirmationTable>, vault: Vault): CoConfirmation => ({
  region: row.region,
  id: row.id,
  draftId: row.draft_id,
  coApplicant: row.co_applicant,
  identityIndex: row.identity_index,
  personId: row.person_id,
  state: row.state,
  digest: row.digest,
  witnessId: row.witness_id,
  content: vault.open<CoConfirmation['content']>(row.sealed, sealContext(row.id)),
  askedAt: row.asked_at,
  answeredAt: row.answered_at,
  version: row.version,
})
