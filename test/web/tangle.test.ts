import { tangle } from '../../server/web/tangle.ts'

test('the tangle has a place for every department and a way for every visit', () => {
  const { places, now, ways } = tangle(6, 8)
  expect(places).toHaveLength(6)
  expect(now).toHaveLength(6)
  expect(ways.filter(way => way.startsWith('M26 60'))).toHaveLength(8)
})

test('every place lies inside the picture, however many there are', () => {
  for (const departments of [0, 1, 5, 12, 40]) {
    const { places, now, width, height } = tangle(departments, 3)
    for (const { x, y } of [...places, ...now]) expect(x > 0 && x < width && y > 0 && y < height).toBe(true)
  }
})

test('the same numbers draw the same picture', () => {
  expect(tangle(5, 9)).toEqual(tangle(5, 9))
})
