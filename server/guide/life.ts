import type { Stage } from '../catalogue/definition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Actor } from '../people/actor.ts'
import { isAllowed } from '../people/permissions.ts'

/** A person's life and a company's, each as one line of stages. */
export const lives = {
  person: ['birth', 'school', 'work', 'marriage', 'home', 'health', 'care', 'retirement', 'farewell'],
  company: ['open', 'build', 'hire', 'trade', 'change', 'close'],
} as const satisfies Record<string, readonly Stage[]>
export type Life = keyof typeof lives

export interface Station {
  stage: Stage
  bundles: BundleVersion[]
}

/** Matters between government bodies (机关内部) are not the public's. */
export const isPublic = ({ definition }: Pick<BundleVersion, 'definition'>): boolean => definition.bundle.audience !== 'official' && definition.bundle.stage !== 'internal'

/** Whether somebody may read of a matter and begin it: nobody outside is to know of those between public bodies. */
export const isOpenTo = (actor: Actor, version: Pick<BundleVersion, 'definition'>): boolean => isPublic(version) || isAllowed(actor, 'internal.file')

/** The stations of a life at which there is something to be done here. */
export const stationsOf = (life: Life, versions: readonly BundleVersion[]): Station[] =>
  lives[life].map(stage => ({ stage, bundles: ofStage(versions, stage) })).filter(({ bundles }) => bundles.length > 0)

export const ofStage = (versions: readonly BundleVersion[], stage: Stage): BundleVersion[] =>
  versions.filter(version => isPublic(version) && version.definition.bundle.stage === stage)

export const lifeOf = (stage: Stage): Life | undefined =>
  (Object.keys(lives) as Life[]).find(life => (lives[life] as readonly Stage[]).includes(stage))

const day = 24 * 3600_000

/**
 * What was added or changed in the last 90 days, newest first. What the portal opened with is not
 * news: the day of the first publication doesn't count, unless a bundle has been changed since.
 */
export function news(versions: readonly BundleVersion[], now: Date): BundleVersion[] {
  const opened = Math.min(...versions.map(({ publishedAt }) => Date.parse(publishedAt)))
  return versions
    .filter(version => isPublic(version) && Date.parse(version.publishedAt) > Math.max(opened + day, now.getTime() - 90 * day))
    .sort((a, b) => b.publishedAt.localeCompare(a.publishedAt))
    .slice(0, 4)
}
