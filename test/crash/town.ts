import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { connect } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { loadShippedCatalogue } from '../../server/catalogue/shipped.ts'
import { readConfig } from '../../server/config.ts'
import { seedTown } from '../../server/demo/seed-town.ts'
import { openLedger } from '../../server/ledger/ledger.store.ts'
import { createLog } from '../../server/log.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { noRegisters } from '../../server/materials/register.client.ts'
import { noScanner } from '../../server/materials/scanner.ts'
import { noMail } from '../../server/notify/mailer.ts'
import { noSms } from '../../server/notify/sms-gateway.ts'
import { listDueLetters, removeLetter } from '../../server/people/account-letter.store.ts'
import { changeOwn } from '../../server/people/own-account.ts'
import { findPersonByUsername, updatePerson } from '../../server/people/person.store.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { createSigner } from '../../server/signing.ts'
import { vaultOf } from '../../server/vault.ts'
import { addTotp } from '../../server/people/change-factors.ts'
import { copyDrafts } from '../bench/copy-drafts.ts'
import { codeAt, secret } from './sign-in.ts'

/** A portal's surroundings and who works there. */
export interface CrashTown {
  environment: Record<string, string>
  citizen: string
  officer: string
  drafts: string[]
}

/** The demonstration town, with so many complete drafts of one citizen, who is told by e-mail too. */
export async function crashTown(folder: string, { drafts, databaseUrl, smtpUrl }: { drafts: number; databaseUrl: string; smtpUrl: string }): Promise<CrashTown> {
  const environment = {
    DATABASE_URL: databaseUrl, FILES_DIR: join(folder, 'files'), SESSION_SECRET: randomBytes(32).toString('hex'), DATA_KEYS: `1:${randomBytes(32).toString('hex')}`, SIGNING_KEY: randomBytes(32).toString('hex'),
    SMTP_URL: smtpUrl, MAIL_FROM: 'portal@example.test', REQUESTS_PER_MINUTE: '0', INSECURE_HTTP: '1', LOG_LEVEL: 'error', JOB_SECONDS: '1',
  }
  const config = readConfig(environment)
  const vault = vaultOf(config)
  const db = connect(databaseUrl)
  try {
    await migrate(db)
    const now = new Date()
    await openLedger(db, vault, { publicUrl: config.publicUrl, now })
    await loadShippedCatalogue(db, now)
    const base = { db, vault, signer: createSigner(config.signingKey, config.portalName), log: createLog('silent'), registers: noRegisters, files: folderStore(config.filesFolder, vault), scanner: noScanner, mail: noMail, sms: noSms, publicUrl: config.publicUrl, now }
    await seedTown(base)
    // Letters about accounts leave no trace once they are sent: none may be waiting for the citizen who gets an address below.
    for (const letter of await listDueLetters(base, 1_000)) await db.commit([removeLetter(letter)])
    const as = async (username: string) => ({ ...base, actor: actorOf((await findPersonByUsername(base, username)) as Person) })
    const filed = await db.read.selectFrom('service_case').innerJoin('person', 'person.id', 'service_case.applicant_id').select(['draft_id', 'number', 'person.username'])
      .where('bundle_id', '=', 'newborn-birth').where('channel', '=', 'online').orderBy('service_case.id').limit(1).executeTakeFirstOrThrow()
    const officer = await db.read.selectFrom('task').innerJoin('role_grant', 'role_grant.office_id', 'task.office_id').innerJoin('person', 'person.id', 'role_grant.person_id').select('person.username')
      .where('case_number', '=', filed.number).where('role', '=', 'officer').orderBy('task.id').limit(1).executeTakeFirstOrThrow()
    const citizen = await as(filed.username)
    await changeOwn(citizen, 'person.emailConfirmed', async person => [updatePerson(vault, { ...person, identity: { ...person.identity, email: 'citizen@example.test' } })])
    const before = new Date(now.getTime() - 60_000)
    await addTotp({ ...(await as(officer.username)), now: before }, { secret, code: codeAt(before), name: '' })
    return { environment, citizen: filed.username, officer: officer.username, drafts: (await copyDrafts(citizen, filed.draft_id, [citizen.actor.id], drafts)).map(({ id }) => id) }
  } finally {
    await db.close()
  }
}
