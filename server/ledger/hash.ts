import { hash } from 'node:crypto'

/** With what histories are chained and anchored: SHA-256, or SM3 (GB/T 32905—2016) where commercial cryptography is prescribed. */
export const hashNames = ['sha256', 'sm3'] as const
export type HashName = (typeof hashNames)[number]

const bytesOf = (parts: readonly (string | Uint8Array)[]): Buffer => Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)))

/** 32 bytes under either. In one call: making a hash object costs three times as much as hashing what is in it. */
export const digest = (name: HashName, ...parts: (string | Uint8Array)[]): Buffer => hash(name, bytesOf(parts), 'buffer')

const block = 64 // bytes, of both

/** HMAC (RFC 2104), for the same reason by its definition; `key` has at most 64 bytes. */
export function keyedDigest(name: HashName, key: Uint8Array): (text: string) => Buffer {
  const padded = Buffer.alloc(block)
  padded.set(key)
  const [inner, outer] = [padded.map(byte => byte ^ 0x36), padded.map(byte => byte ^ 0x5c)]
  return text => digest(name, outer, digest(name, inner, text))
}
