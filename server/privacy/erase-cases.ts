import { getVersion } from '../catalogue/bundle.store.ts'
import { concludedBefore, keptUntil, retentionOf } from '../catalogue/retention.ts'
import { byTime } from '../cases/act.ts'
import { getDossierById, type CaseKey } from '../cases/case.store.ts'
import { erased } from '../cases/erasing.ts'
import { erasedSet, listMessagesOfCase } from '../cases/erasing.store.ts'
import type { Ctx } from '../context.ts'
import { removeConfirmations } from '../drafts/co-confirmation.store.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import { Conflict } from '../errors.ts'
import type { Job } from '../jobs.ts'
import { listEvents } from '../ledger/event.store.ts'
import { removeFiles } from '../materials/file-removal.ts'
import { findHold, listRipe, listVersionsWithConcluded } from './retention.store.ts'

const batch = 20

/** Erases what is personal in cases whose retention is over. Done half-way, the rest is found again: an erased case is found no more. */
export async function eraseCases(ctx: Ctx): Promise<number> {
  let done = 0
  for (const versionId of await listVersionsWithConcluded(ctx.db)) {
    const { bundle } = (await getVersion(ctx.db, versionId)).definition
    for (const key of await listRipe(ctx.db, { versionId, before: concludedBefore(ctx.now, retentionOf(bundle)), limit: batch - done })) done += await eraseOne(ctx, key)
    if (done >= batch) break
  }
  return done
}

async function eraseOne(ctx: Ctx, key: CaseKey): Promise<number> {
  try {
    await eraseCase(ctx, key)
    return 1
  } catch (error) {
    // Somebody changed or held it at the same moment, or it does not open: it stands in no other's way.
    if (!(error instanceof Conflict)) ctx.log.error({ err: error as Error, caseId: key.id }, 'a case could not be erased')
    return 0
  }
}

/** Throws `Conflict` when it goes on, is held, or has been erased. */
export async function eraseCase(ctx: Ctx, key: CaseKey): Promise<void> {
  const dossier = await getDossierById(ctx, key.region, key.id)
  if ((await findHold(ctx.db, key))?.released_at === null) throw new Conflict('case.held')
  const { theCase } = dossier
  const [events, papers, messages] = await Promise.all([
    listEvents(ctx.db, { region: key.region, caseId: key.id }), listHandedIn(ctx, { region: key.region, id: theCase.draftId }), listMessagesOfCase(ctx.db, key),
  ])
  await ctx.db.commit([...erasedSet(erased(dossier, events, papers, byTime(ctx.now.toISOString())), ctx, messages), removeConfirmations({ region: key.region, id: theCase.draftId })])
  await removeFiles(ctx)
}

export interface EndingCase {
  number: string
  title: { zh: string; en: string }
  until: string
}

/** Cases whose time is over within so many days, the next first: for the page that lists what is to be erased. */
export async function listEnding(ctx: Pick<Ctx, 'db' | 'now'>, days: number, limit: number): Promise<EndingCase[]> {
  const soon = new Date(ctx.now.getTime() + days * 86_400_000)
  const found = await Promise.all((await listVersionsWithConcluded(ctx.db)).map(async versionId => {
    const { bundle } = (await getVersion(ctx.db, versionId)).definition
    const retention = retentionOf(bundle)
    const cases = await listRipe(ctx.db, { versionId, before: concludedBefore(soon, retention), limit })
    return cases.map(({ number, concludedAt }) => ({ number, title: bundle.title, until: keptUntil(concludedAt, retention) }))
  }))
  return found.flat().sort((a, b) => (a.until < b.until ? -1 : 1)).slice(0, limit)
}

const day = 86_400_000

export const eraseCasesJob: Job = { name: 'retention', everyMs: day / 4, run: eraseCases }
