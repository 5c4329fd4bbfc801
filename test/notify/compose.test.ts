import type { InternalRequest, SupervisionOrder } from '../../server/cases/case.ts'
import { tellAt } from '../../server/cases/telling.ts'
import { eventTypes, type EventType } from '../../server/ledger/event.ts'
import { applicantTypes } from '../../server/notify/applicant-news.ts'
import { composed } from '../../server/notify/compose.ts'
import { staffTypes } from '../../server/notify/staff-news.ts'
import type { StaffMember } from '../../server/people/staff.store.ts'
import { aDossierToTell, aTask, happened, health, police } from './support.ts'

const office = (officeId: string, ...people: [id: string, role: StaffMember['role']][]): StaffMember[] => people.map(([id, role]) => ({ id, role, officeId }))
const staff: StaffMember[] = [
  ...office(health, ['zhou', 'officer'], ['wu', 'officer'], ['zheng', 'head']), ...office(police, ['qian', 'officer'], ['sun', 'head']), { id: 'li', role: 'supervisor', officeId: '@330106000000' }, { id: 'wei', role: 'supervisor', officeId: '@330110000000' },
]
const told = (events: Parameters<typeof happened>, changes = {}) => composed(aDossierToTell(changes), happened(...events), staff)
const toApplicant = (...events: Parameters<typeof happened>) => told(events).filter(({ kind }) => kind === 'applicant')

describe('the applicant', () => {
  test('five acceptances of five departments are one message, those with the same day one entry', () => {
    const messages = toApplicant(
      ['task.accepted', 'certificate', { dueOn: '2026-03-05' }], ['task.claimed', 'household'], ['task.accepted', 'household', { dueOn: '2026-03-05' }],
      ['task.accepted', 'insurance', { dueOn: '2026-03-10' }], ['task.deemedAccepted', 'allowance', { dueOn: '2026-03-05', receivedAt: '2026-03-02T02:00:00.000Z' }],
    )
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ personId: 'applicant', fromSeq: 1, toSeq: 5 })
    expect(messages[0]?.content.entries.map(({ type, about, detail }) => [type, about.map(({ item }) => item), detail])).toEqual([
      ['task.accepted', ['certificate', 'household'], { decideBy: '2026-03-05' }],
      ['task.accepted', ['insurance'], { decideBy: '2026-03-10' }],
      ['task.deemedAccepted', ['allowance'], { decideBy: '2026-03-05' }],
    ])
  })

  test('a refusal with what lapses by it is one message, and the refusal comes first', () => {
    const [message] = toApplicant(['task.approved', 'allowance'], ['task.lapsed', 'household', { because: 'certificate' }], ['task.lapsed', 'insurance', { because: 'certificate' }], ['task.refused', 'certificate', { reason: '材料不实' }])
    expect(message?.content.entries.map(({ type, about }) => `${type} ${about.map(({ item }) => item).join()}`)).toEqual(['task.refused certificate', 'task.lapsed household,insurance', 'task.approved allowance'])
  })

  test('the one notice names the items that ask, and the day', () => {
    const [message] = toApplicant(['case.noticeIssued', null, { answerBy: '2026-03-09', deficiencies: ['a', 'b', 'c'], tasks: ['task-certificate', 'task-allowance'], isAddition: false }], ['task.supplementRequested', 'certificate'])
    expect(message?.content.entries).toEqual([{ type: 'case.noticeIssued', seq: 1, about: [{ task: 'task-certificate', item: 'certificate' }, { task: 'task-allowance', item: 'allowance' }], detail: { answerBy: '2026-03-09', count: 3 } }])
  })

  test('what somebody wrote is not kept in the message, and keeps refusals apart', () => {
    const [message] = toApplicant(['task.refused', 'certificate', { reason: '王芳的身份证已过期' }], ['task.refused', 'household', { reason: '住址不符' }])
    expect(message?.content.entries.map(({ seq }) => seq)).toEqual([1, 2])
    expect(JSON.stringify(message?.content)).not.toMatch(/王芳|住址/)
  })

  // prettier-ignore
  test.each<[string, EventType, Record<string, unknown>, object]>([
    ['a hearing',              'task.suspended',         { kind: 'hearing', reason: 'r', until: '2026-03-20', days: 10, dueOn: '2026-04-01', hearing: { on: '2026-03-18', place: '某处', chairId: 'x' } }, { kind: 'hearing', pausedUntil: '2026-03-20', hearingOn: '2026-03-18' }],
    ['容缺受理',               'task.accepted',          { dueOn: '2026-03-05', provisional: { materials: ['m'], until: '2026-03-12' } }, { decideBy: '2026-03-05', bringBy: '2026-03-12' }],
    ['an extension',           'task.extensionApproved', { value: 10, unit: 'workingDay', reason: 'r', dueOn: '2026-04-13' }, { decideBy: '2026-04-13' }],
    ['a broken commitment',    'task.commitmentBroken',  { finding: 'f', rectifyBy: '2026-05-06' }, { rectifyBy: '2026-05-06' }],
    ['a result on its way',    'task.approved',          { delivery: { dueOn: '2026-03-16' } }, { deliverBy: '2026-03-16' }],
    ['a wrong address',        'task.notAccepted',       { reason: 'r', ground: 'notOurPower' }, { ground: 'notOurPower' }],
  ])('%s: only days and codes are kept', (_, type, data, detail) => {
    const [message] = toApplicant([type, 'certificate', data])
    expect(message?.content.entries[0]?.detail).toEqual(detail)
  })

  test.each<EventType>(['task.claimed', 'task.handedOver', 'request.asked', 'order.given', 'task.limitNear', 'task.limitPassed', 'task.decisionProposed', 'task.extensionAsked', 'task.withdrawn', 'personalData.revealed'])('is not told of %s', type => {
    expect(toApplicant([type, 'certificate', { id: 'none' }])).toEqual([])
  })
})

