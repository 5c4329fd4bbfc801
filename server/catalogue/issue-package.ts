import type { Ctx } from '../context.ts'
import { paths } from '../web/paths.ts'
import type { BundleDefinition } from './definition.ts'
import { packageText } from './package.ts'
import type { BundleVersion } from './version.ts'

/** Packages by definition, which is the same object for as long as the process knows the version: made once, let go with it. */
const issued = new WeakMap<BundleDefinition, { fingerprint: string; file: Buffer }>()

/** The package of a version, signed by this portal. Whoever asks gets the same bytes; another key makes another file. */
export function issuedPackage({ signer, publicUrl }: Pick<Ctx, 'signer' | 'publicUrl'>, version: BundleVersion): Buffer {
  const known = issued.get(version.definition)
  if (known?.fingerprint === signer.fingerprint) return known.file
  const file = Buffer.from(packageText(version, signer, `${publicUrl}${paths.proof(version.bundleId, version.version)}`))
  issued.set(version.definition, { fingerprint: signer.fingerprint, file })
  return file
}
