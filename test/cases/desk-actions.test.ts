import { deskActions } from '../../server/cases/desk-actions.ts'
import type { TaskStatus } from '../../server/cases/lifecycle.ts'
import type { Actor, Role } from '../../server/people/actor.ts'

const officeId = 'health@330106000000'
const staff = (id: string, role: Role): Actor => ({ id, kind: 'person', name: id, grants: [{ role, officeId }] })
const [li, boss] = [staff('li', 'officer'), staff('boss', 'head')]

test.each<[what: string, actor: Actor, status: TaskStatus, holder: string | null, actions: string[]]>([
  ['a new task may be taken and worked on by anybody', li, 'received', null, ['claim', 'requestSupplement', 'accept', 'declineToAccept', 'reveal']],
  ['one’s own may be worked on and given away', li, 'received', 'li', ['requestSupplement', 'accept', 'declineToAccept', 'reveal', 'handOver']],
  ['a colleague’s is his', li, 'received', 'wang', []],
  ['the head may give a colleague’s task to another', boss, 'received', 'wang', ['handOver']],
  ['an accepted task is decided', li, 'accepted', 'li', ['approve', 'refuse', 'reveal', 'handOver']],
  ['while the applicant corrects, it can only change hands', li, 'supplementing', 'li', ['reveal', 'handOver']],
  ['a decided task is decided', li, 'approved', 'li', []],
  ['a refused one too, for the head as well', boss, 'refused', 'li', []],
  ['what has not come yet is nobody’s', li, 'waiting', null, []],
  ['one’s own application is left to others', { ...li, id: 'applicant' }, 'received', null, []],
])('%s', (_, actor, status, assigneeId, actions) => {
  expect(deskActions(actor, { task: { status, assigneeId, officeId }, theCase: { applicantId: 'applicant' } })).toEqual(actions)
})
