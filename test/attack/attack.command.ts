import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { demoPassword } from '../../server/demo/accounts.ts'
import { attackers, type Attacker } from './attackers.ts'
import { faultsIn } from './aftermath.ts'
import { isExplained, markdown, type Outcome, type Results } from './report.ts'
import { sqlmap, targetsOf, type Target as SqlTarget } from './sqlmap.ts'
import { survey, type FoundForm } from './survey.ts'
import { freePort, Target } from './target.ts'
import { TokenProxy } from './token-proxy.ts'
import { versionsOf } from './tools.ts'
import { wapiti } from './wapiti.ts'
import { startWeakServer } from './weak-server.ts'

/**
 * `npm run attack`: wapiti and sqlmap against the running demonstration, signed in as each role, on loopback. Each role
 * gets a town of its own, so that what is done as one is not in the way of the next. First the same tools attack a server
 * that is weak on purpose: a run that finds nothing there proves nothing here.
 *
 *     npm run attack                              # every role, three minutes each
 *     npm run attack -- --seconds 600 --roles citizen,auditor
 *     npm run attack -- --town FOLDER             # a demonstration's DATA_DIR, instead of building one
 */
const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '180' }, roles: { type: 'string' }, json: { type: 'string' }, town: { type: 'string' }, write: { type: 'boolean', default: false } } })
const seconds = Number(options.seconds)
const wanted = attackers.filter(({ role }) => !options.roles || options.roles.split(',').includes(role))
const work = mkdtempSync(join(tmpdir(), 'portal-attack-tools-'))
const root = join(import.meta.dirname, '../..')
const say = (text: string) => void process.stdout.write(`${text}\n`)

// What was started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const folderFor = (name: string): string => {
  const folder = join(work, name)
  mkdirSync(folder)
  return folder
}

/** The tools against the weak server, through the same proxy. */
async function proveTools(): Promise<Results['proof']> {
  const server = await startWeakServer(0)
  const proxy = new TokenProxy(`http://127.0.0.1:${(server.address() as { port: number }).port}`)
  await proxy.start()
  const folder = folderFor('weak')
  const targets: SqlTarget[] = [{ route: '', method: 'POST', path: '/find', body: 'name=tea' }, { route: '', method: 'GET', path: '/hello?name=you', body: '' }]
  const byWapiti = await wapiti({ url: proxy.url, pages: ['/', '/hello?name=you', '/go?to=/hello'], seconds: 60, folder })
  const bySqlmap = await sqlmap(proxy.url, targets, 60, folder)
  await proxy.stop()
  server.closeAllConnections()
  server.close()
  return [...byWapiti.findings, ...bySqlmap.findings]
}

/** Every form that was found, without a token and with one that is made up, from a browser that is signed in: the fence itself. */
async function tryFence(proxy: TokenProxy, forms: readonly FoundForm[]): Promise<NonNullable<Outcome['fence']>> {
  const posts = forms.filter(({ route }) => route.startsWith('POST'))
  const letThrough: string[] = []
  for (const { route, path, values } of posts) {
    for (const token of [[], [['_csrf', 'made.up']]]) {
      const { status } = await proxy.postAsIs(path, new URLSearchParams([...token, ...values] as [string, string][]).toString())
      if (status !== 403) letThrough.push(`${route} → ${status}`)
    }
  }
  return { sent: posts.length * 2, letThrough: letThrough }
}

/** Routes that somebody before has attacked: their turn comes last, because the time is not for all. */
const attacked = new Set<string>()
const newFirst = <T>(routeOf: (one: T) => string) => (a: T, b: T) => Number(attacked.has(routeOf(a))) - Number(attacked.has(routeOf(b)))

async function attack({ role, username, starts }: Attacker, town: string, faultsBefore: readonly string[]): Promise<Outcome> {
  const target = new Target(town)
  await target.start(await freePort())
  const proxy = new TokenProxy(target.url, username ? { username, password: demoPassword } : undefined)
  await proxy.start()
  try {
    const found = await survey(proxy, starts, 400)
    // Pages with forms first: wapiti reads all pages before it looks at their forms.
    const withForms = [...found.forms.values()].sort(newFirst(({ route }) => route)).map(({ on }) => on)
    const each = [...found.pages].sort(newFirst(([route]) => route)).flatMap(([, paths]) => paths.slice(0, 1))
    const pages = [...new Set([...withForms, ...each])].slice(0, Math.max(20, seconds / 2))
    const targets = targetsOf(found).sort(newFirst(({ route }) => route))
    say(`${role}: ${found.pages.size} kinds of page, ${found.forms.size} forms, ${targets.length} requests for sqlmap`)
    const fence = await tryFence(proxy, [...found.forms.values()])
    const bySqlmap = await sqlmap(proxy.url, targets, seconds / 2, folderFor(`${role}-sqlmap`))
    const byWapiti = await wapiti({ url: proxy.url, pages, seconds: seconds / 2, folder: folderFor(`${role}-wapiti`) })
    Object.keys(target.tally.routes).forEach(route => attacked.add(route))
    const again = await survey(proxy, starts, 400)
    await proxy.stop()
    await target.stop()
    return {
      role, username: username ?? '', pages: found.pages.size, forms: found.forms.size, targets: targets.length, tried: bySqlmap.tried, isCutOff: byWapiti.isCutOff,
      tally: structuredClone(target.tally), proxy: { ...proxy.told }, pagesAfter: again.pages.size, fence,
      findings: [...byWapiti.findings, ...bySqlmap.findings],
      faults: (await faultsIn(target.folder)).filter(fault => !faultsBefore.includes(fault)),
    }
  } finally {
    target.forget()
  }
}

const results: Results = { on: new Date().toISOString().slice(0, 10), seconds, versions: await versionsOf(), proof: await proveTools(), faultsBefore: [], outcomes: [] }
const proved = new Set(results.proof.map(({ tool, kind }) => `${tool}: ${kind}`))
say(`weak server: ${[...proved].join(', ')}`)
for (const must of ['wapiti: SQL Injection', 'wapiti: Cross Site Scripting', 'wapiti: Open Redirect', 'sqlmap: SQL injection']) if (!proved.has(must)) throw new Error(`On the weak server there is no finding “${must}”: what the tools don't find here proves nothing.`)
const town = new Target(options.town)
if (!options.town) {
  await town.start(await freePort())
  await town.stop()
}
results.faultsBefore = await faultsIn(town.folder)
for (const attacker of wanted) {
  results.outcomes.push(await attack(attacker, town.folder, results.faultsBefore))
  const { tally, findings, faults, isCutOff, fence } = results.outcomes.at(-1) as Outcome
  say(`  ${tally.requests} requests, ${tally.reached} reached ${Object.keys(tally.routes).length} routes, ${tally.faults.length} faults${isCutOff ? '; wapiti was cut off' : ''}; findings: ${[...new Set(findings.map(({ kind, parameter }) => `${kind} ${parameter}`))].join(', ') || 'none'}`)
  if (fence.letThrough.length > 0 || isCutOff || tally.faults.length > 0 || faults.length > 0 || findings.some(one => !isExplained(one))) process.exitCode = 1
  if (options.json) writeFileSync(options.json, JSON.stringify(results, undefined, 1))
}
town.forget()
if (options.write) writeFileSync(join(root, 'docs/attack-runs.md'), markdown(results, readFileSync(join(root, 'docs/attack-runs.md'), 'utf8')))
rmSync(work, { recursive: true, force: true })