describe('the staff', () => {
  const whom = (event: Parameters<typeof happened>[0], changes = {}) => told([event], changes).filter(({ kind }) => kind === 'staff').map(({ personId }) => personId).sort()
  const heldBy = (assigneeId: string, more = {}) => ({ tasks: [aTask('certificate', 'health', { assigneeId, ...more })] })
  const request: InternalRequest = { id: 'r', taskId: 'task-certificate', fromOfficeId: health, toOfficeId: police, question: '', shared: { fields: [], materials: [] }, askedBy: 'zhou', askedAt: '', dueOn: '2026-03-05', state: 'open', answer: null, answeredBy: null, endedAt: null, overdueToldAt: null }
  const order: SupervisionOrder = { id: 'o', taskId: 'task-certificate', officeId: health, text: '', givenBy: 'li', givenAt: '', dueOn: '2026-03-05', answer: null, answeredBy: null, answeredAt: null, overdueToldAt: null }
  const warning = { dueOn: '2026-03-05', level: 'near' }

  // prettier-ignore
  test.each<[string, Parameters<typeof happened>[0], object, string[]]>([
    ['a near limit: whoever has the task',                     ['task.limitNear', 'certificate', warning],                 heldBy('zhou'), ['zhou']],
    ['a near limit of a task that nobody has: the officers',   ['task.limitNear', 'certificate', warning],                 {},             ['wu', 'zhou']],
    ['a near limit of one who has left: the officers',         ['task.limitNear', 'certificate', warning],                 heldBy('gone'), ['wu', 'zhou']],
    ['the last day: the head too',                             ['task.limitToday', 'certificate', warning],                heldBy('zhou'), ['zheng', 'zhou']],
    ['a limit that has passed: supervisors too',               ['task.limitPassed', 'certificate', warning],               heldBy('zhou'), ['li', 'zheng', 'zhou']],
    ['an extension asked for: the head',                       ['task.extensionAsked', 'certificate', { value: 10, unit: 'workingDay' }, 'zhou'], heldBy('zhou'), ['zheng']],
    ['a decision to review: the other officers',               ['task.decisionProposed', 'certificate', { outcome: 'approve', to: 'reviewing' }, 'zhou'], heldBy('zhou'), ['wu']],
    ['a decision to approve: the head',                        ['task.decisionProposed', 'certificate', { outcome: 'refuse', to: 'approving' }, 'zhou'], heldBy('zhou'), ['zheng']],
    ['a decision sent back: whoever has the task',             ['task.decisionSentBack', 'certificate', { reason: 'r' }, 'zheng'], heldBy('zhou'), ['zhou']],
    ['a request: the officers of the asked office',            ['request.asked', 'certificate', { id: 'r', dueOn: '2026-03-05' }, 'zhou'], { requests: [request] }, ['qian']],
    ['an answer: who asked',                                   ['request.answered', 'certificate', { id: 'r', answer: 'a' }, 'qian'], { requests: [request] }, ['zhou']],
    ['an answer to one who has left: the officers',            ['request.answered', 'certificate', { id: 'r', answer: 'a' }, 'qian'], { requests: [{ ...request, askedBy: 'gone' }] }, ['wu', 'zhou']],
    ['a request overdue: who asked, the asked and their head', ['request.overdue', 'certificate', { id: 'r', dueOn: '2026-03-05' }], { requests: [request] }, ['qian', 'sun', 'zhou']],
    ['an order: whoever has the task and the head',            ['order.given', 'certificate', { id: 'o', dueOn: '2026-03-05' }, 'li'], { ...heldBy('wu'), orders: [order] }, ['wu', 'zheng']],
    ['an order overdue: supervisors too',                      ['order.overdue', 'certificate', { id: 'o', dueOn: '2026-03-05' }], { ...heldBy('wu'), orders: [order] }, ['li', 'wu', 'zheng']],
    ['an order answered: who gave it',                         ['order.answered', 'certificate', { id: 'o', answer: 'a' }, 'wu'], { orders: [order] }, ['li']],
    ['a late check of a commitment: the office',               ['task.commitmentCheckLate', 'certificate'],                heldBy('zhou'), ['zheng', 'zhou']],
    ['a supplement of a task that nobody has: nobody',         ['task.supplemented', 'certificate'],                       {},             []],
    ['a supplement: whoever has the task',                     ['task.supplemented', 'certificate'],                       heldBy('zhou'), ['zhou']],
  ])('%s', (_, event, changes, people) => {
    expect(whom(event, changes)).toEqual(people)
  })

  test('an office without officers: its head', () => {
    const onlyHead = staff.filter(({ role }) => role !== 'officer')
    expect(composed(aDossierToTell(), happened(['task.limitNear', 'certificate', warning]), onlyHead).map(({ personId }) => personId)).toEqual(['zheng'])
  })

  test('several limits of one person are one message, what has passed first', () => {
    const messages = told([['task.limitNear', 'household', warning], ['task.limitPassed', 'certificate', warning]], { tasks: [aTask('certificate', 'health'), aTask('household', 'health')] })
    const forZhou = messages.filter(({ personId }) => personId === 'zhou')
    expect(forZhou).toHaveLength(1)
    expect(forZhou[0]?.content.entries.map(({ type }) => type)).toEqual(['task.limitPassed', 'task.limitNear'])
  })
})

test('whatever sets a case to be told of is told to somebody', () => {
  const setting = eventTypes.filter(type => tellAt(null, [{ type, at: '2026-03-02T02:00:00.000Z' }]) !== null)
  const tellable: readonly EventType[] = [...applicantTypes, ...staffTypes]
  expect(setting.filter(type => !tellable.includes(type))).toEqual([])
  expect(tellable.filter(type => !setting.includes(type))).toEqual([])
})
