/**
 * The picture of “before”: every way between a person and the departments that the old procedure
 * takes, drawn over each other. “Now” is the same places on one line. Both are computed from the
 * numbers they stand beside, so that the picture never says more than the definition.
 */
export interface Tangle {
  width: number
  height: number
  places: { x: number; y: number }[]
  ways: string[]
  now: { x: number; y: number }[]
}

const width = 320
const height = 120
const most = 12

export function tangle(departments: number, visits: number): Tangle {
  const count = Math.max(1, Math.min(departments, most))
  const places = Array.from({ length: count }, (_, index) => ({ x: 96 + Math.round(((width - 130) * (index + 0.5)) / count), y: index % 2 === 0 ? 26 + (index % 3) * 6 : height - 28 - (index % 3) * 6 }))
  const person = { x: 26, y: height / 2 }
  const ways = Array.from({ length: Math.max(count, Math.min(visits, 2 * most)) }, (_, index) => {
    const place = places[(index * 5) % count]!
    const sway = ((index * 37) % 60) - 30
    return `M${person.x} ${person.y}C${person.x + 50} ${person.y + sway * 1.6} ${place.x - 40} ${place.y - sway} ${place.x} ${place.y}`
  })
  const between = places.slice(1).map((place, index) => {
    const last = places[index]!
    return `M${last.x} ${last.y}C${last.x + 22} ${height - last.y} ${place.x - 30} ${height - place.y} ${place.x} ${place.y}`
  })
  const now = Array.from({ length: count }, (_, index) => ({ x: 60 + Math.round(((width - 90) * (index + 0.5)) / count), y: height / 2 }))
  return { width, height, places, ways: [...ways, ...between], now }
}
