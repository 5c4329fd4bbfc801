import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Region } from '../offices/region.ts'
import { readDefinitions, readRegions, shippedFolder } from './catalogue-folder.ts'
import { compile } from './compile.ts'
import type { Catalogue } from './definition.ts'
import { error, type Diagnostic } from './diagnostic.ts'
import { readPackage } from './package.ts'
import { isPackage, provePackage, type ProvedPackage } from './prove-package.ts'
import { resolve } from './resolve.ts'
import { verify } from './verify.ts'
import type { Proof } from './version.ts'
import type { SourceFile } from './yaml-source.ts'

export interface ProvedBundle {
  id: string
  proof: Proof
  diagnostics: Diagnostic[]
  milliseconds: number
}

export interface ProvedFiles {
  bundles: ProvedBundle[]
  packages: ProvedPackage[]
  diagnostics: Diagnostic[]
}

/** Proves everything in a folder, or one file: each package for itself, all other definitions together. Undefined when there is nothing of that name. */
export function proveFiles(target: string): ProvedFiles | undefined {
  const found = statSync(target, { throwIfNoEntry: false })
  if (!found) return undefined
  const isFolder = found.isDirectory()
  const { regions, faults } = readRegions(isFolder ? target : shippedFolder)
  const files = isFolder ? readDefinitions(target) : [{ name: basename(target), text: readFileSync(target, 'utf8') }]
  const regionFaults = faults.map(({ code, line, value }) => ({ ...error(code, { kind: 'file', id: 'regions.csv', path: [] }, { value }), file: 'regions.csv', line }))
  const inPackages = Map.groupBy(files, ({ text }) => isPackage(text) || readPackage(text).kind !== 'unsigned')
  // The bytes as they are: what was read as text may have been put right on the way.
  const packages = (inPackages.get(true) ?? []).map(({ name }) => timed(() => provePackage(name, readFileSync(isFolder ? join(target, name) : target), regions)))
  const definitions = proveDefinitions(inPackages.get(false) ?? [], regions)
  const bundles = packages.flatMap(({ bundleId: id, proof, diagnostics, milliseconds }) => (proof ? [{ id, proof, diagnostics, milliseconds }] : []))
  return {
    bundles: [...definitions.bundles, ...bundles], packages,
    diagnostics: [...regionFaults, ...definitions.diagnostics, ...packages.flatMap(({ diagnostics }) => diagnostics)],
  }
}

function proveDefinitions(files: readonly SourceFile[], regions: readonly Region[]): Omit<ProvedFiles, 'packages'> {
  if (files.length === 0) return { bundles: [], diagnostics: [] }
  const compiled = compile(files, files.some(({ name }) => name === 'departments.yaml') ? undefined : theState())
  const bundles = compiled.bundleIds.flatMap(id => {
    const definition = resolve(compiled.catalogue, id)
    if (!definition) return []
    const { proof, diagnostics, milliseconds } = timed(() => verify(definition, regions))
    return [{ id, proof, diagnostics: compiled.placed(diagnostics), milliseconds }]
  })
  return { bundles, diagnostics: [...compiled.diagnostics, ...bundles.flatMap(({ diagnostics }) => diagnostics)] }
}

/** A definition downloaded by itself names departments and registers, and shares items with bundles, without bringing them: those that ship are meant. */
function theState(): Catalogue {
  const { departments, registers, bundles } = compile(readDefinitions(shippedFolder)).catalogue
  return { departments, registers, bundles, groups: [], fields: new Map(), materials: new Map(), items: new Map() }
}

function timed<T extends object>(work: () => T): T & { milliseconds: number } {
  const start = performance.now()
  const done = work()
  return { ...done, milliseconds: performance.now() - start }
}
