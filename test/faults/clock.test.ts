import { wakeCases } from '../../server/cases/wake.ts'
import { anchorHistory } from '../../server/history/anchor.ts'
import { faultsOf } from '../history/support.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { paths } from '../../server/web/paths.ts'
import { town, type Town } from '../support/desk-town.ts'

/** Faults of the history itself: places and people of a test were made by nobody. */
const historyFaults = async ({ site }: Town) => (await faultsOf(site.ctx())).filter(fault => /^(case|log|checkpoint)/.test(fault))

async function jobs({ site }: Town): Promise<void> {
  await wakeCases(site.ctx())
  await tellAll(site.ctx())
  await anchorHistory(site.ctx())
}

const jumps: [what: string, hours: number][] = [['an hour back', -1], ['three days back', -72], ['a year forward', 8_760]]

test.each(jumps)('the clock jumps %s, and back again: everything goes on, and the history is whole', async (_what, hours) => {
  const t = await town()
  await jobs(t)
  t.site.pass({ hours })
  await jobs(t)
  expect((await t.doctor.get(paths.desk())).status).toBe(200)
  expect((await t.doctor.post(paths.deskAct(t.task('certificate'), 'claim'))).status).toBeLessThan(500)
  await jobs(t)
  expect(await historyFaults(t)).toEqual([])
  t.site.pass({ hours: -hours })
  await jobs(t)
  expect((await t.doctor.get(paths.deskTask(t.task('certificate')))).status).toBe(200)
  await t.doctor.post(paths.deskAct(t.task('certificate'), 'release'))
  t.site.pass({ minutes: 1 })
  await jobs(t)
  const { theCase } = await t.now()
  const events = await t.site.db.read.selectFrom('event').select(['seq', 'at']).where('case_id', '=', theCase.id).orderBy('seq').execute()
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
  expect(theCase.tellAt).toBeNull()
  expect(await historyFaults(t)).toEqual([])
})

test('an act is never dated before the one it follows: time stands still until the clock has caught up', async () => {
  const t = await town()
  expect((await t.doctor.post(paths.deskAct(t.task('certificate'), 'claim'))).status).toBe(200)
  t.site.pass({ hours: -30 })
  expect((await t.doctor.post(paths.deskAct(t.task('certificate'), 'accept'))).status).toBe(200)
  const events = await t.site.db.read.selectFrom('event').select(['at', 'type']).orderBy('seq').execute()
  expect(events.map(({ type }) => type)).toContain('task.accepted')
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort())
})
