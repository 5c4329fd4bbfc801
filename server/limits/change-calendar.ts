import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { commitAct } from '../ledger/act.store.ts'
import type { Act, ActType } from '../ledger/act.ts'
import type { CalendarDay, Day } from './calendar.ts'
import { calendarStream, dayRow, noticeRow, removeDayByHand, saveDayByHand, saveNotice } from './calendar.store.ts'
import { hoursLine, type OfficeHours } from './office-hours.ts'
import { removeOfficeHours, saveOfficeHours } from './office-hours.store.ts'

const changed = (ctx: Ctx, type: ActType, data: Act['data'], set: WriteSet, beside: Record<string, unknown>): Promise<void> =>
  commitAct(ctx.db, calendarStream, async () => ({
    set,
    beside,
    act: { at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: 'systemAdministrator', type, data },
  }))

/** Sets one day by hand, over what ships and over every notice. */
export const changeDay = (ctx: Ctx, one: CalendarDay): Promise<void> =>
  changed(ctx, 'calendar.dayChanged', { day: one.day, kind: one.kind, name: one.name.zh }, [saveDayByHand(one)], { [dayRow.name(one.day)]: dayRow.of(one) })

/** Takes back what was set by hand for a day. Throws `Conflict` when nothing was. */
export const restoreDay = (ctx: Ctx, day: Day): Promise<void> =>
  changed(ctx, 'calendar.dayRestored', { day }, [removeDayByHand(day)], { [dayRow.name(day)]: null })

/** Puts a year's notice into the calendar, in the place of the one it had. */
export const importNotice = (ctx: Ctx, { year, document, days }: { year: number; document: string; days: readonly CalendarDay[] }): Promise<void> =>
  changed(ctx, 'calendar.noticeImported', { year, days: days.length }, saveNotice({ year, document, importedAt: ctx.now.toISOString() }, ctx.actor.id, days),
    { [noticeRow.name(year)]: noticeRow.of({ year, document, importedAt: ctx.now.toISOString() }, ctx.actor.id, days) })

/** Gives a county or city (twelve digits) hours of its own, in the place of those it had. */
export const changeOfficeHours = (ctx: Ctx, region: string, hours: OfficeHours): Promise<void> =>
  changed(ctx, 'calendar.hoursChanged', { region, hours: hoursLine(hours) }, [saveOfficeHours({ region, hours, changedAt: ctx.now.toISOString() })],
    { [`office_hours ${region}`]: { region, hours, changedAt: ctx.now.toISOString() } })

/** A county keeps its city's hours again, a city the usual ones. Throws `Conflict` when it had none of its own. */
export const restoreOfficeHours = (ctx: Ctx, region: string): Promise<void> =>
  changed(ctx, 'calendar.hoursRestored', { region }, [removeOfficeHours(region)], { [`office_hours ${region}`]: null })
