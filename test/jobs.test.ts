import pino from 'pino'
import type { Db } from '../db/connect.ts'
import { insert, update } from '../db/statement.ts'
import { Conflict } from '../server/errors.ts'
import type { Ctx } from '../server/context.ts'
import { startJobs, unhurried, type Job, type RunningJobs } from '../server/jobs.ts'
import { besides, freshDatabase } from './support/database.ts'
import { noScanner } from '../server/materials/scanner.ts'
import { memoryFiles, recordedMail, recordedSms, scriptedRegisters } from './support/edges.ts'
import { createSigner } from '../server/signing.ts'
import { createVault } from '../server/vault.ts'

const at = new Date('2026-03-02T02:00:00.000Z')
const running: RunningJobs[] = []
afterEach(async () => void (await Promise.all(running.splice(0).map(jobs => jobs.stop()))))

interface Line { level: number; msg: string; job: string; err?: { message: string } }
let lines: Line[] = []
beforeEach(() => (lines = []))

const base = (db: Db): Omit<Ctx, 'actor' | 'now'> => ({
  db, vault: createVault(new Map([[1, Buffer.alloc(32, 7)]])), signer: createSigner(Buffer.alloc(32, 9), 'the tests'), log: pino({ level: 'info' }, { write: line => void lines.push(JSON.parse(line) as Line) }),
  registers: scriptedRegisters(), files: memoryFiles(), scanner: noScanner, mail: recordedMail(), sms: recordedSms(), publicUrl: 'http://portal.test',
})
const nowhere = {} as Db

function start(jobs: Job[], { db = nowhere, pauseMs = 60_000 }: { db?: Db; pauseMs?: number } = {}): RunningJobs {
  const started = startJobs(jobs, base(db), { clock: () => at, pauseMs })
  running.push(started)
  return started
}

/** Waits until it holds, or says that it never did. */
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 1000; waited += 1) {
    if (holds()) return
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error('never')
}

const turn = () => new Promise(resolve => setTimeout(resolve, 30))

/** A job with so much to do, one thing a batch. */
function aJob(name: string, toDo: number): Job & { asked: number; ctx: Ctx | undefined } {
  const job = {
    name, asked: 0, ctx: undefined as Ctx | undefined,
    run: async (ctx: Ctx) => {
      Object.assign(job, { ctx, asked: job.asked + 1 })
      return job.asked <= toDo ? 1 : 0
    },
  }
  return job
}

test('a mail server that never answers holds up nothing but the mail', async () => {
  let letGo = () => {}
  const waiting: Job = { name: 'send', isOutward: true, run: () => new Promise(resolve => (letGo = () => resolve(0))) }
  const law = aJob('law', 5)
  start([waiting, law])
  await until(() => law.asked === 6)
  letGo()
})

test('a job is asked until nothing is left, and again after the pause', async () => {
  const job = aJob('much', 5)
  const jobs = start([job])
  await until(() => job.asked === 6)
  await turn()
  expect(job.asked).toBe(6)
  jobs.poke()
  await until(() => job.asked === 7)
})

test('the pause ends by itself', async () => {
  const job = aJob('little', 0)
  start([job], { pauseMs: 10 })
  await until(() => job.asked >= 3)
})

test('a job acts as the portal itself, at the time of its clock', async () => {
  const job = aJob('one', 0)
  start([job])
  await until(() => job.asked === 1)
  expect(job.ctx).toMatchObject({ actor: { kind: 'system' }, now: at })
})

test('jobs take turns: one with much to do keeps no other waiting', async () => {
  const order: string[] = []
  const named = (name: string, toDo: number): Job => ({ name, run: async () => (order.push(name), order.filter(one => one === name).length <= toDo ? 1 : 0) })
  start([named('much', 3), named('little', 1)])
  await until(() => order.length === 8)
  expect(order).toEqual(['much', 'little', 'much', 'little', 'much', 'little', 'much', 'little'])
})

test('a job with a time of its own is not asked at every pause', async () => {
  const [hourly, other] = [{ ...aJob('hourly', 0), everyMs: 3_600_000 }, aJob('other', 0)]
  let asked = 0
  start([{ ...hourly, run: async () => ((asked += 1), 0) }, other], { pauseMs: 5 })
  await until(() => other.asked >= 5)
  expect(asked).toBe(1)
})

