import { createCipheriv } from 'node:crypto'
import { cipherNames } from '../server/cipher.ts'
import { createVault } from '../server/vault.ts'

const key = (version: number): [number, Buffer] => [version, Buffer.alloc(32, version)]

test.each(cipherNames)('%s: what is sealed opens, in its own place and as it was, and every time looks different', cipher => {
  const vault = createVault(new Map([key(1)]), { cipher })
  const sealed = vault.seal({ name: '陈小雨' }, 'person a')
  expect(vault.open(sealed, 'person a')).toEqual({ name: '陈小雨' })
  expect(vault.seal({ name: '陈小雨' }, 'person a')).not.toBe(sealed)
  expect(() => vault.open(sealed, 'person b')).toThrow()
  expect(vault.openBytes(vault.sealBytes(Buffer.alloc(0), 'x'), 'x')).toEqual(Buffer.alloc(0))
})

test.each(cipherNames)('%s: each bit that is changed, and each byte that is cut off, is found', cipher => {
  const vault = createVault(new Map([key(1)]), { cipher })
  const sealed = vault.sealBytes(Buffer.from('6222021202012345674'), 'person a')
  for (let at = 0; at < sealed.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] as number) ^ (1 << bit)
      expect(() => vault.openBytes(altered, 'person a')).toThrow()
    }
    expect(() => vault.openBytes(sealed.subarray(0, at), 'person a')).toThrow()
  }
})

test('keys and ciphers open side by side; a value begins with the version of its key and tells its cipher', () => {
  const old = createVault(new Map([key(1)]))
  const now = createVault(new Map([key(1), key(2)]), { cipher: 'sm4' })
  const [before, after] = [old.seal('一', 'x'), now.seal('二', 'x')]
  expect([now.open(before, 'x'), now.open(after, 'x')]).toEqual(['一', '二'])
  expect([before, after].map(sealed => Buffer.from(sealed, 'base64url')[0])).toEqual([1, 2])
  expect([before, after].map(sealed => now.isCurrent(sealed))).toEqual([false, true])
  expect(after.startsWith(now.mark)).toBe(true)
  expect(now.mark).not.toBe(createVault(new Map([key(1), key(2)])).mark)
  expect(() => createVault(new Map([key(1)])).open(after, 'x')).toThrow('no data key of version 2')
})

test('people are found under the same key as before, when the oldest key has gone', () => {
  const first = createVault(new Map([key(1)]))
  const index = first.index('330106199003071019')
  expect(createVault(new Map([key(1), key(2)])).index('330106199003071019')).toBe(index)
  expect(createVault(new Map([key(2)])).index('330106199003071019')).not.toBe(index)
  expect(createVault(new Map([key(2)]), { indexKey: first.indexKey }).index('330106199003071019')).toBe(index)
})

/** GB/T 32907—2016, appendix A: one block, and one block enciphered a million times. */
test('SM4 is the standard’s', () => {
  const block = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
  const encipher = (bytes: Buffer) => createCipheriv('sm4-ecb', block, null).setAutoPadding(false).update(bytes)
  expect(encipher(block).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
  const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false)
  let bytes = block
  for (let round = 0; round < 1_000_000; round++) bytes = cipher.update(bytes)
  expect(bytes.toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66')
  // What the vault uses is that cipher in counter mode (GB/T 17964): the stream is the enciphered counter.
  const counter = createCipheriv('sm4-ctr', block, block).update(Buffer.alloc(16))
  expect(counter.toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
})
