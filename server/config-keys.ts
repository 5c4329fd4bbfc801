import { cipherNames, type CipherName } from './cipher.ts'
import type { Environment, Fault } from './config-values.ts'
import { hashNames, type HashName } from './ledger/hash.ts'

/** `DATA_KEYS=1:<64 hex>,2:<64 hex>`: the highest version encrypts, all decrypt. */
export function readKeys(env: Environment, fault: Fault): Map<number, Buffer> {
  const keys = new Map<number, Buffer>()
  const given = env.DATA_KEYS ?? ''
  if (given === '') fault('DATA_KEYS is missing: "1:" and 64 hexadecimal digits, for example "1:$(openssl rand -hex 32)". It encrypts personal data; keep it safe.')
  for (const part of given === '' ? [] : given.split(',')) {
    const match = /^\s*(\d{1,3}):([0-9a-fA-F]{64})\s*$/.exec(part)
    const version = Number(match?.[1])
    if (!match?.[2] || version < 1 || version > 255) fault('DATA_KEYS: each key is a version from 1 to 255, a colon and 64 hexadecimal digits; keys are separated by commas.')
    else keys.set(version, Buffer.from(match[2], 'hex'))
  }
  return keys
}

export function readCipher({ DATA_CIPHER }: Environment, fault: Fault): CipherName {
  const name = cipherNames.find(known => known === DATA_CIPHER)
  if (DATA_CIPHER && !name) fault(`DATA_CIPHER must be one of ${cipherNames.join(', ')}, not "${DATA_CIPHER}".`)
  return name ?? 'aes-256-gcm'
}

/** `INDEX_KEY=<64 hex>`: stays when data keys come and go, or nobody is found by his number any more. */
export function readIndexKey(env: Environment, fault: Fault): Buffer | undefined {
  const given = (env.INDEX_KEY ?? '').trim()
  if (given === '') return undefined
  if (!/^[0-9a-fA-F]{64}$/.test(given)) fault('INDEX_KEY must be 64 hexadecimal digits: "npm run keys:rotate -- --index-key" says the one in use.')
  else if ([env.DATA_KEYS, env.SIGNING_KEY].some(other => (other ?? '').toLowerCase().includes(given.toLowerCase()))) fault('INDEX_KEY is one of the DATA_KEYS or the SIGNING_KEY: it must be a key of its own.')
  return Buffer.from(given, 'hex')
}

/** `SIGNING_KEY=<64 hex>`: any 32 bytes are an Ed25519 key, so what can go wrong is a slip, or a key that is not its own. */
export function readSigningKey(env: Environment, fault: Fault): Buffer {
  const given = (env.SIGNING_KEY ?? '').trim()
  if (!/^[0-9a-fA-F]{64}$/.test(given)) fault(`SIGNING_KEY ${given ? 'must be' : 'is missing:'} 64 hexadecimal digits, for example from "openssl rand -hex 32". It signs what the portal issues; keep it safe.`)
  else if ((env.DATA_KEYS ?? '').toLowerCase().includes(given.toLowerCase())) fault('SIGNING_KEY is one of the DATA_KEYS: it must be a key of its own.')
  return Buffer.from(given, 'hex')
}

export function readHash({ LEDGER_HASH }: Environment, fault: Fault): HashName | undefined {
  const name = hashNames.find(known => known === LEDGER_HASH)
  if (LEDGER_HASH && !name) fault(`LEDGER_HASH must be one of ${hashNames.join(', ')}, not "${LEDGER_HASH}".`)
  return name
}
