import { CompiledQuery } from 'kysely'
import { claim } from '../../server/cases/claim.ts'
import { accept } from '../../server/cases/accept.ts'
import type { Task } from '../../server/cases/case.ts'
import { filterOf, readQueueQuery } from '../../server/workbench/queue.form.ts'
import { loadsOf } from '../../server/workbench/load.ts'
import { countLoad, listQueue, queuePageSize, searchTasks, type QueueFilter } from '../../server/workbench/queue.store.ts'
import { readCalendar } from '../../server/limits/calendar.store.ts'
import { insertTask } from '../../server/cases/task.store.ts'
import type { Actor } from '../../server/people/actor.ts'
import { actorOf } from '../../server/people/person.ts'
import { aDefinition, aDossier, taskFor } from '../support/cases.ts'
import { anIdNumber } from '../support/people.ts'
import { givenCase } from '../support/filed-case.ts'
import { portal, type Site } from '../support/portal.ts'

const office = 'civil-affairs@330106000000'
const everything: QueueFilter = { officeIds: [office], statuses: ['received', 'accepted'], order: 'dueOn', assigneeId: undefined, itemCode: undefined, after: undefined }
const officer: Actor = { id: 'li', kind: 'person', name: '李', grants: [{ role: 'officer', officeId: office }], mandates: [] }

const base = taskFor(aDossier(aDefinition({ register: [] })), 'register')
const aTask = (order: number, changes: Partial<Task> = {}): Task => ({ ...base, caseId: `c${order}`, id: `330106-${String(order).padStart(19, '0')}`, ...changes })
const put = (site: Site, tasks: Task[]) => site.db.commit(tasks.map(task => insertTask(task, site.vault)))
const ids = (tasks: { id: string }[]) => tasks.map(({ id }) => Number(id.slice(7)))

test('the most urgent stands first, of received and accepted ones together', async () => {
  const site = await portal()
  await put(site, [aTask(1, { dueOn: '2026-03-09' }), aTask(2, { status: 'accepted', dueOn: '2026-03-04' }), aTask(3, { dueOn: '2026-03-06' }), aTask(4, { status: 'supplementing', dueOn: null }), aTask(5, { officeId: 'health@330106000000' })])
  expect(ids(await listQueue(site.db, everything))).toEqual([2, 3, 1])
})

test('pages join without a gap or a repetition, also where many are due on one day', async () => {
  const site = await portal()
  const all = Array.from({ length: 130 }, (_, index) => aTask(index, { status: index % 3 ? 'received' : 'accepted', dueOn: `2026-03-0${1 + (index % 4)}` }))
  await put(site, all)
  const seen: number[] = []
  for (let after: QueueFilter['after'], page = 0; page < 5; page++) {
    const rows = await listQueue(site.db, { ...everything, after })
    const shown = rows.slice(0, queuePageSize)
    seen.push(...ids(shown))
    const last = shown.at(-1)!
    if (rows.length <= queuePageSize) break
    after = { key: last.dueOn!, id: last.id }
  }
  const expected = [...all].sort((a, b) => (a.dueOn! + a.id < b.dueOn! + b.id ? -1 : 1))
  expect(seen).toEqual(ids(expected))
})

test('where no clock runs, what changed last stands first, and pages join too', async () => {
  const site = await portal()
  await put(site, Array.from({ length: 70 }, (_, index) => aTask(index, { status: index % 2 ? 'approved' : 'refused', dueOn: null, updatedAt: `2026-03-02T0${index % 7}:00:00.000Z` })))
  const filter: QueueFilter = { ...everything, statuses: ['approved', 'refused'], order: 'updatedAt' }
  const first = (await listQueue(site.db, filter)).slice(0, queuePageSize)
  const last = first.at(-1)!
  const second = await listQueue(site.db, { ...filter, after: { key: last.updatedAt, id: last.id } })
  expect(new Set(ids([...first, ...second])).size).toBe(70)
  expect([...first, ...second].map(({ updatedAt }) => updatedAt)).toEqual([...first, ...second].map(({ updatedAt }) => updatedAt).sort().reverse())
})

