import fc from 'fast-check'
import { lineDifference } from '../../server/designer/line-difference.ts'

const shown = (before: string, after: string) => lineDifference(before, after).lines.map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-', gap: '⋯' }[kind]}${text}`)

test.each([
  ['nothing changed', 'a\nb', 'a\nb', []],
  ['a line changed between others', 'a\nb\nc\nd\ne', 'a\nb\nx\nd\ne', [' a', ' b', '-c', '+x', ' d', ' e']],
  ['lines far from it are left out', '1\n2\n3\nx\n4\n5\n6', '1\n2\n3\ny\n4\n5\n6', [' 2', ' 3', '-x', '+y', ' 4', ' 5']],
  ['two places', 'a\n1\n2\n3\n4\n5\n6\nb', 'A\n1\n2\n3\n4\n5\n6\nB', ['-a', '+A', ' 1', ' 2', '⋯', ' 5', ' 6', '-b', '+B']],
  ['a line that moved', 'a\nb\nc', 'b\nc\na', ['-a', ' b', ' c', '+a']],
])('%s', (_, before, after, lines) => {
  expect(shown(before, after)).toEqual(lines)
})

test('however the texts differ, what is counted makes one of the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'id: 1', ''), { maxLength: 30 }).map(lines => lines.join('\n'))
  fc.assert(fc.property(text, text, (before, after) => {
    const { added, removed, lines, hidden } = lineDifference(before, after)
    expect(before.split('\n').length - removed + added).toBe(after.split('\n').length)
    expect(hidden).toBe(0)
    expect(lines.length === 0).toBe(before === after)
  }), { numRuns: 2000, seed: 2026 })
})

test('two huge texts that have nothing in common are told in a moment, and not at length', () => {
  const [before, after] = ['x', 'y'].map(letter => Array.from({ length: 60_000 }, (_, line) => `${letter}${line}`).join('\n')) as [string, string]
  const from = performance.now()
  const { added, removed, lines, hidden } = lineDifference(before, after)
  expect([added, removed, lines.length + hidden]).toEqual([60_000, 60_000, 120_000])
  expect(lines.length).toBeLessThanOrEqual(160)
  expect(performance.now() - from).toBeLessThan(2_000)
})
