import type { Db } from '../../../db/connect.ts'
import type { Ctx } from '../../../server/context.ts'
import { entrust } from '../../../server/demo/town-mandates.ts'
import { happen, settle, type People } from '../../../server/demo/seed-town.ts'
import type { Incident } from '../../../server/demo/town-life.ts'
import { matters, type Matter } from '../../../server/demo/town-matters.ts'
import { officials, residentOf } from '../../../server/demo/town-people.ts'
import { city, county } from '../../../server/demo/town-staff.ts'
import { canonical } from '../../../server/ledger/chain.ts'
import { listOfficesIn, listRegionsUnder } from '../../../server/offices/office.store.ts'
import { system } from '../../../server/people/actor.ts'
import { identityNumber } from '../../../server/people/person.ts'
import { readTemplate } from './read-template.ts'
import type { StaffMember, Template } from './template.ts'

type Base = Omit<Ctx, 'actor'>

/** Notes every row that is digested from now on, by its digest: what has changed since can't be read any more. */
export function noteDigests(db: Db): ReadonlyMap<string, string> {
  const noted = new Map<string, string>()
  const { ledger } = db
  db.ledger = {
    ...ledger,
    digestOf(row) {
      const digest = ledger.digestOf(row)
      noted.set(digest, canonical(row))
      return digest
    },
  }
  return noted
}

/** How many working days ago the oldest were filed: three years. */
const reach = 740

/** Matters that may be brought again: nobody's who has broken a commitment, and makes no other one. */
const usable = matters.filter(({ who, byAgent, stage, course }) =>
  byAgent === undefined && stage === 'submitted' && course.withdrawnAfter === undefined && !officials.some(({ username }) => username === who)
  && !matters.some(other => other.who === who && Object.values(other.course.incidents ?? {}).some(({ kind }) => kind === 'break')))

/** What came to its end, over three years: most as they should, a part withdrawn or refused at the door. */
function past(count: number): Matter[] {
  const refused = usable.find(({ course }) => course.incidents?.['name-declare']) as Matter
  return Array.from({ length: count }, (_, at): Matter => {
    const like = at % 6 === 5 ? refused : (usable[(at * 7) % usable.length] as Matter)
    const incidents = Object.fromEntries(Object.entries(like.course.incidents ?? {}).filter(([, incident]) => ends(incident)))
    return { ...like, daysAgo: reach - Math.floor((at * (reach - 40)) / count), course: { ...like.course, incidents, withdrawnAfter: at % 6 === 2 ? 3 + (at % 5) : undefined } }
  })
}

const ends = (incident: Incident): boolean =>
  !['leave', 'forget', 'extend'].includes(incident.kind) && !(incident.kind === 'supplement' && !incident.isAnswered) && !(incident.kind === 'consult' && incident.answer === undefined)

/** What was filed of late and goes on. */
const present = (count: number): Matter[] =>
  Array.from({ length: count }, (_, at): Matter => ({ ...(usable[(at * 11) % usable.length] as Matter), daysAgo: at % 9 }))

/** The demonstration town, and beside its own matters as many more as templates are wanted. */
export async function liveThroughYears(base: Base, count: number, tell: (done: number, of: number) => void): Promise<void> {
  const people: People = await settle({ ...base, actor: system })
  const mandates = await entrust(base, people.byUsername, username => residentOf(username).regionCode)
  const all = [...matters, ...present(Math.ceil(count / 5)), ...past(count)]
  for (const [index, matter] of all.entries()) {
    if (index % 20 === 0) tell(index, all.length)
    await happen(base, { ...people, mandates }, matter, index)
  }
}

/** Everything that was filed, as templates, the oldest first. */
export async function readTemplates({ db, vault }: Base, digested: ReadonlyMap<string, string>, staff: readonly StaffMember[]): Promise<Template[]> {
  const rows = await db.read.selectFrom('service_case').innerJoin('person', 'person.id', 'service_case.applicant_id')
    .select(['service_case.region', 'service_case.id', 'person.id as person', 'person.name', 'person.kind', 'person.sealed', 'person.identity_index']).orderBy('submitted_at').execute()
  const byId = new Map(staff.map(one => [one.id, one]))
  const found = await Promise.all(rows.map(({ region, id, person, name, kind, sealed, identity_index }) => {
    const identity = vault.open<{ phone?: string }>(sealed, `person ${person}`)
    return readTemplate({ db, vault, staff: byId, digested }, { region, id }, { id: person, kind, name, number: identityNumber(identity) ?? '', phone: identity.phone ?? '', index: identity_index ?? '' })
  }))
  return found.filter(one => one !== undefined)
}

/** Officers and heads of the town's offices: those whose like every county has. */
export async function townOfficers(db: Db): Promise<StaffMember[]> {
  const townships = await listRegionsUnder(db, county)
  const offices = (await Promise.all([city, county, ...townships.map(({ code }) => code)].map(code => listOfficesIn(db, code)))).flat().map(({ id }) => id)
  const rows = await db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id').select(['person.id', 'name', 'role', 'office_id']).execute()
  const own = rows.filter(({ office_id }) => offices.includes(office_id))
  return [...Map.groupBy(own, ({ id }) => id)].map(([id, grants]) => ({ id, name: grants[0]?.name ?? '', grants: grants.map(({ role, office_id }) => ({ role, officeId: office_id })) }))
}
