import type { Request } from 'express'
import type { Logger } from 'pino'
import type { Configuration } from 'openid-client'
import type { Strategy } from 'passport'
import { answerOf, type ClaimNames, type SignOnAnswer } from '../people/sign-on.ts'
import { identification } from './identification.ts'
import { paths } from './paths.ts'

/** The provider of single sign-on, as the portal is told of it. */
export interface SignOnSettings extends ClaimNames {
  issuer: string
  clientId: string
  clientSecret: string
  /** How the button reads. */
  name: string
}

export type SignOnOutcome = { answer: SignOnAnswer } | { fault: 'denied' | 'failed' }

/** OpenID Connect, authorization code flow with PKCE, state and nonce. The provider is looked up at the start, in the background, and again when somebody asks. */
export interface SingleSignOn {
  name: string
  /** Undefined while the provider can't be reached. */
  strategy(): Promise<Strategy | undefined>
  /** Where one signs out at the provider, too (OpenID Connect RP-Initiated Logout 1.0), if it offers that. */
  signOutAddress(): Promise<string | undefined>
}

/** Not asked again for so long: a provider that is down is not stormed. */
const patience = 5_000

export function singleSignOn(settings: SignOnSettings, publicUrl: string, log: Logger): SingleSignOn {
  let found: Promise<Found | undefined> | undefined
  let askedAt = -Infinity
  const look = () => {
    askedAt = performance.now()
    return discover(settings, publicUrl).catch((error: unknown) => {
      log.warn({ err: error as Error }, 'the provider of single sign-on can’t be reached')
      return undefined
    })
  }
  const provider = async () => {
    const known = await found
    if (!known && performance.now() - askedAt > patience) found = look()
    return known ?? found
  }
  void provider()
  return { name: settings.name, strategy: async () => (await provider())?.strategy, signOutAddress: async () => (await provider())?.signOutAddress }
}

interface Found {
  strategy: Strategy
  signOutAddress: string | undefined
}

async function discover({ issuer, clientId, clientSecret, ...names }: SignOnSettings, publicUrl: string): Promise<Found> {
  const client = await import('openid-client')
  const { Strategy: OpenIdStrategy } = await import('openid-client/passport')
  // Without TLS only where config.ts lets it through: on this very machine.
  const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
  // The signature of the ID token is checked as well; the library would be content with the connection it came by.
  const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute: [...insecure, client.enableNonRepudiationChecks], timeout: 10 })

  /** The library leaves state and nonce away where PKCE does; they are sent all the same. */
  class Guarded extends OpenIdStrategy {
    override authorizationRequestParams(req: never, options: never): URLSearchParams {
      const params = new URLSearchParams(super.authorizationRequestParams(req, options) as URLSearchParams)
      params.set('state', client.randomState())
      params.set('nonce', client.randomNonce())
      return params
    }

    /** What the provider's answer is compared with is written before the browser is sent there. */
    override authenticate(req: never, options: never): void {
      const guarded = this as unknown as { redirect(url: string): void; error(error: unknown): void }
      const sendAway = guarded.redirect.bind(guarded)
      guarded.redirect = (url: string) => void (req as Request).session.save(error => (error ? guarded.error(error) : sendAway(url)))
      super.authenticate(req, options)
    }
  }
  // Without the ID token as a hint: it holds the number, and addresses are written down in many places.
  const signOutAddress = config.serverMetadata().end_session_endpoint ? client.buildEndSessionUrl(config, { post_logout_redirect_uri: publicUrl + paths.home() }).href : undefined
  const strategy = new Guarded({ config, name: 'singleSignOn', sessionKey: 'singleSignOn', scope: 'openid profile email phone', callbackURL: publicUrl + paths.signInElsewhereBack() }, (tokens, done) => {
    const claims = tokens.claims()
    if (!claims) return done(new Error('no claims'))
    userInfo(config, tokens.access_token, claims.sub).then(
      // What is signed for this sign-in goes before what is told on asking.
      info => done(null, answerOf({ ...info, ...claims }, names) as never), done)
  }) as unknown as Strategy
  return { strategy, signOutAddress }
}

async function userInfo(config: Configuration, token: string, subject: string): Promise<object> {
  const { fetchUserInfo } = await import('openid-client')
  return config.serverMetadata().userinfo_endpoint ? fetchUserInfo(config, token, subject) : {}
}

/** Sends the browser to the provider (then nothing comes back here), or reads with what it came back. */
export const askProvider = (req: Request, strategy: Strategy): Promise<SignOnOutcome> =>
  new Promise(resolve => {
    const answer = (error: unknown, answered?: unknown) => {
      if (error) req.res!.locals.ctx.log.warn({ err: error as Error }, 'single sign-on failed')
      resolve(error ? { fault: 'failed' } : answered ? { answer: answered as SignOnAnswer } : { fault: 'denied' })
    }
    identification.authenticate(strategy, answer)(req, req.res, answer)
  })
