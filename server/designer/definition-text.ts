import { Document, isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq, type Node, type Pair } from 'yaml'
import type { Text } from '../catalogue/definition.ts'
import { layOut } from '../catalogue/definition-file.ts'
import type { Path } from '../catalogue/diagnostic.ts'
import { readYaml } from '../catalogue/yaml-source.ts'

/**
 * A proposal *is* a text: the file as somebody wrote or imported it. Pages change single places of
 * it and leave the rest, comments included; untouched, it is exported as it came, byte for byte.
 */

/** The kinds of things a text may hold, and the list each stands in; a bundle stands alone. */
const listOf = { group: 'groups', field: 'fields', material: 'materials', item: 'items' } as const
export type ThingKind = keyof typeof listOf | 'bundle'
export const thingKinds: readonly ThingKind[] = ['bundle', 'group', 'field', 'material', 'item']

export type Entry = Record<string, unknown>

/** The things a text holds, as plain values with their places; nothing where it can't be read. */
export interface Reading {
  isReadable: boolean
  find(kind: ThingKind, id: string): { value: Entry; at: Path } | undefined
  all(kind: ThingKind): { id: string; value: Entry; at: Path }[]
}

/** Whether something that was written is a text in both languages. */
export const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && typeof (value as Text).zh === 'string' && typeof (value as Text).en === 'string'

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value)
const idOf = (kind: ThingKind, value: Entry): string => String((kind === 'item' ? value.code : value.id) ?? '')
const isBare = (value: Entry): boolean => 'id' in value || 'title' in value

export function reading(text: string): Reading {
  const { value, diagnostics } = readYaml({ name: 'definition.yaml', text })
  const root = isEntry(value) ? value : {}
  const all = (kind: ThingKind) => placesOf(root, kind).flatMap(({ value, at }) => (isEntry(value) ? [{ id: idOf(kind, value), value, at }] : []))
  return {
    isReadable: diagnostics.length === 0 && (isEntry(value) || text.trim() === ''),
    all,
    find: (kind, id) => all(kind).find(one => one.id === id),
  }
}

function placesOf(root: Entry, kind: ThingKind): { value: unknown; at: Path }[] {
  if (kind === 'bundle') return isBare(root) ? [{ value: root, at: [] }] : 'bundle' in root ? [{ value: root.bundle, at: ['bundle'] }] : []
  // In a file that is a bundle itself, `items` are the bundle's.
  const list = isBare(root) ? [] : root[listOf[kind]]
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ value, at: [listOf[kind], index] })) : []
}

/** What a page does to a text; a path is where the place stands before it. */
export type Edit =
  | { set: Path; value: unknown } // undefined takes it away
  | { into: Path; value: unknown } // at the end of a list, which is made when there is none
  | { move: Path; by: -1 | 1 } // an entry of a list
  | { add: ThingKind; value: Entry } // a thing of its own

export function edited(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const document = parseDocument(text)
  const wraps = edits.some(edit => 'add' in edit && edit.add !== 'bundle') && isMap(document.contents) && isBare(document.contents.toJSON() as Entry)
  const after = wraps ? wrapped(document) : document
  for (const edit of edits) apply(after, wraps ? underBundle(edit) : edit)
  return after.contents === null || (isMap(after.contents) && after.contents.items.length === 0) ? '' : after.toString({ lineWidth: 0 })
}

/** A file that is a bundle becomes one that holds a bundle, so that others can stand beside it. */
function wrapped(document: Document.Parsed): Document {
  const outer = new Document()
  const map = new YAMLMap()
  map.set(outer.createNode('bundle'), document.contents)
  outer.contents = map as never
  outer.commentBefore = document.commentBefore
  return outer
}

const underBundle = (edit: Edit): Edit => {
  if ('set' in edit) return { ...edit, set: ['bundle', ...edit.set] }
  if ('into' in edit) return { ...edit, into: ['bundle', ...edit.into] }
  if ('move' in edit) return { ...edit, move: ['bundle', ...edit.move] }
  return edit
}

function apply(document: Document, edit: Edit): void {
  if ('add' in edit) {
    if (edit.add === 'bundle') document.setIn(['bundle'], nodeOf(document, edit.value, 1))
    else append(document, [listOf[edit.add]], edit.value)
  } else if ('into' in edit) append(document, edit.into, edit.value)
  else if ('move' in edit) move(document, edit.move, edit.by)
  else if (edit.value === undefined) take(document, edit.set)
  else put(document, edit.set, edit.value)
}

function put(document: Document, at: Path, value: unknown): void {
  const before = document.getIn(at, true)
  // A scalar keeps the way it is quoted and the comment behind it.
  if (isScalar(before) && (typeof value !== 'object' || value === null)) before.value = value
  else document.setIn(at, nodeOf(document, value, at.length))
}

function append(document: Document, at: Path, value: unknown): void {
  const list = document.getIn(at)
  const entry = nodeOf(document, value, at.length + 1)
  if (isSeq(list)) list.add(entry)
  else {
    const made = new YAMLSeq()
    made.add(entry)
    document.setIn(at, made)
  }
}

/** What is empty after it goes as well: an empty list says nothing. */
function take(document: Document, at: Path): void {
  document.deleteIn(at)
  const around = at.slice(0, -1)
  const rest = around.length > 0 ? document.getIn(around) : undefined
  if ((isSeq(rest) || isMap(rest)) && rest.items.length === 0) take(document, around)
}

function move(document: Document, at: Path, by: -1 | 1): void {
  const list = document.getIn(at.slice(0, -1))
  const index = Number(at.at(-1))
  if (!isSeq(list) || index + by < 0 || index + by >= list.items.length) return
  const [one, other] = [list.items[index], list.items[index + by]] as [Node | Pair, Node | Pair]
  list.items[index] = other
  list.items[index + by] = one
}

function nodeOf(document: Document, value: unknown, depth: number): Node {
  const node = document.createNode(value, { aliasDuplicateObjects: false })
  layOut(node as Node, depth)
  return node as Node
}

/** The edits that turn one entry into another: only the members that differ are written. */
export function editsOf(at: Path, before: Entry, after: Entry): Edit[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.filter(key => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map(key => ({ set: [...at, key], value: after[key] }))
}
