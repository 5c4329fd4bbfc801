import { createHash, createPublicKey, verify } from 'node:crypto'
import { createSigner, fingerprintOf, isSignedBy, readPublicKey, readSignature } from '../server/signing.ts'

const signer = createSigner(Buffer.alloc(32, 9), '西湖市一件事')
const bytes = Buffer.from('# something that says what it is\n')

test('what is signed is checked by anybody’s Ed25519, with the public key alone', () => {
  const key = createPublicKey(`-----BEGIN PUBLIC KEY-----\n${signer.publicKey}\n-----END PUBLIC KEY-----`)
  expect(key.asymmetricKeyType).toBe('ed25519')
  expect(verify(undefined, bytes, key, signer.sign(bytes))).toBe(true)
  expect(signer.fingerprint).toBe(createHash('sha256').update(key.export({ format: 'der', type: 'spki' })).digest('hex'))
})

test('the same seed signs the same bytes the same way; another seed is another key', () => {
  const again = createSigner(Buffer.alloc(32, 9), 'elsewhere')
  expect([again.fingerprint, again.sign(bytes)]).toEqual([signer.fingerprint, signer.sign(bytes)])
  const other = createSigner(Buffer.alloc(32, 8), '西湖市一件事')
  expect(other.fingerprint).not.toBe(signer.fingerprint)
  expect(isSignedBy(readPublicKey(other.publicKey)!, bytes, signer.sign(bytes))).toBe(false)
})

test('the standard’s own example: the seed of RFC 8032, test 1, has the public key written there', () => {
  const { publicKey } = createSigner(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'), 'RFC 8032')
  expect(Buffer.from(publicKey, 'base64').subarray(12).toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
})

test.each([
  ['nothing', ''],
  ['no base64', '!'.repeat(60)],
  ['a key that is too short', signer.publicKey.slice(0, 40)],
  ['a key with something after it', `${signer.publicKey}AAAA`],
  ['a key of another kind', Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), Buffer.alloc(32, 1)]).toString('base64')],
  ['the same bytes spelt otherwise', signer.publicKey.replace(/.=$/, letter => `${String.fromCharCode(letter.charCodeAt(0) + 1)}=`)],
  ['base64url', Buffer.from(signer.publicKey, 'base64').fill(255, 12).toString('base64url')],
])('no public key: %s', (_, text) => {
  expect(readPublicKey(text)).toBeUndefined()
})

test('a signature has 64 bytes and one spelling', () => {
  const base64 = signer.sign(bytes).toString('base64')
  expect(readSignature(base64)).toEqual(signer.sign(bytes))
  for (const wrong of ['', base64.slice(4), ` ${base64}`, base64.replace(/=+$/, ''), base64.replace(/.==$/, letter => `${letter.startsWith('A') ? 'B' : String.fromCharCode(letter.charCodeAt(0) + 1)}==`)]) expect(readSignature(wrong)).toBeUndefined()
  expect(fingerprintOf(readPublicKey(signer.publicKey)!)).toBe(signer.fingerprint)
})
