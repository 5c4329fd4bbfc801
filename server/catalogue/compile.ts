import type { z } from 'zod'
import { faultsOfBundles } from './compile-bundles.ts'
import { faultsOfItems } from './compile-items.ts'
import { shaped } from './compile-shape.ts'
import { faultsOfThings, nearest } from './compile-things.ts'
import {
  bundleSchema, departmentSchema, elsewhereSchema, fieldGroupSchema, fieldSchema, materialSchema, registerSchema, serviceItemSchema, type Catalogue, type Condition,
  type Text,
} from './definition.ts'
import { error, inReadingOrder, isError, warning, type Diagnostic, type Path, type Subject } from './diagnostic.ts'
import { readYaml, type SourceFile, type YamlSource } from './yaml-source.ts'

type Kind = Exclude<Subject['kind'], 'file'>

/** The lists a file may hold, and what each entry is. */
const sections = {
  departments: { kind: 'department', schema: departmentSchema },
  registers: { kind: 'register', schema: registerSchema },
  groups: { kind: 'group', schema: fieldGroupSchema },
  fields: { kind: 'field', schema: fieldSchema },
  materials: { kind: 'material', schema: materialSchema },
  items: { kind: 'item', schema: serviceItemSchema },
  bundles: { kind: 'bundle', schema: bundleSchema },
} as const satisfies Record<string, { kind: Kind; schema: z.ZodType }>
type Section = keyof typeof sections
/** Departments and registers are the state's, not an author's: of those in an uploaded definition the portal's own count. */
const ofTheState: readonly string[] = ['departments', 'registers']

const maxEntries = 3000

interface Declaration {
  kind: Kind
  id: string
  source: YamlSource
  path: Path
  /** Undefined when its shape is wrong: it is known, but nothing more is said about it. */
  thing: unknown
}

export interface Compiled {
  /** Everything whose shape is right, together with the base it builds on. */
  catalogue: Catalogue
  diagnostics: Diagnostic[]
  /** Adds file and line to what `verify` finds in what was compiled here. */
  placed(diagnostics: readonly Diagnostic[]): Diagnostic[]
  /** Ids of the bundles that stand in these files, right or wrong. */
  bundleIds: string[]
}

/**
 * Turns files of definitions into a catalogue, or tells everything that is wrong with them at once.
 *
 * What a file holds is told by its keys, not by its name: lists of departments, fields, items …, or
 * one bundle, or a bundle under `bundle:` together with lists of its own. `base` is what an uploaded
 * definition may refer to, and may replace.
 */
export function compile(files: readonly SourceFile[], base?: Catalogue): Compiled {
  const sources = files.map(readYaml)
  const read = sources.map(source => declarationsIn(source, base))
  const { known, faults } = withoutDoubles(read.flatMap(({ declarations }) => declarations), base)
  const catalogue = assembled([...known.values()], base)
  const isKnown = (kind: Kind, id: string) => known.has(`${kind} ${id}`) || idsOf(catalogue, kind).has(id)
  const own = (kind: Kind, id: string) => known.has(`${kind} ${id}`)
  const elsewhere = read.flatMap(one => one.elsewhere)
  const located = placer(sources, known)
  const diagnostics = [
    ...sources.flatMap(source => source.diagnostics),
    ...located([
      ...read.flatMap(({ diagnostics }) => diagnostics),
      ...faults,
      ...[faultsOfThings, faultsOfItems, faultsOfBundles].flatMap(find => find({ catalogue, isKnown, own, elsewhere })),
    ]),
  ]
  const bundleIds = [...known.values()].filter(({ kind }) => kind === 'bundle').map(({ id }) => id)
  return { catalogue, diagnostics: told(inReadingOrder(diagnostics)), placed: located, bundleIds }
}

/** More than anybody reads of one file at a time. */
const maxTold = 500

/** Everything that is wrong, and where it is too much how many more there are: no file hides the faults of another. */
const told = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...Map.groupBy(diagnostics, ({ file }) => file).values()].flatMap(ofFile => {
    const rest = ofFile.slice(maxTold)
    const [first] = rest
    if (!first) return ofFile
    const say = rest.some(isError) ? error : warning
    return [...ofFile.slice(0, maxTold), { ...say('tooManyFaults', first.subject, { count: rest.length }), ...(first.file ? { file: first.file, line: first.line ?? 1 } : {}) }]
  })

/** What a check of references may ask. `own`: declared in the files being compiled, so faults in it are told. */
export interface Names {
  catalogue: Catalogue
  isKnown(kind: Kind, id: string): boolean
  own(kind: Kind, id: string): boolean
  /** What the files say is asked by bundles that aren't here. */
  elsewhere: readonly Condition[]
}

// ── reading the entries of a file ───────────────────────────────────────────────────────────────

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const bundleKeys = new Set(Object.keys(bundleSchema.shape).filter(key => key !== 'items'))

interface Read {
  declarations: Declaration[]
  elsewhere: Condition[]
  diagnostics: Diagnostic[]
}

