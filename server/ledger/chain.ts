import { digest, type HashName } from './hash.ts'

/**
 * History as a hash chain: each entry's hash covers its own content and the hash before it, so that
 * changing, removing or inserting an entry behind the application's back breaks every later link.
 */

export const firstHash = '0'.repeat(64)

/** JSON with sorted keys and without undefined members: one text for one value, in every program. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  let members = ''
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) members += `${members && ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `{${members}}`
}

export const linkHash = (previousHash: string, content: object, hash: HashName): string =>
  digest(hash, previousHash, canonical(content)).toString('hex')

export interface Link {
  seq: number
  previousHash: string
  hash: string
}

/** Chains new entries to the last one. `seq` counts from 1. */
export function chained<T extends object>(last: { seq: number; hash: string }, entries: readonly T[], name: HashName = 'sha256'): (T & Link)[] {
  let { seq, hash } = last
  return entries.map(entry => {
    seq += 1
    const previousHash = hash
    hash = linkHash(previousHash, { ...entry, seq }, name)
    return { ...entry, seq, previousHash, hash }
  })
}

/** The first entry that is not what was written, or undefined when the chain is whole. */
export function firstBroken<T extends object>(links: readonly (T & Link)[], name: HashName = 'sha256'): number | undefined {
  let last = { seq: 0, hash: firstHash }
  for (const link of links) {
    if (!followsFrom(last, link, name)) return last.seq + 1
    last = link
  }
  return undefined
}

/** Whether an entry is the one that was written after `last`. */
export function followsFrom<T extends object>(last: Pick<Link, 'seq' | 'hash'>, { previousHash, hash, ...content }: T & Link, name: HashName = 'sha256'): boolean {
  return content.seq === last.seq + 1 && previousHash === last.hash && linkHash(previousHash, content, name) === hash
}
