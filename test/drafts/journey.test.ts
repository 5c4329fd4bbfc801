import { emptyContent, type DraftContent, type HandedIn } from '../../server/drafts/draft.ts'
import { missing } from '../../server/drafts/completeness.ts'
import { journey, nextStation } from '../../server/drafts/journey.ts'
import { situationOf } from '../../server/drafts/situation.ts'
import { aMove } from '../support/definitions.ts'

const definition = aMove()
const content = (changes: Partial<DraftContent> = {}): DraftContent => ({ ...emptyContent(), ...changes })
const paper = (materialId: string): HandedIn =>
  ({ id: materialId, materialId, source: 'applicant', fileId: 'f', certificateId: null, name: 'a.pdf', mediaType: 'application/pdf', size: 1, sha256: '', createdAt: '' })
const known = (value: string, source = 'account', isContested = false) => ({ value, source, asOf: '2026-03-02T02:00:00.000Z', isContested })

const stations = (changes: Partial<DraftContent>, handedIn: HandedIn[] = []) => {
  const own = content(changes)
  return journey({ definition, plan: situationOf(definition, own), content: own, handedIn })
}
const ids = (changes: Partial<DraftContent>) => stations(changes).map(({ id, group }) => group?.id ?? id)

const answered: Partial<DraftContent> = { answers: { rented: 'no' }, chosen: [] }
const complete: Partial<DraftContent> = {
  ...answered,
  known: { 'applicant.name': known('陈小雨'), 'applicant.idNumber': known('330106199003071010'), 'applicant.phone': known('13805710001'), 'applicant.householdAddress': known('古荡', 'household'), 'applicant.ethnicity': known('HA', 'household') },
  values: { 'home.region': '330106002000', 'home.address': '文三路 90 号', 'home.movedOn': '2026-02-01', 'home.people': '2', 'home.hasLift': 'no', 'home.meters': ['power'] },
  fetched: { 'household-register': { document: { number: '1', facts: [] }, register: 'household', asOf: '', isContested: false } },
  commitments: { promise: '2026-03-02T02:00:00.000Z' },
  deferred: { photo: '2026-03-02T02:00:00.000Z' },
}
const lacking = (changes: Partial<DraftContent>, handedIn: HandedIn[] = []) => {
  const own = content({ ...complete, ...changes })
  return missing(situationOf(definition, own), own, handedIn).map(({ id }) => id)
}

test('before the questions are answered only they may be visited', () => {
  const way = stations({})
  expect(way.map(({ id }) => id)).toEqual(['questions', 'section', 'materials', 'check'])
  expect(way.filter(({ mayVisit }) => mayVisit).map(({ id }) => id)).toEqual(['questions'])
  expect(nextStation(way).id).toBe('questions')
})

test('a question that depends on another, and what may be ticked, hold the way up too', () => {
  expect(stations({ answers: { rented: 'yes' }, chosen: [] })[0]?.isDone).toBe(false)
  expect(stations({ answers: { rented: 'no' } })[0]?.isDone).toBe(false)
  expect(stations({ answers: { rented: 'no' }, chosen: [] })[0]?.isDone).toBe(true)
})

test('sections follow the situation, and what the case creates has none', () => {
  expect(ids({ answers: { rented: 'yes', registered: 'no' }, chosen: [] })).toEqual(['questions', 'known', 'applicant', 'home', 'owner', 'materials', 'check'])
  expect(ids(answered)).toEqual(['questions', 'known', 'applicant', 'home', 'materials', 'check'])
})

test('a section in which everything is known still wants to be seen', () => {
  const section = (visited: string[]) => stations({ ...complete, visited }).find(({ group }) => group?.id === 'applicant')
  expect(section([])).toMatchObject({ isDone: false, missing: 0 })
  expect(section(['applicant'])).toMatchObject({ isDone: true, missing: 0 })
})

test('what is next is the first thing after here, else the first left open, else the signature', () => {
  const way = stations({ ...complete, visited: ['home'], lookups: { 'household applicant.idNumber': { key: '330106199003071010', wanted: ['applicant.householdAddress', 'applicant.ethnicity', 'household-register'], outcome: 'found', at: '' } } })
  expect(nextStation(way).group?.id).toBe('applicant')
  expect(nextStation(way, way.find(({ group }) => group?.id === 'applicant')).id).toBe('materials')
  const done = way.map(station => ({ ...station, isDone: station.id !== 'check' }))
  expect(nextStation(done).id).toBe('check')
})

test.each<[string, Partial<DraftContent>, string[], string[]]>([
  ['nothing', {}, [], []],
  ['answers, before anything else', { answers: {} }, [], ['rented']],
  ['a required value', { values: { ...complete.values, 'home.address': undefined as never } }, [], ['home.address']],
  ['nothing for what may be left empty', { values: { ...complete.values } }, [], []],
  ['a value that is none yet', { unfinished: { 'home.note': 'x'.repeat(51) } }, [], ['home.note']],
  ['an own entry for what is contested', { known: { ...complete.known, 'applicant.phone': known('13805710001', 'account', true) } }, [], ['applicant.phone']],
  ['an own paper for what a contested register gave', { known: { ...complete.known, 'applicant.ethnicity': known('HA', 'household', true) }, values: { ...complete.values, 'applicant.ethnicity': 'SH' } }, [], ['household-register']],
  ['nothing when that paper is handed in', { known: { ...complete.known, 'applicant.ethnicity': known('HA', 'household', true) }, values: { ...complete.values, 'applicant.ethnicity': 'SH' } }, ['household-register'], []],
  ['a paper that was to be fetched and was not', { fetched: {} }, [], ['household-register']],
  ['a paper that is contested itself', { fetched: { 'household-register': { ...complete.fetched!['household-register']!, isContested: true } } }, [], ['household-register']],
  ['a commitment', { commitments: {} }, [], ['promise']],
  ['a paper that was neither brought nor put off', { deferred: {} }, [], ['photo']],
  ['nothing when the paper is there', { deferred: {}, commitments: {} }, ['photo', 'promise'], []],
])('missing is %s', (_, changes, handedIn, expected) => {
  expect(lacking(changes, handedIn.map(paper))).toEqual(expected)
})
