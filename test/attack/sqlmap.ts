import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FoundForm, Survey } from './survey.ts'
import { run } from './tools.ts'
import type { Finding } from './wapiti.ts'

export interface Target {
  route: string
  method: string
  path: string
  body: string
}

/** Every form as it would be sent, every address with a query, and every address with an id in it, marked where to begin. */
export function targetsOf({ forms, pages }: Survey): Target[] {
  const sent = [...forms.values()].map(formTarget)
  const marked = [...pages].filter(([route]) => route.includes(':')).flatMap(([route, [path = '']]) => (path.includes('?') ? [] : [{ route, method: 'GET', path: `${path}*`, body: '' }]))
  const asked = [...pages].flatMap(([route, all]) => all.filter(path => path.includes('?')).slice(0, 1).map(path => ({ route, method: 'GET', path, body: '' })))
  return [...sent, ...asked, ...marked]
}

function formTarget({ route, path, values }: FoundForm): Target {
  const names = new Map(values.map(([name, value]) => [name, value.slice(0, 200)]))
  const query = new URLSearchParams([...names]).toString()
  return route.startsWith('POST') ? { route, method: 'POST', path, body: query || 'x=1' } : { route, method: 'GET', path: `${path.replace(/\?.*/, '')}?${query}`, body: '' }
}

/** sqlmap on these requests, one after the other, until its time is over. */
export async function sqlmap(url: string, targets: readonly Target[], seconds: number, folder: string): Promise<{ findings: Finding[]; tried: number }> {
  const { host } = new URL(url)
  const log = targets.map(({ method, path, body }) => {
    const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Accept: text/html', ...(body ? ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`] : [])]
    return `======================================================\n00:00:00  ${url}  [127.0.0.1]\n======================================================\n${head.join('\r\n')}\r\n\r\n${body}\n======================================================\n`
  }).join('\n')
  const requests = join(folder, 'requests.log')
  const results = join(folder, 'sqlmap.csv')
  writeFileSync(requests, log)
  const { output } = await run('sqlmap', [
    '-l', requests, '--batch', '--level', '2', '--risk', '1', '--dbms', 'SQLite', '--technique', 'BEUSQ', '--threads', '1', '--timeout', '10', '--retries', '0', '--ignore-code', '*',
    '--param-exclude', '^(_csrf|_language)$', '--answers', 'already been detected=N,skip further tests=N', '--flush-session', '--disable-coloring', '--output-dir', folder, '--results-file', results, '--drop-set-cookie', '--ignore-stdin',
  ], seconds, folder)
  writeFileSync(join(folder, 'sqlmap.log'), output)
  return { tried: new Set(output.match(/^\[\d+\/\d+\] URL:$/gm) ?? []).size, findings: readResults(results) }
}

function readResults(file: string): Finding[] {
  if (!existsSync(file)) return []
  const [, ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  return rows.filter(Boolean).map((row): Finding => {
    const [where = '', place = '', parameter = '', techniques = ''] = row.split(',')
    return { tool: 'sqlmap', kind: 'SQL injection', where: `${place} ${where.replace(/^https?:\/\/[^/]+/, '')}`, parameter, says: techniques }
  }).filter(({ says, parameter }) => says !== '' && parameter !== '')
}
