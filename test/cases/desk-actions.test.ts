import { accepted, deficienciesNoted } from '../../server/cases/intake-acts.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import { awaitsAgreement, deskActions, roleOf } from '../../server/cases/desk-actions.ts'
import type { TaskStatus } from '../../server/cases/lifecycle.ts'
import { noTaskProceedings, type TaskProceedings } from '../../server/cases/proceedings.ts'
import type { Actor, Role } from '../../server/people/actor.ts'
import { aDefinition, aDossier, after, anAct, taskFor } from '../support/cases.ts'

const officeId = 'civil-affairs@330106000000'
const staff = (id: string, role: Role): Actor => ({ id, kind: 'person', name: id, grants: [{ role, officeId }], mandates: [] })
const [li, zhao, boss] = [staff('li', 'officer'), staff('zhao', 'officer'), staff('boss', 'head')]

const permit: Dossier = aDossier(aDefinition({ permit: [] }, { permit: { kind: 'permit', statutoryLimit: { value: 20, unit: 'workingDay', provenance: 'verified' } } }))
const task = (changes: Partial<Task>): Task => ({ ...taskFor(permit, 'permit'), ...changes })
const actionsOf = (actor: Actor, changes: Partial<Task>, dossier = permit) => { const one = task(changes); return deskActions(actor, { ...dossier, tasks: [one] }, one) }
const underWay = ['suspend', 'askExtension', 'askOffice', 'arrangeVisit']

test.each<[what: string, actor: Actor, status: TaskStatus, holder: string | null, actions: string[]]>([
  ['a new task may be taken and worked on by anybody', li, 'received', null, ['claim', 'accept', 'noteDeficiencies', 'declineToAccept', 'reveal']],
  ['one’s own may be worked on and given away', li, 'received', 'li', ['accept', 'noteDeficiencies', 'declineToAccept', 'reveal', 'handOver']],
  ['a colleague’s is his', li, 'received', 'wang', []],
  ['the head may give a colleague’s task to another', boss, 'received', 'wang', ['handOver']],
  ['what was noted may be taken back until the notice goes out', li, 'noted', 'li', ['takeBackDeficiencies', 'reveal', 'handOver']],
  ['an accepted task is decided, or put off for a lawful reason', li, 'accepted', 'li', ['approve', 'refuse', ...underWay, 'reveal', 'handOver']],
  ['a suspended one goes on, now or later', li, 'suspended', 'li', ['resume', 'prolong', 'askExtension', 'askOffice', 'reveal', 'handOver']],
  ['while the applicant corrects, it can only change hands', li, 'supplementing', 'li', ['reveal', 'handOver']],
  ['a decided task is decided, and what is closed of it is opened for a reason', li, 'approved', 'li', ['reveal']],
  ['a refused one may be taken up again by the head alone', boss, 'refused', 'li', ['reopen', 'reveal']],
  ['… and not by the officer', li, 'refused', 'li', ['reveal']],
  ['what has not come yet is nobody’s', li, 'waiting', null, []],
  ['one’s own application is left to others', { ...li, id: 'applicant' }, 'received', null, []],
])('%s', (_, actor, status, assigneeId, actions) => {
  expect(actionsOf(actor, { status, assigneeId })).toEqual(actions)
})

const proposed = (status: TaskStatus, agreedBy: string[]): Partial<Task> =>
  ({ status, assigneeId: 'li', proceedings: { ...noTaskProceedings, proposal: { outcome: 'approve', reason: null, by: 'li', agreedBy } } })

test.each<[what: string, actor: Actor, status: TaskStatus, agreedBy: string[], actions: string[]]>([
  ['whoever proposes can take it back, and not agree to it', li, 'reviewing', ['li'], ['sendBack', 'reveal', 'handOver']],
  ['a second officer agrees or sends back', zhao, 'reviewing', ['li'], ['agree', 'sendBack']],
  ['the head may be the second officer, where nobody asks for his approval after it', boss, 'reviewing', ['li'], ['agree', 'sendBack', 'handOver']],
  ['at the head’s stage an officer has nothing to say', zhao, 'approving', ['li'], []],
  ['the head agrees or sends back', boss, 'approving', ['li', 'zhao'], ['agree', 'sendBack', 'handOver']],
  ['a head who has agreed as the second officer does not agree once more', boss, 'approving', ['li', 'boss'], ['handOver']],
])('a proposal: %s', (_, actor, status, agreedBy, actions) => {
  expect(actionsOf(actor, proposed(status, agreedBy))).toEqual(actions)
  expect(awaitsAgreement(actor, task(proposed(status, agreedBy)), [])).toBe(actions.includes('agree'))
})

test('a head whose approval is to follow does not use it up by reviewing', () => {
  const both = [{ by: 'secondOfficer' as const, basis: '第三十四条' }, { by: 'head' as const, basis: '内部审批制度' }]
  const agrees = (actor: Actor, status: TaskStatus) => awaitsAgreement(actor, task(proposed(status, ['li'])), both)
  expect([agrees(zhao, 'reviewing'), agrees(boss, 'reviewing'), agrees(boss, 'approving')]).toEqual([true, false, true])
})

const asked = (state: 'asked' | 'approved' | 'declined'): TaskProceedings =>
  ({ ...noTaskProceedings, extension: { state, value: 5, unit: 'workingDay', reason: '数据量大', askedBy: 'li', decidedBy: null, answer: null } })

test('more time is asked for once at a time, and decided by a head who did not ask', () => {
  const extension = (actor: Actor, state: 'asked' | 'approved' | 'declined') => actionsOf(actor, { status: 'accepted', assigneeId: actor.id, proceedings: asked(state) }).filter(one => /Extension/.test(one))
  expect(extension(li, 'asked')).toEqual([])
  expect(extension(boss, 'asked')).toEqual(['decideExtension'])
  expect(extension({ ...boss, id: 'li' }, 'asked')).toEqual([])
  expect(extension(li, 'approved')).toEqual([])
  expect(extension(li, 'declined')).toEqual(['askExtension'])
})

test('a limit that no law lets anybody extend offers nothing', () => {
  const service = aDossier(aDefinition({ card: [] }))
  const done = after(accepted(service, taskFor(service, 'card').id, { materials: [] }, anAct({ actorId: 'li' })))
  expect(deskActions(li, done, taskFor(done, 'card'))).not.toContain('askExtension')
})

test('what is the head’s is done as the head', () => {
  expect(roleOf('agree', boss, task({ status: 'approving' }))).toBe('head')
  expect(roleOf('agree', boss, task({ status: 'reviewing' }))).toBe('officer')
  expect(roleOf('decideExtension', boss, task({}))).toBe('head')
})

test('a note of one item leaves the others as they are', () => {
  const two = aDossier(aDefinition({ one: [], two: [] }))
  const next = after(deficienciesNoted(two, taskFor(two, 'one').id, { shortcomings: [{ kind: 'field', target: 'x', code: 'other', reason: '请核对' }], repeatReason: null }, anAct({ actorId: 'li' })))
  expect(deskActions(li, next, taskFor(next, 'one'))).toContain('takeBackDeficiencies')
  expect(deskActions(li, next, taskFor(next, 'two'))).toContain('accept')
})
