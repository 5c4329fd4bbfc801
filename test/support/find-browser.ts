import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/**
 * The browser the journeys run in: one that is installed, else one that is got on the spot, else a
 * sentence. Run by itself (`npm test` does so first) it prints the path it found.
 */
const candidates = [
  // The one without a window of its own takes a third less of the machine.
  process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

function installed(): string | undefined {
  const downloaded = chromium.executablePath()
  return [...candidates, downloaded].find(path => path && existsSync(path))
}

export function browserPath(): string {
  const path = installed()
  if (!path) throw new Error('No Chromium or Chrome found. Run "npm test" (it gets one), or install one and set CHROMIUM to its path.')
  return path
}

function get(): void {
  process.stdout.write('No Chromium or Chrome found; getting one for the browser tests …\n')
  spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 })
  if (installed() || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
  execFileSync('apt-get', ['install', '-y', '-qq', 'chromium-headless-shell', 'fonts-noto-cjk'], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

if (import.meta.main) {
  if (!installed()) get()
  const path = installed()
  if (!path) {
    process.stderr.write('The browser tests need Chromium or Chrome, and none could be installed here. Install one, or set CHROMIUM to its path.\n')
    process.exit(1)
  }
  process.stdout.write(`browser tests use ${path}\n`)
}
