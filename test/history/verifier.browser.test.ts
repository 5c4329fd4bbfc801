import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { anchorHistory } from '../../server/history/anchor.ts'
import { historyFile } from '../../server/history/history-file.ts'
import { Browsers, type Visitor } from '../support/browser.ts'
import { givenCase } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-offline-'))
const shipped = join(import.meta.dirname, '../../public/verifier')
const [whole, altered] = [join(folder, 'whole.json'), join(folder, 'altered.json')]
let site: Site
let browsers: Browsers

beforeAll(async () => {
  site = await portal()
  browsers = await Browsers.open(site.visitor().origin)
  const { theCase } = await givenCase(site, { applicant: await site.given(aCitizen()) })
  await anchorHistory(site.ctx())
  const file = await historyFile(site.ctx(), theCase)
  writeFileSync(whole, JSON.stringify(file))
  writeFileSync(altered, JSON.stringify(file).replace(file.events[1]!.at, '2020-01-01T00:00:00.000Z').replace(file.events[1]!.type, 'case.withdrawn'))
  for (const name of readdirSync(shipped)) copyFileSync(join(shipped, name), join(folder, name))
}, 60_000)
afterAll(async () => {
  await browsers.close()
  rmSync(folder, { recursive: true, force: true })
})

async function checks({ page }: Visitor, file: string): Promise<string> {
  await page.getByLabel(/历史文件/).setInputFiles(file)
  await page.getByRole('button', { name: /核对/ }).click()
  await page.locator('[role=status][data-verdict]').waitFor()
  const said = await page.getByRole('status').innerText()
  return said
}

test('under the portal’s own fence the page checks a file, and finds the altered one', async () => {
  const visitor = await browsers.window({ width: 'phone' })
  await visitor.open('/verify/history')
  await visitor.press('打开核对页面')
  expect(await checks(visitor, whole)).toMatch(/完整[\s\S]*Whole/)
  await visitor.open('/verifier/verify-history.html')
  expect(await checks(visitor, altered)).toMatch(/第一处改动在第 \d+ 条[\s\S]*The first altered entry is number \d+/)
}, 120_000)

test('from a disk, without any network, it does the same', async () => {
  const visitor = await browsers.window()
  await visitor.page.context().setOffline(true)
  const open = () => visitor.page.goto(pathToFileURL(join(folder, 'verify-history.html')).href)
  await open()
  expect(await checks(visitor, whole)).toMatch(/完整/)
  await open()
  expect(await checks(visitor, altered)).toMatch(/被改动过/)
}, 120_000)

test('the checkpoints can be read on a phone', async () => {
  const visitor = await browsers.window({ width: 'phone' })
  await visitor.open('/open/checkpoints')
  expect(await visitor.text()).toContain('个叶子')
}, 60_000)
