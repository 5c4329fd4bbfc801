import { heldSearch, holdSearch, searchMinutes } from '../../server/people/held-search.ts'
import { createVault } from '../../server/vault.ts'

const vault = createVault(new Map([[1, Buffer.alloc(32, 7)]]))
const now = new Date('2026-03-02T02:00:00.000Z')
const of = (id: string, minutes = 0) => ({ vault, actor: { id, kind: 'person' as const, name: '', grants: [], mandates: [] }, now: new Date(now.getTime() + minutes * 60_000) })

test('a search is told by an address that tells nothing, to whoever made it, for a while', () => {
  const handle = holdSearch(of('a'), '陈小雨')
  expect(handle).toMatch(/^[\w-]+$/)
  expect(heldSearch(of('a', searchMinutes - 1), handle)).toBe('陈小雨')
  expect(heldSearch(of('a', searchMinutes), handle)).toBe('')
  expect(heldSearch(of('b'), handle)).toBe('')
})

test.each([undefined, '', '陈小雨', ['a'], 'a'.repeat(900), 'A'.repeat(2000), '../x'])('what is no search of ours is none: %s', handle => {
  expect(heldSearch(of('a'), handle)).toBe('')
})

test('nothing typed is no search', () => {
  expect(holdSearch(of('a'), '')).toBe('')
})