test('what has to be seen to after a decision stands in the order of its days, and nothing else does', async () => {
  const site = await portal()
  await put(site, [aTask(1, { status: 'approved', dueOn: null, followUpOn: '2026-05-20' }), aTask(2, { status: 'approved', dueOn: null, followUpOn: '2026-03-12' }), aTask(3, { status: 'approved', dueOn: null }), aTask(4, { dueOn: '2026-03-03' }), aTask(5, { status: 'approved', dueOn: null, followUpOn: '2026-03-12', assigneeId: 'li' })])
  const filter = filterOf(readQueueQuery({ status: 'followUp' }), officer)
  expect(ids(await listQueue(site.db, filter))).toEqual([2, 5, 1])
  expect(ids(await listQueue(site.db, { ...filter, after: { key: '2026-03-12', id: aTask(2).id } }))).toEqual([5, 1])
  expect(ids(await listQueue(site.db, { ...filter, assigneeId: 'li' }))).toEqual([5])
})

test('suspended tasks stand with the accepted ones, noted ones with those that came in, proposals by themselves', async () => {
  const site = await portal()
  await put(site, [aTask(1, { status: 'suspended', dueOn: '2026-03-09' }), aTask(2, { status: 'accepted', dueOn: '2026-03-05' }), aTask(3, { status: 'noted' }), aTask(4, { status: 'reviewing' }), aTask(5, { status: 'approving' })])
  const stage = async (status: string) => ids(await listQueue(site.db, filterOf(readQueueQuery({ status }), officer))).sort()
  expect([await stage('accepted'), await stage('received'), await stage('approvals'), await stage('open')]).toEqual([[1, 2], [3], [4, 5], [1, 2, 3, 4, 5]])
})

test('mine, nobody’s, one item', async () => {
  const site = await portal()
  await put(site, [aTask(1, { assigneeId: 'li' }), aTask(2), aTask(3, { itemCode: 'other', assigneeId: 'wang' })])
  const by = (query: Record<string, string>) => listQueue(site.db, filterOf(readQueueQuery(query), officer))
  expect(ids(await by({ who: 'mine' }))).toEqual([1])
  expect(ids(await by({ who: 'nobody' }))).toEqual([2])
  expect(ids(await by({ who: 'wang' }))).toEqual([3])
  expect(ids(await by({ item: 'register' }))).toEqual([1, 2])
})

test('nobody reaches another office’s queue by its address', () => {
  expect(filterOf(readQueueQuery({ office: 'health@330106000000' }), officer).officeIds).toEqual([office])
})

test('an address that makes no sense is the plain queue', () => {
  expect(readQueueQuery({ status: 'constructor', who: '<script>', item: '../x', office: '1', after: '1~2', q: '王', find: 'x' }, 'x'.repeat(500))).toEqual({ stage: 'open', who: '', item: '', office: '', after: undefined, search: 'x'.repeat(60), find: 'x' })
})

test('a name is found by its beginning, in any status, rare characters included', async () => {
  const site = await portal()
  await put(site, [aTask(1, { applicantName: '王𠮷' }), aTask(2, { applicantName: '王芳', status: 'approved' }), aTask(3, { applicantName: '汪洋' }), aTask(4, { applicantName: '王五', status: 'waiting' }), aTask(5, { applicantName: '王芳', officeId: 'health@330106000000' })])
  expect(ids(await searchTasks(site.db, [office], '王')).sort()).toEqual([1, 2])
  expect(ids(await searchTasks(site.db, [office], '王𠮷'))).toEqual([1])
  expect(await searchTasks(site.db, [office], '%')).toEqual([])
})

test('a case is found by its number, however it is spaced, and only the own office’s part of it', async () => {
  const site = await portal()
  const { theCase } = await givenCase(site, { applicant: await site.given({ kind: 'person', name: '陈小雨', username: 'chen.xiaoyu', identity: { idNumber: anIdNumber() } }) })
  const spaced = theCase.number.replace(/^(\d{6})(\d{8})/, '$1 $2 ')
  expect((await searchTasks(site.db, ['health@330106000000'], spaced)).map(({ itemCode }) => itemCode)).toEqual(['certificate'])
  expect(await searchTasks(site.db, ['public-security@330106000000'], theCase.number)).toEqual([])
  expect(await searchTasks(site.db, ['health@330106000000'], '123')).toEqual([])
})

