import type { Page } from 'playwright-core'
import { situationQuery } from '../../server/guide/situation.ts'
import { paths } from '../../server/web/paths.ts'

/** A page of the demonstration that `docs/screenshots` shows. */
export interface Picture {
  name: string
  /** Who is signed in, by username; nobody: a visitor. */
  as?: string
  role: string
  shows: string
  /** From where it starts … */
  from: string
  /** … and what is pressed or typed until the page is the one to show. */
  then?: (page: Page) => Promise<void>
}

const link = (start: string) => `main a[href^="${start}"]`
const ending = (end: string) => `main a[href$="${end}"]`

/** Follows links, one after another. */
const follow = (...links: string[]) => async (page: Page): Promise<void> => {
  for (const one of links) await page.goto((await page.locator(one).first().getAttribute('href')) as string)
}

/** Opens the tasks of the queue one by one until one offers this. */
const taskWith = (action: string) => async (page: Page): Promise<void> => {
  const links = await page.locator('[data-queue-link]').all()
  const tasks = await Promise.all(links.map(async one => (await one.getAttribute('href')) as string))
  for (const task of tasks) {
    await page.goto(task)
    if ((await page.locator(`.action-bar [href*="/${action}"], .action-bar [action*="/${action}"]`).count()) > 0) return
  }
  throw new Error(`no task in ${tasks.length} offers ${action}`)
}

const mistakes: [right: RegExp, wrong: string][] = [
  [/audience: individual/, 'audience: persons'], [/stage: \w+/, 'stage: brith'], [/maxVisits: \d+/, 'maxVisits: none'],
  [/leadDepartment: health/, 'leadDepartment: heath'], [/unit: workingDay/, 'unit: workday'], [/item: birth-hukou/, 'item: birth-hukuo'],
]

/** Checks a definition in which several things are wrong. */
async function compileMistakes(page: Page): Promise<void> {
  await page.locator('form[action$="/proposals/change"] button').click()
  await page.waitForLoadState()
  await follow(ending('/text'))(page)
  const definition = page.locator('textarea[name="definition"]')
  await definition.fill(mistakes.reduce((text, [right, wrong]) => text.replace(right, wrong), await definition.inputValue()))
  await page.locator('#text-form button[name="check"]').click()
  await page.waitForLoadState()
}

const draftOf = (...links: string[]) => ({ as: 'zhang.lihua', role: 'citizen', from: paths.cases(), then: follow(link(paths.draft('')), ...links) })

