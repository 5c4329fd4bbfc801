import { LRUCache } from 'lru-cache'
import { railLayout, type Rail } from './rail.ts'
import { wrapped } from './wrap.ts'

/**
 * The line: one matter passes through departments as a line passes through stations, branches where
 * they work side by side and joins where they wait for each other.
 *
 * `across` is a picture for wide screens: one column per depth of waiting, labels under the stations,
 * curves only in the gap before a column, so that no track crosses a word. `down` is the margin of
 * an ordered list (`rail.ts`). Both are plain numbers and paths: the views only print them.
 */
export type LineState = 'done' | 'running' | 'waiting' | 'attention' | 'problem' | 'lapsed' | 'planned'

export interface LineNode {
  id: string
  label: string
  /** A second, quieter line: the department, the day it is due. */
  sub?: string
  state: LineState
  /** What it waits for; ids that aren't on this line are ignored. */
  after: readonly string[]
  href?: string
  /** Sentences shown under the station in the list. */
  notes?: readonly string[]
  /** HTML shown under the station in the list: what `include()` returned, already escaped. */
  html?: string
}

export interface Track {
  d: string
  state: LineState
}

export interface Station {
  id: string
  x: number
  y: number
  state: LineState
  label: string[]
  sub: string[]
  href?: string
}

export interface LinePicture {
  width: number
  height: number
  tracks: Track[]
  stations: Station[]
}

export interface Line {
  nodes: LineNode[]
  across: LinePicture
  down: Rail
}

/** Everything `components/line` needs to show a line; `nodes` come back in the order in which they are worked. */
export function drawLine(given: readonly LineNode[], width = 1010): Line {
  const key = JSON.stringify([width, given])
  const known = drawn.get(key) ?? draw(given, width)
  drawn.set(key, known)
  return known
}

/** A picture follows from its stations alone, and cases of one kind go the same way. */
const drawn = new LRUCache<string, Line>({ max: 500 })

function draw(given: readonly LineNode[], width: number): Line {
  const nodes = inOrder(given)
  return { nodes, across: pictureOf(nodes, width), down: railLayout(nodes) }
}

export function lineLayout(nodes: readonly LineNode[], options: { direction: 'across'; width?: number }): LinePicture
export function lineLayout(nodes: readonly LineNode[], options: { direction: 'down' }): Rail
export function lineLayout(nodes: readonly LineNode[], { direction, width }: { direction: 'across' | 'down'; width?: number }): LinePicture | Rail {
  const { across, down } = drawLine(nodes, width)
  return direction === 'down' ? down : across
}

/** A station of the picture, or a point (`node` undefined) where a long track passes a column. */
interface Place {
  node?: LineNode
  column: number
  lane: number
  before: Place[]
  next: Place[]
}

const edge = 14
const labelTop = 34
const labelLine = 20
const subLine = 18
const gap = 26
const bend = 58

function pictureOf(nodes: readonly LineNode[], width: number): LinePicture {
  const columns = placed(nodes)
  const columnWidth = Math.max(140, Math.min(240, Math.floor((width - edge) / Math.max(columns.length, 1))))
  const labelWidth = columnWidth - 0.75 * bend
  const labels = new Map(nodes.map(node => [node.id, { label: wrapped(node.label, labelWidth / 15, 4), sub: wrapped(node.sub ?? '', labelWidth / 13, 2) }]))
  const tallest = Math.max(0, ...[...labels.values()].map(({ label, sub }) => label.length * labelLine + sub.length * subLine))
  const laneHeight = labelTop - 10 + tallest + gap
  const places = columns.flat()
  const top = Math.min(0, ...places.map(({ lane }) => lane))
  const bottom = Math.max(0, ...places.map(({ lane }) => lane))
  const x = (place: Place) => edge + place.column * columnWidth
  const y = (place: Place) => round(edge + (place.lane - top) * laneHeight)

  return {
    width: edge + columns.length * columnWidth,
    height: round(edge + (bottom - top) * laneHeight + labelTop + tallest),
    tracks: places.flatMap(place => place.next.map(next => ({ d: track(x(place), y(place), x(next), y(next)), state: trackState(place, next) }))).sort((a, b) => weight[a.state] - weight[b.state]),
    stations: places.flatMap(place => (place.node ? [{ id: place.node.id, x: x(place), y: y(place), state: place.node.state, ...labels.get(place.node.id)!, href: place.node.href }] : [])),
  }
}