describe('a job that fails', () => {
  test('stops neither the others nor the process, and is told of once a fault', async () => {
    let asked = 0
    const bad: Job = { name: 'bad', run: async () => Promise.reject(new Error(`fault ${(asked += 1) < 4 ? 'one' : 'two'}`)) }
    const good = aJob('good', 0)
    start([bad, good], { pauseMs: 2 })
    await until(() => asked >= 5)
    expect(good.asked).toBeGreaterThan(asked)
    expect(lines.map(({ level, job, err }) => [level, job, err?.message])).toEqual([[50, 'bad', 'fault one'], [50, 'bad', 'fault two']])
  })

  test('is left alone for longer each time', async () => {
    const asked: number[] = []
    start([{ name: 'bad', run: () => Promise.reject(new Error(`fault ${asked.push(performance.now())}`)) }], { pauseMs: 10 })
    await until(() => asked.length === 4)
    const waits = asked.slice(1).map((time, index) => time - (asked[index] as number))
    expect(waits.map((wait, index) => wait >= 10 * 2 ** index)).toEqual([true, true, true])
  })

  test('says when it works again, and of the next fault', async () => {
    let asked = 0
    start([{ name: 'wavering', run: async () => ((asked += 1) === 2 ? 0 : Promise.reject(new Error('the same'))) }], { pauseMs: 2 })
    await until(() => asked >= 3)
    expect(lines.map(({ msg }) => msg)).toEqual(['job failed', 'job works again', 'job failed'])
  })

  test('may throw what is no error, and not only later', async () => {
    const good = aJob('good', 0)
    start([{ name: 'bad', run: () => { throw 'a word' } }, good])
    await until(() => good.asked === 1)
    expect(lines).toHaveLength(1)
  })
})

test('a stop waits for the batch under way, and begins no other', async () => {
  let finish: () => void = () => {}
  const [slow, next] = [{ name: 'slow', run: () => new Promise<number>(resolve => (finish = () => resolve(1))) }, aJob('next', 9)]
  const jobs = start([slow, next])
  let isStopped = false
  const stopped = jobs.stop().then(() => (isStopped = true))
  await turn()
  expect(isStopped).toBe(false)
  finish()
  await stopped
  await turn()
  expect(next.asked).toBe(0)
})

test('a stop ends the pause', async () => {
  const job = aJob('idle', 0)
  const jobs = start([job])
  await until(() => job.asked === 1)
  await jobs.stop()
  await jobs.stop()
})

const sending = (id: string) =>
  insert('sending', { region: '330106', id, message_id: 'm', person_id: 'p', channel: 'email', state: 'waiting', attempts: 0, due_at: at.toISOString(), fault: null, sent_at: null })

/** What every job of the portal is like: looks for what is undone, and does each by a commit that expects it to be so. */
const markSent = (done: string[]): Job => ({
  name: 'send',
  run: async ({ db, now }) => {
    const due = await db.read.selectFrom('sending').select(['region', 'id']).where('state', '=', 'waiting').orderBy('id').limit(5).execute()
    const results = await Promise.allSettled(due.map(async key => {
      await db.commit([update('sending', { state: 'sent', sent_at: now.toISOString() }, { ...key, state: 'waiting' })])
      done.push(key.id)
    }))
    for (const result of results) if (result.status === 'rejected' && !(result.reason instanceof Conflict)) throw result.reason
    return due.length
  },
})

test('two processes on one database do each thing once', async () => {
  const db = await freshDatabase()
  const other = await besides(db)
  const ids = Array.from({ length: 100 }, (_, index) => `s${String(index).padStart(3, '0')}`)
  await db.commit(ids.map(sending))
  const here: string[] = []
  const there: string[] = []
  const both = [start([markSent(here)], { db }), start([markSent(there)], { db: other })]
  await until(() => here.length + there.length >= ids.length)
  await turn()
  await Promise.all(both.map(jobs => jobs.stop()))
  expect([...here, ...there].sort()).toEqual(ids)
  expect(lines).toEqual([])
})

test('what a process had not done when it died, the next one does', async () => {
  const db = await freshDatabase()
  await db.commit(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(sending))
  const first: string[] = []
  const second: string[] = []
  const died = start([{ name: 'dies', run: async ctx => (await markSent(first).run(ctx), new Promise<number>(() => {})) }], { db })
  running.splice(running.indexOf(died), 1)
  await until(() => first.length === 5)
  start([markSent(second)], { db })
  await until(() => second.length === 2)
  expect([...first, ...second].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
})

test('work through all there is rests three times as long as it took, while there is more', async () => {
  const busy = async (ms: number) => {
    for (const end = performance.now() + ms; performance.now() < end;);
    return ms
  }
  const start = performance.now()
  expect(await unhurried(() => busy(20), () => true)).toBe(20)
  expect(performance.now() - start).toBeGreaterThan(75)
})
