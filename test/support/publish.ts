import type { Ctx } from '../../server/context.ts'
import { askedIn } from '../../server/designer/asked.ts'
import { circulate } from '../../server/designer/circulate.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { release } from '../../server/designer/release.ts'
import { nameOf } from '../../server/designer/revise.ts'
import { sign } from '../../server/designer/sign.ts'
import { startProposal } from '../../server/designer/start-proposal.ts'
import type { Actor } from '../../server/people/actor.ts'
import type { Site } from './portal.ts'

export const drafter: Actor = { id: 'drafter', kind: 'person', name: '谢文朴', grants: [{ role: 'bundleAdministrator', officeId: '' }], mandates: [] }

/** Who administers a department's items, at its office in the district. */
export const administratorOf = (department: string): Actor =>
  ({ id: `items.${department}`, kind: 'person', name: department, grants: [{ role: 'itemAdministrator', officeId: `${department}@330106000000` }], mandates: [] })

/** Publishes a definition as it is done here: a proposal that every department it concerns has agreed to. Gives the ids of the versions. */
export async function publishText(site: Site, text: string, by: Actor = drafter): Promise<string[]> {
  const ctx = site.ctx(by)
  const { id } = await startProposal(ctx, nameOf(text) ?? { zh: '草案', en: 'Proposal' }, text, { how: 'import' })
  await circulate(ctx, id)
  await everybodyAgrees(site, id)
  return release(ctx, id)
}

/** Each department that has not agreed yet does. */
export async function everybodyAgrees(site: { db: Ctx['db']; ctx: (actor: Actor) => Ctx }, id: string): Promise<void> {
  for (const { signOff } of await askedIn(site, await getProposal(site.db, id))) {
    if (signOff.stand !== 'agreed') await sign(site.ctx(administratorOf(signOff.department)), id, { kind: signOff.kind, id: signOff.id, hash: signOff.hash, agrees: true, reason: '' })
  }
}
