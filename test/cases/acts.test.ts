import { openDeficiencies, type Dossier } from '../../server/cases/case.ts'
import { answered, withdrawnPart, withdrawnWhole } from '../../server/cases/applicant-acts.ts'
import { decided } from '../../server/cases/decision-acts.ts'
import { claimed } from '../../server/cases/holder-acts.ts'
import { accepted, acceptedWhole, deficienciesNoted, deficienciesTakenBack, notAccepted } from '../../server/cases/intake-acts.ts'
import { reopened } from '../../server/cases/follow-up-acts.ts'
import { Conflict } from '../../server/errors.ts'
import { aDefinition, aDossier, after, anAct, statuses, taskFor } from '../support/cases.ts'

const act = anAct()
const birth = () => aDossier(aDefinition({ certificate: [], household: ['certificate'], insurance: ['household'], vaccination: ['certificate'], register: [] }))

const accept = (dossier: Dossier, code: string) => after(accepted(dossier, taskFor(dossier, code).id, { materials: [] }, act))
const approve = (dossier: Dossier, code: string) => after(decided(dossier, taskFor(dossier, code).id, { outcome: 'approve', result: { fields: {} } }, act))
const refuse = (dossier: Dossier, code: string) => after(decided(dossier, taskFor(dossier, code).id, { outcome: 'refuse', reason: '材料与记录不符' }, act))
const shortcoming = { kind: 'field' as const, target: 'child.name', code: 'other', reason: '姓名用字不在规范汉字内' }
const note = (dossier: Dossier, code: string, repeatReason: string | null = null, by = act) => after(deficienciesNoted(dossier, taskFor(dossier, code).id, { shortcomings: [shortcoming], repeatReason }, by))

test('what waits for nobody is received at once, the rest waits', () => {
  expect(statuses(birth())).toEqual({ certificate: 'received', household: 'waiting', insurance: 'waiting', vaccination: 'waiting', register: 'received' })
})

test('a success opens exactly those that waited for it', () => {
  const dossier = approve(accept(birth(), 'certificate'), 'certificate')
  expect(statuses(dossier)).toEqual({ certificate: 'approved', household: 'received', insurance: 'waiting', vaccination: 'received', register: 'received' })
  expect(taskFor(dossier, 'household').receivedAt).toBe(act.at)
})

test('a failure lapses everything that waited for it, through any number of steps, and nothing else', () => {
  const dossier = refuse(accept(birth(), 'certificate'), 'certificate')
  expect(statuses(dossier)).toEqual({ certificate: 'refused', household: 'lapsed', insurance: 'lapsed', vaccination: 'lapsed', register: 'received' })
  expect(dossier.theCase.status).toBe('running')
})

test('the last decision concludes the case', () => {
  const refusedFirst = accept(refuse(accept(birth(), 'certificate'), 'certificate'), 'register')
  const change = decided(refusedFirst, taskFor(refusedFirst, 'register').id, { outcome: 'approve', result: { fields: {} } }, act)
  expect(change.after.theCase).toMatchObject({ status: 'concluded', concludedAt: act.at })
  expect(change.events.map(({ type }) => type)).toEqual(['task.approved', 'case.concluded'])
})

test('a decision taken otherwise by a review opens the case again, and what had lapsed with it comes back', () => {
  const concluded = approve(accept(refuse(accept(birth(), 'certificate'), 'certificate'), 'register'), 'register')
  const change = reopened(concluded, taskFor(concluded, 'certificate').id, { authority: '西湖区人民政府', document: '复议决定书第1号', reason: '撤销原决定' }, anAct({ actorRole: 'head' }))
  expect(statuses(after(change))).toEqual({ certificate: 'accepted', household: 'waiting', insurance: 'waiting', vaccination: 'waiting', register: 'approved' })
  expect(change.after.theCase).toMatchObject({ status: 'running', concludedAt: null })
  expect(change.events.map(({ type }) => type)).toEqual(['task.reopened', 'task.revived', 'task.revived', 'task.revived', 'case.reopened'])
})

test('declining to accept is a failure as well', () => {
  const dossier = birth()
  const declined = after(notAccepted(dossier, taskFor(dossier, 'certificate').id, { reason: '请向户籍地派出所申请', ground: 'notOurPower' }, act))
  expect(statuses(declined)).toMatchObject({ certificate: 'notAccepted', household: 'lapsed' })
})

test('a short promise runs from receipt, and acceptance doesn’t begin it anew', () => {
  expect(taskFor(birth(), 'register').dueOn).toBe('2026-03-05') // three promised, from Monday 2 March: before the five days of acceptance end
  expect(taskFor(accept(birth(), 'register'), 'register').dueOn).toBe('2026-03-05') // three promised
})

test('a colleague’s task can’t be claimed', () => {
  const dossier = birth()
  const { id } = taskFor(dossier, 'register')
  const taken = after(claimed(dossier, id, act))
  expect(() => claimed(taken, id, anAct({ actorId: 'another' }))).toThrow(Conflict)
  expect(() => claimed(taken, id, act)).not.toThrow()
})

