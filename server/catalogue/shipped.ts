import type { Db } from '../../db/connect.ts'
import { insert, type WriteSet } from '../../db/statement.ts'
import { commitAct } from '../ledger/act.store.ts'
import { forgetReference, insertOffice } from '../offices/office.store.ts'
import type { Region } from '../offices/region.ts'
import { system } from '../people/actor.ts'
import { readDefinitions, readRegions, shippedFolder } from './catalogue-folder.ts'
import { compile, type Compiled } from './compile.ts'
import type { Department } from './definition.ts'
import { isError } from './diagnostic.ts'
import { nextVersion, publication, versionRows } from './publish.ts'
import { resolve } from './resolve.ts'
import { verify } from './verify.ts'
import type { BundleVersion } from './version.ts'

/** What ships does not compile or does not keep its promises: a fault of this release, not of its user. */
export class BrokenCatalogue extends Error {}

let compiled: Compiled | undefined

/** What ships, compiled once in a process: the first start needs it, and the demonstration's registers. */
export const shippedDefinitions = (): Compiled => (compiled ??= compile(readDefinitions(shippedFolder)))

/**
 * First start: loads regions, departments and offices, and compiles, proves and publishes what ships.
 * Does nothing on a database that has been set up, whatever was changed in it since.
 */
export async function loadShippedCatalogue(db: Db, now: Date): Promise<void> {
  const done = await db.read.selectFrom('act').select('seq').where('stream', '=', 'bundles').limit(1).executeTakeFirst()
  if (done) return
  const { regions } = readRegions(shippedFolder)
  const { catalogue, diagnostics: compiled, bundleIds } = shippedDefinitions()
  const diagnostics = [...compiled]
  const versions = bundleIds.flatMap(id => {
    const definition = resolve(catalogue, id)
    if (!definition) return []
    const { diagnostics: found, proof } = verify(definition, regions)
    diagnostics.push(...found)
    return [nextVersion([], definition, proof, now.toISOString())]
  })
  const errors = diagnostics.filter(isError)
  if (errors.length > 0) throw new BrokenCatalogue(`The catalogue that ships has ${errors.length} errors: run "npm run bundles:verify".`)
  await loadReference(db, regions, [...catalogue.departments.values()], versions, now)
}

async function loadReference(db: Db, regions: readonly Region[], departments: readonly Department[], versions: readonly BundleVersion[], now: Date): Promise<void> {
  const set: WriteSet = [
    ...regions.map(region => insert('region', { ...region })),
    ...departments.map(({ id, name, kind, offices }) => insert('department', { id, zh: name.zh, en: name.en, kind, levels: JSON.stringify(offices) })),
    ...departments.flatMap(department => officesOf(department, regions)),
    ...versions.flatMap(version => publication([], version, system.id)),
  ]
  await commitAct(db, 'bundles', async () => ({
    act: { at: now.toISOString(), actorId: system.id, actorRole: 'portal', type: 'bundle.published', data: { bundles: versions.length } },
    set,
    beside: { ...versionRows(versions, system.id), ...referenceRows(regions, departments) },
  }))
  forgetReference(db)
}

/** Regions and departments are what shipped at the first start, and offices are the departments' in them. */
const referenceRows = (regions: readonly Region[], departments: readonly Pick<Department, 'id' | 'name' | 'kind' | 'offices'>[]): Record<string, unknown> => ({
  regions: inOrder(regions.map(region => ({ ...region, id: region.code }))),
  departments: inOrder(departments.map(({ id, name, kind, offices }) => ({ id, zh: name.zh, en: name.en, kind, levels: offices }))),
})

const inOrder = <T extends { id: string }>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))

/** An office of the department in every region of the levels at which it keeps one; a village's is its township's. */
function officesOf(department: Department, regions: readonly Region[]): WriteSet {
  const levels = new Set(department.offices.map(level => (level === 'village' ? 'township' : level)))
  return regions.filter(({ level }) => levels.has(level)).map(({ code }) => insertOffice(department, code))
}
