import type { LineNode, LineState, Track } from './line.ts'

/**
 * The line as the margin of an ordered list: one row per station, lanes beside each other where
 * departments work at the same time.
 *
 * A row is a head of fixed height, where tracks branch off and join, and a tail that stretches with
 * the words beside it. What leaves one station for several stays one trunk until the last of them,
 * and what several send to one station gathers in one trunk: ten parallel items need three lanes.
 */
export interface Rail {
  width: number
  headHeight: number
  stationY: number
  rows: RailRow[]
}

export interface RailRow {
  id: string
  x: number
  head: Track[]
  /** Tracks that run on beside the words, to the next row. */
  tail: { x: number; state: LineState }[]
}

const step = 22
const margin = 15
const headHeight = 46
const stationY = 22

interface Trunk {
  lane: number
  state: LineState
}

/** `nodes` in the order in which they are worked, each `after` naming only nodes before it (as `drawLine` makes them). */
export function railLayout(nodes: readonly LineNode[]): Rail {
  const { parents, children } = relations(nodes)
  const stateOf = new Map(nodes.map(({ id, state }) => [id, state]))
  const left = new Map([...children].map(([id, ids]) => [id, ids.length]))
  const trunkOf = (from: string, to: string) => (children.get(from)!.length > 1 ? `from ${from}` : `to ${to}`)
  const trunks = new Map<string, Trunk>()
  let lanes = 1

  const rows = nodes.map(({ id, state }) => {
    const before = new Map(trunks)
    const arriving = new Set(parents.get(id)!.map(parent => trunkOf(parent, id)))
    for (const parent of parents.get(id)!) left.set(parent, left.get(parent)! - 1)
    for (const key of arriving) if (key.startsWith('to ') || left.get(key.slice(5)) === 0) trunks.delete(key)

    const lane = freeLane(trunks, 0)
    const leaving = children.get(id)!
    const out = new Map<string, Trunk>()
    for (const child of leaving) {
      const key = trunkOf(id, child)
      // A track that gathers others keeps to the right, so that those to come can join it from the left.
      const gathers = key.startsWith('to ') && parents.get(child)!.length > 1
      const made = trunks.get(key) ?? { lane: gathers ? freeLane(trunks, lane + 1) : lane, state: key.startsWith('to ') ? stateOf.get(child)! : runsOn(state) }
      trunks.set(key, made)
      out.set(key, made)
    }
    lanes = Math.max(lanes, lane + 1, ...[...trunks.values()].map(trunk => trunk.lane + 1))
    return { id, x: at(lane), head: headOf(lane, state, { before, trunks, arriving, out }), tail: [...trunks.values()].map(trunk => ({ x: at(trunk.lane), state: trunk.state })) }
  })
  return { width: 2 * margin + (lanes - 1) * step, headHeight, stationY, rows }
}

const at = (lane: number) => margin + lane * step

/** A trunk that leaves for several looks done once its station is. */
const runsOn = (state: LineState): LineState => (state === 'done' || state === 'planned' || state === 'lapsed' ? state : 'waiting')

function freeLane(trunks: Map<string, Trunk>, from: number): number {
  const taken = new Set([...trunks.values()].map(({ lane }) => lane))
  let lane = from
  while (taken.has(lane)) lane += 1
  return lane
}

function headOf(lane: number, state: LineState, { before, trunks, arriving, out }: { before: Map<string, Trunk>; trunks: Map<string, Trunk>; arriving: Set<string>; out: Map<string, Trunk> }): Track[] {
  const tracks: Track[] = []
  for (const [key, trunk] of before) {
    if (trunks.get(key) === trunk) tracks.push({ d: curve(trunk.lane, 0, trunk.lane, headHeight), state: trunk.state })
    if (arriving.has(key)) tracks.push({ d: curve(trunk.lane, 0, lane, stationY), state })
  }
  for (const trunk of out.values()) tracks.push({ d: curve(lane, stationY, trunk.lane, headHeight), state: trunk.state })
  return tracks
}

function curve(fromLane: number, y1: number, toLane: number, y2: number): string {
  const [x1, x2, middle] = [at(fromLane), at(toLane), (y1 + y2) / 2]
  return x1 === x2 ? `M${x1} ${y1}V${y2}` : `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`
}

function relations(nodes: readonly LineNode[]) {
  const parents = new Map(nodes.map(({ id, after }) => [id, after]))
  const children = new Map(nodes.map(({ id }) => [id, nodes.filter(other => parents.get(other.id)!.includes(id)).map(other => other.id)]))
  return { parents, children }
}
