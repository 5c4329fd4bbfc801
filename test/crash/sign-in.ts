import { generateSync } from 'otplib'
import { demoPassword } from '../../server/demo/accounts.ts'

/** What somebody's browser brings with every request. */
export interface Session {
  headers: Record<string, string>
  csrf: string
}

/** Of the officer's authenticator: a production portal lets no staff in without. */
export const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
export const codeAt = (at: Date): string => generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })

/** Signs somebody of the town in, with his second factor where he has one. The session is in the database, and outlives the process. */
export async function signIn(portal: string, username: string): Promise<Session> {
  const cookies = new Map<string, string>()
  const headers = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html' })
  const ask = async (path: string, values?: Record<string, string>) => {
    const answer = await fetch(portal + path, { headers: headers(), redirect: 'manual', ...(values ? { method: 'POST', body: new URLSearchParams(values) } : {}) })
    for (const line of answer.headers.getSetCookie()) cookies.set(...(line.split(';')[0] ?? '').split(/=(.*)/).slice(0, 2) as [string, string])
    return answer
  }
  const token = async (path: string) => /name="_csrf" value="([^"]+)"/.exec(await (await ask(path)).text())?.[1] ?? ''
  const _csrf = await token('/sign-in')
  const answer = await ask('/sign-in', { _csrf, username, password: demoPassword })
  if (answer.headers.get('location') === '/sign-in/second') await ask('/sign-in/second', { _csrf, code: codeAt(new Date()) })
  const csrf = await token('/me')
  if (answer.status !== 303 || csrf === '') throw new Error(`${username} could not sign in: ${answer.status}`)
  return { headers: headers(), csrf }
}
