import fc from 'fast-check'
import { drawLine, lineLayout, type LineNode, type LineState } from '../../server/web/line.ts'
import { wrapped } from '../../server/web/wrap.ts'

const node = (id: string, after: string[] = [], state: LineState = 'planned'): LineNode => ({ id, label: id, state, after })

/** Any definition's graph: a node waits for some of those before it. */
const graphs = fc.integer({ min: 1, max: 14 }).chain(count =>
  fc.tuple(...Array.from({ length: count }, (_, index) => fc.subarray(Array.from({ length: index }, (_, before) => `n${before}`)))),
).map(waits => waits.map((after, index) => node(`n${index}`, after)))

test('a chain is one straight line', () => {
  const { stations, tracks } = lineLayout([node('certificate'), node('household', ['certificate']), node('card', ['household'])], { direction: 'across' })
  expect(new Set(stations.map(({ y }) => y)).size).toBe(1)
  expect(stations.map(({ x }) => x)).toEqual([...stations.map(({ x }) => x)].sort((a, b) => a - b))
  expect(tracks.every(({ d }) => /^M\d+ \d+H\d+$/.test(d))).toBe(true)
})

test('departments side by side open evenly to both sides, and join again in the middle', () => {
  const { stations } = lineLayout([node('open'), node('seal', ['open']), node('tax', ['open']), node('bank', ['open']), node('end', ['seal', 'tax', 'bank'])], { direction: 'across' })
  const y = Object.fromEntries(stations.map(station => [station.id, station.y]))
  expect(y.open).toBe(y.tax)
  expect(y.end).toBe(y.tax)
  expect(y.tax! - y.seal!).toBe(y.bank! - y.tax!)
})

test('what follows from other waiting is not drawn twice', () => {
  const { nodes } = drawLine([node('c', ['a', 'b']), node('b', ['a']), node('a')])
  expect(nodes.map(({ id, after }) => `${id}<${after.join()}`)).toEqual(['a<', 'b<a', 'c<b'])
})

test('ids that are not on the line, and a node that waits for itself, are left out', () => {
  expect(drawLine([node('a', ['a', 'elsewhere'])]).nodes[0]?.after).toEqual([])
})

test('a circle ends as a line, not as an endless loop', () => {
  expect(drawLine([node('a', ['b']), node('b', ['a'])]).nodes).toHaveLength(2)
})

test('ten departments at once need three lanes in the margin of a list', () => {
  const parallel = Array.from({ length: 10 }, (_, index) => node(`d${index}`, ['open']))
  const rail = lineLayout([node('open'), ...parallel, node('end', parallel.map(({ id }) => id))], { direction: 'down' })
  expect(new Set(rail.rows.map(({ x }) => x)).size).toBeLessThanOrEqual(2)
  expect(rail.width).toBe(15 + 2 * 22 + 15)
})

test('the picture: every node once, none on another, each to the right of what it waits for', () => {
  fc.assert(fc.property(graphs, nodes => {
    const { stations, width, height } = lineLayout(nodes, { direction: 'across' })
    const at = new Map(stations.map(station => [station.id, station]))
    expect(stations.map(({ id }) => id).sort()).toEqual(nodes.map(({ id }) => id).sort())
    expect(new Set(stations.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length)
    for (const { id, after } of nodes) for (const before of after) expect(at.get(before)!.x).toBeLessThan(at.get(id)!.x)
    for (const { x, y } of stations) expect(x > 0 && x < width && y > 0 && y < height).toBe(true)
  }))
})

test('the rail: every track that leaves a row arrives at the next, and none is left at the end', () => {
  fc.assert(fc.property(graphs, nodes => {
    const { rows, headHeight, width } = lineLayout(nodes, { direction: 'down' })
    let above: number[] = []
    for (const { head, tail } of rows) {
      const from = head.flatMap(({ d }) => [/^M(\d+) 0\D/.exec(d)?.[1]]).filter(x => x !== undefined).map(Number)
      const to = head.filter(({ d }) => new RegExp(`(V| )${headHeight}$`).test(d)).map(({ d }) => Number(/(\d+) \d+$/.exec(d)?.[1] ?? /^M(\d+)/.exec(d)?.[1]))
      expect([...new Set(from)].sort()).toEqual([...new Set(above)].sort())
      expect([...new Set(tail.map(({ x }) => x))].sort()).toEqual([...new Set(to)].sort())
      expect(tail.every(({ x }) => x < width)).toBe(true)
      above = tail.map(({ x }) => x)
    }
    expect(above).toEqual([])
  }))
})

test.each([
  ['short',                   '出生登记',                     8, 2, ['出生登记']],
  ['broken in equal halves',  '城乡居民基本医疗保险参保登记', 13, 3, ['城乡居民基本医', '疗保险参保登记']],
  ['brackets keep together',  '出生登记（落户）',             6, 2, ['出生登记', '（落户）']],
  ['English between words',   'Household registration',       8, 2, ['Household', 'registration']],
  ['too long',                '一二三四五六七八九十',         3, 2, ['一二三', '四五…']],
  ['a rare character',        '𠮷𠮷𠮷𠮷',                       2, 2, ['𠮷𠮷', '𠮷𠮷']],
  ['nothing',                 '',                             8, 2, []],
])('a label: %s', (_, text, width, most, lines) => {
  expect(wrapped(text, width, most)).toEqual(lines)
})
