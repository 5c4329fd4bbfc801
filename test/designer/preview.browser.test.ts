import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstAnswers, queryOf } from '../../server/designer/preview.ts'
import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { startProposal } from '../../server/designer/start-proposal.ts'
import { questionName } from '../../server/guide/situation.ts'
import { actorOf } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { Browsers } from '../support/browser.ts'
import { password, portal } from '../support/portal.ts'

let browsers: Browsers
afterAll(() => browsers.close())

test('a preview is accessible on every side, and answers as one chooses', async () => {
  const site = await portal({ catalogue: true })
  const { person } = await site.as({ roles: ['bundleAdministrator'] })
  browsers = await Browsers.open(site.visitor().origin)
  const text = readFileSync(join(import.meta.dirname, '../../db/catalogue/bundles/newborn-birth.yaml'), 'utf8')
  const { id } = await startProposal(site.ctx(actorOf(person!)), { zh: '修改', en: 'Change' }, text, { how: 'new' })
  const { definition } = (await findPublished(site.db, 'newborn-birth'))!
  const at = (place: Record<string, string>) => paths.proposalPreview(id, queryOf([...Object.entries(place), ...Object.entries(firstAnswers(definition)).map(([question, answer]): [string, string] => [questionName(question), answer])]))
  const visitor = await browsers.window()
  await visitor.signIn(person!.username!, password)
  for (const place of [{}, { stop: 'section' }, { stop: 'materials' }, { stop: 'check' }, { as: 'departments' }, { as: 'comparison' }]) await visitor.open(at(place as Record<string, string>))
  await visitor.page.locator('#situation > summary').click()
  await visitor.page.getByLabel('未结婚，出生证只登记母亲').check()
  await visitor.page.waitForURL(/as=comparison.*motherOnly/)
  expect(await visitor.page.locator('.preview__situation-answers').innerText()).toContain('未结婚，出生证只登记母亲')
}, 120_000)