/** Straight along its own lane, then over to the other's just before the station. */
function track(x1: number, y1: number, x2: number, y2: number): string {
  if (y1 === y2) return `M${x1} ${y1}H${x2}`
  const from = x2 - bend
  const to = x2 - edge
  const middle = (from + to) / 2
  return `M${x1} ${y1}H${from}C${middle} ${y1} ${middle} ${y2} ${to} ${y2}H${x2}`
}

const round = (value: number) => Math.round(value * 10) / 10

/** What is drawn later lies above. */
const weight: Record<LineState, number> = { lapsed: 0, waiting: 1, planned: 2, done: 3, attention: 4, problem: 5, running: 6 }

/** A track looks like what it leads to; a long one like its far end. */
function trackState(from: Place, to: Place): LineState {
  let end = to
  while (!end.node) end = end.next[0]!
  let start = from
  while (!start.node) start = start.before[0]!
  return start.node.state === 'lapsed' ? 'lapsed' : end.node.state
}

/** Nodes so that each stands after what it waits for, as given otherwise; waiting that follows from other waiting is left out. */
function inOrder(nodes: readonly LineNode[]): LineNode[] {
  const depths = depthOf(nodes)
  const sorted = [...nodes].sort((a, b) => depths.get(a.id)! - depths.get(b.id)!)
  const behind = new Map<string, Set<string>>()
  return sorted.map(node => {
    const before = [...new Set(node.after)].filter(id => behind.has(id))
    behind.set(node.id, new Set(before.flatMap(id => [id, ...behind.get(id)!])))
    return { ...node, after: before.filter(id => !before.some(other => behind.get(other)!.has(id))) }
  })
}

/** How many others a node waits for at most, one after the other. A circle, which no published bundle has, is cut where it closes. */
function depthOf(nodes: readonly LineNode[]): Map<string, number> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const depths = new Map<string, number>()
  const depth = (id: string, seen: readonly string[]): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    const before = byId.get(id)!.after.filter(other => byId.has(other) && other !== id && !seen.includes(other))
    const value = before.length === 0 ? 0 : 1 + Math.max(...before.map(other => depth(other, [...seen, id])))
    depths.set(id, value)
    return value
  }
  for (const { id } of nodes) depth(id, [])
  return depths
}

/** The columns of the picture, each place with its lane. */
function placed(nodes: readonly LineNode[]): Place[][] {
  const depths = depthOf(nodes)
  const columns: Place[][] = []
  const stations = new Map<string, Place>()
  const place = (column: number, node?: LineNode): Place => {
    const made: Place = { node, column, lane: 0, before: [], next: [] }
    ;(columns[column] ??= []).push(made)
    return made
  }
  for (const node of nodes) stations.set(node.id, place(depths.get(node.id)!, node))
  for (const node of nodes) {
    const to = stations.get(node.id)!
    for (const id of node.after) {
      let from = stations.get(id)!
      while (from.column + 1 < to.column) from = join(from, place(from.column + 1))
      join(from, to)
    }
  }
  columns[0]?.forEach((root, index) => (root.lane = index - (columns[0]!.length - 1) / 2))
  for (const column of columns.slice(1)) spread(column, ({ before }) => before)
  for (const column of columns.slice(0, -1).reverse()) spread(column, ({ next }) => next)
  for (const column of columns.slice(1)) spread(column, ({ before }) => before)
  return columns
}

function join(from: Place, to: Place): Place {
  from.next.push(to)
  to.before.push(from)
  return to
}

/**
 * Puts the places of a column as near as can be to the lanes of their neighbours, one lane apart:
 * a chain stays straight, a branch opens evenly to both sides (isotonic regression by pooling).
 */
function spread(column: Place[], neighbours: (place: Place) => Place[]): void {
  const wish = (place: Place) => {
    const around = neighbours(place)
    return around.length === 0 ? place.lane : around.reduce((sum, { lane }) => sum + lane, 0) / around.length
  }
  const wished = column.map(place => ({ place, lane: wish(place) })).sort((a, b) => a.lane - b.lane)
  const pools: { sum: number; places: Place[] }[] = []
  wished.forEach(({ place, lane }, index) => {
    let pool = { sum: lane - index, places: [place] }
    for (let last = pools.at(-1); last && last.sum / last.places.length >= pool.sum / pool.places.length; last = pools.at(-1)) {
      pools.pop()
      pool = { sum: last.sum + pool.sum, places: [...last.places, ...pool.places] }
    }
    pools.push(pool)
  })
  let index = 0
  for (const { sum, places } of pools) for (const place of places) place.lane = sum / places.length + index++
}
