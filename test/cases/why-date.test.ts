import { passed } from '../../server/cases/change.ts'
import { accepted } from '../../server/cases/intake-acts.ts'
import { caseExtended, extensionAsked, extensionDecided, resumed, suspended } from '../../server/cases/procedure-acts.ts'
import { whyDate, whyJoint } from '../../server/cases/why-date.ts'
import { changeDay } from '../../server/limits/change-calendar.ts'
import { system } from '../../server/people/actor.ts'
import { aDefinition, aDraft, aFiling, after, anAct, taskFor } from '../support/cases.ts'
import { givenCase } from '../support/filed-case.ts'
import { portal } from '../support/portal.ts'

const acceptedOn = (at: string, promised: { value: number; unit: 'workingDay' | 'calendarDay' | 'hour' }) => {
  const dossier = after(aFiling(aDefinition({ card: [] }, { card: { promisedLimit: { ...promised, provenance: 'illustrative' } } }), aDraft(), at))
  const next = after(accepted(dossier, taskFor(dossier, 'card').id, { materials: [] }, anAct({ at })))
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

test('a promise of hours is told to the minute with the hours it counts in, and a date past the calendar as presumed', () => {
  expect(acceptedOn('2026-03-02T08:00:00.000Z', { value: 2, unit: 'hour' })).toMatchObject({ dueOn: '2026-03-03', dueAt: '2026-03-03T02:00:00.000Z', hours: '09:00–12:00 13:30–17:00' })
  expect(acceptedOn('2026-12-30T08:00:00.000Z', { value: 3, unit: 'workingDay' })).toMatchObject({ dueOn: '2027-01-04', isPresumed: true })
})

const limits = { kind: 'permit' as const, promisedLimit: { value: 3, unit: 'workingDay' as const, provenance: 'illustrative' as const }, statutoryLimit: { value: 20, unit: 'workingDay' as const, provenance: 'verified' as const } }
const onMonday = () => { const dossier = after(aFiling(aDefinition({ permit: [], other: [] }, { permit: limits }))); return after(accepted(dossier, taskFor(dossier, 'permit').id, { materials: [] }, anAct())) }
const on = (day: string) => anAct({ at: `${day}T02:00:00.000Z` })

test('days of a procedure are told by its kind, together with the weekends in it', () => {
  const start = onMonday()
  const { id } = taskFor(start, 'permit')
  const standing = after(suspended(start, id, { kind: 'testing', reason: '送检', until: '2026-03-09', hearing: null }, on('2026-03-03')))
  // 3 to 9 March do not count; 10, 11, 12 do.
  expect(whyDate(standing, taskFor(standing, 'permit'))).toMatchObject({ dueOn: '2026-03-12', stretches: [{ from: '2026-03-03', to: '2026-03-09', days: 7, rule: 'paused', pausedBy: 'testing', basis: '行政许可法第四十五条' }] })
  const early = after(resumed(standing, id, '合格', on('2026-03-06')))
  // Taken up on Friday the 6th, which counts; then 9 and 10.
  expect(whyDate(early, taskFor(early, 'permit'))).toMatchObject({ dueOn: '2026-03-10', stretches: [{ from: '2026-03-03', to: '2026-03-05', days: 3, pausedBy: 'testing' }, { from: '2026-03-07', to: '2026-03-08', kind: 'weekend', pausedBy: undefined }] })
})

test('an extension has its own days and its article, and nothing before it is approved', () => {
  const start = onMonday()
  const { id } = taskFor(start, 'permit')
  const asked = after(extensionAsked(start, id, { value: 5, reason: '数据量大' }, on('2026-03-04')))
  expect(whyDate(asked, taskFor(asked, 'permit'))).toMatchObject({ dueOn: '2026-03-05', extension: undefined })
  const longer = after(extensionDecided(asked, id, { isApproved: true }, anAct({ actorId: 'boss', actorRole: 'head', at: '2026-03-05T02:00:00.000Z' })))
  // Three days to Thursday the 5th; then 6, 9, 10, 11, 12.
  expect(whyDate(longer, taskFor(longer, 'permit'))).toMatchObject({ dueOn: '2026-03-12', stretches: [], extension: { value: 5, unit: 'workingDay', basis: '行政许可法第四十二条第一款', stretches: [{ from: '2026-03-07', to: '2026-03-08', kind: 'weekend' }] } })
})

test('silence is told as acceptance from the day of receipt', () => {
  const dossier = after(aFiling(aDefinition({ card: [] })))
  const silent = after(passed(dossier, on('2026-03-10')))
  expect(whyDate(silent, taskFor(silent, 'card'))).toMatchObject({ dueOn: '2026-03-05', startedDay: '2026-03-02', deemedBy: '行政许可法第三十二条第一款第四项' })
})

test('the joint limit of the case counts 45 working days from its first acceptance, and 15 more once', () => {
  // 21 in March, 21 in April (Qingming 4 to 6), 6 to 8 May after the holiday of 1 to 5 May.
  expect(whyJoint(onMonday())).toMatchObject({ dueOn: '2026-05-08', rule: 'joint', limit: { value: 45, basis: '行政许可法第四十二条第二款' }, extension: undefined })
  const longer = after(caseExtended(onMonday(), { value: 15, reason: '会审', approver: '区长' }, on('2026-03-05')))
  // 9 May is worked, then the weeks of 11, 18 and four days of the 25th.
  expect(whyJoint(longer)).toMatchObject({ dueOn: '2026-05-28', extension: { value: 15, unit: 'workingDay' } })
})

// From the acceptance on Monday, 2 March: 45 working days end on Friday, 8 May, the last three being the 6th, 7th and 8th.
test.each<[string, [string, { from: string; until: string }[]][], string, [string, string][]]>([
  ['seven days in one item put it off by their five working days, of which 9 May is one', [['permit', [{ from: '2026-03-03', until: '2026-03-09' }]]], '2026-05-14', [['2026-03-03', '2026-03-09']]],
  ['procedures of two items that overlap count once', [['permit', [{ from: '2026-03-03', until: '2026-03-06' }]], ['other', [{ from: '2026-03-05', until: '2026-03-10' }]]], '2026-05-15', [['2026-03-03', '2026-03-10']]],
  ['a weekend that stands still anyway adds nothing', [['permit', [{ from: '2026-03-07', until: '2026-03-08' }]]], '2026-05-08', [['2026-03-07', '2026-03-08']]],
  ['an end inside a procedure gives way to the day after it', [['other', [{ from: '2026-05-08', until: '2026-05-12' }]]], '2026-05-13', [['2026-05-08', '2026-05-12']]],
  ['a procedure after the end changes nothing', [['permit', [{ from: '2026-05-11', until: '2026-05-15' }]]], '2026-05-08', []],
])('the joint limit does not count special procedures: %s', (_name, paused, dueOn, stretches) => {
  const start = onMonday()
  const standing = { ...start, tasks: start.tasks.map(task => ({ ...task, proceedings: { ...task.proceedings, suspensions: paused.flatMap(([item, days]) => (item === task.itemCode ? days.map(one => suspension(one)) : [])) } })) }
  const why = whyJoint(standing)
  expect(why?.dueOn).toBe(dueOn)
  expect(why?.stretches.filter(({ pausedBy }) => pausedBy).map(({ from, to }) => [from, to])).toEqual(stretches)
})

const suspension = ({ from, until }: { from: string; until: string }) => ({ kind: 'testing' as const, reason: '送检', from, until, endedOn: null, hearing: null, finding: null })

test('the applicant reads it on his case, in either language, after the calendar as it is now', async () => {
  const site = await portal()
  site.clock = '2026-02-12T02:00:00.000Z'
  const citizen = await site.citizen()
  await changeDay(site.ctx(system), { day: '2026-02-24', kind: 'holiday', name: { zh: '大雪停工', en: 'Snow' } })
  const { theCase } = await givenCase(site, { applicant: citizen.person! })
  const page = await citizen.get(`/cases/${theCase.number}`)
  expect(page.text()).toContain('2026年2月14日因春节调休上班，计入')
  expect(page.text()).toContain('2026年2月15日至2026年2月23日（9 天）春节放假，不计')
  expect(page.text()).toContain('2026年2月24日大雪停工放假，不计 依据：行政许可法第八十二条')
  expect(page.text()).toContain('因此到期日是 2026年2月25日')
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
