import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Token {
  header: { alg: string; kid: string }
  claims: Record<string, unknown>
  key: KeyObject | undefined
}

/** A provider of OpenID Connect that gives out whatever ID token a test wants: `forge` changes the honest one. */
export class ForgingProvider {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly #server: Server
  /** What it calls itself; otherwise its own address. */
  calledItself: string | undefined
  forge: (token: Token) => Token = token => token
  nonce = ''

  static async started(): Promise<ForgingProvider> {
    const provider = new ForgingProvider()
    await new Promise(resolve => provider.#server.once('listening', resolve))
    return provider
  }

  private constructor() {
    this.#server = createServer((req, res) => {
      req.resume()
      const answer = this.#answer(req.url ?? '')
      res.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
    }).listen(0, '127.0.0.1')
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #answer(path: string): object | undefined {
    const { issuer } = this
    if (path === '/.well-known/openid-configuration') {
      return { issuer: this.calledItself ?? issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] }
    }
    if (path === '/jwks') return { keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] }
    return path === '/token' ? { access_token: 'a token', token_type: 'Bearer', expires_in: 60, id_token: this.#token() } : undefined
  }

  #token(): string {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: this.issuer, sub: 'zlb-1', aud: 'portal', iat: now, exp: now + 60, nonce: this.nonce, name: '陈小雨', id_number: '330106199003074220' }
    const { header, claims: said, key } = this.forge({ header: { alg: 'RS256', kid: 'one' }, claims, key: this.#keys.privateKey })
    const text = [header, said].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${key ? createSign('RSA-SHA256').update(text).sign(key).toString('base64url') : ''}`
  }
}
