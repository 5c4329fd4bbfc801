import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

/**
 * A real provider of OpenID Connect on loopback, in a process of its own: `test/support/oidc.ts` starts it.
 * `POST /control` says who is the next to sign in there, with which level and what is known of him.
 */
interface Who {
  sub: string
  acr?: string
  claims?: Record<string, unknown>
  denies?: boolean
}

const people = new Map<string, Who>()
let next: Who = { sub: 'nobody' }

const [redirectUri = ''] = process.argv.slice(2)
const configuration: Configuration = {
  clients: [{ client_id: 'portal', client_secret: 'a secret of the tests', redirect_uris: [redirectUri], post_logout_redirect_uris: [new URL('/', redirectUri).href], grant_types: ['authorization_code'], response_types: ['code'] }],
  claims: { openid: ['sub', 'acr'], profile: ['name', 'id_number'], email: ['email', 'email_verified'], phone: ['phone_number'] },
  acrValues: ['real-name', 'face'],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ ...people.get(id)?.claims, sub: id }) }),
  cookies: { keys: ['a key of the tests'] },
}

const server = createServer((req, res) => void answer(req, res).catch((error: unknown) => res.writeHead(500).end(String(error))))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
const ready = new Promise<Provider>(resolve => server.once('listening', () => resolve(new Provider(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, configuration))))

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const provider = await ready
  if (req.url === '/control') return control(req, res)
  if (!req.url?.startsWith('/interaction/')) return void provider.callback()(req, res)
  const { prompt, params } = await provider.interactionDetails(req, res)
  if (next.denies) return provider.interactionFinished(req, res, { error: 'access_denied' })
  if (prompt.name === 'login') return provider.interactionFinished(req, res, { login: { accountId: next.sub, ...(next.acr ? { acr: next.acr } : {}) } })
  const grant = new provider.Grant({ accountId: next.sub, clientId: params.client_id as string })
  grant.addOIDCScope(params.scope as string)
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } })
}

async function control(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  next = JSON.parse(Buffer.concat(parts).toString()) as Who
  people.set(next.sub, next)
  res.end()
}
