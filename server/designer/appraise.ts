import { compile } from '../catalogue/compile.ts'
import type { Bundle, BundleDefinition, Catalogue, Field, FieldGroup, Material, ServiceItem, Text } from '../catalogue/definition.ts'
import { error, inReadingOrder, isError, type Diagnostic } from '../catalogue/diagnostic.ts'
import type { Known } from '../catalogue/known-catalogue.ts'
import { definitionHash } from '../catalogue/publish.ts'
import { resolve } from '../catalogue/resolve.ts'
import type { Verification } from '../catalogue/verify.ts'
import type { BundleVersion, Proof } from '../catalogue/version.ts'
import { reading, thingKinds, type ThingKind } from './definition-text.ts'

/** What a text is judged against: the catalogue in use, and the proof with the offices that are open. */
export interface Surroundings {
  known: Known
  prove: (definition: BundleDefinition) => Verification
}

/** A bundle as it would be published: its definition, whether it is proved, and what it takes the place of. */
export interface Outcome {
  definition: BundleDefinition
  current: BundleVersion | undefined
  diagnostics: Diagnostic[]
  /** Undefined while a promise isn't proved. */
  proof: Proof | undefined
}

/** Everything that can be said of a proposal's text. */
export interface Appraisal {
  /** The catalogue as it would be. */
  catalogue: Catalogue
  /** What is wrong with the text itself, and with the promises of its own bundle. */
  diagnostics: Diagnostic[]
  /** The bundle it holds; undefined when it holds none, or none that is whole. */
  own: Outcome | undefined
  /** Bundles in use that have a part in a thing it changes: they get a new version with it. */
  followers: Outcome[]
  /** What it changes or adds; a thing that is as it is in use counts for nothing. */
  changed: { kind: ThingKind; id: string; isNew: boolean }[]
  /** Nothing is wrong, every promise is proved, and something changes. */
  isReady: boolean
}

const fileName = 'definition.yaml'

/** Judges a text: compiles it against what is in use, proves its bundle and all bundles that its changes touch. */
export function appraise(text: string, { known, prove }: Surroundings): Appraisal {
  const compiled = compile([{ name: fileName, text }], known.catalogue)
  const [bundleId, another] = compiled.bundleIds
  const manyBundles = another ? [{ ...error('manyBundles', { kind: 'file', id: fileName, path: [] }), file: fileName, line: 1 }] : []
  const changed = changedIn(text, compiled.catalogue, known)
  const own = bundleId && !another ? outcomeOf(bundleId, compiled.catalogue, known, prove) : undefined
  const compileFaults = [...compiled.diagnostics, ...manyBundles]
  const followers = compileFaults.some(isError) ? [] : followersOf(changed, bundleId, compiled.catalogue, known, prove)
  const diagnostics = inReadingOrder([...compileFaults, ...compiled.placed(own?.diagnostics ?? [])])
  const outcomes = [...(own ? [own] : []), ...followers]
  const isReady = changed.length > 0 && !diagnostics.some(isError) && outcomes.length > 0 && outcomes.every(({ proof }) => proof)
  return { catalogue: compiled.catalogue, diagnostics, own, followers, changed, isReady }
}

/** What would be published: bundles that become different from what is in use. */
export const outcomesOf = ({ own, followers }: Appraisal): Outcome[] =>
  [...(own ? [own] : []), ...followers].filter(({ definition, current }) => current?.hash !== definitionHash(definition))

function outcomeOf(bundleId: string, catalogue: Catalogue, { published }: Known, prove: Surroundings['prove']): Outcome | undefined {
  const current = published.find(version => version.bundleId === bundleId)
  const definition = resolve(current ? inOrderOf(current.definition, catalogue) : catalogue, bundleId)
  if (!definition) return undefined
  const { diagnostics, proof } = prove(definition)
  return { definition, current, diagnostics, proof: diagnostics.some(isError) ? undefined : proof }
}

/** A field keeps its place in the form: what the bundle has already comes first, as it stands there. */
function inOrderOf({ fields, materials }: BundleDefinition, catalogue: Catalogue): Catalogue {
  const first = <T>(ids: readonly string[], all: Map<string, T>) =>
    new Map([...ids.flatMap((id): [string, T][] => { const thing = all.get(id); return thing === undefined ? [] : [[id, thing]] }), ...all])
  return { ...catalogue, fields: first(Object.keys(fields), catalogue.fields), materials: first(Object.keys(materials), catalogue.materials) }
}

function changedIn(text: string, catalogue: Catalogue, { catalogue: before }: Known): Appraisal['changed'] {
  const read = reading(text)
  return thingKinds.flatMap(kind => read.all(kind).flatMap(({ id }) => {
    const now = thingOf(catalogue, kind, id)
    const then = thingOf(before, kind, id)
    return now !== undefined && JSON.stringify(now) === JSON.stringify(then) ? [] : [{ kind, id, isNew: then === undefined }]
  }))
}

/** What a thing in use is called. */
export function nameOfThing(catalogue: Catalogue, kind: ThingKind, id: string): Text | undefined {
  const thing = thingOf(catalogue, kind, id)
  return thing && ('title' in thing ? thing.title : thing.name)
}

export function thingOf(catalogue: Catalogue, kind: ThingKind, id: string): Bundle | ServiceItem | Field | Material | FieldGroup | undefined {
  return kind === 'group' ? catalogue.groups.find(group => group.id === id) : catalogue[`${kind}s`].get(id)
}

function followersOf(changed: Appraisal['changed'], ownId: string | undefined, catalogue: Catalogue, known: Known, prove: Surroundings['prove']): Outcome[] {
  const touched = known.published.filter(({ bundleId, definition }) => bundleId !== ownId && changed.some(({ kind, id }) => hasPart(definition, kind, id)))
  return touched.flatMap(({ bundleId }) => outcomeOf(bundleId, catalogue, known, prove) ?? [])
}

const hasPart = ({ items, fields, materials, groups }: BundleDefinition, kind: ThingKind, id: string): boolean =>
  kind === 'item' ? id in items : kind === 'field' ? id in fields : kind === 'material' ? id in materials : kind === 'group' && groups.some(group => group.id === id)