export const pictures: readonly Picture[] = [
  { name: 'home', role: 'visitor', shows: 'Home: search, and life as one line', from: paths.home() },
  { name: 'search', role: 'visitor', shows: 'Search', from: paths.search('宝宝 户口') },
  { name: 'guide', role: 'visitor', shows: 'Guide of “Having a baby”', from: paths.bundle('newborn-birth') },
  { name: 'proof', role: 'visitor', shows: 'What was proved of “Having a baby”, and how to prove it again', from: paths.proof('newborn-birth') },
  { name: 'checklist', role: 'visitor', shows: 'What to bring, for one situation', from: paths.checklist('newborn-birth', situationQuery({ capacity: 'parent', parents: 'married', join: 'mother', 'maternity-insured': 'yes', difficulty: 'no' })) },
  { name: 'sign-in', role: 'visitor', shows: 'Signing in, with the demonstration’s accounts', from: paths.signIn() },
  { name: 'register', role: 'visitor', shows: 'Opening an account', from: paths.register() },
  { name: 'verify', role: 'visitor', shows: 'Is a certificate genuine?', from: paths.verify() },

  { name: 'start', as: 'ye.qing', role: 'citizen', shows: 'Beginning a matter: where', from: paths.start('newborn-birth') },
  { name: 'draft', ...draftOf(), shows: 'A form on its way: its stations' },
  { name: 'questions', ...draftOf(ending('/questions')), shows: 'The questions that decide what is needed' },
  { name: 'known', ...draftOf(ending('/known')), shows: 'What the registers know already' },
  { name: 'section', ...draftOf(ending('/sections/mother')), shows: 'A section of the form, with known data' },
  { name: 'materials', ...draftOf(ending('/materials')), shows: 'Materials: fetched, kept or handed in' },
  { name: 'check', ...draftOf(ending('/check')), shows: 'Checking and signing' },
  { name: 'cases', as: 'lin.zhiyuan', role: 'citizen', shows: 'My matters', from: paths.cases() },
  { name: 'receipt', as: 'lin.zhiyuan', role: 'citizen', shows: 'Receipt of a submission', from: paths.cases(), then: async page => {
    await follow(link(paths.case('')))(page)
    await page.goto(paths.receipt(new URL(page.url()).pathname.split('/')[2] as string))
  } },
  { name: 'case-running', as: 'ye.qing', role: 'citizen', shows: 'A case under way', from: paths.cases(), then: follow(link(paths.case(''))) },
  { name: 'case-supplement', as: 'chen.xiaoyu', role: 'citizen', shows: 'A case that waits for the applicant', from: paths.cases(), then: follow(link(paths.case(''))) },
  { name: 'supplement', as: 'chen.xiaoyu', role: 'citizen', shows: 'Supplementing what a department asked for', from: paths.cases(), then: follow(link(paths.case('')), ending('/supplement')) },
  { name: 'letter', as: 'chen.xiaoyu', role: 'citizen', shows: 'The one notice of everything missing, as a document', from: paths.cases(), then: async page => {
    await follow(link(paths.case('')))(page)
    await page.goto((await page.locator('a[href*="/letters/"]', { hasText: /一次性补正通知书|everything to be corrected/ }).first().getAttribute('href')) as string)
  } },
  { name: 'case-suspended', as: 'yunqi.robot', role: 'company', shows: 'A case in which an expert review stops one clock', from: paths.cases(), then: follow(link(paths.case(''))) },
  { name: 'withdraw', as: 'xu.haoran', role: 'citizen', shows: 'Withdrawing all of it, or a part', from: paths.cases(), then: follow(link(paths.case('')), ending('/withdraw')) },
  { name: 'messages', as: 'chen.xiaoyu', role: 'citizen', shows: 'Messages: one for what belongs together', from: paths.messages() },
  { name: 'case-concluded', as: 'sun.guoqiang', role: 'citizen', shows: 'A case with its results', from: paths.cases(), then: follow(link(paths.case(''))) },
  { name: 'wallet', as: 'sun.guoqiang', role: 'citizen', shows: 'My certificates', from: paths.certificates() },
  { name: 'certificate', as: 'sun.guoqiang', role: 'citizen', shows: 'An electronic certificate', from: paths.certificates(), then: follow(link(paths.certificate(''))) },
  { name: 'me', as: 'sun.guoqiang', role: 'citizen', shows: 'My account, and who read my data', from: paths.me() },

  { name: 'desk', as: 'desk.public-security', role: 'officer', shows: 'The queue', from: paths.desk() },
  { name: 'desk-task', as: 'desk.public-security', role: 'officer', shows: 'A task', from: paths.desk(), then: taskWith('accept') },
  { name: 'desk-approve', as: 'desk.public-security', role: 'officer', shows: 'Approving: what the result says', from: paths.filtered(paths.desk(), { status: 'accepted' }), then: async page => {
    await taskWith('approve')(page)
    await follow('.action-bar a[href*="/approve"]')(page)
  } },
  { name: 'desk-load', as: 'head.public-security', role: 'head of an office', shows: 'Who has how much to do', from: paths.deskLoad() },
  { name: 'desk-extension', as: 'head.market-regulation', role: 'head of an office', shows: 'More time, which only the head can give', from: paths.desk(), then: async page => {
    await taskWith('decide-extension')(page)
    await follow('.action-bar a[href*="/decide-extension"]')(page)
  } },
  { name: 'desk-suspended', as: 'desk.environment', role: 'officer', shows: 'A task whose clock stands still', from: paths.desk(), then: taskWith('resume') },
  { name: 'desk-request', as: 'desk.natural-resources', role: 'officer', shows: 'What another office asks', from: paths.deskRequests(), then: follow(link('/desk/requests/')) },
  { name: 'supervision', as: 'supervisor', role: 'supervisor', shows: 'The town’s limits at a glance', from: paths.supervision() },
  { name: 'overdue', role: 'visitor', shows: 'What is overdue, published with its reason', from: paths.openOverdue() },
  { name: 'intake', as: 'counter', role: 'counter officer', shows: 'Accepting for all departments at once', from: paths.counterIntakes() },
  { name: 'counter', as: 'counter', role: 'counter officer', shows: 'The counter', from: paths.counter() },

  { name: 'bundles', as: 'bundles', role: 'bundle administrator', shows: 'All bundles', from: paths.adminBundles() },
  { name: 'bundle', as: 'bundles', role: 'bundle administrator', shows: 'A bundle’s definition with its proof', from: paths.adminBundle('newborn-birth') },
  { name: 'proposal', as: 'bundles', role: 'bundle administrator', shows: 'The designer: a proposal, its line, its proof and who has agreed', from: paths.proposals(), then: follow('main tbody th a') },
  { name: 'sign-off', as: 'items.civil-affairs', role: 'item administrator', shows: 'A department looks at what it is to agree to', from: paths.signOffs(), then: follow(link('/admin/sign-offs/')) },
  { name: 'internal', as: 'bundles', role: 'official', shows: 'Matters between public bodies', from: paths.internal() },
  { name: 'compile', as: 'bundles', role: 'bundle administrator', shows: 'A definition with mistakes, told at once', from: paths.adminBundle('newborn-birth'), then: compileMistakes },
  { name: 'people', as: 'administrator', role: 'system administrator', shows: 'People and their roles', from: paths.adminPeople() },
  { name: 'offices', as: 'administrator', role: 'system administrator', shows: 'Offices', from: paths.adminOffices() },
  { name: 'audit', as: 'auditor', role: 'auditor', shows: 'Who did what, in a chain that can’t be changed unseen', from: paths.adminAudit() },
]
