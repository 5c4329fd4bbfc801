import { createServer, type Server } from 'node:http'
import { hash } from '@node-rs/argon2'
import pino, { type Logger } from 'pino'
import type { Express } from 'express'
import type { Db } from '../../db/connect.ts'
import { upsert } from '../../db/statement.ts'
import { createApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import type { Ctx } from '../../server/context.ts'
import { noScanner, type Scanner } from '../../server/materials/scanner.ts'
import { officeRoles, regionRoles, system, type Actor, type Grant, type Role } from '../../server/people/actor.ts'
import { confirmInPerson } from '../../server/people/confirm-in-person.ts'
import { createPerson, type NewPerson } from '../../server/people/create-person.ts'
import { identityNumber, type Person } from '../../server/people/person.ts'
import { findPersonByIdentity, findPersonByUsername } from '../../server/people/person.store.ts'
import { wholeRegion } from '../../server/people/scope.ts'
import { createSigner } from '../../server/signing.ts'
import { vaultOf } from '../../server/vault.ts'
import { Agent } from './agent.ts'
import { besides, freshDatabase } from './database.ts'
import { memoryFiles, recordedMail, recordedSms, scriptedRegisters, type ScriptedRegisters } from './edges.ts'
import { aCitizen, aCompany, aStaffMember } from './people.ts'
import { loadFewRegions, withCatalogue } from './places.ts'

/** The password of every person a test makes. */
export const password = 'sunny-lake-ferry'
let passwordHash: Promise<string> | undefined

/** Monday, 2 March 2026, ten in the morning in Beijing. */
const monday = '2026-03-02T02:00:00.000Z'

const config: Config = {
  port: 0, host: '127.0.0.1', publicUrl: 'http://portal.test', databaseUrl: '', filesFolder: '', sessionSecret: 'a secret of the tests, 32 letters', dataKeys: new Map([[1, Buffer.alloc(32, 7)]]), dataCipher: 'aes-256-gcm', indexKey: undefined, signingKey: Buffer.alloc(32, 9), ledgerHash: undefined, portalName: '西湖市一件事', sourceUrl: undefined,
  registersUrl: undefined, clamd: undefined, mail: undefined, sms: undefined, jobSeconds: 0,
  // Whole months pass in a test, and nobody signs in twice: sessions last, and staff need no second factor, but where it is about them.
  sessions: { applicant: { idleMinutes: 5_000_000, hours: 100_000 }, staff: { idleMinutes: 5_000_000, hours: 100_000 } }, secondFactor: 'none', oidc: undefined, isSecure: false, trustedProxies: 0, requestsPerMinute: 0, metricsToken: undefined, traces: undefined, readingYears: 3, knownHosts: undefined, logLevel: 'silent', isDemo: false,
}

export interface PortalOptions {
  /** With everything that ships in `db/catalogue`: all regions, departments, offices and bundles. */
  catalogue?: boolean
  config?: Partial<Config>
  /** Where the log goes; otherwise only errors are kept, for a failing test to tell. */
  log?: Logger
}

/** A whole portal on a fresh database, with its people's browsers; only clock, files, registers and log are not the real ones. */
export async function portal({ catalogue = false, config: changes = {}, log }: PortalOptions = {}): Promise<Site> {
  const db = catalogue ? await withCatalogue() : await freshDatabase(loadFewRegions)
  const site = new Site(db, { ...config, ...changes }, log)
  site.confirmsEverybody = catalogue
  return site
}

export class Site {
  readonly db: Db
  readonly app: Express
  readonly registers: ScriptedRegisters = scriptedRegisters()
  readonly files = memoryFiles()
  /** Nobody looks for viruses, until a test says otherwise. */
  readonly scanner: Scanner = { ...noScanner }
  readonly mail = recordedMail()
  readonly sms = recordedSms()
  confirmsEverybody = false
  readonly vault
  readonly #server: Server
  readonly #settings: Config
  readonly #base: Omit<Ctx, 'actor' | 'now'>
  #now = new Date(monday)
  /** Of the event loop, in milliseconds: a test says how full the process is. */
  lateness = 0

  constructor(db: Db, settings: Config, log: Logger = pino({ level: 'error' }, { write: rememberError })) {
    this.db = db
    this.#settings = settings
    this.vault = vaultOf(settings)
    this.#base = { db, vault: this.vault, signer: createSigner(settings.signingKey, settings.portalName), log, registers: this.registers, files: this.files, scanner: this.scanner, mail: this.mail, sms: this.sms, publicUrl: settings.publicUrl }
    this.app = createApp(settings, this.#base, { clock: () => this.#now, load: { lateness: () => this.lateness } })
    // A busy machine keeps a browser waiting for longer than the usual five seconds: the connection must not end under its next request.
    this.#server = createServer({ keepAliveTimeout: 60_000 }, this.app).listen(settings.port)
    servers.push(this.#server)
  }

  get clock(): Date {
    return this.#now
  }

  set clock(at: Date | string) {
    this.#now = new Date(at)
  }

  /** Lets time pass. */
  pass({ days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number }): void {
    this.#now = new Date(this.#now.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000)
  }

  /** What a verb gets: for tests that call one without a browser. */
  ctx(actor: Actor = system): Ctx {
    return { ...this.#base, actor, now: this.#now }
  }

  /** Another process on the same database: its connections, caches and memory are its own. */
  async beside(db?: Db): Promise<Site> {
    const other = new Site(db ?? (await besides(this.db)), this.#settings)
    other.clock = this.clock
    return other
  }

  /** The same browser, whose requests come to this process from now on. */
  takes(browser: Agent): Agent {
    const here = new Agent(this.#server, browser.person)
    for (const [name, value] of browser.cookies) here.cookies.set(name, value)
    return here
  }

  /** A browser in which nobody is signed in. */
  visitor(): Agent {
    return new Agent(this.#server, undefined)
  }

  /** Makes the person unless he is there already, and signs him in. */
  async signedIn(person: NewPerson & { username: string }): Promise<Agent> {
    const known = (await findPersonByUsername(this.ctx(), person.username)) ?? (await this.given(person))
    const agent = new Agent(this.#server, known)
    const page = await (await agent.get('/sign-in')).submitTo('/sign-in', { username: known.username, password })
    if (!agent.isSignedIn()) throw new Error(`${known.username} could not sign in\n${page.describe()}`)
    return agent
  }

  /** A person with an account, signed in nowhere. */
  async given(person: Omit<NewPerson, 'passwordHash'>): Promise<Person> {
    // A cheap one: what hashing for real costs would be paid at each sign-in of each test.
    passwordHash ??= hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
    const made = await createPerson(this.ctx(), { ...person, passwordHash: await passwordHash }, 'portal')
    // What ships asks for a checked identity in places; a test that is about that says so.
    if (this.confirmsEverybody && identityNumber(made.identity)) await confirmInPerson(this.ctx(), made.id, { officeId: 'service-centre@330106000000', ownsAccount: true })
    return made
  }

  citizen(changes: Partial<CitizenOptions> = {}): Promise<Agent> {
    return this.signedIn(aCitizen(changes))
  }

  company(changes: Partial<CompanyOptions> = {}): Promise<Agent> {
    return this.signedIn(aCompany(changes))
  }

  /** Somebody of a department's office in a region: an officer, unless `role` says otherwise. */
  officer({ department, region, role = 'officer', ...rest }: { department: string; region: string; role?: Role; name?: string; username?: string }): Promise<Agent> {
    return this.as({ roles: [role], office: `${department}@${region}`, ...rest })
  }

  /** Somebody with these roles; those that need an office get this one, those over a region that one. */
  async as({ roles, office = 'service-centre@330106000000', region = '330000000000', name, username }: { roles: Role[]; office?: string; region?: string; name?: string; username?: string }): Promise<Agent> {
    await this.#haveOffice(office)
    const grants: Grant[] = roles.map(role => ({ role, officeId: officeRoles.includes(role) ? office : regionRoles.includes(role) ? wholeRegion(region) : '' }))
    return this.signedIn(aStaffMember({ grants, name, username }))
  }

  async #haveOffice(id: string): Promise<void> {
    const [department = '', region = ''] = id.split('@')
    const exists = await this.db.read.selectFrom('office').select('id').where('id', '=', id).executeTakeFirst()
    if (exists) return
    await this.db.commit([
      upsert('department', { id: department, zh: department, en: department, kind: 'government', levels: '["county"]' }, ['id']),
      upsert('office', { id, department_id: department, region_code: region, address: null, phone: null, hours: null, closed_at: null }, ['id']),
    ])
  }

  /** The account behind an ID number or credit code. */
  personOf(number: string): Promise<Person | undefined> {
    return findPersonByIdentity(this.ctx(), number)
  }
}

/** Silent, but a failing test can say what went wrong on the server. */
function rememberError(line: string): void {
  const { err } = JSON.parse(line) as { err?: { stack?: string } }
  globalThis.lastServerError = (err?.stack ?? line).split('\n').filter(one => !one.includes('node_modules')).slice(0, 25).join('\n')
}

type CitizenOptions = Parameters<typeof aCitizen>[0]
type CompanyOptions = Parameters<typeof aCompany>[0]

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})
