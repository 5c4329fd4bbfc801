import { accepted } from '../../server/cases/officer-acts.ts'
import { whyDate } from '../../server/cases/why-date.view.ts'
import { changeDay } from '../../server/limits/change-calendar.ts'
import { system } from '../../server/people/actor.ts'
import { aDefinition, aDossier, after, anAct, taskFor } from '../support/cases.ts'
import { givenCase } from '../support/filed-case.ts'
import { portal } from '../support/portal.ts'

const acceptedOn = (at: string, promised: { value: number; unit: 'workingDay' | 'calendarDay' | 'hour' }) => {
  const dossier = aDossier(aDefinition({ card: [] }, { card: { promisedLimit: { ...promised, provenance: 'illustrative' } } }))
  const next = after(dossier, accepted(dossier, taskFor(dossier, 'card').id, anAct({ at })))
  return whyDate(next, taskFor(next, 'card'))
}

test('each stretch of days is told once: the make-up Saturday that counts, the festival that does not', () => {
  const why = acceptedOn('2026-02-12T02:00:00.000Z', { value: 3, unit: 'workingDay' })
  expect(why).toMatchObject({ dueOn: '2026-02-24', isPresumed: false, knownUntil: '2026-12-31' })
  expect(why?.stretches).toMatchObject([
    { from: '2026-02-14', to: '2026-02-14', kind: 'makeUpWorkday', name: { zh: '春节' } },
    { from: '2026-02-15', to: '2026-02-23', days: 9, kind: 'holiday', name: { zh: '春节' } },
  ])
})

test('weekend and holiday beside each other are two stretches; the end that moves is one', () => {
  expect(acceptedOn('2026-10-08T02:00:00.000Z', { value: 3, unit: 'workingDay' })?.stretches.map(({ from, kind }) => [from, kind])).toEqual([['2026-10-10', 'makeUpWorkday'], ['2026-10-11', 'weekend']])
  expect(acceptedOn('2026-04-01T02:00:00.000Z', { value: 3, unit: 'calendarDay' })).toMatchObject({ dueOn: '2026-04-07', stretches: [{ from: '2026-04-05', to: '2026-04-07', days: 3, rule: 'rolledOver' }] })
})

test('a promise of hours is told to the minute, and a date past the calendar as presumed', () => {
  expect(acceptedOn('2026-03-02T08:00:00.000Z', { value: 2, unit: 'hour' })).toMatchObject({ dueOn: '2026-03-03', dueAt: '2026-03-03T02:00:00.000Z' })
  expect(acceptedOn('2026-12-30T08:00:00.000Z', { value: 3, unit: 'workingDay' })).toMatchObject({ dueOn: '2027-01-04', isPresumed: true })
})

test('the applicant reads it on his case, in either language, after the calendar as it is now', async () => {
  const site = await portal()
  site.clock = '2026-02-12T02:00:00.000Z'
  const citizen = await site.citizen()
  await changeDay(site.ctx(system), { day: '2026-02-25', kind: 'holiday', name: { zh: '大雪停工', en: 'Snow' } })
  const { theCase } = await givenCase(site, { applicant: citizen.person! })
  const page = await citizen.get(`/cases/${theCase.number}`)
  expect(page.text()).toContain('2026年2月14日因春节调休上班，计入')
  expect(page.text()).toContain('2026年2月15日至2026年2月23日（9 天）春节放假，不计')
  expect(page.text()).toContain('2026年2月25日大雪停工放假，不计 依据：行政许可法第八十二条')
  expect(page.text()).toContain('因此到期日是 2026年2月27日')
  const english = await citizen.get(`/cases/${theCase.number}`, { headers: { 'accept-language': 'en' } })
  expect(english.text()).toContain('February 15, 2026 to February 23, 2026 (9 days): public holiday (Spring Festival), doesn’t count')
})

test('an end of the case that lies past the published calendar is marked on its page and its receipt', async () => {
  const site = await portal()
  site.clock = '2026-12-29T02:00:00.000Z'
  const citizen = await site.citizen()
  const { theCase } = await givenCase(site, { applicant: citizen.person! })
  const presumed = '推定日期：2026年12月31日之后的节假日安排尚未公布'
  expect((await citizen.get(`/cases/${theCase.number}`)).text()).toContain(presumed)
  expect((await citizen.get(`/cases/${theCase.number}/receipt`)).text()).toContain(presumed)
})
