import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Elsewhere, run } from './tools.ts'

/** Something a tool takes for a fault. */
export interface Finding {
  tool: 'wapiti' | 'sqlmap'
  kind: string
  where: string
  parameter: string
  says: string
}

/** What wapiti tries, one after the other. Not `csrf`: behind the proxy there is nothing for it to find, and every form is sent without a token anyway. */
const modules = ['sql', 'blindsql', 'xss', 'permanentxss', 'exec', 'file', 'redirect', 'crlf', 'xxe', 'ssrf', 'backup', 'htaccess', 'methods', 'cookieflags', 'csp', 'http_headers']

interface Run {
  url: string
  pages: readonly string[]
  seconds: number
  folder: string
}

interface Told {
  method: string
  path: string
  info: string
  parameter?: string
}

interface Report {
  vulnerabilities: Record<string, Told[]>
  anomalies: Record<string, Told[]>
}

/** wapiti on these pages and on their forms. Of the time it has, half is for looking and half for its modules. */
export async function wapiti({ url, pages, seconds, folder }: Run): Promise<{ findings: Finding[]; isCutOff: boolean }> {
  const elsewhere = new Elsewhere()
  await elsewhere.start()
  const starts = join(folder, 'pages.txt')
  const report = join(folder, 'wapiti.json')
  // It would fetch these two lists, which its modules here don't use, from the internet.
  writeFileSync(join(folder, 'apps.json'), '{}')
  writeFileSync(join(folder, 'nikto_db'), '')
  writeFileSync(starts, pages.map(page => `${url}${page}`).join('\n'))
  const { isCutOff, output } = await run('wapiti', [
    '-u', `${url}/`, '-s', starts, '--scope', 'domain', '-d', '1', '--max-links-per-page', '1', '--skip', '_csrf', '--skip', '_language',
    '-m', modules.join(','), '-S', 'sneaky', '--max-scan-time', String(Math.ceil(seconds / 2)), '--max-attack-time', String(Math.ceil(seconds / 2 / modules.length)), '-t', '10', '--max-parameters', '60',
    '--endpoint', elsewhere.url, '--no-bugreport', '--flush-session', '--store-session', folder, '--store-config', folder, '-f', 'json', '-o', report, '-v', '0',
  ], seconds + 120, folder)
  await elsewhere.stop()
  writeFileSync(join(folder, 'wapiti.log'), output)
  const findings = existsSync(report) ? readReport(JSON.parse(readFileSync(report, 'utf8')) as Report) : []
  return { isCutOff, findings: [...findings, ...elsewhere.asked.map((says): Finding => ({ tool: 'wapiti', kind: 'the server asked elsewhere', where: '', parameter: '', says }))] }
}

const readReport = ({ vulnerabilities, anomalies }: Report): Finding[] =>
  Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([kind, all]) =>
    all.map((told): Finding => ({ tool: 'wapiti', kind, where: `${told.method} ${told.path}`, parameter: told.parameter ?? '', says: told.info.slice(0, 300) })))
