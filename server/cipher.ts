import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto'

/** How personal data is encrypted: each cipher authenticates the bytes together with where they belong. */
export const cipherNames = ['aes-256-gcm', 'sm4'] as const
export type CipherName = (typeof cipherNames)[number]

export interface Cipher {
  /** Stands in front of what it encrypts; in the upper half of the byte, so that two characters of base64url tell key and cipher. */
  id: number
  encrypt(bytes: Buffer, context: Buffer): Buffer
  decrypt(sealed: Buffer, context: Buffer): Buffer
}

/** NIST SP 800-38D: nonce of 12 bytes, tag of 16, then what is encrypted. */
const aes = (key: KeyObject): Cipher => ({
  id: 0x10,
  encrypt(bytes, context) {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context)
    const body = [cipher.update(bytes), cipher.final()]
    return Buffer.concat([nonce, cipher.getAuthTag(), ...body])
  },
  decrypt(sealed, context) {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(context).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
  },
})

/**
 * GB/T 32907 (SM4) in counter mode, then HMAC with GB/T 32905 (SM3) over context, nonce and what is encrypted: there is
 * no SM4-GCM in OpenSSL's default provider. Each of the two has a key of its own, derived from the data key.
 */
function sm4(key: Buffer): Cipher {
  const derived = (purpose: string) => createHmac('sm3', key).update(purpose).digest()
  const [encryption, authentication] = [createSecretKey(derived('sm4 encryption').subarray(0, 16)), createSecretKey(derived('sm4 authentication'))]
  // The length in front, so that no context and nonce read like another pair.
  const tagOf = (body: Buffer, context: Buffer) =>
    createHmac('sm3', authentication).update(`${context.length} `).update(context).update(body).digest()
  return {
    id: 0x20,
    encrypt(bytes, context) {
      const nonce = randomBytes(16)
      const cipher = createCipheriv('sm4-ctr', encryption, nonce)
      const body = Buffer.concat([nonce, cipher.update(bytes), cipher.final()])
      return Buffer.concat([tagOf(body, context), body])
    },
    decrypt(sealed, context) {
      const [tag, body] = [sealed.subarray(0, 32), sealed.subarray(32)]
      if (tag.length !== 32 || body.length < 16 || !timingSafeEqual(tag, tagOf(body, context))) throw new Error('a sealed value is not what was sealed here')
      const decipher = createDecipheriv('sm4-ctr', encryption, body.subarray(0, 16))
      return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()])
    },
  }
}

/** The keys are prepared once: handed over as bytes, that is done anew with each call. */
export const ciphersOf = (key: Buffer): Record<CipherName, Cipher> => ({ 'aes-256-gcm': aes(createSecretKey(key)), sm4: sm4(key) })
