import { changeOffice, closeOffice } from '../../server/administration/change-office.ts'
import { redateCases } from '../../server/cases/wake.ts'
import type { Ctx } from '../../server/context.ts'
import { changeDay, changeOfficeHours, importNotice } from '../../server/limits/change-calendar.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { eraseCase } from '../../server/privacy/erase-cases.ts'
import { holdCase, releaseHold } from '../../server/privacy/hold-case.ts'
import { givenReadings } from './given-readings.ts'

/** What the demonstration's town has none of, so that there is a row in every table. */
export async function givenTheRest(ctx: Ctx): Promise<void> {
  const day = (on: string) => ({ day: on, kind: 'holiday' as const, name: { zh: '休息日', en: 'Day off' } })
  await changeDay(ctx, day('2029-05-04'))
  await importNotice(ctx, { year: 2029, document: '国办发明电〔2028〕1号', days: [day('2029-01-03')] })
  await changeOfficeHours(ctx, '330203000000', [{ opens: 540, closes: 1020 }])
  await changeOffice(ctx, 'health@330203000000', { address: '中山东路1号', phone: '0574', hours: '周一至周五' })
  await closeOffice(ctx, 'health@330203000000')
  while ((await redateCases(ctx)) > 0);
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 3_600_000) }
  while ((await tellAll(later)) > 0);
  await givenReadings(ctx)
  await givenErasure(ctx)
}

/** A case whose retention was over, and one that is held. */
async function givenErasure(ctx: Ctx): Promise<void> {
  const cases = await ctx.db.read.selectFrom('service_case').select(['region', 'id', 'number']).where('concluded_at', 'is not', null).where('wake_at', 'is', null).orderBy('last_seq', 'desc').limit(2).execute()
  expect(cases).toHaveLength(2)
  await eraseCase(ctx, cases[0]!)
  const keeper = { ...ctx, actor: { ...ctx.actor, id: 'keeper', grants: [{ role: 'securityAdministrator' as const, officeId: '' }] } }
  await holdCase(keeper, cases[1]!.number, '行政诉讼')
  await releaseHold(keeper, cases[1]!.number)
}
