import { answered } from '../../server/cases/applicant-acts.ts'
import { byTime, type Act } from '../../server/cases/act.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { passed, type Change } from '../../server/cases/change.ts'
import { decided } from '../../server/cases/decision-acts.ts'
import { commitmentBroken, decisionRevoked } from '../../server/cases/follow-up-acts.ts'
import { accepted, deferredHandedIn, deficienciesNoted } from '../../server/cases/intake-acts.ts'
import { extensionAsked, extensionDecided, prolonged, resumed, suspended } from '../../server/cases/procedure-acts.ts'
import { requestAsked } from '../../server/cases/request-acts.ts'
import type { ServiceItem } from '../../server/catalogue/definition.ts'
import { aDefinition, aDossier, aDraft, aFiling, after, anAct, statuses, taskFor } from '../support/cases.ts'

/** Beijing time: `at('2026-03-02')` is ten in the morning. */
const moment = (day: string, time = '10:00') => new Date(`${day}T${time}:00+08:00`).toISOString()
const at = (day: string, time?: string, more: Partial<Act> = {}) => anAct({ at: moment(day, time), ...more })
const head = (day: string) => at(day, '10:00', { actorId: 'head', actorRole: 'head' })
const wake = (dossier: Dossier, day: string, time = '00:00'): Change => passed(dossier, byTime(moment(day, time)))
const types = ({ events }: Change) => events.map(({ type }) => type)

const filedOn = (day: string, items: Record<string, string[]> = { one: [] }, changes: Record<string, Partial<ServiceItem>> = {}): Dossier =>
  after(aFiling(aDefinition(items, changes), aDraft(), moment(day)))
const permit: Partial<ServiceItem> = { kind: 'permit', promisedLimit: { value: 10, unit: 'workingDay', provenance: 'illustrative' }, statutoryLimit: { value: 20, unit: 'workingDay', provenance: 'illustrative' } }
const take = (dossier: Dossier, day: string, code = 'one') => after(accepted(dossier, taskFor(dossier, code).id, { materials: [] }, at(day)))
const shortcoming = { kind: 'field' as const, target: 'a.b', code: 'other', reason: '请核对' }
const note = (dossier: Dossier, day: string, code = 'one', time = '10:00') => after(deficienciesNoted(dossier, taskFor(dossier, code).id, { shortcomings: [shortcoming], repeatReason: null }, at(day, time)))

// ── silence ─────────────────────────────────────────────────────────────────────────────────────

test.each<[what: string, filed: string, last: string, deemedOn: string, dueOn: string]>([
  // Received Monday: the 3rd, 4th, 5th, 6th, 9th are the five; accepted as of Monday, three days promised: the 5th.
  ['a plain week', '2026-03-02', '2026-03-09', '2026-03-10', '2026-03-05'],
  // Received Friday 13 February: Saturday the 14th is worked (1), the festival from 15 to 23, then 24, 25, 26, 27. Promised: 14, 24, 25.
  ['over Spring Festival', '2026-02-13', '2026-02-27', '2026-02-28', '2026-02-25'],
  // Received Tuesday 29 September: the 30th (1), off from 1 to 7 October, 8, 9, Saturday the 10th is worked, Monday the 12th. Promised: 30, 8, 9.
  ['over the week of National Day', '2026-09-29', '2026-10-12', '2026-10-13', '2026-10-09'],
  // Received Thursday 30 April: off from 1 to 5 May, then 6, 7, 8, Saturday the 9th is worked, Monday the 11th. Promised: 6, 7, 8.
  ['over Labour Day', '2026-04-30', '2026-05-11', '2026-05-12', '2026-05-08'],
])('silence is acceptance from the day of receipt: %s', (_, filed, last, deemedOn, dueOn) => {
  const dossier = filedOn(filed)
  expect(taskFor(dossier, 'one').dueOn).toBe(dueOn) // the promise ends before the five days do, and silence doesn’t lengthen it
  expect(statuses(after(wake(dossier, last, '23:59')))).toEqual({ one: 'received' })
  const deemed = wake(dossier, deemedOn)
  expect(types(deemed)).toContain('task.deemedAccepted')
  expect(taskFor(deemed.after, 'one')).toMatchObject({ status: 'accepted', acceptedAt: moment(filed), clockStartedAt: moment(filed), dueOn })
})

test('who acts after the fifth day acts on what the law has made of it', () => {
  const dossier = filedOn('2026-03-02')
  expect(() => note(dossier, '2026-03-10')).toThrow('task.notAllowed')
  expect(statuses(after(decided(dossier, taskFor(dossier, 'one').id, { outcome: 'refuse', reason: '不符合条件' }, at('2026-03-10'))))).toEqual({ one: 'refused' })
})

