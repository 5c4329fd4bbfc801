import { get } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { portal } from '../support/portal.ts'

const sent = (url: string, headers: Record<string, string>) =>
  new Promise<{ encoding: string | undefined; cookies: string[]; body: Buffer }>((resolve, reject) => {
    get(url, { headers: { accept: 'text/html', ...headers } }, answer => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => resolve({ encoding: answer.headers['content-encoding'], cookies: answer.headers['set-cookie'] ?? [], body: Buffer.concat(pieces) }))
    }).on('error', reject)
  })

test('what says the same to everybody is the same page however it is sent, and brings no cookie', async () => {
  const site = await portal({ catalogue: true })
  const address = `${site.visitor().origin}/bundles/marriage`
  for (let round = 0; round < 2; round++) {
    const [plain, br, gzip] = await Promise.all([sent(address, {}), sent(address, { 'accept-encoding': 'br, gzip' }), sent(address, { 'accept-encoding': 'gzip' })])
    expect([plain.encoding, br.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip'])
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect([plain.cookies, br.cookies, gzip.cookies]).toEqual([[], [], []])
  }
})

test('language, print and answers make other pages; nobody who is signed in meets a page of strangers, or leaves one', async () => {
  const site = await portal({ catalogue: true })
  const [stranger, citizen] = [site.visitor(), await site.citizen()]
  const texts = async (path: string, headers = {}) => (await stranger.send('GET', path, { headers })).html
  const first = await texts('/bundles/newborn-birth')
  const own = (await citizen.get('/bundles/newborn-birth')).html
  expect(own).toContain(citizen.person?.name)
  expect(await texts('/bundles/newborn-birth')).toBe(first)
  expect(first).not.toContain(citizen.person?.name)
  const others = [await texts('/bundles/newborn-birth', { 'accept-language': 'en' }), await texts('/bundles/newborn-birth', { cookie: 'print=large' }), await texts('/bundles/newborn-birth?q.parents=married'), await texts('/bundles/marriage')]
  expect(new Set([first, own, ...others]).size).toBe(6)
})
