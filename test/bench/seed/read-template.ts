import type { Db } from '../../../db/connect.ts'
import type { Case, Task } from '../../../server/cases/case.ts'
import { figureChanges, type Figure } from '../../../server/cases/figure.ts'
import { toQueued } from '../../../server/cases/task.store.ts'
import { canonical } from '../../../server/ledger/chain.ts'
import type { Vault } from '../../../server/vault.ts'
import { blankOf, type Blank } from './blank.ts'
import type { Cell, Row, Slot, StaffMember, Template } from './template.ts'

type Values = Record<string, string | number | null>

/** What a case consists of, and by which column its rows are found; each event after the one before it. */
const tablesOfCase: [table: string, key: string, of: 'id' | 'draft_id'][] = [
  ['event', 'case_id', 'id'], ['service_case', 'id', 'id'], ['task', 'case_id', 'id'], ['draft', 'id', 'draft_id'], ['material', 'draft_id', 'draft_id'],
  ['deficiency', 'case_id', 'id'], ['internal_request', 'case_id', 'id'], ['supervision_order', 'case_id', 'id'], ['certificate', 'case_id', 'id'],
  ['message', 'case_id', 'id'], ['commitment_breach', 'case_number', 'id'],
]
/** With what context its sealed column is sealed. */
const sealedAs: Record<string, string> = { service_case: 'case', task: 'task', draft: 'draft', certificate: 'certificate', file: 'file name' }

/** Everything whose text may hold something of one case; the order matters: what is longer is looked for first. */
const patterns = [
  '(?<![0-9a-z])\\d{6}-[0-9a-z]{19}(?![0-9a-z])', '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z', '(?<!\\d)\\d{20}(?!\\d)', '(?<![0-9A-Z])\\d{14}[0-9A-Z]{9}(?![0-9A-Z])',
  '(?<!\\d)33\\d{10}(?!\\d)', '(?<![\\dA-Z])\\d{6}(?![\\dA-Z-])', '(?<![0-9a-zA-Z_-])[0-9a-z]{19}(?![0-9a-zA-Z_-])',
]

export interface Applicant {
  id: string
  kind: 'person' | 'organisation'
  name: string
  number: string
  phone: string
  index: string
}

interface Reading {
  db: Db
  vault: Vault
  staff: ReadonlyMap<string, StaffMember>
  /** Rows as they were digested, by digest. */
  digested: ReadonlyMap<string, string>
}

/** The case as a template; undefined when something of it belongs to other matters, too. */
export async function readTemplate(reading: Reading, { region, id }: { region: string; id: string }, applicant: Applicant): Promise<Template | undefined> {
  const rows = await rowsOf(reading, region, id)
  const own = rows.find(({ table }) => table === 'service_case')?.values as Values
  if (rows.some(({ table, values }) => (table === 'material' && (values.sealed !== null || values.certificate_id !== null)) || values.mandate_id)) return undefined
  if (own.tell_at !== null || String(own.proceedings).includes('"coApplicants":[{')) return undefined
  const open = openPlaces(reading, rows, own, applicant)
  const events = rows.filter(({ table }) => table === 'event')
  return {
    submittedAt: String(own.submitted_at), status: String(own.status), kind: applicant.kind, county: region, slots: open.slots,
    tasks: rows.filter(({ table }) => table === 'task').length, events: events.length, leeway: leewayOf(events.map(({ values }) => String(values.at))),
    figures: figuresOf(own, rows),
    rows: rows.map(({ table, values }): Row => ({ table, cells: cellsOf(table, values, open.blank), ...(table === 'event' ? { content: open.blank(contentOf(values)) } : {}) })),
  }
}

async function rowsOf({ db, vault }: Reading, region: string, caseId: string): Promise<{ table: string; values: Values }[]> {
  const found: { table: string; values: Values }[] = []
  const list = async (table: string, key: string, value: unknown) => {
    const rows = await db.read.selectFrom(table as 'task').selectAll().where('region', '=', region).where(key as 'id', '=', value as string).execute() as unknown as Values[]
    if (table === 'event') rows.sort((a, b) => Number(a.seq) - Number(b.seq))
    for (const row of rows) {
      const context = sealedAs[table]
      found.push({ table, values: context && row.sealed !== null ? { ...row, sealed: JSON.stringify(vault.open(String(row.sealed), `${context} ${row.id}`)) } : row })
    }
  }
  const { draft_id, number } = await db.read.selectFrom('service_case').select(['draft_id', 'number']).where('region', '=', region).where('id', '=', caseId).executeTakeFirstOrThrow()
  for (const [table, key, of] of tablesOfCase) await list(table, key, key === 'case_number' ? number : of === 'id' ? caseId : draft_id)
  for (const { values } of found.filter(({ table, values }) => table === 'material' && values.file_id !== null)) await list('file', 'id', values.file_id)
  return found
}

