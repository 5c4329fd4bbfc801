import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

/**
 * The portal puts its name to what leaves it: packages, and whatever else strangers are to check
 * without asking it. Everything signed begins with words of its own that say what it is, so that one
 * kind can't be passed off as another.
 */
export interface Signer {
  /** Who signs, in words. */
  name: string
  /** SHA-256 of the public key in its standard form (SPKI, DER), as `openssl dgst` tells it: what people compare. */
  fingerprint: string
  /** The public key (SPKI, DER) in base64. */
  publicKey: string
  /** Ed25519: the same bytes always get the same signature. */
  sign(bytes: Buffer): Buffer
}

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** `seed`: the 32 bytes of `SIGNING_KEY`. */
export function createSigner(seed: Buffer, name: string): Signer {
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return { name, fingerprint: fingerprintOf(spki), publicKey: spki.toString('base64'), sign: bytes => sign(undefined, bytes, key) }
}

export const fingerprintOf = (spki: Buffer): string => createHash('sha256').update(spki).digest('hex')

/** The key in its standard form; undefined for anything that is not exactly one Ed25519 key, spelt in the one way there is. */
export function readPublicKey(base64: string): Buffer | undefined {
  const spki = exactly(base64, publicPrefix.length + 32)
  return spki?.subarray(0, publicPrefix.length).equals(publicPrefix) ? spki : undefined
}

export const readSignature = (base64: string): Buffer | undefined => exactly(base64, 64)

/** Base64 has several spellings for the same bytes; only the usual one is taken. */
function exactly(base64: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === length && bytes.toString('base64') === base64 ? bytes : undefined
}

export const isSignedBy = (spki: Buffer, bytes: Buffer, signature: Buffer): boolean =>
  verify(undefined, bytes, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature)
