import axe from 'axe-core'
import { chromium } from 'playwright-core'
import { accept, noteDeficiencies } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { suspend } from '../../server/cases/procedures.ts'
import { browserPath } from '../support/find-browser.ts'
import { applicantTown, deferrable, shortcoming } from './applicant-town.ts'

jest.setTimeout(200_000)
test('look', async () => {
  const town = await applicantTown({ changes: deferrable })
  await accept(town.as('health'), town.id('certificate'))
  await noteDeficiencies(town.as('healthcare'), town.id('allowance'), { shortcomings: [shortcoming('field', 'income.monthly', '与缴费记录不符', 'amount-differs'), shortcoming('material', 'birth-record', '第二页缺失', 'pages-missing')], repeatReason: null })
  await town.on('2026-03-05')
  await suspend(town.as('health'), town.id('certificate'), { kind: 'expertReview', reason: '组织专家核对医院记录', until: '2026-03-12', hearing: null })
  const town2 = await applicantTown()
  await accept(town2.as('health'), town2.id('certificate'))
  await town2.on('2026-03-04')
  await decide(town2.as('health'), town2.id('certificate'), { outcome: 'refuse', reason: '分娩记录与医院记录不符，不能证明出生事实。' })
  await accept(town2.as('healthcare'), town2.id('allowance'))
  await decide(town2.as('healthcare'), town2.id('allowance'), { outcome: 'approve', result: { fields: {} } })
  const refusal = (await town2.page()).link('不予办理决定书'), conclusion = (await town2.page()).link('办结通知书')
  const notice = (await town.page()).link('一次性补正通知书')
  await town.on('2026-03-13')
  const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox', '--disable-gpu'] })
  const out: unknown[] = []
  for (const [width, height, name] of [[390, 844, 'phone'], [1280, 900, 'desk']] as const) {
    for (const [which, one, path] of [['case', town, `/cases/${town.number}`], ['supp', town, `/cases/${town.number}/supplement`], ['def', town, `/cases/${town.number}/deferred`], ['with', town, `/cases/${town.number}/withdraw`], ['notice', town, notice], ['refusal', town2, refusal], ['concl', town2, conclusion], ['list', town, '/cases'], ['case2', town2, `/cases/${town2.number}`]] as const) {
      const context = await browser.newContext({ baseURL: one.citizen.origin, viewport: { width, height }, locale: 'zh-CN', reducedMotion: 'reduce' })
      await context.addCookies([...one.citizen.cookies].map(([key, value]) => ({ name: key, value, url: one.citizen.origin })))
      const page = await context.newPage()
      page.on('console', message => { if (message.type() === 'error') out.push([which, name, message.text()]) })
      await page.goto(path)
      await page.screenshot({ path: `/tmp/look-${which}-${name}.png`, fullPage: true })
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) out.push([which, name, 'too wide'])
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>("axe.run(document, { resultTypes: ['violations'] })")
      for (const v of violations) out.push([which, name, v.id, v.nodes[0]?.html])
      if (name === 'desk' && ['refusal', 'notice', 'concl', 'case'].includes(which)) { await page.setViewportSize({ width: 673, height: 960 }); await page.emulateMedia({ media: 'print' }); await page.screenshot({ path: `/tmp/look-${which}-print.png`, fullPage: true }) }
      if (false) await page.pdf({ path: `/tmp/look-${which}.pdf`, format: 'A4' })
      await context.close()
    }
  }
  await browser.close()
  expect(out).toEqual([])
})
