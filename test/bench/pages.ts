import { chromium } from 'playwright-core'
import { browserPath } from '../support/find-browser.ts'

/** How heavy a page is, and how soon something of it is seen by somebody with a slow telephone. */
export interface PageWeight {
  page: string
  /** In bytes: as drawn, and as a browser gets it. */
  drawn: number
  sent: number
  /** Styles and scripts of the page, as a browser gets them. */
  assets: number
  /** In milliseconds, on slow 4G (150 ms, 1.6 Mbit/s) with a processor four times slower, nothing kept from before. */
  firstPaint: number
}

export async function weigh(url: string, pages: readonly { page: string; path: string; cookie?: string }[]): Promise<PageWeight[]> {
  const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  try {
    const weighed: PageWeight[] = []
    for (const { page, path, cookie } of pages) weighed.push({ page, ...await sizesOf(url, path, cookie), firstPaint: await firstPaint(browser, url + path, cookie) })
    return weighed
  } finally {
    await browser.close()
  }
}

async function sizesOf(url: string, path: string, cookie = ''): Promise<Pick<PageWeight, 'drawn' | 'sent' | 'assets'>> {
  const html = await (await fetch(url + path, { headers: { cookie, accept: 'text/html', 'accept-encoding': 'identity' } })).text()
  const linked = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:css|js)\?[^"]*)"/g)].map(([, asset]) => asset as string)
  const sizes = await Promise.all(linked.map(asset => sentBytes(url + asset, '')))
  return { drawn: Buffer.byteLength(html), sent: await sentBytes(url + path, cookie), assets: sizes.reduce((sum, size) => sum + size, 0) }
}

/** As it goes over the wire: `fetch` would unpack it. */
async function sentBytes(url: string, cookie: string): Promise<number> {
  const { get } = await import('node:http')
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, accept: 'text/html', 'accept-encoding': 'br, gzip' } }, answer => {
      let bytes = 0
      answer.on('data', (piece: Buffer) => (bytes += piece.length)).on('end', () => resolve(bytes)).on('error', reject)
    }).on('error', reject)
  })
}

async function firstPaint(browser: Awaited<ReturnType<typeof chromium.launch>>, url: string, cookie = ''): Promise<number> {
  const { hostname } = new URL(url)
  const context = await browser.newContext()
  if (cookie) await context.addCookies(cookie.split('; ').map(one => ({ name: one.split('=')[0] as string, value: one.slice(one.indexOf('=') + 1), domain: hostname, path: '/' })))
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url)
  const painted = await page.evaluate(() => new Promise<number>(resolve => {
    const seen = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime
    const wait = () => (seen() === undefined ? setTimeout(wait, 20) : resolve(seen() as number))
    wait()
  }))
  await context.close()
  return Math.round(painted)
}