test('each page is a stretch of an index: nothing is scanned, however long the queue', async () => {
  const site = await portal()
  if (site.db.engine !== 'sqlite') return
  const stretch = (how: string) => ['CO-ROUTINE stretch', `SEARCH task USING COVERING INDEX ${how}`, 'SCAN stretch', 'USE TEMP B-TREE FOR ORDER BY']
  for (const [filter, how] of [
    [everything, 'task_queue (office_id=? AND status=?)'],
    [{ ...everything, assigneeId: null, after: { key: '2026-03-04', id: 'x' } }, 'task_queue (office_id=? AND status=? AND due_on>?)'],
    [{ ...everything, officeIds: [office, 'x'], order: 'followUpOn', after: { key: '2026-03-04', id: 'x' } }, 'task_follow_up (office_id=? AND follow_up_on>?)'],
    [{ ...everything, statuses: ['approved', 'refused'], order: 'updatedAt', after: { key: '2026-03-04T02:00:00.000Z', id: 'x' } }, 'task_recent (office_id=? AND status=? AND updated_at<?)'],
  ] as [QueueFilter, string][]) {
    // Each stretch comes out of its index in order and ends after a page: only what is left is sorted, and only the page's rows are read.
    expect(await explained(site, () => listQueue(site.db, filter))).toEqual(['CO-ROUTINE found', 'MERGE (UNION ALL)', 'LEFT', ...stretch(how), 'RIGHT', ...stretch(how), 'SCAN found', 'SEARCH task USING INDEX sqlite_autoindex_task_1 (region=? AND id=?)'])
  }
})

/** The engine's plan for the one query that `run` makes. */
async function explained(site: Site, run: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(site.db, 'ask')
  await run()
  const [compiled, values] = spy.mock.calls[0]!
  spy.mockRestore()
  const { sql, valuesOf } = compiled.on('sqlite')
  const { rows } = await site.db.read.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${sql}`, valuesOf(values)))
  return rows.map(({ detail }) => detail)
}

test('the head sees who has how much, how much of it is late and how much soon will be; what stands still will not', async () => {
  const site = await portal()
  await put(site, [aTask(1, { assigneeId: 'li', dueOn: '2026-02-27' }), aTask(2, { assigneeId: 'li', dueOn: '2026-03-04' }), aTask(3, { dueOn: '2026-03-09' }), aTask(4, { assigneeId: 'li', status: 'approved' }), aTask(5, { assigneeId: 'li', status: 'suspended', dueOn: '2026-03-03' })])
  const loads = loadsOf(await countLoad(site.db, [office]), '2026-03-02', await readCalendar(site.db))
  expect(loads.sort((a, b) => b.open - a.open)).toEqual([
    { officeId: office, assigneeId: 'li', open: 3, overdue: 1, soon: 1, firstDueOn: '2026-02-27' },
    { officeId: office, assigneeId: null, open: 1, overdue: 0, soon: 0, firstDueOn: '2026-03-09' },
  ])
})

test('what an officer does shows in the queue at once', async () => {
  const site = await portal()
  const applicant = await site.given({ kind: 'person', name: '陈小雨', username: 'chen.xiaoyu', identity: { idNumber: anIdNumber() } })
  const doctor = actorOf(await site.given({ kind: 'person', name: '周医生', username: 'zhou', identity: {}, grants: [{ role: 'officer', officeId: 'health@330106000000' }] }))
  const { id } = taskFor(await givenCase(site, { applicant }), 'certificate')
  await claim(site.ctx(doctor), id)
  await accept(site.ctx(doctor), id)
  expect(await listQueue(site.db, filterOf(readQueueQuery({ who: 'mine', status: 'accepted' }), doctor))).toMatchObject([{ id, status: 'accepted', assigneeId: doctor.id }])
  expect(await listQueue(site.db, filterOf(readQueueQuery({ status: 'received' }), doctor))).toEqual([])
})