// ── the one notice ──────────────────────────────────────────────────────────────────────────────

test('the notice goes out at noon of the earliest duty’s last day, whoever is silent', () => {
  const dossier = note(filedOn('2026-03-02', { one: [], two: [] }), '2026-03-03')
  expect(dossier.theCase.wakeAt).toBe(moment('2026-03-05', '09:00')) // the yellow lamp of the silent department: the 6th and the 9th are left
  expect(statuses(after(wake(dossier, '2026-03-09', '11:59')))).toEqual({ one: 'noted', two: 'received' })
  expect(statuses(after(wake(dossier, '2026-03-09', '12:00')))).toEqual({ one: 'supplementing', two: 'received' })
})

test('what is noted in the afternoon of the last day is told at once', () => {
  expect(statuses(note(filedOn('2026-03-02', { one: [], two: [] }), '2026-03-09', 'one', '16:00'))).toEqual({ one: 'supplementing', two: 'received' })
})

test('an answer is reminded of two working days before its day, and missed after it', () => {
  const told = note(filedOn('2026-03-02'), '2026-03-03') // ten working days from the 3rd: the 17th
  expect(told.theCase.proceedings.notice?.answerBy).toBe('2026-03-17')
  expect(told.theCase.wakeAt).toBe(moment('2026-03-13', '09:00'))
  const reminded = wake(told, '2026-03-13', '09:00')
  expect(types(reminded)).toEqual(['case.answerReminded'])
  expect(types(wake(after(reminded), '2026-03-14'))).toEqual([])
  const missed = wake(after(reminded), '2026-03-18')
  expect(types(missed)).toEqual(['task.supplementLapsed', 'case.concluded'])
  expect(statuses(after(missed))).toEqual({ one: 'withdrawn' })
  expect(() => answered(after(reminded), {}, at('2026-03-18'))).toThrow('case.nothingToSupplement')
})

// ── clocks that stand still ─────────────────────────────────────────────────────────────────────

const stop = (dossier: Dossier, day: string, until: string) =>
  after(suspended(dossier, taskFor(dossier, 'one').id, { kind: 'testing', reason: '委托检测', until, hearing: null }, at(day)))

test('a procedure’s days don’t count, and the clock runs on after the day that was told', () => {
  const dossier = take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02')
  expect(taskFor(dossier, 'one').dueOn).toBe('2026-03-16')
  // 3 counts; 4 to 10 stand still (five working days); 11, 12, 13, 16–20, 23 are the other nine.
  const stopped = stop(dossier, '2026-03-04', '2026-03-10')
  expect(taskFor(stopped, 'one')).toMatchObject({ status: 'suspended', dueOn: '2026-03-23' })
  const over = wake(stopped, '2026-03-11')
  expect(types(over)).toEqual(['task.resumed'])
  expect(taskFor(over.after, 'one')).toMatchObject({ status: 'accepted', dueOn: '2026-03-23' })
})

