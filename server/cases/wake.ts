import { refusedBy } from '../../db/outage.ts'
import type { Ctx } from '../context.ts'
import { Conflict, Unavailable } from '../errors.ts'
import { lastCalendarAct } from '../limits/calendar.store.ts'
import { byTime } from './act.ts'
import { getDossierById, listCasesToRedate, listCasesToWake, saved, wokenLater, type CaseKey } from './case.store.ts'
import { passed } from './change.ts'

const batch = 50 // cases of one round

/**
 * Lets the time pass for cases: acceptance by silence, missed answers, ended suspensions, lamps.
 *
 * What has to happen follows from the case alone and is guarded by its version: any number of processes
 * may do this at once, or die in the middle, and each thing still happens once. Returns how many cases
 * were woken.
 */
export async function wakeCases(ctx: Ctx): Promise<number> {
  return passTime(ctx, await listCasesToWake(ctx.db, ctx.now.toISOString(), batch))
}

/** Counts the dates of running cases anew after the calendar was changed, and tells those that moved. */
export async function redateCases(ctx: Ctx): Promise<number> {
  return passTime(ctx, await listCasesToRedate(ctx.db, await lastCalendarAct(ctx.db), batch))
}

async function passTime(ctx: Ctx, keys: readonly CaseKey[]): Promise<number> {
  let woken = 0
  for (const key of keys) {
    try {
      await wakeCase(ctx, key)
      woken += 1
    } catch (error) {
      // Somebody changed the case at the same moment: it is woken again if there is still anything to do.
      if (!(error instanceof Conflict)) await putOff(ctx, key, error)
    }
  }
  return woken
}

/** Lets everything happen in one case that was to happen by now. */
export async function wakeCase(ctx: Ctx, { region, id }: CaseKey): Promise<void> {
  await ctx.db.commit(saved(passed(await getDossierById(ctx, region, id), byTime(ctx.now.toISOString())), ctx))
}

const later = 3_600_000 // milliseconds

/** A case that can't be woken must not keep the others waiting: somebody has to look at it. */
async function putOff(ctx: Ctx, { region, id }: CaseKey, error: unknown): Promise<void> {
  if (refusedBy(error) instanceof Unavailable) throw error // not the case's fault
  ctx.log.error({ err: error as Error, caseId: id }, 'a case could not be woken')
  await ctx.db.commit([wokenLater({ region, id }, new Date(ctx.now.getTime() + later).toISOString())])
}

export const wakeJob = { name: 'wake', run: wakeCases }
export const redateJob = { name: 'redate', run: redateCases }
