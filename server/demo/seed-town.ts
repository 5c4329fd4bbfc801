import type { Db } from '../../db/connect.ts'
import type { Ctx } from '../context.ts'
import { beijingDay } from '../limits/calendar.ts'
import { listOfficesIn, listRegionsUnder, type Office } from '../offices/office.store.ts'
import { system, type Actor, type Role } from '../people/actor.ts'
import { confirmInPerson } from '../people/confirm-in-person.ts'
import { createPerson, type NewPerson } from '../people/create-person.ts'
import { hashPassword } from '../people/password.ts'
import { actorOf, identityNumber, type Person } from '../people/person.ts'
import { demoPassword } from './accounts.ts'
import { matters, type Matter } from './town-matters.ts'
import { chance, workingDaysBefore } from './town-time.ts'
import { file } from './town-filing.ts'
import { liveThrough, type Cast } from './town-life.ts'
import { companies, officials, residentOf, residents, spouseOf, type Company, type Resident } from './town-people.ts'
import { asAgent, entrust } from './town-mandates.ts'
import { propose } from './town-proposal.ts'
import { city, county, townStaff } from './town-staff.ts'

/** The demonstration town: who lives and works there, and what happened in the weeks before `base.now`. */
export async function seedTown(base: Omit<Ctx, 'actor'>): Promise<void> {
  const people = await settle({ ...base, actor: system })
  const mandates = await entrust(base, people.byUsername, username => residentOf(username).regionCode)
  for (const [index, matter] of matters.entries()) await happen(base, { ...people, mandates }, matter, index)
  await propose(base, people.byUsername)
}

export interface People {
  byUsername: Map<string, Person>
  officers: Person[]
}

/** Opens everybody's account, as if the town had existed for a while. */
export async function settle(ctx: Ctx): Promise<People> {
  const passwordHash = await hashPassword(demoPassword)
  const before = { ...ctx, now: workingDaysBefore(ctx.now, 60, 10) }
  const staff = townStaff(await townOffices(ctx.db))
  const newcomers: NewPerson[] = [
    ...residents.map(({ username, name, idNumber, phone }): NewPerson => ({ kind: 'person', username, name, identity: { idNumber, phone }, passwordHash })),
    ...companies.map(({ username, name, uscc, phone }): NewPerson => ({ kind: 'organisation', username, name, identity: { uscc, companyName: name, phone }, passwordHash })),
    ...officials.map(({ username, name, idNumber, phone, officeId }): NewPerson => ({ kind: 'person', username, name, identity: { idNumber, phone }, passwordHash, grants: [{ role: 'officer', officeId }] })),
    ...staff.map(({ username, name, grants }): NewPerson => ({ kind: 'person', username, name, identity: {}, passwordHash, grants })),
  ]
  const people = await Promise.all(newcomers.map(newcomer => createPerson(before, newcomer, 'portal')))
  const byUsername = new Map(people.map(person => [person.username, person]))
  await confirmAll({ ...before, actor: actorOf(byUsername.get('counter') as Person) }, people)
  return { byUsername, officers: people.filter(({ grants }) => grants.some(({ role }) => role === 'officer' || role === 'head')) }
}

/** Everybody in town has been to the counter with his card, so that all of them can file what asks for a checked identity. */
async function confirmAll(counter: Ctx, people: readonly Person[]): Promise<void> {
  const officeId = counter.actor.grants[0]?.officeId ?? ''
  await Promise.all(people.filter(({ identity }) => identityNumber(identity) !== undefined).map(({ id }) => confirmInPerson(counter, id, { officeId, ownsAccount: true })))
}

const worksAt = (actor: Actor, officeId: string, role: Role): boolean => actor.grants.some(grant => grant.role === role && grant.officeId === officeId)

async function townOffices(db: Db): Promise<Office[]> {
  const townships = await listRegionsUnder(db, county)
  const lists = await Promise.all([city, county, ...townships.map(({ code }) => code)].map(code => listOfficesIn(db, code)))
  return lists.flat()
}

/** Somebody brings a matter before the portal, and everybody does with it what its course says; `index` is all the chance there is. */
export async function happen(base: Omit<Ctx, 'actor'>, people: People & { mandates: ReadonlyMap<string, string> }, matter: Matter, index: number): Promise<void> {
  const inhabitant = [...residents, ...companies, ...officials].find(({ username }) => username === matter.who) as Resident | Company
  const person = people.byUsername.get(matter.who) as Person
  const clerk = people.byUsername.get('counter') as Person
  const agent = matter.byAgent === undefined ? undefined : await asAgent(base, people.byUsername.get(matter.byAgent) as Person)
  const applicantsSide = agent?.actor ?? actorOf(matter.atCounter ? clerk : person)
  const cast = castOf(base, people, inhabitant, index, applicantsSide)
  const filedAt = new Date(Math.min(workingDaysBefore(base.now, matter.daysAgo, matter.hour).getTime(), base.now.getTime() - 60_000))
  const number = await file({ ...base, actor: applicantsSide, now: filedAt }, matter, {
    id: person.id, mandateId: agent && people.mandates.get(matter.who), regionCode: 'officeId' in inhabitant ? county : inhabitant.regionCode, personWith: values => cast.matterAt(values, filedAt),
  })
  if (number) await liveThrough(number, matter.course, cast)
}

function castOf(base: Omit<Ctx, 'actor'>, { officers, byUsername }: People, who: Resident | Company, index: number, applicantsSide: Ctx['actor']): Cast {
  const supervisor = actorOf(byUsername.get('supervisor') as Person)
  const random = chance(index)
  const pool = Array.from({ length: 24 }, () => String(Math.floor(random() * 10)))
  const spouse = spouseOf(who)
  return {
    now: base.now,
    applicant: at => ({ ...base, now: at, actor: applicantsSide }),
    officer(officeId, at) {
      const here = officers.map(actorOf).filter(one => one.id !== applicantsSide.id && worksAt(one, officeId, 'officer'))
      const officer = here[index % here.length]
      return officer && { ...base, now: at, actor: officer }
    },
    other(officeId, role, at) {
      const here = officers.map(actorOf).filter(one => worksAt(one, officeId, role))
      const other = here[(index + 1) % Math.max(1, here.length)]
      return (role === 'head' || here.length > 1) && other ? { ...base, now: at, actor: other } : undefined
    },
    supervisor: at => ({ ...base, now: at, actor: supervisor }),
    portal: at => ({ ...base, now: at, actor: system }),
    matterAt: (values, at) => ({
      name: 'sex' in who ? who.name : '顾承东', phone: who.phone, sex: 'sex' in who ? who.sex : 'male', spouseName: spouse?.name,
      regionCode: who.regionCode, address: who.address, today: beijingDay(at), values,
      digits: count => Array.from({ length: count }, (_, place) => pool[(place + Object.keys(values).length) % pool.length]).join(''),
    }),
  }
}
