import { get, type IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { portal, type Site } from '../support/portal.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

/** As it comes over the wire: `fetch` would unpack it by itself. */
const raw = (path: string, encoding: string, cookie = ''): Promise<{ headers: IncomingMessage['headers']; body: Buffer }> =>
  new Promise((resolve, reject) => {
    get(`${site.visitor().origin}${path}`, { headers: { accept: 'text/html', 'accept-language': 'zh-CN', 'accept-encoding': encoding, cookie } }, res => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => resolve({ headers: res.headers, body: Buffer.concat(parts) }))
    }).on('error', reject)
  })
/** Without what is new in every answer. */
const lasting = (text: string) => text.replace(/nonce="[^"]*"|value="[0-9a-f.-]{40,}"/g, '')

test.each(['/bundles/newborn-birth', '/'])('%s is packed for whoever takes it, to a third of its size or less, and is the same page', async path => {
  const plain = await raw(path, 'identity')
  expect(plain.headers['content-encoding']).toBeUndefined()
  for (let time = 0; time < 2; time++) {
    for (const [encoding, unpack] of [['gzip', gunzipSync], ['br', brotliDecompressSync]] as const) {
      const { headers, body } = await raw(path, encoding)
      expect([encoding, headers['content-encoding']]).toEqual([encoding, encoding])
      expect(headers.vary).toMatch(/accept-encoding/i)
      expect(lasting(unpack(body).toString())).toBe(lasting(plain.body.toString()))
      expect(body.length).toBeLessThan(plain.body.length / 3)
    }
  }
  expect((await raw(path, 'identity')).headers['content-encoding']).toBeUndefined()
})

test('so is a page of somebody’s own', async () => {
  const citizen = await site.citizen()
  const { headers, body } = await raw('/me', 'gzip', [...citizen.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
  expect(headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(body).toString()).toContain('<h1')
})
