import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Features in their order of dependence: each may import only those before it. */
const order = ['ledger', 'limits', 'people', 'offices', 'readings', 'catalogue', 'guide', 'materials', 'agents', 'drafts', 'designer', 'cases', 'history', 'letters', 'progress', 'workbench', 'notify', 'supervision', 'privacy', 'administration']
/** What everybody may use: plain values without a database. */
const ground = ['context.ts', 'errors.ts', 'ids.ts', 'signing.ts', 'vault.ts']

const files = (readdirSync(join(root, 'server'), { recursive: true }) as string[]).filter(path => path.endsWith('.ts'))
const importsOf = (path: string) => [...readFileSync(join(root, 'server', path), 'utf8').matchAll(/^(import type|import|export)\b[^'\n]*(?:\n[^'\n]*)*? from '([^']+)'/gm)].map(([, kind, target]) => ({ isType: kind === 'import type', target: target as string }))
const featureOf = (path: string) => order.indexOf(path.split('/')[0] as string)
const roleOf = (path: string) => /\.(store|routes|form|view)\.ts$/.exec(path)?.[1]

function fault(path: string, { isType, target }: { isType: boolean; target: string }): string | undefined {
  const own = featureOf(path)
  if (own < 0) return undefined // the shell may import anything
  const role = roleOf(path)
  if (target === 'express' && role !== 'routes') return 'only routes know HTTP'
  if (target === 'kysely' && role !== 'store') return 'only stores know SQL'
  if (!target.startsWith('.')) return undefined
  const reached = relative('.', join(path, '..', target))
  if (ground.includes(reached) || reached.startsWith('../db/')) return undefined
  if (reached.startsWith('web/')) return role === 'routes' || role === 'view' || /web\/(form|texts|paths|line|tangle|formats)\.ts$/.test(reached) ? undefined : 'only routes and views know the web'
  const other = featureOf(reached)
  if (other > own && !isType) return `${order[own]} comes before ${order[other]}`
  if (other >= 0 && other < own && /\.(routes|form|view)\.ts$/.test(reached)) return 'reach another feature through its verbs, stores and pure files'
  return undefined
}

test('a folder imports only from those before it, and each kind of file only what is its business', () => {
  const faults = files.flatMap(path => importsOf(path).map(found => ({ path, ...found, why: fault(path, found) })))
  expect(faults.filter(({ why }) => why).map(({ path, target, why }) => `${path} → ${target}: ${why}`)).toEqual([])
})

test('every folder of server/ has its place in the order', () => {
  const folders = readdirSync(join(root, 'server'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name)
  expect(folders.filter(name => !order.includes(name) && !['web', 'demo', 'backup'].includes(name))).toEqual([])
})

test('only config.ts reads the environment', () => {
  const readers = files.filter(path => readFileSync(join(root, 'server', path), 'utf8').includes('process.env'))
  expect(readers.filter(path => !['main.ts', 'config.ts'].includes(path) && !path.startsWith('demo/') && !path.endsWith('.command.ts'))).toEqual([])
})
