import type { ChainedAct } from '../ledger/act.ts'

/** What the acts say of everything outside cases: as much as there are staff, offices, versions and mandates, however many other citizens. */
export interface Accounts {
  /** `person role office` → since when, and by whom. */
  grants: Map<string, { at: string; by: string }>
  closed: Set<string>
  closedOffices: Map<string, string>
  retired: Map<string, string>
  /** `region batch` → when its readings were deleted, because their time was over. */
  removedReadings: Map<string, { at: string; count: number; until: string }>
  /** Digests of rows, by name. */
  beside: Map<string, string | null>
}

export const noAccounts = (): Accounts => ({ grants: new Map(), closed: new Set(), closedOffices: new Map(), retired: new Map(), removedReadings: new Map(), beside: new Map() })

/** One act more, in the order of its stream. */
export function withAct(accounts: Accounts, { type, at, actorId, data, beside }: ChainedAct): void {
  for (const [name, digest] of Object.entries(beside ?? {})) accounts.beside.set(name, digest)
  const [person, office, version] = [String(data.personId), String(data.officeId), String(data.version)]
  const grant = `${person} ${String(data.role)} ${office}`
  switch (type) {
    case 'person.created':
      for (const given of data.grants ? String(data.grants).split(' ') : []) {
        const place = given.indexOf('@')
        accounts.grants.set(`${person} ${given.slice(0, place)} ${given.slice(place + 1)}`, { at, by: actorId })
      }
      return
    case 'role.granted': return void accounts.grants.set(grant, { at, by: actorId })
    case 'role.withdrawn': return void accounts.grants.delete(grant)
    case 'person.closed': case 'person.erased': return void accounts.closed.add(person)
    case 'person.reopened': return void accounts.closed.delete(person)
    case 'office.closed': return void accounts.closedOffices.set(office, at)
    case 'office.reopened': return void accounts.closedOffices.delete(office)
    case 'readings.removed': return void accounts.removedReadings.set(`${data.region} ${data.batch}`, { at, count: Number(data.count), until: String(data.until) })
    case 'bundle.retired': return void accounts.retired.set(version, at)
  }
}
