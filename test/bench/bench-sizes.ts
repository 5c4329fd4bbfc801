import { paths } from '../../server/web/paths.ts'
import { load, type Load } from './load.ts'
import { startPortal } from './processes.ts'
import { loadOf } from './ratios.ts'
import { cookiesOf, formHeaders, signIn, type SignedIn } from './sessions.ts'
import type { Line } from './table.ts'
import { environmentOf, prepareTown, type Town } from './town.ts'

const turn = { connections: 16, submissions: 800, seconds: 4 }

/** The same requests in a small town and in a large one: what may not depend on how many cases there are. Works on the files as they are. */
export async function benchSizes(files: { small: string; large: string }, folder: string): Promise<Line[]> {
  const small = await measured(files.small, folder)
  const large = await measured(files.large, folder)
  return small.map((one, at) => {
    const other = large[at] as (typeof small)[number]
    return { what: one.what, 'small p50 ms': one.p50, 'small p95 ms': one.p95, 'large p50 ms': other.p50, 'large p95 ms': other.p95, 'large of small': Math.round((other.p50 / one.p50) * 100) / 100, errors: one.errors + other.errors }
  })
}

interface Measured {
  what: string
  p50: number
  p95: number
  errors: number
}

async function measured(file: string, folder: string): Promise<Measured[]> {
  const town = await prepareTown(folder, { citizens: 20, drafts: turn.submissions * 2 }, file)
  const cookies = await cookiesOf(town)
  const portal = await startPortal({ ...environmentOf(folder, file), REQUESTS_PER_MINUTE: '0' })
  try {
    const people = await signIn(portal.url, cookies)
    const lines: Measured[] = [{ what: 'start', p50: Math.round(portal.startedIn), p95: Math.round(portal.startedIn), errors: 0 }]
    const arena = { portal, town, people }
    const search = await searchOf(portal.url, people, town)
    const asked: [string, () => Load][] = [
      ['queue', () => loadOf('queue', arena, turn)], ['search', () => search], ['case', () => loadOf('case', arena, turn)],
      ['submission', () => loadOf('submission', arena, turn)], ['statistics', () => ({ url: portal.url, connections: turn.connections, seconds: turn.seconds, requests: [{ method: 'GET', path: paths.open() }] })],
    ]
    for (const [what, loadNow] of asked) {
      await load({ ...loadNow(), ...(what === 'submission' ? {} : { seconds: 1 }) }) // warm
      const { p50, p95, errors } = await load(loadNow())
      lines.push({ what, p50, p95, errors })
    }
    return lines
  } finally {
    await portal.stop()
  }
}

/** The page on which an officer finds a case by its number: what he looks for is posted once, and stands sealed in the page's address. */
async function searchOf(url: string, { officers }: SignedIn, { casePath }: Town): Promise<Load> {
  const [session] = officers
  if (!session) throw new Error('no officer')
  const answer = await fetch(url + paths.deskSearch(), { method: 'POST', redirect: 'manual', headers: formHeaders(session), body: `_csrf=${session.csrf}&q=${casePath.split('/').at(-1)}` })
  return { url, connections: turn.connections, seconds: turn.seconds, requests: [{ method: 'GET', path: answer.headers.get('location') ?? '', headers: session.headers }] }
}
