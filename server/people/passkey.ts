import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { isPasskey, type Factor, type PasskeySecret } from './second-factor.ts'

/** Where passkeys of this portal are good: its own host name and address, nothing else. */
export interface Place {
  publicUrl: string
}

const hostOf = ({ publicUrl }: Place) => new URL(publicUrl).hostname
const originOf = ({ publicUrl }: Place) => new URL(publicUrl).origin
/** What the database counts to. */
const largest = 2 ** 31 - 1
/** Loaded when somebody has a passkey: it reads certificates of all kinds, and takes its time to start. */
const webAuthn = () => import('@simplewebauthn/server')

/** What a browser is asked to make a passkey with. The owner must show himself to it: only then is it two factors in one. */
export async function registrationOptions(place: Place, { id, username, name, title }: { id: string; username: string; name: string; title: string }, factors: readonly Factor[]): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return (await webAuthn()).generateRegistrationOptions({
    rpName: title, rpID: hostOf(place), userID: new TextEncoder().encode(id), userName: username, userDisplayName: name, attestationType: 'none',
    excludeCredentials: factors.filter(isPasskey).map(factor => ({ id: factor.id, transports: factor.secret.transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
}

export interface NewPasskey {
  id: string
  secret: PasskeySecret
  counter: number
}

/** The passkey a browser made, or undefined when the answer isn't one to this challenge from this site. */
export async function readRegistration(place: Place, answer: string, challenge: string): Promise<NewPasskey | undefined> {
  const response = parsed<RegistrationResponseJSON>(answer)
  if (!response) return undefined
  const { verifyRegistrationResponse } = await webAuthn()
  const { verified, registrationInfo } = await verifyRegistrationResponse({ response, expectedChallenge: challenge, expectedOrigin: originOf(place), expectedRPID: hostOf(place) }).catch(() => ({ verified: false, registrationInfo: undefined }))
  if (!verified || !registrationInfo) return undefined
  const { id, publicKey, counter, transports } = registrationInfo.credential
  return { id, counter: Math.min(counter, largest), secret: { publicKey: Buffer.from(publicKey).toString('base64url'), transports: transports ?? [] } }
}

/** What a browser is asked to sign in with; without factors any passkey of this site will do. */
export async function requestOptions(place: Place, factors: readonly Factor[] = []): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return (await webAuthn()).generateAuthenticationOptions({
    rpID: hostOf(place), userVerification: 'required',
    allowCredentials: factors.filter(isPasskey).map(factor => ({ id: factor.id, transports: factor.secret.transports })),
  })
}

/** The id of the credential that an answer names, to look it up by. */
export const credentialOf = (answer: string): string | undefined => parsed<AuthenticationResponseJSON>(answer)?.id

/** The passkey's next count, or undefined when the answer isn't a right one. */
export async function readAssertion(place: Place, answer: string, challenge: string, factor: Factor): Promise<number | undefined> {
  const response = parsed<AuthenticationResponseJSON>(answer)
  if (!response || !isPasskey(factor)) return undefined
  const { verifyAuthenticationResponse } = await webAuthn()
  const credential = { id: factor.id, publicKey: new Uint8Array(Buffer.from(factor.secret.publicKey, 'base64url')), counter: factor.counter, transports: factor.secret.transports }
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({ response, expectedChallenge: challenge, expectedOrigin: originOf(place), expectedRPID: hostOf(place), credential })
    .catch(() => ({ verified: false, authenticationInfo: undefined }))
  return verified && authenticationInfo ? Math.min(authenticationInfo.newCounter, largest) : undefined
}

/** What a browser answered, if it looks like that; the library looks at it closely. */
function parsed<T extends { id: string }>(answer: string): T | undefined {
  try {
    const value = JSON.parse(answer.slice(0, 20_000)) as T | null
    return typeof value?.id === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
