import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { canonical, chained, firstBroken, firstHash } from '../../server/ledger/chain.ts'
import { hashNames, keyedDigest } from '../../server/ledger/hash.ts'

const start = { seq: 0, hash: firstHash }
const acts = fc.array(fc.record({ type: fc.string(), at: fc.string(), data: fc.dictionary(fc.string(), fc.string()) }), { minLength: 2, maxLength: 8 })

test('one text for one value, whatever the order of its members', () => {
  expect(canonical({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}')
})

test('a chain as written is whole, also when it was written in two goes', () => {
  fc.assert(fc.property(acts, fc.nat(), (entries, cut) => {
    const first = chained(start, entries.slice(0, cut % entries.length))
    const rest = chained(first.at(-1) ?? start, entries.slice(cut % entries.length))
    expect(firstBroken([...first, ...rest])).toBeUndefined()
  }))
})

test('a changed, removed, added or moved entry is found where it stands', () => {
  fc.assert(fc.property(acts, fc.nat(), (entries, at) => {
    const links = chained(start, entries)
    const place = at % links.length
    const altered = links.map((link, index) => (index === place ? { ...link, type: `${link.type}!` } : link))
    expect(firstBroken(altered)).toBe(place + 1)
    if (place < links.length - 1) {
      expect(firstBroken(links.filter((_, index) => index !== place))).toBe(place + 1)
      expect(firstBroken([...links.slice(0, place), links[place + 1]!, links[place]!, ...links.slice(place + 2)])).toBe(place + 1)
    }
    expect(firstBroken([...links.slice(0, place + 1), links[place]!, ...links.slice(place + 1)])).toBe(place + 2)
  }))
})

test('the keyed digest is HMAC', () => {
  fc.assert(fc.property(fc.constantFrom(...hashNames), fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.string(), (name, key, text) => {
    expect(keyedDigest(name, key)(text)).toEqual(createHmac(name, key).update(text).digest())
  }))
})

test('a chain under SM3 is whole under SM3 only', () => {
  const links = chained(start, [{ type: 'a' }, { type: 'b' }], 'sm3')
  expect(firstBroken(links, 'sm3')).toBeUndefined()
  expect(firstBroken(links)).toBe(1)
})