test('one notice tells what several departments noted, once all have spoken, and one answer meets it', () => {
  const first = note(birth(), 'certificate')
  expect(statuses(first)).toMatchObject({ certificate: 'noted', register: 'received' })
  expect(openDeficiencies(first)).toEqual([])
  const both = note(first, 'register')
  expect(statuses(both)).toMatchObject({ certificate: 'supplementing', register: 'supplementing' })
  expect(openDeficiencies(both)).toHaveLength(2)
  expect(both.theCase.proceedings.notice).toEqual({ issuedAt: act.at, answerBy: '2026-03-16', remindedAt: null }) // ten working days
  const replied = after(answered(both, { 'child.name': '王小明' }, act))
  expect(openDeficiencies(replied)).toEqual([])
  expect(replied.theCase.proceedings.notice).toBeNull()
  expect(statuses(replied)).toMatchObject({ certificate: 'received', register: 'received' })
  expect(replied.theCase.content.values['child.name']).toBe('王小明')
})

test('what was noted can be taken back until the applicant is told', () => {
  const noted = note(birth(), 'certificate')
  const back = after(deficienciesTakenBack(noted, taskFor(noted, 'certificate').id, act))
  expect(statuses(back)).toMatchObject({ certificate: 'received' })
  expect(back.deficiencies).toEqual([])
})

test('to ask a second time is refused, or recorded with its reason', () => {
  const told = note(accept(birth(), 'register'), 'certificate')
  const replied = after(answered(told, {}, act))
  expect(() => note(replied, 'certificate')).toThrow('task.askedBefore')
  const again = note(replied, 'certificate', '第一次漏看了监护人签名')
  expect(again.deficiencies.map(({ repeatReason }) => repeatReason)).toEqual([null, '第一次漏看了监护人签名'])
})

test('what a department finds while the notice is open joins it: there is never a second one', () => {
  const told = note(accept(birth(), 'register'), 'certificate')
  const opened = approve(told, 'register')
  expect(opened.theCase.proceedings.notice).not.toBeNull()
  const later = anAct({ at: '2026-03-04T02:00:00.000Z' })
  const whole = aDossier(aDefinition({ first: [], second: [], third: ['second'] }))
  const asked = note(accept(whole, 'second'), 'first')
  const added = note(approve(asked, 'second'), 'third', null, later)
  expect(statuses(added)).toEqual({ first: 'supplementing', second: 'approved', third: 'supplementing' })
  expect(added.theCase.proceedings.notice).toMatchObject({ answerBy: '2026-03-18' }) // ten working days from the 4th, the later day
})

test('the counter accepts for all departments at once, and what opens later with it', () => {
  const dossier = birth()
  const whole = after(acceptedWhole(dossier, new Map(), anAct({ actorRole: 'counterOfficer' })))
  expect(statuses(whole)).toMatchObject({ certificate: 'accepted', register: 'accepted', household: 'waiting' })
  expect(taskFor(whole, 'certificate').assigneeId).toBeNull()
  const later = anAct({ at: '2026-03-03T02:00:00.000Z' })
  const opened = after(decided(whole, taskFor(whole, 'certificate').id, { outcome: 'approve', result: { fields: {} } }, later))
  expect(taskFor(opened, 'household')).toMatchObject({ status: 'accepted', acceptedAt: later.at, dueOn: '2026-03-06' })
})

test('withdrawing ends what is not decided and keeps what was granted', () => {
  const dossier = approve(accept(birth(), 'register'), 'register')
  const withdrawn = after(withdrawnWhole(dossier, act))
  expect(statuses(withdrawn)).toEqual({ certificate: 'withdrawn', household: 'withdrawn', insurance: 'withdrawn', vaccination: 'withdrawn', register: 'approved' })
  expect(withdrawn.theCase.status).toBe('withdrawn')
  expect(() => withdrawnWhole(withdrawn, act)).toThrow(Conflict)
})

test('withdrawing a part lapses what waits for it, and the rest goes on', () => {
  const dossier = birth()
  const left = after(withdrawnPart(dossier, [taskFor(dossier, 'household').id], act))
  expect(statuses(left)).toEqual({ certificate: 'received', household: 'withdrawn', insurance: 'lapsed', vaccination: 'waiting', register: 'received' })
  expect(left.theCase.status).toBe('running')
})

test('a result becomes a certificate where the item issues one', () => {
  const dossier = accept(aDossier(aDefinition({ card: [] }, { card: { result: { name: { zh: '社会保障卡', en: 'Card' }, fields: [], certificate: true, material: 'card' } } })), 'card')
  const { certificates } = decided(dossier, taskFor(dossier, 'card').id, { outcome: 'approve', result: { fields: { 'card.number': 'A1' } } }, act)
  expect(certificates).toMatchObject([{ holderId: 'applicant', materialId: 'card', facts: { 'card.number': 'A1' }, status: 'valid' }])
})

test('what is granted without application is granted the moment it could start', () => {
  const dossier = accept(aDossier(aDefinition({ pension: [], bonus: ['pension'] }, { bonus: { withoutApplication: '独生子女父母奖励办法' } })), 'pension')
  expect(statuses(approve(dossier, 'pension'))).toEqual({ pension: 'approved', bonus: 'approved' })
})

test('an act is never dated before the one that went before it, also when the machine’s clock was set back', () => {
  const dossier = birth()
  const change = claimed(dossier, taskFor(dossier, 'register').id, anAct({ at: '2026-01-01T00:00:00.000Z' }))
  expect(change.events.map(({ at }) => at)).toEqual([act.at])
})
