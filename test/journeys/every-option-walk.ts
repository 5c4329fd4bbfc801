import { findPublished } from '../../server/catalogue/bundle.store.ts'
import type { Bundle, BundleDefinition } from '../../server/catalogue/definition.ts'
import { filingLevel } from '../../server/catalogue/filing-level.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { listCertificatesOf } from '../../server/cases/certificate.store.ts'
import type { Value } from '../../server/drafts/draft.ts'
import { listHandedIn } from '../../server/drafts/draft.store.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import type { EventType } from '../../server/ledger/event.ts'
import { listMessages } from '../../server/notify/message.store.ts'
import { tellOne } from '../../server/notify/tell.ts'
import { regionAtLevel } from '../../server/offices/region.ts'
import type { Person } from '../../server/people/person.ts'
import { decideAll } from './every-option-deciding.ts'
import { notAsNeeded } from './every-option-desk.ts'
import { fileCase, type Manner } from './every-option-filing.ts'
import { outcomeFaults, type Outcome } from './every-option-outcome.ts'
import { misrouted, wronglyWaiting, type Faults, type Routed } from './every-option-routing.ts'
import type { Town } from './every-option-town.ts'
import { inWords, situationsCovering, uncovered, type Situation } from './every-option.ts'

const { catalogue, bundleIds } = shippedDefinitions()
export const shipped = bundleIds.flatMap(id => resolve(catalogue, id) ?? [])

/** A street of Hangzhou, a development zone in another district of it, a street of Ningbo. */
const places = ['330106005000', '330109401000', '330203001000']
/** A Monday morning, and the last minutes before a holiday; a Saturday night, and before opening on the eve of a long holiday. */
const openingTimes = ['2026-03-02T01:30:00.000Z', '2026-04-30T08:50:00.000Z']
const moments = [...openingTimes, '2026-03-07T14:20:00.000Z', '2026-09-24T00:10:00.000Z']
const inTurn = <T>(all: readonly T[], order: number) => all[order % all.length] as T

/** Each situation in another way, so that a few of them meet everything the form and the desk have. */
const mannerOf = (definition: BundleDefinition, order: number, applicant: Person): Manner => ({
  applicant,
  filedIn: regionAtLevel(inTurn(places, order), order % 2 === 0 ? filingLevel(definition) : 'township'),
  about: inTurn(places, order + 1),
  isAtCounter: definition.bundle.audience !== 'official' && order % 3 === 1,
  isThorough: order % 2 === 0,
})

/** From the first answer to the last result; throws everything that was wrong on the way, with the bundle and the situation. */
export async function walk(town: Town, definition: BundleDefinition, situation: Situation, order: number): Promise<Outcome> {
  const faults: Faults = []
  const told = () => `${definition.bundle.id}, ${inWords(situation)}:\n${[...new Set(faults)].join('\n')}`
  const outcome = await walked(town, { definition, situation, order, faults }).catch((error: Error) => {
    faults.push(error.message)
    throw new Error(told(), { cause: error })
  })
  faults.push(...outcomeFaults(outcome))
  if (faults.length > 0) throw new Error(told())
  return outcome
}

interface Walked {
  definition: BundleDefinition
  situation: Situation
  order: number
  /** What is found on the way. */
  faults: Faults
}

async function walked(town: Town, { definition, situation, order, faults }: Walked): Promise<Outcome> {
  const { site } = town
  const person = await town.applicant(definition, definition.bundle.audience === 'enterprise' && order % 2 === 0)
  const manner = mannerOf(definition, order, person)
  site.clock = inTurn(manner.isAtCounter ? openingTimes : moments, order)
  const knowing = order % 4 < 2
  const applicant = town.as(person, { knowing })
  const counter = manner.isAtCounter ? await town.at(`service-centre@${regionAtLevel(manner.filedIn, 'county')}`, 'counterOfficer', { knowing }) : undefined
  const filed = await fileCase(counter ?? applicant, definition.bundle.id, situation, manner)
  const before = await getDossier(site.ctx(), filed.number)
  const produced: Record<string, Value> = {}
  const { known } = before.theCase.content
  const routed: Routed = { definition, situation, filedIn: manner.filedIn, offices: await town.offices(), valueOf: id => produced[id] ?? known[id]?.value ?? filed.typed[id] }
  faults.push(...misrouted(before, routed))
  const dossier = await decideAll(town, { ...filed, applicant, counter, manner, produced, watch: {
    case: now => void faults.push(...wronglyWaiting(now, routed)),
    task: async (now, task) => void faults.push(...notAsNeeded(now, task, await listHandedIn(site, { region: task.region, id: now.theCase.draftId }), await listCertificatesOf(site, person.id), routed)),
  } })
  const { region, id } = dossier.theCase
  await tellOne(site.ctx(), region, id)
  return {
    dossier, expectedEnd: before.theCase.dueOn ?? '',
    events: await listEvents(site.db, { region, caseId: id }),
    certificates: await listCertificatesOf(site, person.id),
    messages: await listMessages(site.db, person.id, { isUnread: false, limit: 50 }),
  }
}

/** What offices and applicants do on the way to a result, beside what every case has. */
const acts: EventType[] = ['case.acceptedWhole', 'task.claimed', 'task.deferredHandedIn', 'task.decisionProposed', 'task.decisionAgreed', 'task.commitmentKept', 'certificate.issued']

/** The tests of these bundles: each situation that covers them, and that together they have covered everything. */
export function walkEveryOption(town: () => Town, isMine: (bundle: Bundle) => boolean): void {
  const done = new Set<EventType>()
  describe.each(shipped.filter(({ bundle }) => isMine(bundle)).map(definition => ({ id: definition.bundle.id, definition })))('$id', ({ id, definition }) => {
    const concluded: Situation[] = []
    test.each(situationsCovering(definition).map((situation, order) => ({ words: inWords(situation), situation, order })))('$words', async ({ situation, order }) => {
      const { dossier: { theCase: { content: { answers, chosen } } }, events } = await walk(town(), definition, situation, order)
      concluded.push({ answers, chosen: chosen ?? [] })
      for (const { type } of events) done.add(type)
    })
    test('so each option of each question, each item, field and paper was filed, routed and concluded', async () => {
      const published = await findPublished(town().site.db, id)
      expect(published && uncovered(published.definition, concluded)).toEqual([])
    })
  })

  test('on the way everything was done that offices and applicants do', () => {
    expect(acts.filter(type => !done.has(type))).toEqual([])
  })
}
