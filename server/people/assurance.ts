import type { Db } from '../../db/connect.ts'
import { listActsOfType } from '../ledger/act.store.ts'
import type { Actor } from './actor.ts'
import { personStream } from './person.ts'
import type { Assurance } from './session.ts'

/**
 * How sure it is who acts: as the way he signed in says; and the second level also where an officer has seen his
 * card and that the account is his own (`confirm-in-person.ts`), for a portal without single sign-on can say so
 * in no other way.
 */
export async function assuranceOf({ db, actor }: { db: Db; actor: Actor }): Promise<Assurance> {
  const signedIn = actor.assurance ?? 1
  return signedIn > 1 || !(await isConfirmed(db, actor.id)) ? signedIn : 2
}

/** A card that was seen without a word on the account says nothing of who can sign in to it. */
const isConfirmed = async (db: Db, personId: string): Promise<boolean> =>
  (await listActsOfType(db, personStream(personId), 'applicant.confirmedInPerson')).some(({ data }) => data.account === 'own')
