import { readFileSync } from 'node:fs'
import { portal } from '../support/portal.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { taskFor } from '../support/cases.ts'
import { paths } from '../../server/web/paths.ts'

test('an officer opens his queue and a task', async () => {
  const site = await portal()
  const dossier = await givenCase(site, { applicant: await site.given(aCitizen()) })
  const doctor = await site.officer({ department: 'health', region: xihu })
  const desk = await doctor.get('/desk')
  console.log(desk.describe(), desk.text())
  const page = await desk.follow('出生医学证明')
  console.log(page.describe(), page.text())
  void readFileSync
  void paths
  void taskFor
  void dossier
})
