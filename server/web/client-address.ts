import type { Request } from 'express'

/**
 * Where a request comes from, as it is counted: a network of IPv6 is one place, because whoever has one
 * address in it has them all (RFC 4291 §2.5.1). The forwarded address counts only behind a trusted proxy.
 */
export const clientAddress = (req: Pick<Request, 'ip'>): string => placeOfAddress(req.ip ?? '')

export function placeOfAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase().slice(0, 64)
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return `${[...before, ...gap, ...after].slice(0, 4).map(group => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
