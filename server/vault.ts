import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Encrypts personal data at rest. A sealed value is key version, nonce, tag and ciphertext, in base64url. */
export interface Vault {
  /** `context` (table and row) is authenticated: a sealed value moved to another row does not open. */
  seal(value: unknown, context: string): string
  open<T>(sealed: string, context: string): T
  sealBytes(bytes: Buffer, context: string): Buffer
  openBytes(sealed: Buffer, context: string): Buffer
  /** A keyed hash for exact look-up of an identity number without storing it. */
  index(text: string): string
}

/** AES-256-GCM; `keys` by version, the highest seals, all open. */
export function createVault(keys: ReadonlyMap<number, Buffer>): Vault {
  const current = Math.max(...keys.keys())
  const keyOf = (version: number): Buffer => {
    const key = keys.get(version)
    if (!key) throw new Error(`no data key of version ${version}`)
    return key
  }
  const indexKey = createHmac('sha256', keyOf(Math.min(...keys.keys()))).update('index').digest()

  function sealBytes(bytes: Buffer, context: string): Buffer {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', keyOf(current), iv).setAAD(Buffer.from(context))
    const body = Buffer.concat([cipher.update(bytes), cipher.final()])
    return Buffer.concat([Buffer.from([current]), iv, cipher.getAuthTag(), body])
  }

  function openBytes(sealed: Buffer, context: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(sealed[0] ?? 0), sealed.subarray(1, 13))
    decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(13, 29))
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
  }

  return {
    sealBytes,
    openBytes,
    seal: (value, context) => sealBytes(Buffer.from(JSON.stringify(value)), context).toString('base64url'),
    open: <T>(sealed: string, context: string) => JSON.parse(openBytes(Buffer.from(sealed, 'base64url'), context).toString()) as T,
    index: text => createHmac('sha256', indexKey).update(text).digest('base64url'),
  }
}
