import { generateKeyPairSync } from 'node:crypto'
import type { Assurance } from '../../server/people/session.ts'
import type { Agent } from '../support/agent.ts'
import { ForgingProvider, type Token } from '../support/forging-provider.ts'
import { anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let provider: ForgingProvider
let site: Site
beforeEach(async () => {
  provider = await ForgingProvider.started()
  site = await portal({ config: { oidc: { issuer: provider.issuer, clientId: 'portal', clientSecret: 'a secret of the tests', name: '浙里办', idClaim: 'id_number', levels: new Map<string, Assurance>() } } })
})
afterEach(() => provider.stop())

/** Comes back from the provider with a code for which the provider gives out its token. */
async function comeBack(agent: Agent): Promise<void> {
  const { location } = await agent.get('/sign-in/elsewhere', { follow: false })
  const asked = new URL(location ?? '').searchParams
  provider.nonce = asked.get('nonce') ?? ''
  await agent.get(`/sign-in/elsewhere/back?code=a-code&state=${asked.get('state')}`)
}
const isSignedIn = async (agent: Agent) => (await agent.get('/me', { follow: false })).status === 200

const claiming = (changes: Record<string, unknown>) => (token: Token): Token => ({ ...token, claims: { ...token.claims, ...changes } })

test('an honest ID token signs in', async () => {
  provider.forge = claiming({ id_number: anIdNumber() })
  const agent = site.visitor()
  await comeBack(agent)
  expect(await isSignedIn(agent)).toBe(true)
})

test.each<[string, (token: Token) => Token]>([
  ['signed by another key', token => ({ ...token, key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey })],
  ['that is not signed', token => ({ ...token, key: undefined })],
  ['that says that it needs no signature', token => ({ ...token, header: { ...token.header, alg: 'none' }, key: undefined })],
  ['under a key of another name', token => ({ ...token, header: { ...token.header, kid: 'two' } })],
  ['with a signature of another kind', token => ({ ...token, header: { ...token.header, alg: 'HS256' } })],
  ['for somebody else', claiming({ aud: 'another-portal' })],
  ['of another issuer', claiming({ iss: 'https://another.example' })],
  ['whose time is over', claiming({ exp: Math.floor(Date.now() / 1000) - 600 })],
  ['for another sign-in', claiming({ nonce: 'x'.repeat(43) })],
])('an ID token %s signs nobody in', async (_, forge) => {
  provider.forge = token => forge(claiming({ id_number: anIdNumber() })(token))
  const agent = site.visitor()
  await comeBack(agent)
  expect(await isSignedIn(agent)).toBe(false)
  expect(await site.db.read.selectFrom('person').select('id').execute()).toEqual([])
})

test('a provider that calls itself by another name is not asked', async () => {
  provider.calledItself = 'https://another.example'
  const agent = site.visitor()
  expect((await agent.get('/sign-in/elsewhere', { follow: false })).location ?? '').not.toContain('/auth')
})
