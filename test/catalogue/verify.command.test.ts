import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDefinitions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { resolve } from '../../server/catalogue/resolve.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'definitions-'))
afterAll(() => rmSync(folder, { recursive: true }))

function verifying(text: string | undefined, ...options: string[]) {
  if (text !== undefined) writeFileSync(join(folder, 'matter.yaml'), text)
  const { status, stdout } = spawnSync(process.execPath, ['server/catalogue/verify.command.ts', ...(text === undefined ? [] : [folder]), ...options], { cwd: root, encoding: 'utf8' })
  return { status, stdout }
}

const marriage = definitionFile(resolve(compile(readDefinitions(shippedFolder)).catalogue, 'marriage') as BundleDefinition)

test('what ships is proved, within ten seconds', () => {
  const start = performance.now()
  expect(verifying(undefined)).toMatchObject({ status: 0, stdout: expect.stringContaining(' 0 errors') })
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('a downloaded definition is proved by itself, as anybody can', () => {
  const { status, stdout } = verifying(marriage, '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ bundles: [{ id: 'marriage', holds: true, maxVisits: 1 }] })
})

test('a broken promise ends with status 1 and the counter-example, with its line', () => {
  const { status, stdout } = verifying(marriage.replace('maxVisits: 1', 'maxVisits: 0'), '--language', 'zh-CN')
  expect(status).toBe(1)
  expect(stdout).toMatch(/^matter\.yaml:\d+ error .*而承诺最多 0 次/m)
})

test('a folder without a bundle, or none at all, is not taken for proved', () => {
  expect(verifying('materials: []\n').status).toBe(1)
  expect(spawnSync(process.execPath, ['server/catalogue/verify.command.ts', join(folder, 'nowhere')], { cwd: root }).status).toBe(2)
})
