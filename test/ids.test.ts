import { newId, newRegionalId, regionOfId } from '../server/ids.ts'

test('ids sort in the order in which they were made, also within one millisecond', () => {
  const ids = Array.from({ length: 2000 }, () => newId(1_772_416_800_000))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(2000)
  expect(newId(1_772_416_800_001) > ids.at(-1)!).toBe(true)
})

test('an id tells its county, and nothing else is an id', () => {
  expect(regionOfId(newRegionalId('330106'))).toBe('330106')
  expect(['', '330106-', 'x', '330106-0000000000000000000\u0000', '../330106-0000000000000000000'].map(regionOfId)).toEqual(['', '', '', '', ''])
})
