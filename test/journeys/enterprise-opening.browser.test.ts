import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { demoPassword } from '../../server/demo/accounts.ts'
import { residentOf } from '../../server/demo/town-people.ts'
import type { Visitor } from '../support/browser.ts'
import { Desk } from './at-the-desk.ts'
import { chooseRegion, FormFiller, type Words } from './form-filling.ts'
import { townWithBrowsers } from './living-town.ts'

const story = townWithBrowsers()

const answers = { foreign: 'no', investors: 'two', 'legal-rep': 'founder', preapproval: 'no', 'employ-now': 'yes', invoice: 'yes' }
const english: Words = { next: 'Save and continue', onward: 'Continue', commit: 'Sign the commitment', upload: /^Upload “/, submit: 'Sign and submit' }
const atOnce = ['e-license', 'seal', 'tax-setup', 'social-open', 'medical-open', 'fund-open']

test('a founder files in English; after the licence six offices work side by side, and all is done on the same day', async () => {
  const { definition } = (await findPublished(story.town.portal.db, 'enterprise-opening'))!
  const founder = await story.browsers.window({ language: 'en' })
  await founder.open('/search?q=start%20a%20company')
  await founder.press('Starting a company')
  await founder.press('Start now')
  await founder.page.getByLabel('Username', { exact: true }).fill('ye.qing')
  await founder.page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await founder.press('Sign in')
  await chooseRegion(founder.page, 'region', '330106013000')
  await founder.press(/^Start$/)
  const number = await new FormFiller(founder, { definition, answers, chosen: [] }, residentOf('ye.qing'), { words: english }).fileAll()

  const registry = await Desk.of(story.browsers, 'desk.market-regulation', definition)
  await registry.grant(number, 'name-declare')
  await registry.grant(number, 'license-register')
  const { tasks } = await getDossier(story.town.ctx, number)
  const opened = tasks.filter(({ itemCode }) => atOnce.includes(itemCode))
  expect(new Set(opened.map(({ status, receivedAt }) => `${status} ${receivedAt}`)).size).toBe(1) // received, all at the same moment
  expect(opened).toHaveLength(atOnce.length)

  for (const item of atOnce) await (await deskOf(item, opened, definition, registry)).grant(number, item)
  await founder.open(`/cases/${number}`)
  const { theCase } = await getDossier(story.town.ctx, number)
  expect(theCase.status).toBe('concluded')
  expect(Date.parse(theCase.concludedAt ?? '') - Date.parse(theCase.submittedAt)).toBeLessThan(3600_000)
  expect(await founder.text()).toMatch(/Concluded|Completed|Finished/i)
  await behindTheCounter()
})

const desks = new Map<string, Desk>()
async function deskOf(item: string, tasks: readonly { itemCode: string; departmentId: string }[], definition: Parameters<typeof Desk.of>[2], registry: Desk): Promise<Desk> {
  const department = tasks.find(({ itemCode }) => itemCode === item)?.departmentId ?? ''
  if (department === 'market-regulation') return registry
  const desk = desks.get(department) ?? (await Desk.of(story.browsers, `desk.${department}`, definition))
  desks.set(department, desk)
  return desk
}

/** Those who keep the portal running find what has just happened. */
async function behindTheCounter(): Promise<void> {
  const author = await signedIn('bundles')
  await author.open('/admin/bundles')
  await author.open('/admin/bundles/enterprise-opening')
  expect(await author.text()).toContain('企业设立登记')
  const administrator = await signedIn('administrator')
  await administrator.open('/admin/people')
  await administrator.open('/admin/offices')
  const auditor = await signedIn('auditor')
  await auditor.open('/admin/audit')
  const head = await signedIn('head.market-regulation')
  await head.open('/desk/load')
}

const signedIn = async (username: string): Promise<Visitor> => (await story.browsers.window()).signIn(username, demoPassword)
