import type { Reading } from '../readings/reading.ts'

/** Who read at what hour of a day: a strip for each of those who read most, drawn by the server and told as a table. */
export interface HoursPicture {
  width: number
  height: number
  rows: { actorId: string; total: number; y: number; hours: { hour: number; count: number; x: number; shade: number }[] }[]
  /** Above which hours stand. */
  marks: { hour: number; x: number }[]
}

export const stripsShown = 12
export const strip = { left: 150, cell: 18, gap: 2, height: 22, top: 20 } as const
/** Steps of one colour, so that a printed page shows them too. */
const shades = 4

/** The hour of a day in Beijing. */
export const hourOf = (at: string): number => Number(new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 13))

export function hoursPicture(readings: readonly Reading[]): HoursPicture {
  const byActor = [...Map.groupBy(readings, ({ actorId }) => actorId)].sort(([, a], [, b]) => b.length - a.length).slice(0, stripsShown)
  const counts = byActor.map(([, own]) => Map.groupBy(own, ({ at }) => hourOf(at)))
  const most = Math.max(1, ...counts.flatMap(ofActor => [...ofActor.values()].map(({ length }) => length)))
  const x = (hour: number): number => strip.left + hour * (strip.cell + strip.gap)
  return {
    width: x(24), height: strip.top + byActor.length * strip.height,
    rows: byActor.map(([actorId, own], index) => ({
      actorId, total: own.length, y: strip.top + index * strip.height,
      hours: [...(counts[index] ?? [])].sort(([a], [b]) => a - b).map(([hour, { length: count }]) => ({ hour, count, x: x(hour), shade: Math.ceil((count / most) * shades) / shades })),
    })),
    marks: [0, 6, 9, 12, 15, 18, 21].map(hour => ({ hour, x: x(hour) })),
  }
}
