import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Db } from '../../db/connect.ts'
import { insert } from '../../db/statement.ts'
import { deviceOf } from '../../server/people/device.ts'
import type { Remembered } from '../../server/people/session.ts'
import { sessionCookie } from '../../server/web/session.store.ts'
import { openBase, type Town } from './town.ts'

/** What somebody's browser brings with every request. */
export interface Session {
  headers: Record<string, string>
  csrf: string
}

const hours = 12

/** Opens sessions as a sign-in with a second factor does, without a thousand passwords to hash. Returns the cookies, in order. */
async function openSessions(db: Db, secret: string, people: readonly { id: string; isStaff: boolean }[]): Promise<string[]> {
  const now = new Date()
  const at = now.toISOString()
  const expires = new Date(now.getTime() + hours * 3_600_000)
  const opened = people.map(({ id, isStaff }) => {
    const user: Remembered = { id, epoch: 0, at, provedAt: at, handle: randomUUID(), isStaff, device: deviceOf('', '127.0.0.1'), by: 'password', isSecond: true, assurance: 3 }
    const cookie = { originalMaxAge: hours * 3_600_000, expires: expires.toISOString(), secure: false, httpOnly: true, path: '/', sameSite: 'lax' }
    return { id: randomBytes(24).toString('base64url'), person_id: id, data: JSON.stringify({ cookie, passport: { user } }), created_at: at, seen_at: at, expires_at: expires.toISOString() }
  })
  await db.commit(opened.map(row => insert('session', row)))
  return opened.map(({ id }) => `${sessionCookie(false)}=${encodeURIComponent(`s:${id}.${signature(id, secret)}`)}`)
}

const signature = (value: string, secret: string): string => createHmac('sha256', secret).update(value).digest('base64').replace(/=+$/, '')

/** Fetches a page as its browser does, for the cookies and the token that its forms carry. */
async function begin(url: string, cookie: string): Promise<Session> {
  const accept = { accept: 'text/html', 'accept-language': 'zh-CN' }
  const page = await fetch(`${url}/me`, { headers: { ...accept, cookie }, redirect: 'manual' })
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1]
  if (page.status !== 200 || !csrf) throw new Error(`/me answers ${page.status} to a session of the bench`)
  const cookies = [cookie, ...page.headers.getSetCookie().map(line => line.split(';')[0])].join('; ')
  return { headers: { ...accept, cookie: cookies }, csrf }
}

export const formHeaders = ({ headers }: Session): Record<string, string> => ({ ...headers, 'content-type': 'application/x-www-form-urlencoded' })

/** Cookies of all citizens of a town, and of so many officers: of the offices with most to do, in turn. */
export async function cookiesOf({ environment, citizens, officers }: Town, officerCount = 1): Promise<{ citizens: string[]; officers: string[] }> {
  const { db } = openBase(environment)
  const staff = Array.from({ length: officerCount }, (_, at) => officers[at % officers.length] as string)
  const cookies = await openSessions(db, environment.SESSION_SECRET as string, [...citizens.map(id => ({ id, isStaff: false })), ...staff.map(id => ({ id, isStaff: true }))])
  await db.close()
  return { citizens: cookies.slice(0, citizens.length), officers: cookies.slice(citizens.length) }
}

export interface SignedIn {
  citizens: Session[]
  officers: Session[]
}

export async function signIn(url: string, cookies: Record<'citizens' | 'officers', readonly string[]>): Promise<SignedIn> {
  const all = async (some: readonly string[]) => {
    const sessions: Session[] = []
    for (const cookie of some) sessions.push(await begin(url, cookie))
    return sessions
  }
  return { citizens: await all(cookies.citizens), officers: await all(cookies.officers) }
}
