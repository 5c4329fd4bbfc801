import fc from 'fast-check'
import { accept } from '../../server/cases/accept.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { decide } from '../../server/cases/decide.ts'
import { figureChanges, type FigureChange } from '../../server/cases/figure.ts'
import { listWrongFigures } from '../../server/cases/figure.store.ts'
import { listStrays } from '../../server/history/check.store.ts'
import { Conflict } from '../../server/errors.ts'
import { update } from '../../db/statement.ts'
import { aFiling, after } from '../support/cases.ts'
import { supervisedTown } from '../supervision/town.ts'
import { actAt, attempts, plans, steps } from './any-history.ts'

const added = (sum: Map<string, number>, changes: readonly FigureChange[]): void => {
  for (const { figure, by } of changes) {
    const key = JSON.stringify(figure)
    const count = (sum.get(key) ?? 0) + by
    if (count === 0) sum.delete(key)
    else sum.set(key, count)
  }
}

function lived(dossier: Dossier, { which, what, hours }: { which: number; what: number; hours: number }, now: number): Dossier {
  try {
    const attempt = attempts[what % attempts.length] as (typeof attempts)[number]
    return after(attempt(dossier, dossier.tasks[which % dossier.tasks.length] as Dossier['tasks'][number], actAt(now + hours * 3_600_000), Math.floor(what / attempts.length)))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return dossier
  }
}

test('whatever happens to a case, its changes add up to how it counts in the end', () => {
  let counted = 0
  fc.assert(fc.property(plans, steps(10, 40), (plan, taken) => {
    const sum = new Map<string, number>()
    let dossier = after(aFiling(plan))
    added(sum, figureChanges(undefined, dossier))
    let now = Date.parse('2026-03-02T02:00:00.000Z')
    for (const step of taken) {
      const next = lived(dossier, step, now)
      added(sum, figureChanges(dossier, next))
      ;[dossier, now] = [next, Math.max(now, now + step.hours * 3_600_000)]
    }
    const whole = new Map<string, number>()
    added(whole, figureChanges(undefined, dossier))
    counted += [...whole.keys()].filter(key => key.includes('decided')).length
    expect([...sum].sort()).toEqual([...whole].sort())
  }), { numRuns: 150 })
  expect(counted).toBeGreaterThan(20)
})

test('the figures are kept with each act, and the check finds one that is not as the cases say', async () => {
  const { site, task, by, doctor, insurer } = await supervisedTown()
  const { db } = site.ctx()
  await accept(by(doctor), task('certificate'))
  await accept(by(insurer), task('allowance'))
  await decide(by(insurer), task('allowance'), { outcome: 'refuse', reason: '不符合条件' })
  const rows = await db.read.selectFrom('figure').select(['kind', 'department_id', 'count']).orderBy('kind').execute()
  expect(rows).toEqual([{ kind: 'decided', department_id: 'healthcare', count: 1 }, { kind: 'filed', department_id: '', count: 1 }])
  expect(await listWrongFigures(db, 9)).toEqual([])
  await db.commit([update('figure', { count: 2 }, { kind: 'decided' })])
  expect((await listStrays(db)).map(({ thing, problem }) => `${thing}: ${problem}`)).toEqual([expect.stringMatching(/^figures of 330106 on 2026-.*what was decided is not counted/)])
})
