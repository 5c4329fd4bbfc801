import { join } from 'node:path'
import { connect, type Db } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import type { WriteSet } from '../../db/statement.ts'
import { loadShippedCatalogue } from '../../server/catalogue/shipped.ts'
import { submit } from '../../server/cases/submit.ts'
import { readConfig } from '../../server/config.ts'
import type { Ctx } from '../../server/context.ts'
import { seedTown } from '../../server/demo/seed-town.ts'
import { createLog } from '../../server/log.ts'
import { openLedger } from '../../server/ledger/ledger.store.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { noRegisters } from '../../server/materials/register.client.ts'
import { noScanner } from '../../server/materials/scanner.ts'
import { noMail } from '../../server/notify/mailer.ts'
import { noSms } from '../../server/notify/sms-gateway.ts'
import { createPerson } from '../../server/people/create-person.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { findPersonByUsername, getPerson } from '../../server/people/person.store.ts'
import { createSigner } from '../../server/signing.ts'
import { vaultOf } from '../../server/vault.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { copyDrafts } from './copy-drafts.ts'
import { recorded, type RecordedWrite } from './recorded-write.ts'

/** A portal's surroundings, filled: what the bench sends its requests to. */
export interface Town {
  environment: Record<string, string>
  /** Ids of people who each have drafts to submit, and are signed in later. */
  citizens: string[]
  /** Officers of the offices that have tasks, by the number of their open tasks, most first. */
  officers: string[]
  /** Complete drafts with seven items, of the citizens in turn. */
  drafts: { id: string; citizen: number; section: string }[]
  /** A case of the first citizen. */
  casePath: string
  guide: string
  /** What one submission writes: the bare server writes the same. */
  submission: RecordedWrite
}

const items = 7
/** Enough for a queue of more than one page. */
const filedAhead = 60

export const environmentOf = (folder: string, databaseUrl = join(folder, 'portal.db')): Record<string, string> => ({
  REQUESTS_PER_MINUTE: '0', DATA_DIR: folder, DATABASE_URL: databaseUrl, FILES_DIR: join(folder, 'files'),
  SESSION_SECRET: 'the bench keeps no secrets at all, truly', DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: '9'.repeat(64), INSECURE_HTTP: '1', LOG_LEVEL: 'info',
})

type Base = Omit<Ctx, 'actor'>

/** What the bench needs to act in a database of its own before the portal is started on it. */
export function openBase(environment: Record<string, string>): Base {
  const config = readConfig(environment)
  const vault = vaultOf(config)
  return {
    db: connect(config.databaseUrl), vault, signer: createSigner(config.signingKey, config.portalName), log: createLog('silent'), registers: noRegisters, files: folderStore(config.filesFolder, vault),
    scanner: noScanner, mail: noMail, sms: noSms, publicUrl: config.publicUrl, now: new Date(),
  }
}

/** The demonstration town with this many people, each with complete drafts, and a queue of their tasks. */
export async function prepareTown(folder: string, { citizens: count, drafts }: { citizens: number; drafts: number }, databaseUrl?: string): Promise<Town> {
  const environment = environmentOf(folder, databaseUrl)
  const base = openBase(environment)
  await migrate(base.db)
  await openLedger(base.db, base.vault, { publicUrl: base.publicUrl, now: base.now })
  await loadShippedCatalogue(base.db, base.now)
  if (!await base.db.read.selectFrom('service_case').select('id').limit(1).executeTakeFirst()) await seedTown(base)
  const template = await findTemplate(base.db)
  const people = await settle(base, count)
  const owner = actorOf(await getPerson(base, template.applicantId))
  const made = await copyDrafts({ ...base, actor: owner }, template.draftId, people.map(({ id }) => id), drafts + filedAhead)
  const numbers: string[] = []
  let submission: RecordedWrite | undefined
  for (const { id, citizen } of made.splice(0, filedAhead)) {
    const ctx = { ...base, now: new Date(), actor: actorOf(people[citizen] as Person) }
    const written: WriteSet[] = []
    numbers.push(await submit({ ...ctx, db: watched(base.db, written) }, id))
    submission = recorded(written)
  }
  const officers = await base.db.read.selectFrom('task').innerJoin('role_grant', 'role_grant.office_id', 'task.office_id').select('role_grant.person_id as id')
    .where('role_grant.role', '=', 'officer').where('task.status', '=', 'received').groupBy('role_grant.person_id').orderBy(({ fn }) => fn.countAll(), 'desc').execute()
  await base.db.close()
  return { environment, citizens: people.map(({ id }) => id), officers: officers.map(({ id }) => id), drafts: made, casePath: `/cases/${numbers[0]}`, guide: `/bundles/${template.bundleId}`, submission: submission as RecordedWrite }
}

/** A case of the demonstration with seven items, filed by a person for himself. */
async function findTemplate(db: Db): Promise<{ draftId: string; bundleId: string; applicantId: string }> {
  const row = await db.read.selectFrom('service_case').innerJoin('draft', join => join.onRef('draft.region', '=', 'service_case.region').onRef('draft.id', '=', 'service_case.draft_id'))
    .innerJoin('task', join => join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .select(['draft.id as draftId', 'draft.bundle_id as bundleId', 'draft.applicant_id as applicantId']).where('draft.channel', '=', 'online').where('draft.bundle_id', '=', 'newborn-birth')
    .groupBy(['draft.id', 'draft.bundle_id', 'draft.applicant_id']).having(({ fn }) => fn.countAll(), '=', items).orderBy('draft.id').limit(1).executeTakeFirst()
  if (!row) throw new Error(`the demonstration has no case of ${items} items any more`)
  return row
}

async function settle(base: Base, count: number): Promise<Person[]> {
  const people: Person[] = []
  for (let at = 0; at < count; at++) {
    const born = new Date(Date.UTC(1970, 0, 1 + at)).toISOString().slice(0, 10).replaceAll('-', '')
    const { kind, name, username, identity, passwordHash } = aCitizen({ name: '陈小雨', username: `bench.${at}`, idNumber: anIdNumber(born, '997'), phone: `1400000${String(at).padStart(4, '0')}` })
    const known = await findPersonByUsername(base, username)
    const { id } = known ?? await createPerson({ ...base, actor: { kind: 'system', id: 'system', name: 'system', grants: [], mandates: [] } }, { kind, name, username, identity, passwordHash }, 'portal')
    people.push(await getPerson(base, id))
  }
  return people
}

/** The same database, with every write set noted. */
const watched = (db: Db, written: WriteSet[]): Db => Object.assign(Object.create(db) as Db, { commit: (set: WriteSet) => (written.push(set), db.commit(set)) })
