import type { Selectable } from 'kysely'
import { query } from '../../db/query.ts'
import { insert, remove, update, type Statement } from '../../db/statement.ts'
import type { PersonTable } from '../../db/tables/people.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import type { Vault } from '../vault.ts'
import { listActiveMandates } from './active-mandate.store.ts'
import type { Actor, Grant, Role } from './actor.ts'
import { compactNumber } from './identity-number.ts'
import { identityNumber, tidyUsername, type Identity, type Person } from './person.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

const sealContext = (id: string) => `person ${id}`

export async function getPerson(ctx: Reading, id: string): Promise<Person> {
  const person = await findPerson(ctx, id)
  if (!person) throw new NotFound('page')
  return person
}

export async function findPerson(ctx: Reading, id: string): Promise<Person | undefined> {
  return withGrants(ctx, await personById.first(ctx.db, { id }))
}

const personById = query((db, at: { id: string }) => db.selectFrom('person').selectAll().where('id', '=', at.id))

/** What stands on a case of the person: nothing that is sealed. */
export async function getHead({ db }: Pick<Ctx, 'db'>, id: string): Promise<{ id: string; name: string; index: string | null }> {
  const row = await headOf.first(db, { id })
  if (!row) throw new NotFound('page')
  return row
}

const headOf = query((db, at: { id: string }) => db.selectFrom('person').select(['id', 'name', 'identity_index as index']).where('id', '=', at.id))

export async function findPersonByUsername(ctx: Reading, username: string): Promise<Person | undefined> {
  return withGrants(ctx, await ctx.db.read.selectFrom('person').selectAll().where('username', '=', tidyUsername(username)).executeTakeFirst())
}

/** By ID number or unified social credit code, however it was typed. */
export async function findPersonByIdentity(ctx: Reading, number: string): Promise<Person | undefined> {
  const index = ctx.vault.index(compactNumber(number))
  return withGrants(ctx, await ctx.db.read.selectFrom('person').selectAll().where('identity_index', '=', index).executeTakeFirst())
}

/** Who a session belongs to: nobody, when the account is closed or its sessions were ended since. */
export async function findActor({ db, now }: Pick<Ctx, 'db' | 'now'>, id: string, sessionEpoch: number): Promise<Actor | undefined> {
  const [row, grants, mandates] = await Promise.all([activePerson.first(db, { id, sessionEpoch }), listGrants({ db }, id), listActiveMandates({ db, now }, id)])
  return row && { ...row, grants, mandates }
}

const activePerson = query((db, at: { id: string; sessionEpoch: number }) =>
  db.selectFrom('person').select(['id', 'kind', 'name']).where('id', '=', at.id).where('status', '=', 'active').where('session_epoch', '=', at.sessionEpoch))

/** What signing in compares; undefined for an account that is closed, has no password, or a temporary one that has ended. */
export async function findPasswordHash({ db, now }: Pick<Ctx, 'db' | 'now'>, personId: string): Promise<string | undefined> {
  const row = await db.read.selectFrom('person').select(['password_hash', 'password_expires_at']).where('id', '=', personId).where('status', '=', 'active').executeTakeFirst()
  if (row?.password_expires_at && row.password_expires_at <= now.toISOString()) return undefined
  return row?.password_hash || undefined
}

/** Whether somebody can sign in by a password at all. */
export async function hasPassword({ db }: Pick<Ctx, 'db'>, personId: string): Promise<boolean> {
  const row = await db.read.selectFrom('person').select('password_hash').where('id', '=', personId).executeTakeFirst()
  return Boolean(row?.password_hash)
}

/** Names to show beside ids, for lists that know only who acted. */
export async function namesOf({ db }: Pick<Ctx, 'db'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await names.all(db, { ids: [...new Set(ids)] })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const names = query((db, at: { ids: string[] }) => db.selectFrom('person').select(['id', 'name']).where('id', 'in', at.ids))

export async function listGrants({ db }: Pick<Ctx, 'db'>, personId: string): Promise<Grant[]> {
  return (await grants.all(db, { personId })).map(toGrant)
}

const grants = query((db, at: { personId: string }) =>
  db.selectFrom('role_grant').select(['role', 'office_id']).where('person_id', '=', at.personId).orderBy('role').orderBy('office_id'))

/** Who works in an office: whom a task can be handed to. */
export async function listOfficersAt({ db }: Pick<Ctx, 'db'>, officeId: string): Promise<{ id: string; name: string }[]> {
  return db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id').select(['person.id', 'person.name']).distinct()
    .where('office_id', '=', officeId).where('role', 'in', ['officer', 'head']).where('status', '=', 'active').orderBy('person.name').execute()
}

/** How many people with an open account hold the role: the last system administrator must stay. */
export async function countHolders({ db }: Pick<Ctx, 'db'>, role: Role): Promise<number> {
  const row = await db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id')
    .select(({ fn }) => fn.count<number | string>('role_grant.person_id').distinct().as('holders'))
    .where('role', '=', role).where('status', '=', 'active').executeTakeFirstOrThrow()
  return Number(row.holders)
}

export function insertPerson(vault: Vault, person: Person, passwordHash: string | null): Statement {
  return insert('person', {
    id: person.id,
    username: person.username,
    password_hash: passwordHash ?? '',
    password_expires_at: person.passwordExpiresAt,
    kind: person.kind,
    name: person.name,
    ...sealed(vault, person.id, person.identity),
    status: person.status,
    session_epoch: person.sessionEpoch,
    version: person.version,
    created_at: person.createdAt,
  })
}

/** Writes `changed` over the person as read: nothing happens when somebody changed him meanwhile. */
export function updatePerson(vault: Vault, changed: Person, passwordHash?: string): Statement {
  return update('person', {
    name: changed.name,
    ...sealed(vault, changed.id, changed.identity),
    status: changed.status,
    session_epoch: changed.sessionEpoch,
    password_expires_at: changed.passwordExpiresAt,
    version: changed.version + 1,
    ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
  }, { id: changed.id, version: changed.version })
}

export const insertGrant = (personId: string, { role, officeId }: Grant, grantedBy: string, at: string): Statement =>
  insert('role_grant', { person_id: personId, role, office_id: officeId, granted_at: at, granted_by: grantedBy })

export const removeGrant = (personId: string, { role, officeId }: Grant): Statement =>
  remove('role_grant', { person_id: personId, role, office_id: officeId }, 1)

export const removeSessions = (personId: string): Statement => remove('session', { person_id: personId })

function sealed(vault: Vault, id: string, identity: Identity): Pick<PersonTable, 'sealed' | 'identity_index'> {
  const number = identityNumber(identity)
  return { sealed: vault.seal(identity, sealContext(id)), identity_index: number ? vault.index(number) : null }
}

async function withGrants(ctx: Reading, row: Selectable<PersonTable> | undefined): Promise<Person | undefined> {
  return row && toPerson(ctx.vault, row, await listGrants(ctx, row.id))
}

export const toGrant = ({ role, office_id }: { role: string; office_id: string }): Grant => ({ role: role as Role, officeId: office_id })

export const toPerson = (vault: Vault, row: Selectable<PersonTable>, grants: Grant[]): Person => ({
  id: row.id,
  username: row.username,
  kind: row.kind,
  name: row.name,
  identity: vault.open<Identity>(row.sealed, sealContext(row.id)),
  grants,
  status: row.status,
  passwordExpiresAt: row.password_expires_at,
  sessionEpoch: row.session_epoch,
  version: row.version,
  createdAt: row.created_at,
})