function declarationsIn(source: YamlSource, base: Catalogue | undefined): Read {
  const read: Read = { declarations: [], elsewhere: [], diagnostics: [] }
  const { declarations, diagnostics } = read
  const fault = (code: string, path: Path, params = {}) => void diagnostics.push(error(code, { kind: 'file', id: source.name, path }, params))
  const declare = (section: Section, value: unknown, path: Path) => {
    const { kind, schema } = sections[section]
    const given = isObject(value) ? (kind === 'item' ? value.code : value.id) : undefined
    const id = typeof given === 'string' ? given : `${source.name} ${path.join(' ')}`
    // Faults are told by their place in the file, since an entry of wrong shape may not even have an id.
    const subject: Subject = { kind: 'file', id: source.name, path }
    const { thing, diagnostics: faults } = shaped<unknown>(schema, value, subject)
    diagnostics.push(...faults)
    const isHeldHere = base !== undefined && ofTheState.includes(section)
    if (isHeldHere && thing) diagnostics.push(...comparedWithHeld(thing as { id: string; name: Text }, kind, base, subject))
    if (!isHeldHere || !idsOf(base, kind).has(id)) declarations.push({ kind, id, source, path, thing: isHeldHere ? undefined : thing })
  }
  const readElsewhere = (entries: unknown) => {
    const { thing = [], diagnostics: faults } = shaped(elsewhereSchema, entries, { kind: 'file', id: source.name, path: ['elsewhere'] })
    diagnostics.push(...faults)
    read.elsewhere = thing
  }
  const { value } = source
  if (value === undefined) return read
  if (!isObject(value)) return fault('notDefinitions', []), read
  if (Object.keys(value).some(key => bundleKeys.has(key))) return declare('bundles', value, []), read
  for (const [key, entries] of Object.entries(value)) {
    if (key === 'bundle') declare('bundles', entries, [key])
    else if (key === 'proof') continue // what a package claims: `package-proof.ts` reads it
    else if (key === 'elsewhere') readElsewhere(entries)
    else if (!Object.hasOwn(sections, key)) fault('unknownSection', [key], { key, allowed: Object.keys(sections).join(', ') })
    else if (!Array.isArray(entries)) fault('wrongType', [key], { key, expected: 'array' })
    else if (entries.length > maxEntries) fault('tooManyEntries', [key], { key, maximum: maxEntries })
    else entries.forEach((entry, index) => declare(key as Section, entry, [key, index]))
  }
  return read
}

/** Of a department or a register that a file brings along: nothing when it is the one known here. */
function comparedWithHeld(thing: { id: string; name: Text }, kind: Kind, base: Catalogue, subject: Subject): Diagnostic[] {
  const held = idsOf(base, kind)
  const { id, name } = thing
  if (!held.has(id)) return [error(`unknownHere.${kind}`, subject, { id, name, nearest: nearest(id, [...held.keys()]) })]
  return JSON.stringify(held.get(id)) === JSON.stringify(thing) ? [] : [warning('heldHere', subject, { id, name })]
}

/** One thing, one place: the first declaration counts, each further one is a fault. */
function withoutDoubles(declarations: readonly Declaration[], base: Catalogue | undefined) {
  const known = new Map<string, Declaration>()
  const faults: Diagnostic[] = []
  for (const declaration of declarations) {
    const { kind, id, source, path, thing } = declaration
    const first = known.get(`${kind} ${id}`)
    const subject: Subject = { kind: 'file', id: source.name, path }
    if (first) faults.push(error('doubleId', subject, { id, other: `${first.source.name}:${first.source.lineOf(first.path)}` }))
    else known.set(`${kind} ${id}`, declaration)
    const shipped = base && idsOf(base, kind).get(id)
    if (shipped && thing && kind !== 'bundle' && JSON.stringify(shipped) !== JSON.stringify(thing)) faults.push(warning('redefines', subject, { id }))
  }
  return { known, faults }
}

// ── putting together ────────────────────────────────────────────────────────────────────────────

const byId = <T extends { id: string }>(things: readonly T[]) => new Map(things.map(thing => [thing.id, thing]))

function assembled(declarations: readonly Declaration[], base: Catalogue | undefined): Catalogue {
  const merged = <T>(kind: Kind, shipped: ReadonlyMap<string, T> | undefined): Map<string, T> =>
    new Map([...(shipped ?? []), ...declarations.filter(one => one.kind === kind && one.thing).map(({ id, thing }): [string, T] => [id, thing as T])])
  return {
    departments: merged('department', base?.departments),
    registers: merged('register', base?.registers),
    groups: [...merged('group', base && byId(base.groups)).values()],
    fields: merged('field', base?.fields),
    materials: merged('material', base?.materials),
    items: merged('item', base?.items),
    bundles: merged('bundle', base?.bundles),
  }
}

function idsOf(catalogue: Catalogue, kind: Kind): ReadonlyMap<string, unknown> {
  if (kind === 'group') return byId(catalogue.groups)
  return catalogue[`${kind}s`]
}

function placer(sources: readonly YamlSource[], known: ReadonlyMap<string, Declaration>) {
  const files = new Map(sources.map(source => [source.name, source]))
  return (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
    diagnostics.map(diagnostic => {
      const { kind, id, path } = diagnostic.subject
      const declaration = kind === 'file' ? { source: files.get(id), path: [] } : known.get(`${kind} ${id}`)
      if (!declaration?.source) return diagnostic
      return { ...diagnostic, file: declaration.source.name, line: declaration.source.lineOf([...declaration.path, ...path]) }
    })
}
