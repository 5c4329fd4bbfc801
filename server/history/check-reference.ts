import { mandateRow, mandateStream, type Mandate } from '../agents/mandate.ts'
import { countMandateUses, listMandatePapers, listMandateRows, paperOf, toMandate } from '../agents/mandate.store.ts'
import type { Ctx } from '../context.ts'
import { canonical } from '../ledger/chain.ts'
import { questionRow } from '../readings/question.ts'
import { listAllQuestions } from '../readings/question.store.ts'
import { dayRow, noticeRow } from '../limits/calendar.store.ts'
import type { Fault } from './fault.ts'
import {
  listClosedPersons, listDayRows, listDepartmentRows, listGrantRows, listHoldRows, listHoursRows, listNoticeRows, listOfficeRows, listRegionRows, listUnopenedPersons, listVersionIds, readVersionRow,
} from './reference.store.ts'
import type { Accounts } from './told-accounts.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

/** What stands outside cases is what the acts say: roles, accounts, versions of bundles, places, offices, calendar, mandates. */
export async function checkReference(ctx: Reading, told: Accounts): Promise<Fault[]> {
  const parts = [questionFaults, personFaults, grantFaults, versionFaults, placeFaults, officeFaults, calendarFaults, holdFaults, mandateFaults]
  const faults: Fault[] = []
  for (const part of parts) {
    try {
      faults.push(...await part(ctx, told))
    } catch (error) {
      faults.push({ thing: part.name.replace('Faults', ''), problem: `it can't be read: ${(error as Error).message}` })
    }
  }
  return faults
}

async function personFaults({ db }: Reading, { closed }: Accounts): Promise<Fault[]> {
  const kept = new Set(await listClosedPersons(db))
  return [
    ...(await listUnopenedPersons(db)).map(({ id, problem }) => ({ thing: `account ${id}`, problem })),
    ...[...new Set([...kept, ...closed])].filter(id => kept.has(id) !== closed.has(id)).map(id => ({ thing: `account ${id}`, problem: kept.has(id) ? 'it is closed, and no act closed it' : 'it was closed, and is open' })),
  ]
}

async function grantFaults({ db }: Reading, { grants }: Accounts): Promise<Fault[]> {
  const kept = new Map((await listGrantRows(db)).map(row => [`${row.person_id} ${row.role} ${row.office_id}`, { at: row.granted_at, by: row.granted_by }]))
  return [...new Set([...kept.keys(), ...grants.keys()])].filter(key => canonical(kept.get(key)) !== canonical(grants.get(key)))
    .map(key => ({ thing: `role ${key}`, problem: !grants.has(key) ? 'no act granted it' : !kept.has(key) ? 'it was granted, and is gone' : 'it was granted at another time or by somebody else' }))
}

async function versionFaults({ db }: Reading, { beside, retired }: Accounts): Promise<Fault[]> {
  const versions = await listVersionIds(db)
  const faults: Fault[] = []
  const gone = [...beside.keys()].filter(name => name.startsWith('bundle_version ') && !versions.some(({ id }) => name === `bundle_version ${id}`))
  faults.push(...gone.map(thing => ({ thing, problem: 'it was published, and is gone' })))
  for (const [at, version] of versions.entries()) {
    const thing = `bundle_version ${version.id}`
    const row = await readVersionRow(db, version.id)
    if (beside.get(thing) !== db.ledger.digestOf(row)) faults.push({ thing, problem: 'it is not what was published' })
    const next = versions[at + 1]?.bundleId === version.bundleId ? versions[at + 1] : undefined
    const end = retired.has(version.id) ? ['retired', retired.get(version.id)] : next ? ['superseded', next.publishedAt] : ['published', null]
    if (canonical(end) !== canonical([version.status, version.endedAt])) faults.push({ thing, problem: `it is kept as ${version.status}${version.endedAt ? ` since ${version.endedAt}` : ''}, which no act says` })
  }
  return faults
}

/** Rows, each with its name, against what the acts of their kind vouch for last. */
function vouchedFaults({ digestOf }: Reading['db']['ledger'], beside: Accounts['beside'], kind: string, rows: readonly [name: string, row: unknown][]): Fault[] {
  const kept = new Map(rows)
  const told = [...beside].filter(([name, digest]) => digest !== null && (name === kind || name.startsWith(`${kind} `)))
  return [
    ...told.filter(([name]) => !kept.has(name)).map(([thing]) => ({ thing, problem: 'an act made it, and it is gone' })),
    ...rows.filter(([name, row]) => beside.get(name) !== digestOf(row)).map(([thing]) => ({ thing, problem: beside.get(thing) ? 'it is not what its last act vouches for' : 'it is there, and no act made it' })),
  ]
}

async function questionFaults({ db, vault }: Reading, { beside }: Accounts): Promise<Fault[]> {
  return vouchedFaults(db.ledger, beside, 'reading_question', (await listAllQuestions({ db, vault })).map(one => [questionRow.name(one), questionRow.of(one)]))
}

async function placeFaults({ db }: Reading, { beside }: Accounts): Promise<Fault[]> {
  const byId = <T extends { id: string }>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const regions = byId((await listRegionRows(db)).map(row => ({ ...row, id: row.code })))
  return [...vouchedFaults(db.ledger, beside, 'regions', [['regions', regions]]), ...vouchedFaults(db.ledger, beside, 'departments', [['departments', byId(await listDepartmentRows(db))]])]
}