test('who takes a case up early wins the days back: the day itself counts', () => {
  const stopped = stop(take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02'), '2026-03-04', '2026-03-20')
  // 4, 5, 6 stand still; 3, 9–13, 16–19 are the ten.
  const early = after(resumed(stopped, taskFor(stopped, 'one').id, '检测合格', at('2026-03-09')))
  expect(taskFor(early, 'one')).toMatchObject({ status: 'accepted', dueOn: '2026-03-19' })
})

test('taken up on the day it was suspended, no day is lost', () => {
  const stopped = stop(take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02'), '2026-03-04', '2026-03-20')
  expect(taskFor(after(resumed(stopped, taskFor(stopped, 'one').id, null, at('2026-03-04', '16:00'))), 'one').dueOn).toBe('2026-03-16')
})

test('two procedures that touch are one stretch', () => {
  const first = stop(take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02'), '2026-03-04', '2026-03-10')
  const second = stop(after(wake(first, '2026-03-11')), '2026-03-11', '2026-03-13')
  // 3 counts; 4–13 stand still; 16–20, 23–26 are the other nine.
  expect(taskFor(second, 'one').dueOn).toBe('2026-03-26')
})

test('a procedure is prolonged while it lasts, not after', () => {
  const stopped = stop(take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02'), '2026-03-04', '2026-03-10')
  const { id } = taskFor(stopped, 'one')
  const longer = after(prolonged(stopped, id, { until: '2026-03-13', reason: '复检' }, at('2026-03-10')))
  expect(taskFor(longer, 'one').dueOn).toBe('2026-03-26')
  expect(() => prolonged(stopped, id, { until: '2026-03-13', reason: '复检' }, at('2026-03-11'))).toThrow('task.notAllowed')
  expect(() => prolonged(stopped, id, { until: '2026-03-10', reason: '复检' }, at('2026-03-09'))).toThrow('procedure.past')
})

test.each<[fault: string, on: string, until: string, chairId: string]>([
  // Suspended on Wednesday 4 March: seven days before means from Friday the 13th, within twenty means until 1 April.
  ['hearingTooSoon', '2026-03-12', '2026-04-03', 'chair'],
  ['hearingTooLate', '2026-04-02', '2026-04-03', 'chair'],
  ['hearingAfterEnd', '2026-03-20', '2026-03-19', 'chair'],
  ['hearingChair', '2026-03-20', '2026-03-25', 'officer'],
])('a hearing keeps its dates, and whoever examined does not lead it: %s', (fault, on, until, chairId) => {
  const dossier = take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02')
  const hearing = { on, place: '一楼听证室', chairId }
  expect(() => suspended(dossier, taskFor(dossier, 'one').id, { kind: 'hearing', reason: '听证', until, hearing }, at('2026-03-04'))).toThrow(`procedure.${fault}`)
  expect(() => suspended(dossier, taskFor(dossier, 'one').id, { kind: 'hearing', reason: '听证', until: '2026-03-25', hearing: { ...hearing, on: '2026-03-13', chairId: 'chair' } }, at('2026-03-04'))).not.toThrow()
})

// ── longer limits ───────────────────────────────────────────────────────────────────────────────

const more = (dossier: Dossier, day: string, value = 10) => after(extensionAsked(dossier, taskFor(dossier, 'one').id, { value, reason: '案情复杂' }, at(day)))

test('the head approves on the last day: ten days more from there', () => {
  const asked = more(take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02'), '2026-03-16')
  expect(taskFor(asked, 'one').dueOn).toBe('2026-03-16')
  const granted = after(extensionDecided(asked, taskFor(asked, 'one').id, { isApproved: true }, head('2026-03-16')))
  expect(taskFor(granted, 'one').dueOn).toBe('2026-03-30') // 17–20, 23–27, 30
  expect(() => more(granted, '2026-03-17', 1)).toThrow('extension.extendedBefore')
})

test('without the head’s approval the limit stands, and the request falls with it', () => {
  const asked = more(take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02'), '2026-03-16')
  const late = wake(asked, '2026-03-17')
  expect(types(late)).toEqual(expect.arrayContaining(['task.extensionDeclined', 'task.limitPassed']))
  expect(taskFor(late.after, 'one').dueOn).toBe('2026-03-16')
  expect(() => extensionDecided(asked, taskFor(asked, 'one').id, { isApproved: true }, head('2026-03-17'))).toThrow('task.notAllowed')
})

test('nobody approves his own request, and nobody gets more than the law gives', () => {
  const dossier = take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02')
  expect(() => more(dossier, '2026-03-03', 11)).toThrow('extension.tooLong')
  const asked = more(dossier, '2026-03-03')
  expect(() => extensionDecided(asked, taskFor(asked, 'one').id, { isApproved: true }, at('2026-03-03', '10:00', { actorRole: 'head' }))).toThrow('task.ownProposal')
  const service = take(filedOn('2026-03-02'), '2026-03-02')
  expect(() => more(service, '2026-03-03')).toThrow('task.notAllowed') // no statute lengthens what is no permit
})

// ── papers put off, commitments ─────────────────────────────────────────────────────────────────

test('papers put off that don’t come cost the acceptance; those that come keep it', () => {
  const dossier = filedOn('2026-03-02', { one: [], two: ['one'] })
  const { id } = taskFor(dossier, 'one')
  const open = after(accepted(dossier, id, { materials: ['plan'], until: '2026-03-12' }, at('2026-03-03')))
  expect(() => decided(open, id, { outcome: 'approve', result: { fields: {} } }, at('2026-03-04'))).toThrow('task.deferredMissing')
  expect(types(wake(open, '2026-03-11', '09:00'))).toContain('task.deferredReminded')
  const revoked = wake(open, '2026-03-13')
  expect(types(revoked)).toEqual(expect.arrayContaining(['task.acceptanceRevoked', 'task.lapsed', 'case.concluded']))
  const complete = after(deferredHandedIn(open, 'plan', new Map(), at('2026-03-12')))
  expect(types(wake(complete, '2026-03-13'))).not.toContain('task.acceptanceRevoked')
  expect(() => deferredHandedIn(open, 'plan', new Map(), at('2026-03-13'))).toThrow('case.nothingDeferred')
})

test('what was granted on a commitment is checked within sixty working days, put right once, and then revoked', () => {
  const definition = aDefinition({ one: [] }, { one: { materials: [{ material: 'premises', handling: 'commitment', when: [] }] } })
  const withPremises = { ...definition, materials: { premises: { id: 'premises', name: { zh: '场所证明', en: 'Premises' } } } }
  const draft = aDraft()
  const dossier = aDossier(withPremises, { ...draft, content: { ...draft.content, commitments: { premises: '2026-03-01T02:00:00.000Z' } } })
  const { id } = taskFor(dossier, 'one')
  const granted = after(decided(take(dossier, '2026-03-02'), id, { outcome: 'approve', result: { fields: {} } }, at('2026-03-02')))
  // Sixty working days from 3 March: 21 in March (3–31), then 22 April days less Qingming's Monday the 6th = 21 → 42; May from the 6th: 6–9, 11–15, 18–22, 25–28 = 18.
  expect(taskFor(granted, 'one')).toMatchObject({ followUpOn: '2026-05-28', proceedings: { commitment: { state: 'due', materials: ['premises'] } } })
  expect(types(wake(granted, '2026-05-29'))).toEqual(['task.commitmentCheckLate'])
  expect(() => decisionRevoked(granted, id, '不符', at('2026-03-20'))).toThrow('task.notAllowed')
  const broken = after(commitmentBroken(granted, id, { finding: '场所不符', rectifyBy: '2026-03-30' }, at('2026-03-20')))
  expect(taskFor(broken, 'one').followUpOn).toBe('2026-03-30')
  expect(() => commitmentBroken(broken, id, { finding: '仍不符', rectifyBy: '2026-04-30' }, at('2026-03-31'))).toThrow('task.notAllowed')
  const revoked = decisionRevoked(broken, id, '逾期未改正', at('2026-03-31'))
  expect(types(revoked)).toEqual(expect.arrayContaining(['task.decisionRevoked', 'certificate.revoked']))
  expect(statuses(after(revoked))).toEqual({ one: 'revoked' })
})

// ── lamps ───────────────────────────────────────────────────────────────────────────────────────

test('officer, head and supervisor are told once each: when it turns yellow, on the last day, after it', () => {
  const dossier = take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02') // due on the 16th
  const near = wake(dossier, '2026-03-12', '09:00') // two working days are left
  expect(types(near)).toEqual(['task.limitNear'])
  const today = wake(after(near), '2026-03-16', '09:00')
  expect(types(today)).toEqual(['task.limitToday'])
  const late = wake(after(today), '2026-03-17')
  expect(types(late)).toEqual(['task.limitPassed'])
  expect(types(wake(after(late), '2026-03-30'))).toEqual([])
})

test('after a day on which no process ran, only what is true now is told', () => {
  const dossier = take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02')
  expect(types(wake(dossier, '2026-03-20'))).toEqual(['task.limitPassed'])
})

test('a question to another office that stays unanswered is told, and holds the decision up', () => {
  const dossier = take(filedOn('2026-03-02', { one: [] }, { one: permit }), '2026-03-02')
  const { id } = taskFor(dossier, 'one')
  const asked = after(requestAsked(dossier, id, { toOfficeId: 'taxation@330106000000', question: '是否欠税', shared: { fields: [], materials: [] }, dueOn: '2026-03-06' }, at('2026-03-03')))
  expect(() => decided(asked, id, { outcome: 'approve', result: { fields: {} } }, at('2026-03-04'))).toThrow('task.requestOpen')
  expect(types(wake(asked, '2026-03-07'))).toEqual(['request.overdue'])
})

// ── a chain ─────────────────────────────────────────────────────────────────────────────────────

test('a chain of four: each clock starts when the one before is known to be finished', () => {
  let dossier = filedOn('2026-02-10', { one: [], two: ['one'], three: ['two'], four: ['three'] })
  const step = (code: string, taken: string, done: string) => {
    dossier = take(dossier, taken, code)
    dossier = after(decided(dossier, taskFor(dossier, code).id, { outcome: 'approve', result: { fields: {} } }, at(done)))
  }
  // Three days each, whoever is silent: 11, 12, 13; Saturday 14 worked, 24, 25; 26, 27, Saturday 28 worked; 2, 3, 4 March.
  expect(dossier.theCase.dueOn).toBe('2026-03-04')
  step('one', '2026-02-11', '2026-02-12')
  expect(taskFor(dossier, 'two')).toMatchObject({ status: 'received', receivedAt: moment('2026-02-12'), dueOn: '2026-02-24' }) // 13, 14, 24
  step('two', '2026-02-13', '2026-02-14')
  expect(taskFor(dossier, 'three').dueOn).toBe('2026-02-26') // 24, 25, 26
  step('three', '2026-02-24', '2026-02-27')
  step('four', '2026-02-28', '2026-03-03')
  expect(dossier.theCase).toMatchObject({ status: 'concluded', dueOn: '2026-03-03' })
})
