import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { load, type Load } from './load.ts'
import { startPortal, type Served } from './processes.ts'

/** Runs one kind of request on a portal of its own with V8's profiler, and leaves `<name>.cpuprofile` (for any profile viewer). */
export async function profiled(name: string, folder: string, environment: Record<string, string>, loadOf: (portal: Served) => Promise<Load>): Promise<string> {
  const raw = `raw-${name}.cpuprofile`
  const portal = await startPortal(environment, { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${raw}`] })
  await load(await loadOf(portal)).finally(() => portal.stop())
  const file = join(folder, `${name}.cpuprofile`)
  renameSync(join(folder, raw), file)
  return file
}

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Where the time went, without what was waited: functions by their own share, in per cent. */
export function topOf(file: string, count: number): { function: string; 'per cent': string }[] {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile
  const names = new Map(nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [id, `${functionName || '(anonymous)'} ${place(url)}${url ? `:${lineNumber + 1}` : ''}`]))
  const own = new Map<string, number>()
  samples.forEach((id, at) => {
    const name = names.get(id) as string
    if (!/^\((idle|root)\)/.test(name)) own.set(name, (own.get(name) ?? 0) + (timeDeltas[at] ?? 0))
  })
  const total = [...own.values()].reduce((sum, share) => sum + share, 0)
  return [...own].sort(([, a], [, b]) => b - a).slice(0, count).map(([name, share]) => ({ function: name, 'per cent': ((share / total) * 100).toFixed(1) }))
}

const place = (url: string): string => url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\/.*?\/(server|db|views)\//, '$1/')
