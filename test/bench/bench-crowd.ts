import { Crowd, wantedMs } from './crowd.ts'
import { startPortal, type Served } from './processes.ts'
import { cookiesOf, signIn } from './sessions.ts'
import type { Line } from './table.ts'
import { prepareTown } from './town.ts'

const crowd = { citizens: 900, officers: 100, draftsEach: 4 } as const

/** 1,000 people who are signed in: as they come, five times as many for a minute, and how long that is felt; or for as long as one likes. */
export async function benchCrowd(folder: string, { soakMinutes }: { soakMinutes: number }, say: (line: string) => void): Promise<Line[]> {
  const town = await prepareTown(folder, { citizens: crowd.citizens, drafts: crowd.citizens * (crowd.draftsEach + Math.ceil(soakMinutes / 2)) })
  const cookies = await cookiesOf(town, crowd.officers)
  const portal = await startPortal(town.environment)
  try {
    const { citizens, officers } = await signIn(portal.url, cookies)
    const memory = watchMemory(portal)
    const seconds = soakMinutes > 0 ? { before: soakMinutes * 60, spike: 0, after: 0 } : { before: 60, spike: 60, after: 30 }
    const { phases, recoveredAfterSeconds, failures } = await new Crowd(portal.url, town).live(citizens, officers, seconds)
    const megabytes = memory.stop()
    if (soakMinutes === 0) say(`an answer within ${wantedMs} ms for 95 of 100 again after ${recoveredAfterSeconds} s`)
    if (soakMinutes > 0) say(`megabytes: ${megabytes.join(' ')}`)
    for (const failure of failures) say(`not as expected: ${failure}`)
    return phases.filter(({ requests }) => requests > 0).map(({ phase, requests, perSecond, errors, p50, p95, p99 }) => ({ phase, requests, 'per second': perSecond, errors, 'p50 ms': p50, 'p95 ms': p95, 'p99 ms': p99, 'MB at the end': megabytes.at(-1) as number }))
  } finally {
    await portal.stop()
  }
}

/** What the process holds in memory, every fifteen seconds. */
function watchMemory(portal: Served) {
  const megabytes: number[] = []
  const timer = setInterval(() => megabytes.push(portal.used().megabytes), 15_000)
  return { stop: () => (clearInterval(timer), [...megabytes, portal.used().megabytes]) }
}
