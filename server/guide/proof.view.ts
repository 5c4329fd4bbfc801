import type { Text } from '../catalogue/definition.ts'
import { checkNames } from '../catalogue/verify.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Signer } from '../signing.ts'
import { paths } from '../web/paths.ts'
import { proofPicture } from './proof-picture.ts'

/** A version's proof as it is told to people who weren't there. */
export function proofModel(version: BundleVersion, text: (text: Text) => string) {
  const { definition: { bundle, items, departments }, proof } = version
  const checks = checkNames.filter(name => proof.checks.includes(name))
  const nameOf = (kind: 'bundle' | 'item', id: string) => text((kind === 'item' ? items[id]?.name : undefined) ?? bundle.title)
  return {
    checks,
    pictures: (['page', 'phone'] as const).map(size => ({ size, ...proofPicture(proof.combinations, checks.length, size) })),
    exceptions: bundle.exceptions.map(({ item, reason, basis }) => ({ item: nameOf('item', item), reason: text(reason), basis })),
    signOffs: (proof.signOffs ?? []).map(({ kind, id, department, at }) => ({ department: text(departments[department]?.name ?? { zh: department, en: department }), subject: nameOf(kind, id), at })),
  }
}

/** The three steps by which anybody proves it again, as they are typed. */
export function commandsFor({ id, bundleId, version }: BundleVersion, publicUrl: string, sourceUrl: string | undefined) {
  const file = `${id}.yaml`
  return {
    get: `${sourceUrl ? `git clone ${sourceUrl} yijianshi\n` : ''}cd yijianshi\nnpm ci`,
    download: `curl -o ${file} '${publicUrl}${paths.package(bundleId, version)}'`,
    verify: `npm run bundles:verify -- ${file}`,
  }
}

/** A fingerprint in groups that two people can read to each other. */
export const groupsOf = ({ fingerprint }: Pick<Signer, 'fingerprint'>): string[] => fingerprint.match(/.{4}/g) ?? []
