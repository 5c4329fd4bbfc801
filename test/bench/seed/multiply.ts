import { chained, firstHash } from '../../../server/ledger/chain.ts'
import { digest, keyedDigest } from '../../../server/ledger/hash.ts'
import { ledgerOf } from '../../../server/ledger/ledger.ts'
import { system } from '../../../server/people/actor.ts'
import { checkCharacter } from '../../../server/cases/certificate.ts'
import { chance } from '../../../server/demo/town-time.ts'
import { identityNumber, personStream } from '../../../server/people/person.ts'
import { createVault, type Vault } from '../../../server/vault.ts'
import { accountAt, accountCount, idOf, inBase32, regionIn, type Account } from './accounts.ts'
import { filledIn, type Blank } from './blank.ts'
import type { Cell, County, Slot, Surroundings, Template } from './template.ts'

type Rows = Map<string, unknown[][]>

/** Writes cases and accounts as others': every digest, every seal and every link of a chain is worked out for the case it stands in. */
export class Multiplier {
  readonly #known: Surroundings
  readonly #vault: Vault
  /** As `ledgerOf` digests, of a text that is canonical already. */
  readonly #digestOf: (text: string) => string

  constructor(known: Surroundings) {
    this.#known = known
    this.#vault = createVault(new Map(known.dataKeys.map(([version, key]) => [version, Buffer.from(key)])), { indexKey: Buffer.from(known.indexKey) })
    const { hash, origin } = known.ledger
    const key = Buffer.from(known.ledger.key)
    const { length } = ledgerOf(hash, origin, key).digestOf({})
    const keyed = keyedDigest(hash, key)
    this.#digestOf = text => keyed(text).toString('base64url').slice(0, length)
  }

  /** The rows of the cases from `first` on; `dayOrder`: how many of this day there are before them. */
  cases(template: Template, { first, count, dayOrder }: { first: number; count: number; dayOrder: number }): Rows {
    const rows: Rows = new Map()
    for (let at = 0; at < count; at++) this.#addCase(rows, template, first + at, dayOrder + at)
    return rows
  }

