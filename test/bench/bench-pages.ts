import { startPortal } from './processes.ts'
import { weigh } from './pages.ts'
import { cookiesOf, signIn } from './sessions.ts'
import type { Line } from './table.ts'
import { prepareTown } from './town.ts'

/** What citizens' and officers' pages weigh on the wire, and when something of them is seen. */
export async function benchPages(folder: string): Promise<Line[]> {
  const town = await prepareTown(folder, { citizens: 1, drafts: 1 })
  const cookies = await cookiesOf(town)
  const portal = await startPortal(town.environment)
  try {
    const { citizens, officers } = await signIn(portal.url, cookies)
    const [citizen, officer] = [citizens[0]?.headers.cookie as string, officers[0]?.headers.cookie as string]
    const [draft] = town.drafts
    const weights = await weigh(portal.url, [
      { page: 'home', path: '/' }, { page: 'guide', path: town.guide }, { page: 'form section', path: `/drafts/${draft?.id}/sections/${draft?.section}`, cookie: citizen },
      { page: 'case', path: town.casePath, cookie: citizen }, { page: 'queue', path: '/desk', cookie: officer },
    ])
    return weights.map(({ page, drawn, sent, assets, firstPaint }) => ({ page, 'KB drawn': kilobytes(drawn), 'KB sent': kilobytes(sent), 'KB of CSS and JS': kilobytes(assets), 'first paint ms': firstPaint }))
  } finally {
    await portal.stop()
  }
}

const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10
