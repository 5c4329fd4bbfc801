import { accept } from '../../server/cases/accept.ts'
import { suspend } from '../../server/cases/procedures.ts'
import { paths } from '../../server/web/paths.ts'
import { Browsers } from '../support/browser.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase } from '../support/filed-case.ts'
import { password } from '../support/portal.ts'
import { supervisedTown } from './town.ts'

test('in a browser: the town at a glance, an order to an office, and what everybody may read, on a desk and on a phone', async () => {
  const town = await supervisedTown()
  const { site, applicant, by, doctor, insurer, task, dossier, pass } = town
  await accept(by(insurer), task('allowance'))
  await suspend(by(insurer), task('allowance'), { kind: 'inspection', reason: '实地查验', until: '2026-03-20', hearing: null })
  await accept(by(doctor), task('certificate'))
  await pass(6)
  for (let i = 0; i < 3; i++) await accept(by(doctor), taskFor(await givenCase(site, { applicant }), 'certificate').id)
  await pass(1)
  const browsers = await Browsers.open(site.visitor().origin)
  try {
    const desk = await browsers.window({ width: 'desk' })
    await desk.goTo(paths.signIn())
    await desk.page.getByLabel('用户名').fill('qin')
    await desk.page.getByLabel('密码', { exact: true }).fill(password)
    await desk.press('登录')
    for (const path of [paths.supervision(), paths.supervision('?list=suspended'), paths.supervision('?list=soon'), paths.supervisedCase(dossier.theCase.number), paths.supervisedTask(task('allowance')), paths.supervisedTask(task('certificate'))]) {
      await desk.goTo(path)
      if (process.env.PICTURES) await desk.page.screenshot({ path: `${process.env.PICTURES}/${path.replace(/\W+/g, '_').slice(0, 40)}.png`, fullPage: true })
    }
    await desk.page.getByLabel('督办要求').fill('请说明超期原因')
    await desk.press('下达')
    const phone = await browsers.window({ width: 'phone' })
    for (const path of [paths.open(), paths.openOverdue()]) {
      await phone.goTo(path)
      if (process.env.PICTURES) await phone.page.screenshot({ path: `${process.env.PICTURES}/${path.replace(/\W+/g, '_')}.png`, fullPage: true })
    }
  } finally {
    await browsers.close()
  }
}, 120_000)