  #addCase(rows: Rows, template: Template, order: number, dayOrder: number): void {
    const values = this.#valuesOf(template, order, dayOrder)
    let [previousHash, hash, seq, caseId] = [firstHash, firstHash, 0, '']
    const text = (blank: Blank | string) => (typeof blank === 'string' ? blank : filledIn(blank, values))
    const cell = (one: Cell): unknown => {
      if (typeof one !== 'object' || one === null) return one
      if ('parts' in one) return filledIn(one, values)
      if ('seal' in one) return this.#vault.sealBytes(Buffer.from(text(one.seal)), text(one.context)).toString('base64url')
      return one.chain === 'previousHash' ? previousHash : hash
    }
    for (const { table, cells, content } of template.rows) {
      if (content !== undefined) {
        previousHash = hash
        hash = digest(this.#known.ledger.hash, previousHash, text(content)).toString('hex')
        seq += 1
      }
      const row = cells.map(cell)
      // A notice to an officer of what is over is of no use to anybody: half of the inboxes would be of these.
      if (table === 'message' && template.status !== 'running' && row.includes('staff')) continue
      if (table === 'service_case') caseId = String(row[this.#known.columns.service_case?.indexOf('id') ?? -1])
      add(rows, table, row)
    }
    this.#count(template, caseId.slice(0, 6))
    add(rows, 'ledger_leaf', leafRow('case', caseId, seq, hash, this.#known.firstLeaf + order))
  }

  /** How many of each figure were written so far, by region and figure. */
  readonly figures = new Map<string, number>()

  #count({ figures }: Template, region: string): void {
    for (const figure of figures) {
      const key = JSON.stringify([region, figure])
      this.figures.set(key, (this.figures.get(key) ?? 0) + 1)
    }
  }

  /** A value for each place that the template leaves open. */
  #valuesOf(template: Template, order: number, dayOrder: number): string[] {
    const random = chance(order)
    const { persons, organisations, counties, home, taken, openedAt } = this.#known
    let county = random() < 0.04 ? home : (counties[Math.floor(random() * counties.length)] as County)
    const digits = String((dayOrder * 370_003 + 123_457) % 1_000_000).padStart(6, '0')
    if (county.code === home.code && taken.has(`${home.code}${template.submittedAt.slice(0, 10).replaceAll('-', '')}${digits}`)) county = counties[0] as County
    const account = template.kind === 'person' ? Math.floor(random() * persons) : persons + Math.floor(random() * organisations)
    const applicant = accountAt(account, this.#known)
    const number = identityNumber(applicant.identity) ?? ''
    const moved = Math.floor(random() * template.leeway)
    const own = order * 1024
    const values: string[] = []
    const valueOf = (slot: Slot): string => {
      switch (slot.kind) {
        case 'id': return `${county.code}-${slot.time}${inBase32(own + slot.rank, 8)}ss`
        case 'number': return `${county.code}${slot.day}${digits}`
        case 'identifier': return identifier(`${county.code}${slot.day}${inBase32(own + slot.rank, 8).toUpperCase()}`)
        case 'instant': return new Date(slot.at + moved).toISOString()
        case 'region': return regionIn(county, slot.code, home)
        case 'county': return county.code
        case 'applicant': return { id: applicant.id, name: applicant.name, number, phone: applicant.identity.phone ?? '', index: slot.what === 'index' ? this.#vault.index(number) : '' }[slot.what]
        case 'staff': return county.code === home.code ? slot.id : this.#colleague(slot.id, county, openedAt)
        case 'digest': return this.#digest(slot.row, values)
      }
    }
    for (const slot of template.slots) values.push(valueOf(slot))
    return values
  }

  #digest(row: Blank | string, values: readonly string[]): string {
    return this.#digestOf(typeof row === 'string' ? row : filledIn(row, values))
  }

  #colleague(id: string, county: County, openedAt: string): string {
    const { persons, organisations, counties, staff } = this.#known
    return idOf(persons + organisations + counties.indexOf(county) * staff.length + staff.findIndex(one => one.id === id), openedAt)
  }

  /** The rows of accounts, each with the act that opened it. */
  accounts(first: number, count: number): Rows {
    const rows: Rows = new Map()
    for (let order = first; order < first + count; order++) this.#addAccount(rows, accountAt(order, this.#known), order)
    return rows
  }

  #addAccount(rows: Rows, account: Account, order: number): void {
    const { openedAt: at, columns, firstLeaf, cases, passwordHash } = this.#known
    const stream = personStream(account.id)
    const data = { personId: account.id, ...(account.grants.length > 0 ? { grants: account.grants.map(({ role, officeId }) => `${role}@${officeId}`).join(' ') } : {}) }
    const [act] = chained({ seq: 0, hash: firstHash }, [{ stream, at, actorId: system.id, actorRole: 'portal', type: 'person.created', data }], this.#known.ledger.hash)
    if (!act) return
    const number = identityNumber(account.identity)
    const sorted = (table: string, row: Record<string, unknown>) => add(rows, table, (columns[table] as string[]).map(name => row[name] ?? null))
    sorted('person', {
      id: account.id, username: account.username, password_hash: passwordHash, kind: account.kind, name: account.name, sealed: this.#vault.seal(account.identity, `person ${account.id}`),
      identity_index: number ? this.#vault.index(number) : null, status: 'active', session_epoch: 0, version: 1, created_at: at,
    })
    for (const { role, officeId } of account.grants) sorted('role_grant', { person_id: account.id, role, office_id: officeId, granted_at: at, granted_by: system.id })
    sorted('act', { stream, seq: 1, at, actor_id: system.id, actor_role: 'portal', type: act.type, data: JSON.stringify(data), previous_hash: act.previousHash, hash: act.hash })
    sorted('act_stream', { stream, last_seq: 1, last_hash: act.hash, anchored_seq: 1 })
    add(rows, 'ledger_leaf', leafRow('acts', stream, 1, act.hash, firstLeaf + cases + order))
  }

  get accountCount(): number {
    return accountCount(this.#known)
  }
}

/** In the order of the columns' names. */
const leafRow = (kind: string, id: string, seq: number, hash: string, position: number): unknown[] => [hash, id, kind, position, seq]

const identifier = (body: string): string => body + checkCharacter(body)

function add(rows: Rows, table: string, row: unknown[]): void {
  const list = rows.get(table)
  if (list) list.push(row)
  else rows.set(table, [row])
}
