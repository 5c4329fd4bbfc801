import { accept } from '../../server/cases/accept.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { redateCases, wakeCases } from '../../server/cases/wake.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { changeDay, restoreDay } from '../../server/limits/change-calendar.ts'
import { system } from '../../server/people/actor.ts'
import { actorOf } from '../../server/people/person.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal } from '../support/portal.ts'

async function filedCase() {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const { theCase } = await givenCase(site, { applicant })
  const insurer = actorOf(await site.given({ kind: 'person', name: '医保', username: 'desk.healthcare', identity: {}, grants: [{ role: 'officer', officeId: `healthcare@${xihu}` }] }))
  return {
    site, insurer, now: () => getDossier(site.ctx(), theCase.number),
    types: async () => (await listEvents(site.db, { region: '330106', caseId: theCase.id })).map(({ type }) => type),
    history: () => listEvents(site.db, { region: '330106', caseId: theCase.id }),
  }
}

test('silence becomes acceptance once, however many processes wake the case at the same moment', async () => {
  const { site, now, types, history } = await filedCase()
  site.clock = '2026-03-09T15:59:00.000Z' // a minute before midnight of the fifth working day
  await wakeCases(site.ctx())
  expect(statuses(await now())).toMatchObject({ certificate: 'received', allowance: 'received' })
  site.clock = '2026-03-09T16:00:00.000Z'
  await Promise.all([wakeCases(site.ctx()), wakeCases(site.ctx()), wakeCases(site.ctx())])
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted', allowance: 'accepted' })
  expect((await types()).filter(type => type === 'task.deemedAccepted')).toHaveLength(2)
  expect(firstBroken(await history())).toBeUndefined()
  expect(await wakeCases(site.ctx())).toBe(0)
})

test('what a stopped portal slept through happens when it starts again, dated as the law dates it', async () => {
  const { site, now } = await filedCase()
  site.clock = '2026-03-20T02:00:00.000Z'
  await wakeCases(site.ctx())
  expect(taskFor(await now(), 'allowance')).toMatchObject({ status: 'accepted', acceptedAt: '2026-03-02T02:00:00.000Z', dueOn: '2026-03-05', proceedings: { isDeemed: true } })
})

test('a case that can’t be woken is put off, logged, and keeps no other waiting', async () => {
  const { site, now } = await filedCase()
  const { theCase } = await givenCase(site, { applicant: await site.given(aCitizen({ username: 'another', idNumber: '330106199003074228' })) })
  await site.db.forMigration().updateTable('service_case').set({ sealed: 'spoilt' }).where('id', '=', theCase.id).execute()
  site.clock = '2026-03-10T02:00:00.000Z'
  expect(await wakeCases(site.ctx())).toBe(1)
  expect(statuses(await now())).toMatchObject({ certificate: 'accepted' })
  expect(globalThis.lastServerError).toContain('Error')
  expect(await wakeCases(site.ctx())).toBe(0)
  globalThis.lastServerError = undefined
})

test('a day that becomes a holiday moves the dates that run over it, and the applicant can be told', async () => {
  const { site, insurer, now, types } = await filedCase()
  await accept(site.ctx(insurer), taskFor(await now(), 'allowance').id)
  expect(taskFor(await now(), 'allowance').dueOn).toBe('2026-03-05')
  await changeDay(site.ctx(system), { day: '2026-03-04', kind: 'holiday', name: { zh: '台风停工', en: 'Typhoon' } })
  expect(await redateCases(site.ctx())).toBe(1)
  const moved = await now()
  expect([taskFor(moved, 'allowance').dueOn, taskFor(moved, 'certificate').dueOn]).toEqual(['2026-03-06', '2026-03-06'])
  expect((await types()).at(-1)).toBe('case.redated')
  expect(await redateCases(site.ctx())).toBe(0)
  await restoreDay(site.ctx(system), '2026-03-04')
  await redateCases(site.ctx())
  expect(taskFor(await now(), 'allowance').dueOn).toBe('2026-03-05')
})
