import type { Db } from '../../db/connect.ts'
import { listOpenOfficeIds, listRegions, officeId } from '../offices/office.store.ts'
import { findPublished, listPublished } from './bundle.store.ts'
import { readDefinitions, shippedFolder } from './catalogue-folder.ts'
import { compile } from './compile.ts'
import type { BundleDefinition, Catalogue } from './definition.ts'
import { error, inReadingOrder, isError, type Diagnostic } from './diagnostic.ts'
import { definitionHash } from './publish.ts'
import { resolve } from './resolve.ts'
import { verify } from './verify.ts'
import type { BundleVersion, Proof } from './version.ts'

/** What became of a definition that somebody handed in: everything wrong with it, or all that is needed to publish it. */
export interface Examination {
  diagnostics: Diagnostic[]
  definition?: BundleDefinition
  /** Undefined unless it compiled and every promise was proved. */
  proof?: Proof
  /** What applications are filed under now. */
  current?: BundleVersion
  isUnchanged: boolean
}

/** Compiles a definition against all that ships and is published, and proves it against the offices that are open here. */
export async function examine(db: Db, text: string): Promise<Examination> {
  const name = 'definition.yaml'
  const { catalogue, diagnostics, placed, bundleIds } = compile([{ name, text }], await knownCatalogue(db))
  const [id, another] = bundleIds
  if (diagnostics.every(one => !isError(one)) && (!id || another)) {
    diagnostics.push({ ...error(another ? 'manyBundles' : 'noBundle', { kind: 'file', id: name, path: [] }), file: name, line: 1 })
  }
  const definition = id && !another ? resolve(catalogue, id) : undefined
  if (!definition) return { diagnostics, isUnchanged: false }
  const open = await listOpenOfficeIds(db)
  const verification = verify(definition, await listRegions(db), (department, region) => open.has(officeId(department, region)))
  const all = inReadingOrder([...diagnostics, ...placed(verification.diagnostics)])
  const current = await findPublished(db, definition.bundle.id)
  return {
    diagnostics: all,
    definition,
    proof: all.some(isError) ? undefined : verification.proof,
    current,
    isUnchanged: current?.hash === definitionHash(definition),
  }
}

let shipped: Catalogue | undefined

/** What an author may refer to: the catalogue that ships, and over it what is in use here. */
async function knownCatalogue(db: Db): Promise<Catalogue> {
  shipped ??= compile(readDefinitions(shippedFolder)).catalogue
  const published = (await listPublished(db)).map(({ definition }) => definition)
  const over = <T>(base: ReadonlyMap<string, T>, pick: (definition: BundleDefinition) => Record<string, T>) =>
    new Map([...base, ...published.flatMap(definition => Object.entries(pick(definition)))])
  const groups = new Map([...shipped.groups, ...published.flatMap(({ groups }) => groups)].map(group => [group.id, group]))
  return {
    departments: over(shipped.departments, ({ departments }) => departments),
    registers: over(shipped.registers, ({ registers }) => registers),
    groups: [...groups.values()],
    fields: over(shipped.fields, ({ fields }) => fields),
    materials: over(shipped.materials, ({ materials }) => materials),
    items: over(shipped.items, ({ items }) => items),
    bundles: over(new Map(), ({ bundle }) => ({ [bundle.id]: bundle })),
  }
}
