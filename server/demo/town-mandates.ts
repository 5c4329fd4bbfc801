import { acceptMandate } from '../agents/answer-mandate.ts'
import { askToAssist } from '../agents/assist.ts'
import { confirmByPaper } from '../agents/confirm-assistance.ts'
import { dayIn } from '../agents/mandate.ts'
import { offerMandate, type Offer } from '../agents/offer-mandate.ts'
import type { Ctx } from '../context.ts'
import { beijingDay } from '../limits/calendar.ts'
import { listActiveMandates } from '../people/active-mandate.store.ts'
import { actorOf, type Person } from '../people/person.ts'
import { blankPaper } from './paper.ts'
import { workingDaysBefore } from './town-time.ts'

type Base = Omit<Ctx, 'actor'>

/** Who may act for whom in town, and what was filed so: a spouse, two handlers of a company, and an old man with his village helper. */
export const entrusted = [
  { principal: 'xu.haoran', agent: 'shen.yiran', kind: 'mandate', bundles: ['school-enrolment', 'second-hand-house', 'social-security-card'] },
  { principal: 'chengxi.books', agent: 'du.minghui', kind: 'handler', bundles: ['employee-hiring', 'restaurant-opening'] },
  { principal: 'chengxi.books', agent: 'mao.lingling', kind: 'handler', bundles: 'all' },
] as const

/** The matter that the helper files. */
export const assisted = { who: 'kong.decai', helper: 'helper', bundleId: 'social-security-card' } as const

/** Makes the town's mandates and returns the numbers of those under which something is filed, by principal. */
export async function entrust(base: Base, people: ReadonlyMap<string, Person>, regionOf: (username: string) => string): Promise<Map<string, string>> {
  const before = { ...base, now: workingDaysBefore(base.now, 12, 10) }
  const as = (username: string): Ctx => ({ ...before, actor: actorOf(people.get(username) as Person) })
  const ids = new Map<string, string>()
  for (const { principal, agent, kind, bundles } of entrusted) {
    const id = await offerMandate(as(principal), offerOf(people.get(principal) as Person, people.get(agent) as Person, kind, bundles, before.now))
    await acceptMandate(as(agent), id)
    if (!ids.has(principal)) ids.set(principal, id)
  }
  const id = await askToAssist(as(assisted.helper), people.get(assisted.who) as Person, { bundleId: assisted.bundleId, regionCode: regionOf(assisted.who) })
  const problem = await confirmByPaper(as(assisted.helper), id, { name: '委托书.png', bytes: blankPaper(1), isTooLarge: false })
  if (problem) throw new Error(problem.code)
  return ids.set(assisted.who, id)
}

function offerOf({ id }: Person, { name, username }: Person, kind: Offer['kind'], bundles: Offer['scope']['bundles'], now: Date): Offer {
  const today = beijingDay(now)
  return { kind, side: 'principal', ownId: id, addressee: { name, number: username }, scope: { bundles }, validFrom: today, validTo: dayIn(today, 180), maxUses: null }
}

/** An agent with what he may act by. */
export const asAgent = async (ctx: Base, person: Person): Promise<Ctx> => ({ ...ctx, actor: { ...actorOf(person), mandates: await listActiveMandates(ctx, person.id) } })
