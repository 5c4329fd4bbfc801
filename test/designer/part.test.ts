import { withoutDefaults } from '../../server/catalogue/definition-file.ts'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import { identifierFrom, memberFrom } from '../../server/designer/control-value.ts'
import type { Entry, ThingKind } from '../../server/designer/definition-text.ts'
import { entriesOf } from '../../server/designer/edit-part.ts'
import { newIdentifier, readPart, typedOf } from '../../server/designer/part.form.ts'
import { controlsOf, lists, partOfList, schemas, type Part } from '../../server/designer/part.ts'

const { catalogue } = shippedDefinitions()
const plain = (thing: unknown) => withoutDefaults(thing) as Entry
const things: [ThingKind, Entry[]][] = [
  ['bundle', [...catalogue.bundles.values()].map(plain)], ['item', [...catalogue.items.values()].map(plain)], ['field', [...catalogue.fields.values()].map(plain)],
  ['material', [...catalogue.materials.values()].map(plain)], ['group', catalogue.groups.map(plain)],
]
const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sorted) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)])) : value
const entries: [Part, unknown[]][] = things.flatMap(([kind, all]) =>
  Object.keys(lists[kind]).map((list): [Part, unknown[]] => [partOfList(kind, list)!, all.flatMap(value => entriesOf({ value, at: undefined }, list))]))

test.each([...things, ...entries])('every %s that ships is drawn and sent back unchanged, and says the same', (part, all) => {
  // No bundle that ships needs a legal exception.
  expect(all.length > 0).toBe(part !== 'exception')
  for (const value of all) expect(sorted(readPart(part, typedOf(part, value), value))).toEqual(sorted(value))
})

test('everything that a definition can say has a control or a list', () => {
  for (const [kind, schema] of Object.entries(schemas)) {
    const named = new Set([...controlsOf(kind as Part).map(({ name }) => name.split('.')[0]), ...Object.keys(lists[kind as ThingKind]).map(list => list.split('.')[0])])
    expect(Object.keys(schema.shape).filter(key => !named.has(key))).toEqual([])
  }
})

test.each([
  ['Care-bed subsidy', 'care-bed-subsidy', 'careBedSubsidy'],
  ['Applicant’s phone', 'applicant-s-phone', 'applicantsPhone'],
  ['  2nd home?! ', 'nd-home', 'ndHome'],
  ['Zürich École', 'zu-rich-e-cole', 'zuRichECole'],
  ['中文', '', ''],
])('an id from the name “%s”', (english, identifier, member) => {
  expect([identifierFrom(english), memberFrom(english)]).toEqual([identifier, member])
})

test('a field’s id begins with its section', () => {
  expect(newIdentifier('field', { group: 'pet', 'name.en': 'Breed of dog' })).toBe('pet.breedOfDog')
  expect(newIdentifier('field', { group: 'pet', id: 'kind', 'name.en': 'Breed' })).toBe('pet.kind')
  expect(newIdentifier('field', { group: 'pet', id: 'animal.kind', 'name.en': 'Breed' })).toBe('animal.kind')
})
