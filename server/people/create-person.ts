import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../ids.ts'
import { commitAct } from '../ledger/act.store.ts'
import type { ActType } from '../ledger/act.ts'
import type { Grant, Role } from './actor.ts'
import { personStream, tidyUsername, type Identity, type Person } from './person.ts'
import { insertGrant, insertPerson } from './person.store.ts'

export interface NewPerson {
  kind: Person['kind']
  name: string
  identity: Identity
  /** Without one the account can't sign in yet: somebody served at the counter. */
  username?: string
  passwordHash: string | null
  /** For a password that somebody else knows. */
  passwordExpiresAt?: string
  grants?: Grant[]
}

/** As what somebody opens an account: an administrator, a counter officer or village helper, the portal, or for himself. */
export type OpenedAs = Extract<Role, 'systemAdministrator' | 'counterOfficer' | 'assistant'> | 'portal' | 'applicant'

/** Opens an account. Throws `Conflict('duplicate')` when the username or the identity number has one already; `also` is written with it. */
export async function createPerson(ctx: Pick<Ctx, 'db' | 'vault' | 'actor' | 'now'>, { username, passwordHash, ...given }: NewPerson, actorRole: OpenedAs, also: (personId: string) => WriteSet = () => []): Promise<Person> {
  const id = newId(ctx.now.getTime())
  const at = ctx.now.toISOString()
  const person: Person = { grants: [], passwordExpiresAt: null, ...given, id, username: tidyUsername(username ?? id), status: 'active', sessionEpoch: 0, version: 1, createdAt: at }
  const type: ActType = actorRole === 'applicant' ? 'person.registered' : 'person.created'
  const actorId = actorRole === 'applicant' ? id : ctx.actor.id
  await commitAct(ctx.db, personStream(id), async () => ({
    act: { at, actorId, actorRole, type, data: { personId: id, ...(person.grants.length > 0 ? { grants: person.grants.map(({ role, officeId }) => `${role}@${officeId}`).join(' ') } : {}) } },
    set: [insertPerson(ctx.vault, person, passwordHash), ...person.grants.map(grant => insertGrant(id, grant, actorId, at)), ...also(id)],
  }))
  return person
}
