import { createHmac, createSecretKey } from 'node:crypto'
import { ciphersOf, cipherNames, type Cipher, type CipherName } from './cipher.ts'

/** Encrypts personal data at rest. A sealed value is the key's version, the cipher, and what the cipher made, in base64url. */
export interface Vault {
  /** `context` (table and row) is authenticated: a sealed value moved to another row does not open. */
  seal(value: unknown, context: string): string
  open<T>(sealed: string, context: string): T
  sealBytes(bytes: Buffer, context: string): Buffer
  openBytes(sealed: Buffer, context: string): Buffer
  /** A keyed hash for exact look-up of an identity number without storing it. */
  index(text: string): string
  /** The version of the key that seals now, and with which cipher. */
  readonly sealing: { version: number; cipher: CipherName }
  /** How everything that is sealed now begins: what begins otherwise was sealed by another key or cipher. */
  readonly mark: string
  /** Whether it was sealed by the key and the cipher that seal now. */
  isCurrent(sealed: string | Buffer): boolean
  /** Versions of the keys that open. */
  readonly versions: readonly number[]
  /** What `index` hashes with: only for whoever has to keep it (`INDEX_KEY`). */
  readonly indexKey: Buffer
}

export interface VaultOptions {
  cipher?: CipherName
  /** Outlives the data keys; without it, derived from the key of the lowest version. */
  indexKey?: Buffer | undefined
}

/** `keys` by version: the highest seals with `cipher`, all open whatever either cipher sealed. */
export function createVault(keys: ReadonlyMap<number, Buffer>, { cipher = 'aes-256-gcm', indexKey: ownIndexKey }: VaultOptions = {}): Vault {
  const version = Math.max(...keys.keys())
  const ciphers = new Map([...keys].map(([one, key]) => [one, ciphersOf(key)]))
  const indexKey = ownIndexKey ?? createHmac('sha256', keys.get(Math.min(...keys.keys())) as Buffer).update('index').digest()
  const hashingKey = createSecretKey(indexKey)
  const current = ciphers.get(version)?.[cipher] as Cipher
  const head = Buffer.from([version, current.id])

  function openBytes(sealed: Buffer, context: string): Buffer {
    const known = ciphers.get(sealed[0] ?? 0)
    if (!known) throw new Error(`no data key of version ${sealed[0]}`)
    const name = cipherNames.find(one => known[one].id === sealed[1])
    if (!name) throw new Error('sealed by a cipher that this release does not know')
    return known[name].decrypt(sealed.subarray(2), Buffer.from(context))
  }

  const sealBytes = (bytes: Buffer, context: string) => Buffer.concat([head, current.encrypt(bytes, Buffer.from(context))])

  return {
    sealBytes,
    openBytes,
    seal: (value, context) => sealBytes(Buffer.from(JSON.stringify(value)), context).toString('base64url'),
    open: <T>(sealed: string, context: string) => JSON.parse(openBytes(Buffer.from(sealed, 'base64url'), context).toString()) as T,
    index: text => createHmac('sha256', hashingKey).update(text).digest('base64url'),
    sealing: { version, cipher },
    mark: head.toString('base64url').slice(0, 2),
    isCurrent: sealed => (typeof sealed === 'string' ? sealed.startsWith(head.toString('base64url').slice(0, 2)) : sealed.subarray(0, 2).equals(head)),
    versions: [...keys.keys()].sort((a, b) => a - b),
    indexKey,
  }
}

/** The vault as the surroundings say it (`config.ts`). */
export const vaultOf = ({ dataKeys, dataCipher, indexKey }: { dataKeys: ReadonlyMap<number, Buffer>; dataCipher: CipherName; indexKey: Buffer | undefined }): Vault =>
  createVault(dataKeys, { cipher: dataCipher, indexKey })
