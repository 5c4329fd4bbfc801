import { emptyContent, type DraftContent } from '../../server/drafts/draft.ts'
import { marksOf, markOf, merged, reread, sectionProblems, shownIn, type SentSection } from '../../server/drafts/section.ts'
import type { World } from '../../server/drafts/field-value.ts'
import { shownFields, situationOf } from '../../server/drafts/situation.ts'
import { aMove } from '../support/definitions.ts'

const world: World = { today: '2026-03-02', regionLevel: () => 'township' }
const definition = aMove()
const situation = { answers: { rented: 'no' }, chosen: [] }
const home = shownFields(situationOf(definition, situation), 'home')
const applicant = shownFields(situationOf(definition, situation), 'applicant')
const content = (changes: Partial<DraftContent> = {}): DraftContent => ({ ...emptyContent(), ...situation, ...changes })
const sent = (typed: SentSection['typed'], changes: Partial<SentSection> = {}): SentSection => ({ typed, contested: [], drawn: undefined, ...changes })
const known = { 'applicant.ethnicity': { value: 'HA', source: 'household', asOf: '2026-03-02T02:00:00.000Z', isContested: false } }

test('what reads as a value is kept as one, what does not as it was typed, and nothing clears both', () => {
  const first = merged(content(), home, sent({ 'home.movedOn': '2026年2月1日', 'home.people': 'viele' }), world)
  expect([first.values['home.movedOn'], first.unfinished['home.people']]).toEqual(['2026-02-01', 'viele'])
  const second = merged(first, home, sent({ 'home.movedOn': '', 'home.people': '3' }), world)
  expect([second.values, second.unfinished]).toEqual([{ 'home.people': '3' }, {}])
})

test('a field that this device did not change is left to the one that did', () => {
  const drawn = marksOf(content(), home)
  const other = merged(content(), home, sent({ 'home.people': '3' }, { drawn }), world)
  const both = merged(other, home, sent({ 'home.people': '', 'home.address': '文三路' }, { drawn }), world)
  expect(both.values).toMatchObject({ 'home.people': '3', 'home.address': '文三路' })
  expect(merged(other, home, sent({ 'home.people': '4' }, { drawn }), world).values['home.people']).toBe('4')
})

test('fields of other sections are not touched, whoever sends them', () => {
  expect(merged(content(), home, sent({ 'applicant.name': '李四', 'no.such': 'x' }), world).values).toEqual({})
})

test('a tick contests, taking it away confirms, and an own entry contests without one', () => {
  const before = content({ known })
  const drawn = marksOf(before, applicant)
  const ticked = merged(before, applicant, sent({}, { contested: ['applicant.ethnicity'], drawn }), world)
  expect(ticked.known['applicant.ethnicity']?.isContested).toBe(true)
  expect(sectionProblems(ticked, applicant, world).map(({ field, code }) => [field, code])).toContainEqual(['applicant.ethnicity', 'choose'])
  const unticked = merged(ticked, applicant, sent({}, { drawn: marksOf(ticked, applicant) }), world)
  expect(unticked.known['applicant.ethnicity']?.isContested).toBe(false)
  const typed = merged(before, applicant, sent({ 'applicant.ethnicity': 'SH' }, { drawn }), world)
  expect([typed.known['applicant.ethnicity']?.isContested, typed.values['applicant.ethnicity']]).toEqual([true, 'SH'])
})

test('a device that had not seen what is known says nothing about it', () => {
  const drawn = marksOf(content(), applicant)
  const after = merged(content({ known: { 'applicant.ethnicity': { ...known['applicant.ethnicity'], isContested: true } } }), applicant, sent({ 'applicant.ethnicity': '' }, { drawn }), world)
  expect(after.known['applicant.ethnicity']?.isContested).toBe(true)
})

test('stricter bounds turn a value into something to correct, looser ones turn it back', () => {
  const long = content({ values: { 'home.address': '文三路九十号东部软件园一号楼' } })
  const strict = reread(long, home, world)
  expect([strict.values['home.address'], strict.unfinished['home.address']]).toEqual([undefined, '文三路九十号东部软件园一号楼'])
  expect(sectionProblems(strict, home, world)).toContainEqual({ field: 'home.address', code: 'tooLong', params: { max: 12 } })
  const loose = home.map(planned => (planned.field.id === 'home.address' ? { ...planned, constraints: { maxLength: 20 } } : planned))
  expect(reread(strict, loose, world).values['home.address']).toBe('文三路九十号东部软件园一号楼')
})

test('money stands in its box in yuan', () => {
  const rent = shownFields(situationOf(definition, { answers: { rented: 'yes', registered: 'no' }, chosen: [] }), 'home').find(({ field }) => field.id === 'home.rent')!
  expect(shownIn(content({ values: { 'home.rent': '350050' } }), rent)).toBe('3500.50')
  expect(markOf('3500.50')).toHaveLength(8)
})
