import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import type { Ctx } from '../../server/context.ts'
import { startRegistersSandbox, type RegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { idNumberOf, usccOf } from '../../server/demo/town-people.ts'
import { daysFrom } from '../../server/demo/town-examples.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import type { Registers } from '../../server/materials/register.ts'
import { listOpenOfficeIds } from '../../server/offices/office.store.ts'
import type { Role } from '../../server/people/actor.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { portal, type Site } from '../support/portal.ts'

/** One portal with everybody whom a case needs, each made when he is needed first. */
export class Town {
  readonly site: Site
  readonly #sandbox: RegistersSandbox
  readonly #registers: Registers
  readonly #officers = new Map<string, Promise<Person>>()
  #offices: Promise<ReadonlySet<string>> | undefined
  #applicants = 0

  static async found(): Promise<Town> {
    const site = await portal({ catalogue: true })
    return new Town(site, await startRegistersSandbox({ now: () => site.clock }))
  }

  private constructor(site: Site, sandbox: RegistersSandbox) {
    this.site = site
    this.#sandbox = sandbox
    this.#registers = httpRegisters(sandbox.url)
  }

  /** Every office there is, by its id. */
  offices(): Promise<ReadonlySet<string>> {
    return (this.#offices ??= listOpenOfficeIds(this.site.db))
  }

  stop(): Promise<void> {
    return this.#sandbox.stop()
  }

  /** Somebody new for each matter, so that none finds another's certificates in his wallet. */
  applicant({ bundle: { audience } }: BundleDefinition, isCompany: boolean): Promise<Person> {
    const order = ++this.#applicants
    const phone = `138057${String(order).padStart(5, '0')}`
    const idNumber = idNumberOf(daysFrom('1988-01-01', order), 'female')
    if (isCompany) return this.site.given({ kind: 'organisation', name: '杭州一线商贸有限公司', username: `company.${order}`, identity: { uscc: usccOf(order), companyName: '杭州一线商贸有限公司', phone } })
    const grants = audience === 'official' ? [{ role: 'officer' as const, officeId: 'civil-affairs@330102000000' }] : []
    return this.site.given({ kind: 'person', name: '陈小雨', username: `person.${order}`, identity: { idNumber, phone }, grants })
  }

  /** Does something as this person; with registers that know everybody, or that know nobody. */
  as(person: Person, { knowing = false } = {}): Ctx {
    return { ...this.site.ctx(actorOf(person)), ...(knowing ? { registers: this.#registers } : {}) }
  }

  /** Somebody with this role at an office and nowhere else; `other` is a colleague of the same rank. */
  async at(officeId: string, role: Role, { other = false, knowing = false } = {}): Promise<Ctx> {
    const username = `${other ? 'other' : 'one'}.${role}.${officeId}`
    let known = this.#officers.get(username)
    if (!known) this.#officers.set(username, (known = this.site.given({ kind: 'person', name: username, username, identity: {}, grants: [{ role, officeId }] })))
    return this.as(await known, { knowing })
  }
}
