import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { pictureFile, sharpness } from '../../server/designer/walkthrough.view.ts'
import { publicFolder } from '../../server/web/assets.ts'
import { paths } from '../../server/web/paths.ts'
import { languages, type Language } from '../../server/web/texts.ts'
import { inFewColours } from './few-colours.ts'
import { fillIn, linkOn, petClinic, type Turn } from './pet-clinic.ts'

/** As wide as the guide shows a form, and as a page with the proof beside it needs. */
const widths = { form: 800, page: 1180 }
const tallest = { form: 1200, page: 640 }
const margin = 12

/** The pictures of the guide to the designer, taken while its bundle is made, once in each language. */
export async function takeWalkthrough(browser: Browser, url: string, signIn: (page: Page) => Promise<void>): Promise<void> {
  for (const language of languages) {
    const context = await browser.newContext({ baseURL: url, locale: language, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', deviceScaleFactor: sharpness })
    context.setDefaultTimeout(10_000)
    const page = await context.newPage()
    await signIn(page)
    await page.goto(paths.inLanguage(paths.proposals(), language))
    for (const turn of petClinic) await take(page, turn, language)
    await discard(page)
    await context.close()
  }
}

async function take(page: Page, turn: Turn, language: Language): Promise<void> {
  await page.setViewportSize({ width: turn.shows === '.designer' ? widths.page : widths.form, height: 900 })
  for (const link of turn.links) {
    await linkOn(page, link).click()
    await page.waitForLoadState()
  }
  await fillIn(page, turn)
  if (turn.picture) {
    await page.evaluate('document.activeElement?.blur()')
    const file = join(publicFolder, pictureFile(turn.picture, language))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, inFewColours(await page.screenshot({ fullPage: true, clip: await around(page, turn.shows ?? 'main') })))
  }
  if (!turn.press) return
  await page.getByRole('main').getByRole('button', { name: turn.press }).click()
  await page.waitForLoadState()
}

async function around(page: Page, part: string): Promise<{ x: number; y: number; width: number; height: number }> {
  await page.evaluate('window.scrollTo(0, 0)')
  const boxes = await Promise.all((await page.locator(part).all()).map(one => one.boundingBox()))
  const seen = boxes.filter(box => box !== null)
  const [x, y] = [Math.min(...seen.map(box => box.x)), Math.min(...seen.map(box => box.y))]
  const [right, end] = [Math.max(...seen.map(box => box.x + box.width)), Math.max(...seen.map(box => box.y + box.height))]
  return { x: Math.max(0, x - margin), y: y - margin, width: right - x + 2 * margin, height: Math.min(end - y + margin, part === '.designer' ? tallest.page : tallest.form) }
}

/** The other language begins with the same id: the practice is over. */
async function discard(page: Page): Promise<void> {
  await page.locator('details:has([name="confirm"]) summary').click()
  await page.check('[name="confirm"]')
  await page.locator('form[action$="/discard"] button').click()
  await page.waitForLoadState()
}
