import { setTimeout as rest } from 'node:timers/promises'
import type { Ctx } from './context.ts'
import { system } from './people/actor.ts'

/**
 * Work that waits for time to pass, not for somebody to ask.
 *
 * A process runs its jobs in a loop, a batch of each in turn, and those that wait for others beside them. Nothing about a job is kept in memory:
 * what there is to do is found in the database, and each single thing is done by a commit that expects
 * it to be undone yet. A process that dies half-way leaves the rest to whoever looks next, and of two
 * that take up the same thing one gets `Conflict` and passes on.
 */
export interface Job {
  name: string
  /**
   * Does one small batch and says how much of it was done; asked again at once until that is nothing. What can't
   * be done must not stand in the way of the rest: `run` throws only when it could do nothing at all.
   */
  run(ctx: Ctx): Promise<number>
  /** With nothing left to do, not asked again for so long, where that is longer than the pause. */
  everyMs?: number
  /** Waits for machines that are not ours, and so runs in a loop of its own: a mail server that answers slowly must not hold up the law. */
  isOutward?: boolean
}

export interface RunningJobs {
  /** Waits for the batch under way, and begins no other. */
  stop(): Promise<void>
  /** Ends the pause. */
  poke(): void
}

interface Pace {
  clock: () => Date
  pauseMs: number
  /** Told of each batch: how long it took, and whether it failed. */
  worked?: (job: string, seconds: number, hasFailed: boolean) => void
  /** Runs each batch, for whoever watches from outside; it says through `failed` what it has caught. */
  around?: (job: string, batch: (failed: (error: unknown) => void) => Promise<number>) => Promise<number>
}

/** After a fault a job is left alone for the pause, then for twice as long each time, up to this. */
const longestBackoffMs = 300_000

/** Runs the jobs from now on, as the portal itself. A job that fails is logged, and stops neither the others nor the process. */
export function startJobs(jobs: readonly Job[], base: Omit<Ctx, 'actor' | 'now'>, pace: Pace): RunningJobs {
  const loops = [jobs.filter(({ isOutward }) => !isOutward), jobs.filter(({ isOutward }) => isOutward)].filter(own => own.length > 0)
  const running = loops.map(own => runLoop(own.map(job => turnOf(job, base, pace)), pace.pauseMs))
  return { poke: () => running.forEach(({ poke }) => poke()), stop: async () => void (await Promise.all(running.map(({ stop }) => stop()))) }
}

function runLoop(turns: readonly (() => Promise<number>)[], pauseMs: number): RunningJobs {
  const pause = interruptible()
  let isStopped = false
  const loop = async () => {
    while (!isStopped) {
      let done = 0
      for (const turn of turns) if (!isStopped) done += await turn()
      if (done === 0 && !isStopped) await pause.sleep(pauseMs)
    }
  }
  const ended = loop()
  return { poke: pause.end, stop: () => ((isStopped = true), pause.end(), ended) }
}

/** One batch of a job when it is due, else nothing. Dueness goes by a clock that never jumps. */
function turnOf(job: Job, base: Omit<Ctx, 'actor' | 'now'>, { clock, pauseMs, worked = () => {}, around = (_job, batch) => batch(() => {}) }: Pace): () => Promise<number> {
  let dueAt = 0
  let failures = 0
  let told = ''
  const batch = async (failed: (error: unknown) => void) => {
    const start = performance.now()
    try {
      const done = await job.run({ ...base, actor: system, now: clock() })
      worked(job.name, (performance.now() - start) / 1000, false)
      if (failures > 0) base.log.info({ job: job.name }, 'job works again')
      failures = 0
      told = ''
      if (done === 0 && job.everyMs) dueAt = performance.now() + job.everyMs
      return done
    } catch (error) {
      failed(error)
      worked(job.name, (performance.now() - start) / 1000, true)
      dueAt = performance.now() + Math.min(pauseMs * 2 ** failures, longestBackoffMs)
      failures += 1
      const fault = String((error as Error | undefined)?.message ?? error)
      if (fault !== told) base.log.error({ err: error as Error, job: job.name }, 'job failed')
      told = fault
      return 0
    }
  }
  return async () => (performance.now() < dueAt ? 0 : around(job.name, batch))
}

/**
 * Work through all there is, a stretch at a time, while people wait for pages: after each but the last it rests for
 * three times as long as the stretch took, so that it never has more than a quarter of the process.
 */
export async function unhurried<T>(work: () => Promise<T>, isMore: (done: T) => boolean): Promise<T> {
  const start = performance.now()
  const done = await work()
  if (isMore(done)) await rest((performance.now() - start) * 3)
  return done
}

/** A pause that can be ended early; ended before it begins, it does not begin. */
function interruptible() {
  let wake: (() => void) | undefined
  let isEnded = false
  return {
    sleep: (ms: number) =>
      new Promise<void>(resolve => {
        const timer = setTimeout(done, isEnded ? 0 : ms)
        wake = done
        function done() {
          clearTimeout(timer)
          wake = undefined
          isEnded = false
          resolve()
        }
      }),
    end: () => (wake ? wake() : void (isEnded = true)),
  }
}