/** The places that are left open in a case's texts, each with its slot. */
function openPlaces({ staff, digested }: Reading, rows: { table: string; values: Values }[], own: Values, applicant: Applicant) {
  const slots: Slot[] = []
  const known = new Map<string, number>()
  const place = (found: string, slot: () => Slot): number => {
    const there = known.get(found)
    if (there !== undefined) return there
    const made = slot() // a digest's row has places of its own, which come before it
    known.set(found, slots.length)
    return slots.push(made) - 1
  }
  // In the order in which they were made: a case's tasks are listed by their ids.
  const ids = [...new Set(rows.flatMap(({ values }) => (typeof values.id === 'string' ? [values.id] : [])))].sort()
  const instants = new Set(rows.filter(({ table }) => table === 'event').map(({ values }) => String(values.at)))
  const literals = new Map<string, Slot>([
    [applicant.id, { kind: 'applicant', what: 'id' }], [applicant.name, { kind: 'applicant', what: 'name' }], [applicant.number, { kind: 'applicant', what: 'number' }],
    [applicant.phone, { kind: 'applicant', what: 'phone' }], [applicant.index, { kind: 'applicant', what: 'index' }],
  ].filter(([text]) => text !== '') as [string, Slot][])
  const county = String(own.region)
  const slotOf = (found: string): number | undefined => {
    const literal = literals.get(found)
    if (literal) return place(found, () => literal)
    if (ids.includes(found)) return place(found, () => ({ kind: 'id', time: found.slice(-19, -10), rank: ids.indexOf(found) }))
    if (instants.has(found) && !found.endsWith('T16:00:00.000Z')) return place(found, () => ({ kind: 'instant', at: Date.parse(found) }))
    if (found === own.number) return place(found, () => ({ kind: 'number', day: found.slice(6, 14) }))
    if (/^\d{14}[0-9A-Z]{9}$/.test(found) && found.startsWith(county)) return place(found, () => ({ kind: 'identifier', day: found.slice(6, 14), rank: slots.length }))
    if (found === county) return place(found, () => ({ kind: 'county' }))
    if (/^33\d{10}$/.test(found) && (found.startsWith(county) || found === `${county.slice(0, 4)}00000000`)) return place(found, () => ({ kind: 'region', code: found }))
    if (staff.has(found)) return place(found, () => ({ kind: 'staff', id: found }))
    const row = digested.get(found)
    return row === undefined ? undefined : place(found, () => ({ kind: 'digest', row: blank(row) }))
  }
  const escaped = [...literals.keys()].map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const pattern = new RegExp([...escaped, '(?<=":")[A-Za-z0-9_-]{22}(?=")', ...patterns].join('|'), 'g')
  const blank = (text: string): Blank | string => blankOf(text, pattern, slotOf)
  return { slots, blank }
}

function cellsOf(table: string, values: Values, blank: (text: string) => Blank | string): Cell[] {
  return Object.keys(values).sort().map((column): Cell => {
    const value = values[column] ?? null
    if (table === 'service_case' && column === 'last_hash') return { chain: 'lastHash' }
    if (table === 'service_case' && column === 'anchored_seq') return Number(values.last_seq)
    if (table === 'event' && column === 'hash') return { chain: 'hash' }
    if (table === 'event' && column === 'previous_hash') return { chain: 'previousHash' }
    if (typeof value !== 'string') return value
    if (column === 'sealed' && sealedAs[table]) return { seal: blank(value), context: blank(`${sealedAs[table]} ${values.id}`) }
    return blank(value)
  })
}

const figuresOf = (own: Values, rows: { table: string; values: Values }[]): Figure[] => {
  const theCase = { submittedAt: own.submitted_at, status: own.status, concludedAt: own.concluded_at } as unknown as Case
  const tasks = rows.filter(({ table }) => table === 'task').map(({ values }) => toQueued(values as unknown as Parameters<typeof toQueued>[0]) as Task)
  return figureChanges(undefined, { theCase, tasks }).flatMap(({ figure, by }) => Array.from({ length: by }, () => figure))
}

/** What the hash of an event covers (`event.store.ts`, `chain.ts`). */
const contentOf = (row: Values): string => canonical({
  id: row.id, at: row.at, actorId: row.actor_id, actorRole: row.actor_role, onBehalfOf: row.on_behalf_of, officeId: row.office_id, taskId: row.task_id, type: row.type,
  data: JSON.parse(String(row.data)), ...(row.beside === null ? {} : { beside: JSON.parse(String(row.beside)) }), seq: row.seq,
})

const hour = 3_600_000

/** Up to the end of the hour in which the latest of its acts happened. */
const leewayOf = (instants: readonly string[]): number => Math.min(...instants.map(at => hour - 1 - (Date.parse(at) % hour)))
