import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { demoPassword } from '../../server/demo/accounts.ts'
import { paths } from '../../server/web/paths.ts'
import { browserPath } from './find-browser.ts'
import { inFewColours } from './few-colours.ts'
import { pictures, type Picture } from './pictures.ts'
import { takeWalkthrough } from './walkthrough-pictures.ts'

/**
 * `npm run screenshots`: starts the demonstration in a temporary folder and takes the pictures of
 * `docs/screenshots`, in both languages, as a phone and as a desk shows them, and those of the guide
 * to the designer (`walkthrough`). With names (`npm run screenshots home guide`): these only.
 */
const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/screenshots')
const widths = [390, 1280]
const languages = ['zh', 'en']
const tallest = 2200
const mostBytes = 250_000

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const extras: [name: string, of: string, language: string, width: number, shows: string][] = [
  ['desk-dark', 'desk', 'zh', 1280, 'The queue on a dark screen'],
  ['home-large', 'home', 'zh', 390, 'Home in large print'],
]

interface Demo {
  url: string
  process: ChildProcess
}

function startDemo(dataFolder: string, port: number): Promise<Demo> {
  const child = spawn(process.execPath, ['--import', './server/node-version.js', 'server/demo/demo.ts'], {
    cwd: root, env: { ...process.env, DATA_DIR: dataFolder, PORT: String(port), PUBLIC_URL: '' }, stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((ready, failed) => {
    let said = ''
    child.stdout.on('data', (words: Buffer) => {
      said += words.toString()
      // The password is told with the accounts, once the town stands.
      if (said.includes(demoPassword)) ready({ url: `http://localhost:${port}`, process: child })
    })
    child.once('exit', code => failed(new Error(`the demonstration ended with ${code}:\n${said}`)))
  })
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(paths.signIn())
  await page.fill('#form [name="username"]', username)
  await page.fill('#form [name="password"]', demoPassword)
  await page.click('#form button')
  await page.waitForURL(url => url.pathname !== paths.signIn())
}

/** Somebody's browser: signed in once, then used for all his pictures. */
async function contextOf(browser: Browser, url: string, as: string | undefined): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  context.setDefaultTimeout(10_000)
  if (as) {
    const page = await context.newPage()
    await signIn(page, as)
    await page.close()
  }
  return context
}

async function take(page: Page, picture: Picture, language: string, width: number, file: string): Promise<void> {
  await page.setViewportSize({ width, height: 844 })
  await page.goto(paths.inLanguage(paths.settings(), language === 'zh' ? 'zh-CN' : 'en'))
  await page.goto(picture.from)
  await picture.then?.(page)
  const [wide = 0, height = 0] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, document.documentElement.scrollHeight]')
  if (wide > width) process.stderr.write(`${file}: wider than the screen by ${wide - width} px\n`)
  for (let cap = tallest; ; cap -= 200) {
    await page.setViewportSize({ width, height: Math.min(height, cap) })
    const png = inFewColours(await page.screenshot())
    if (png.length > mostBytes) continue
    return writeFileSync(join(folder, `${file}.png`), png)
  }
}

async function takeAll(browser: Browser, url: string, wanted: readonly string[]): Promise<void> {
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name)
  for (const as of new Set(pictures.map(picture => picture.as))) {
    const own = pictures.filter(picture => picture.as === as)
    const more = extras.filter(([name, of]) => isWanted(name) && own.some(picture => picture.name === of))
    const plain = own.filter(({ name }) => isWanted(name))
    if (plain.length + more.length === 0) continue
    const context = await contextOf(browser, url, as)
    const page = await context.newPage()
    page.on('response', answer => {
      if (answer.status() < 500) return
      process.stderr.write(`${answer.url()} answers ${answer.status()}\n`)
      process.exitCode = 1
    })
    for (const picture of plain) {
      for (const width of widths) for (const language of languages) await take(page, picture, language, width, `${picture.name}.${language}.${width}`)
    }
    for (const [name, of, language, width] of more) {
      await page.goto(paths.inPrint(paths.settings(), name.endsWith('large') ? 'large' : 'normal'))
      if (name.endsWith('dark')) await page.evaluate("localStorage.setItem('theme', 'dark')")
      await take(page, own.find(picture => picture.name === of) as Picture, language, width, `${name}.${language}.${width}`)
    }
    await context.close()
  }
}

/** The table of the pictures, from the same list as the pictures. */
function contents(): string {
  const cell = (name: string, language: string, width: number) => `[${language} ${width}](${name}.${language}.${width}.png)`
  const rows = pictures.map(({ name, role, shows }) => `| ${shows} | ${role} | ${languages.flatMap(language => widths.map(width => cell(name, language, width))).join(' · ')} |`)
  const rest = extras.map(([name, of, language, width, shows]) => `| ${shows} | ${pictures.find(picture => picture.name === of)?.role} | ${cell(name, language, width)} |`)
  return `# What the portal looks like

Taken by \`npm run screenshots\` from the demonstration (\`npm run demo\`): every name, number and company in
it is invented. A phone is 390 px wide, a desk 1280 px; long pages are cut at the bottom.

| Page | Seen by | Pictures |
|---|---|---|
${[...rows, ...rest].join('\n')}
`
}

const dataFolder = mkdtempSync(join(tmpdir(), 'portal-screenshots-'))
mkdirSync(folder, { recursive: true })
const demo = await startDemo(dataFolder, await freePort())
const browser = await chromium.launch({ executablePath: browserPath(), args: flags })
try {
  const wanted = process.argv.slice(2)
  if (wanted.length === 0 || wanted.includes('walkthrough')) await takeWalkthrough(browser, demo.url, page => signIn(page, 'bundles'))
  await takeAll(browser, demo.url, wanted)
  writeFileSync(join(folder, 'README.md'), contents())
} finally {
  await browser.close()
  const ended = new Promise(resolve => demo.process.once('close', resolve))
  demo.process.kill('SIGTERM')
  await ended
  rmSync(dataFolder, { recursive: true, force: true })
}
