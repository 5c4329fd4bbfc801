import fc from 'fast-check'
import { readDefinitions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import { edited, editsOf, reading, type Entry } from '../../server/designer/definition-text.ts'

const { catalogue, bundleIds } = shippedDefinitions()
/** Some are enough: reading a large text costs more than all else here. */
const texts = bundleIds.filter((_, index) => index % 6 === 0).map(id => definitionFile(resolve(catalogue, id)!))
const anyText = fc.constantFrom(...texts)
const changedLines = (before: string, after: string) => {
  const kept = new Set(before.split('\n'))
  return after.split('\n').filter(line => !kept.has(line))
}

test('what is not touched keeps every line, whatever is changed', () => {
  fc.assert(fc.property(anyText, fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), fc.nat(), (text, words, chance) => {
    const items = reading(text).all('item')
    const item = items[chance % items.length]!
    const after = edited(text, [{ set: [...item.at, 'name'], value: { zh: words, en: words } }])
    expect(reading(after).find('item', item.id)?.value.name).toEqual({ zh: words, en: words })
    // A text that has several lines, or that is too long for one, takes more than one.
    expect(changedLines(text, after).length).toBeLessThanOrEqual(words.includes('\n') || words.length > 30 ? 8 : 3)
  }), { numRuns: 40 })
})

test('an entry that is added and taken away again, or moved and moved back, leaves no trace', () => {
  for (const text of texts) {
    const bundle = reading(text).all('bundle')[0]!
    const count = (bundle.value.items as unknown[]).length
    const added = edited(text, [{ into: ['bundle', 'items'], value: { item: 'another' } }])
    expect(edited(added, [{ set: ['bundle', 'items', count], value: undefined }])).toBe(text)
    const moved = edited(text, [{ move: ['bundle', 'items', 0], by: 1 }])
    expect(edited(moved, [{ move: ['bundle', 'items', 1], by: -1 }])).toBe(text)
  }
})

test('comments stay where they are', () => {
  const text = '# 试点\nbundle:\n  id: pets # 编号\n  # 承诺\n  maxVisits: 0\n'
  expect(edited(text, [{ set: ['bundle', 'maxVisits'], value: 1 }])).toBe(text.replace('maxVisits: 0', 'maxVisits: 1'))
})

test('a file that is a bundle itself becomes one that holds a bundle as soon as others stand beside it', () => {
  for (const { text, name } of readDefinitions(shippedFolder).filter(({ name }) => name.startsWith('bundles/'))) {
    const before = reading(text).all('bundle')[0]!
    const after = reading(edited(text, [{ add: 'field', value: { id: 'a.b', name: { zh: '甲', en: 'A' }, type: 'text' } }, { set: ['maxVisits'], value: 7 }]))
    expect([name, after.all('bundle')[0]?.value]).toEqual([name, { ...before.value, maxVisits: 7 }])
    expect(after.find('field', 'a.b')).toBeDefined()
  }
})

test('what is empty goes: a list without entries says nothing', () => {
  const text = 'bundle: { id: pets }\nfields:\n  - { id: a.b }\n'
  expect(reading(edited(text, [{ set: ['fields', 0], value: undefined }])).all('field')).toEqual([])
  expect(edited(text, [{ set: ['fields', 0], value: undefined }])).not.toContain('fields')
})

test('only members that differ are written', () => {
  const before: Entry = { a: 1, b: { c: [1] }, d: 'x' }
  expect(editsOf(['bundle'], before, { a: 1, b: { c: [2] }, e: true })).toEqual([
    { set: ['bundle', 'b'], value: { c: [2] } }, { set: ['bundle', 'd'], value: undefined }, { set: ['bundle', 'e'], value: true },
  ])
})

test('no text makes reading fail', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), anyText.map(text => text.slice(0, 700)), fc.constantFrom('[]', '{}', 'bundle:', 'bundle: []', 'items: {}', 'items: [1, null]', 'a: &x *x', '- - -', '\u0000')), text => {
    const read = reading(text)
    expect(Array.isArray(read.all('bundle'))).toBe(true)
    expect(read.find('item', 'nothing')).toBeUndefined()
  }), { numRuns: 300 })
})
