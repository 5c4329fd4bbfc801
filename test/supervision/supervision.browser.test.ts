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
    await desk.signIn('qin', password)
    for (const path of [paths.supervision(), paths.supervision('?list=suspended'), paths.supervision('?list=soon'), paths.supervisedCase(dossier.theCase.number), paths.supervisedTask(task('allowance')), paths.supervisedTask(task('certificate'))]) await desk.open(path)
    await desk.page.getByLabel('督办要求').fill('请说明超期原因')
    await desk.press('下达')
    expect(await desk.text()).toContain('等待承办部门答复')
    const phone = await browsers.window({ width: 'phone' })
    for (const path of [paths.open(), paths.openOverdue()]) await phone.open(path)
  } finally {
    await browsers.close()
  }
}, 120_000)
