import type { Ctx } from '../context.ts'
import { beijingDay } from '../limits/calendar.ts'
import { handedInSince } from './file.store.ts'

/** More than any matter needs: a draft takes 80 files at most, and one person has few matters on one day. */
export const maxFilesOfDay = 400
export const maxMegabytesOfDay = 1500

/**
 * Whether one more file would be too many for one person, in one county on one day of Beijing. Told from what is
 * kept, so that somebody who takes files back may send others. Two forms sent at the same moment may both pass.
 */
export async function isOverDailyLimit({ db, now }: Pick<Ctx, 'db' | 'now'>, region: string, ownerId: string, bytes: number): Promise<boolean> {
  const since = new Date(`${beijingDay(now)}T00:00:00+08:00`).toISOString()
  const today = await handedInSince(db, { region, ownerId, since })
  return today.files >= maxFilesOfDay || today.bytes + bytes > maxMegabytesOfDay * 1024 * 1024
}
