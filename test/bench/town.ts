import { createServer } from 'node:net'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import { connect } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { loadShippedCatalogue } from '../../server/catalogue/shipped.ts'
import type { Ctx } from '../../server/context.ts'
import { demoPassword } from '../../server/demo/accounts.ts'
import { seedTown } from '../../server/demo/seed-town.ts'
import { createLog } from '../../server/log.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { noRegisters } from '../../server/materials/register.client.ts'
import { noScanner } from '../../server/materials/scanner.ts'
import { noMail } from '../../server/notify/mailer.ts'
import { noSms } from '../../server/notify/sms-gateway.ts'
import { addTotp } from '../../server/people/change-factors.ts'
import { findPersonByUsername } from '../../server/people/person.store.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { createSigner } from '../../server/signing.ts'
import { openLedger } from '../../server/ledger/ledger.store.ts'
import { createVault } from '../../server/vault.ts'
import { copyDraft } from './prepare.ts'

/** A portal's surroundings, filled: what the bench sends its requests to. */
export interface Town {
  environment: Record<string, string>
  citizen: string
  officer: string
  drafts: string[]
  casePath: string
  guide: string
  rowsPerSubmission: number
}

const key = 'ab'.repeat(32)

/** The demonstration town with this many complete drafts of one citizen, and a queue of their tasks. */
export async function prepareTown(folder: string, drafts: number): Promise<Town> {
  const environment = {
    REQUESTS_PER_MINUTE: '0', DATA_DIR: folder, DATABASE_URL: join(folder, 'portal.db'), FILES_DIR: join(folder, 'files'),
    SESSION_SECRET: 'the bench keeps no secrets at all, truly', DATA_KEYS: `1:${key}`, SIGNING_KEY: '9'.repeat(64), INSECURE_HTTP: '1', LOG_LEVEL: 'info',
  }
  const db = connect(environment.DATABASE_URL)
  await migrate(db)
  const vault = createVault(new Map([[1, Buffer.from(key, 'hex')]]))
  await openLedger(db, vault, { publicUrl: 'http://localhost', now: new Date() })
  await loadShippedCatalogue(db, new Date())
  const base = { db, vault, signer: createSigner(Buffer.alloc(32, 9), 'the bench'), log: createLog('silent'), registers: noRegisters, files: folderStore(environment.FILES_DIR, vault), scanner: noScanner, mail: noMail, sms: noSms, publicUrl: 'http://localhost', now: new Date() }
  await seedTown(base)
  const template = await db.read.selectFrom('draft').innerJoin('service_case', join => join.onRef('service_case.region', '=', 'draft.region').onRef('service_case.draft_id', '=', 'draft.id'))
    .select(['draft.id', 'draft.applicant_id', 'service_case.number']).where('draft.bundle_id', '=', 'newborn-birth').where('draft.channel', '=', 'online').limit(1).executeTakeFirstOrThrow()
  const citizen = await db.read.selectFrom('person').select('username').where('id', '=', template.applicant_id).executeTakeFirstOrThrow()
  const ctx: Ctx = { ...base, actor: actorOf((await findPersonByUsername(base, citizen.username)) as Person) }
  const ids = await copyDraft(ctx, template.id, drafts)
  const tasks = await db.read.selectFrom('task').select('office_id').where('case_number', '=', template.number).execute()
  const events = await db.read.selectFrom('event').innerJoin('service_case', join => join.onRef('service_case.id', '=', 'event.case_id'))
    .select('event.seq').where('service_case.number', '=', template.number).where('event.type', 'in', ['case.submitted', 'task.opened']).execute()
  const hospital = await db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id').select('person.username')
    .where('role_grant.office_id', '=', tasks[0]?.office_id ?? '').where('role', '=', 'officer').limit(1).executeTakeFirstOrThrow()
  const officer = (await findPersonByUsername(base, hospital.username)) as Person
  const before = new Date(base.now.getTime() - 60_000)
  await addTotp({ ...base, now: before, actor: actorOf(officer) }, { secret, code: codeAt(before), name: '' })
  await db.close()
  return {
    environment, citizen: citizen.username, officer: hospital.username, drafts: ids, casePath: `/cases/${template.number}`, guide: '/bundles/newborn-birth',
    rowsPerSubmission: 2 + tasks.length + events.length,
  }
}

/** Of the officer's authenticator: a production portal lets no staff in without. */
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const codeAt = (at: Date): string => generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })

type SignedIn = { headers: Record<string, string>; csrf: string }
const known = new Map<string, Promise<SignedIn>>()

/** Once for each: a code is not taken twice. */
export function signedIn(portal: string, username: string): Promise<SignedIn> {
  const there = known.get(username) ?? signIn(portal, username)
  known.set(username, there)
  return there
}

async function signIn(portal: string, username: string): Promise<SignedIn> {
  const cookies = new Map<string, string>()
  const keep = (response: Response) => response.headers.getSetCookie().forEach(line => {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/)
    cookies.set(name, value)
  })
  const headers = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html', 'accept-language': 'zh-CN' })
  const form = await fetch(`${portal}/sign-in`, { headers: headers() })
  keep(form)
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? ''
  const body = new URLSearchParams({ _csrf: token, username, password: demoPassword })
  const answer = await fetch(`${portal}/sign-in`, { method: 'POST', redirect: 'manual', headers: headers(), body })
  keep(answer)
  if (answer.headers.get('location') === '/sign-in/second') keep(await fetch(`${portal}/sign-in/second`, { method: 'POST', redirect: 'manual', headers: headers(), body: new URLSearchParams({ _csrf: token, code: codeAt(new Date()) }) }))
  if (answer.status !== 303) throw new Error(`${username} could not sign in: ${answer.status}`)
  const page = await fetch(`${portal}/me`, { headers: headers() })
  keep(page)
  return { headers: headers(), csrf: /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? token }
}

export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