/** An office is its department's in a region of a level at which that keeps one, open unless an act closed it. */
async function officeFaults({ db }: Reading, { beside, closedOffices }: Accounts): Promise<Fault[]> {
  const [regions, departments, rows] = [await listRegionRows(db), await listDepartmentRows(db), await listOfficeRows(db)]
  const levelsOf = (levels: readonly string[]) => new Set(levels.map(level => (level === 'village' ? 'township' : level)))
  const due = new Set(departments.flatMap(({ id, levels }) => regions.filter(({ level }) => levelsOf(levels).has(level)).map(({ code }) => `${id}@${code}`)))
  const faults = rows.filter(({ id, department_id, region_code }) => !due.delete(id) || id !== `${department_id}@${region_code}`).map(({ id }) => ({ thing: `office ${id}`, problem: 'there is no such office' }))
  faults.push(...[...due].map(id => ({ thing: `office ${id}`, problem: 'it is gone' })))
  const details = rows.filter(row => row.address ?? row.phone ?? row.hours ?? beside.get(`office ${row.id}`)).map(({ id, address, phone, hours }): [string, unknown] => [`office ${id}`, { address, phone, hours }])
  const wrongly = rows.filter(({ id, closed_at }) => closed_at !== (closedOffices.get(id) ?? null)).map(({ id }) => ({ thing: `office ${id}`, problem: 'it is not open or closed as the acts say' }))
  return [...faults, ...vouchedFaults(db.ledger, beside, 'office', details), ...wrongly]
}

async function calendarFaults({ db }: Reading, { beside }: Accounts): Promise<Fault[]> {
  const [days, notices, hours] = [await listDayRows(db), await listNoticeRows(db), await listHoursRows(db)]
  const calendarDay = ({ day, kind, zh, en }: (typeof days)[number]) => ({ day, kind, name: { zh, en } })
  const byHand = days.filter(({ notice_year }) => notice_year === 0).map((row): [string, unknown] => [dayRow.name(row.day), dayRow.of(calendarDay(row))])
  const imported = notices.map(({ year, document, imported_at, imported_by }): [string, unknown] =>
    [noticeRow.name(year), noticeRow.of({ year, document, importedAt: imported_at }, imported_by, days.filter(({ notice_year }) => notice_year === year).map(calendarDay))])
  const stray = days.filter(({ notice_year }) => notice_year !== 0 && !notices.some(({ year }) => year === notice_year))
  return [
    ...vouchedFaults(db.ledger, beside, 'calendar_day', byHand), ...vouchedFaults(db.ledger, beside, 'calendar_notice', imported),
    ...vouchedFaults(db.ledger, beside, 'office_hours', hours.map(row => [`office_hours ${row.region}`, row])),
    ...stray.map(({ day, notice_year }) => ({ thing: `calendar_day ${day}`, problem: `it is of a notice for ${notice_year} that is not there` })),
  ]
}

/** Whatever is held, or was, is what the last act on it vouches for. */
async function holdFaults({ db }: Reading, { beside }: Accounts): Promise<Fault[]> {
  const holds = new Map((await listHoldRows(db)).map(row => [`hold ${row.case_id}`, row]))
  const told = [...beside.keys()].filter(name => name.startsWith('hold '))
  return [...new Set([...holds.keys(), ...told])].flatMap(thing => {
    const row = holds.get(thing)
    if (!row) return [{ thing, problem: 'it was held, and the hold is gone' }]
    return beside.get(thing) === db.ledger.digestOf(row) ? [] : [{ thing, problem: 'it is not as the last act on it left it' }]
  })
}

/** A mandate is what its acts say, was used as often as cases name it, and the paper by which it was confirmed is the one that was signed. */
async function mandateFaults({ db, vault }: Reading, { beside }: Accounts): Promise<Fault[]> {
  const rows = await listMandateRows(db)
  const mandates = rows.map(row => toMandate(vault, row))
  const uses = await countMandateUses(db)
  const papers = await listMandatePapers(db, mandates)
  return [
    ...vouchedFaults(db.ledger, beside, 'mandate', mandates.map(mandate => [mandateStream(mandate.id), mandateRow(mandate)])),
    ...mandates.filter(mandate => mandate.uses !== (uses.get(mandate.id) ?? 0)).map(({ id }) => ({ thing: `mandate ${id}`, problem: 'it was used more or less often than it says' })),
    ...mandates.filter((mandate, at) => rows[at]?.paper_id !== paperOf(mandate) || !isSignedPaper(mandate, papers)).map(({ id }) => ({ thing: `mandate ${id}`, problem: 'the paper by which it was confirmed is another one, or gone' })),
  ]
}

function isSignedPaper({ principalId, details: { confirmation } }: Mandate, papers: Awaited<ReturnType<typeof listMandatePapers>>): boolean {
  if (confirmation?.by !== 'signedPaper') return true
  const paper = papers.get(confirmation.fileId)
  return paper?.sha256 === confirmation.fileHash && paper.ownerId === principalId
}
