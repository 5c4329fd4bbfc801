import type { Ctx } from '../context.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import { Conflict, NotFound } from '../errors.ts'
import { putOff } from '../cases/put-off.ts'
import { actAtCounter, caseForIntake } from './counter.ts'
import { intakeItems, isComplete, unspokenItems } from './counter-intake.ts'
import { acceptedWhole, deficienciesNoted, type Shortcoming } from '../cases/intake-acts.ts'

/**
 * Accepts for all departments at once what none of them has spoken about yet; what opens later is
 * accepted as it opens (Zhejiang regulation art. 5). `seen` names the tasks that the officer was shown:
 * throws `Conflict('task.changedSince')` when a department was quicker, `Conflict('case.incomplete')`
 * when something is missing that can't be put off.
 */
export async function acceptWhole(ctx: Ctx, number: string, seen?: readonly string[]): Promise<void> {
  await caseForIntake(ctx, number)
  await actAtCounter(ctx, number, async (dossier, act) => {
    const papers = await listHandedIn(ctx, { region: dossier.theCase.region, id: dossier.theCase.draftId })
    const items = unspokenItems(intakeItems(dossier, papers))
    const ids = items.map(({ task }) => task.id)
    if (seen && (seen.length !== ids.length || !ids.every(id => seen.includes(id)))) throw new Conflict('task.changedSince')
    if (!items.every(isComplete)) throw new Conflict('case.incomplete')
    return acceptedWhole(dossier, new Map(items.map(({ task }) => [task.id, putOff(dossier, task)])), act)
  })
}

/** Notes for a department what its item lacks, by its mandate to the counter; the one notice of the case tells it. */
export async function noteAtCounter(ctx: Ctx, number: string, itemCode: string, noted: { shortcomings: readonly Shortcoming[]; repeatReason: string | null }): Promise<void> {
  await caseForIntake(ctx, number)
  await actAtCounter(ctx, number, (dossier, act) => {
    const task = dossier.tasks.find(one => one.itemCode === itemCode)
    if (!task) throw new NotFound('page')
    return deficienciesNoted(dossier, task.id, noted, act)
  })
}
