import type { Region } from '../offices/region.ts'
import { compile } from './compile.ts'
import { error, type Diagnostic } from './diagnostic.ts'
import { faultsOfClaim, readClaim } from './package-proof.ts'
import { readPackage, type ReadPackage } from './package.ts'
import { officesThen } from './places.ts'
import { definitionHash } from './publish.ts'
import { resolve } from './resolve.ts'
import { verify } from './verify.ts'
import type { Proof } from './version.ts'

/** What becomes of a package in the hands of somebody who believes nothing of it. */
export interface ProvedPackage {
  file: string
  signature: ReadPackage
  bundleId: string
  hash: string
  /** Undefined when it didn't compile. */
  proof: Proof | undefined
  diagnostics: Diagnostic[]
}

/** A text with a claim under `proof` and its departments: a package, signed or not. */
export const isPackage = (text: string): boolean => /^proof:/m.test(text) && /^departments:/m.test(text)

/** Checks signature and hash, compiles the definition by itself, and proves it over the offices of its time. */
export function provePackage(file: string, bytes: Buffer, regions: readonly Region[]): ProvedPackage {
  const signature = readPackage(bytes)
  const source = { name: file, text: bytes.toString() }
  const compiled = compile([source])
  const [bundleId = '', another] = compiled.bundleIds
  const definition = another === undefined ? resolve(compiled.catalogue, bundleId) : undefined
  const subject = { kind: 'file', id: file, path: [] } as const
  const broken = signature.kind === 'broken' ? [{ ...error(`packageBroken.${signature.why}`, subject), file, line: 1 }] : []
  const of = (diagnostics: Diagnostic[]) => [...broken, ...compiled.diagnostics, ...compiled.placed(diagnostics)]
  if (!definition) return { file, signature, bundleId, hash: '', proof: undefined, diagnostics: of(another ? [error('manyBundles', subject)] : []) }
  const claim = readClaim(source)
  const { proof, diagnostics } = verify(definition, regions, claim && officesThen(definition, regions, claim.places))
  const hash = definitionHash(definition)
  const faults = [
    ...(signature.kind === 'signed' && signature.hash !== hash ? [error('packageHash', subject, { stated: signature.hash, found: hash })] : []),
    ...(claim ? faultsOfClaim(claim, proof, file) : [error('packageClaimless', { ...subject, path: ['proof'] })]),
  ]
  return { file, signature, bundleId, hash, proof, diagnostics: of([...faults, ...diagnostics]) }
}
