import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const read = <T>(file: string): T => JSON.parse(readFileSync(join(root, file), 'utf8')) as T

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  dev?: boolean
  optional?: boolean
  link?: boolean
}
const manifest = read<{ dependencies: Record<string, string>; devDependencies: Record<string, string>; allowScripts: Record<string, boolean>; scripts: Record<string, string> }>('package.json')
const lock = read<{ packages: Record<string, Locked> }>('package-lock.json')
const top = lock.packages[''] as Locked & { dependencies: Record<string, string>; devDependencies: Record<string, string> }
const locked = Object.entries(lock.packages).filter(([path]) => path !== '').map(([path, one]) => ({ path, ...one }))

test('every dependency is one version of one text: nothing is a range, a link, or taken from anywhere but a registry', () => {
  expect(locked.length).toBeGreaterThan(300)
  expect(locked.filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version ?? '')).map(({ path }) => path)).toEqual([])
  expect(locked.filter(({ resolved, link }) => link || (resolved !== undefined && !/^https:\/\/[^/]+\/.*\.tgz$/.test(resolved))).map(({ path }) => path)).toEqual([])
  // Without a digest only what builds the tests on machines of another kind.
  expect(locked.filter(({ integrity, dev, optional }) => !/^sha512-/.test(integrity ?? '') && !(dev && optional)).map(({ path }) => path)).toEqual([])
})

test('the lock is that of package.json', () => {
  expect(top.dependencies).toEqual(manifest.dependencies)
  expect(top.devDependencies).toEqual(manifest.devDependencies)
  expect(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(name => !lock.packages[`node_modules/${name}`])).toEqual([])
})

test('nothing is run at the installation but what was looked at and named', () => {
  const named = new Set(Object.keys(manifest.allowScripts))
  expect(locked.filter(({ hasInstallScript, path }) => hasInstallScript && !named.has(path.replace(/^.*node_modules\//, ''))).map(({ path }) => path)).toEqual([])
})

test('the bill of materials names every direct dependency with its version', () => {
  const [command = '', ...args] = (manifest.scripts.sbom ?? '').split(' > ')[0]!.split(' ')
  const { stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 })
  if (stdout === '') throw new Error(stderr)
  const bill = JSON.parse(stdout) as { bomFormat: string; components: { name: string; group?: string; version: string; purl: string; properties?: { name: string }[] }[] }
  expect(bill.bomFormat).toBe('CycloneDX')
  const named = new Map(bill.components.map(one => [decodeURIComponent(one.purl), one]))
  const direct = (name: string) => named.get(`pkg:npm/${name}@${lock.packages[`node_modules/${name}`]?.version}`)
  expect(Object.keys(manifest.dependencies).filter(name => !direct(name))).toEqual([])
  // What only builds and tests is said to be so.
  const isForDevelopment = (name: string) => (direct(name)?.properties ?? []).some(one => one.name === 'cdx:npm:package:development')
  expect([isForDevelopment('jest'), isForDevelopment('express')]).toEqual([true, false])
})
