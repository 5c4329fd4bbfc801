import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDefinitions, readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { packageText } from '../../server/catalogue/package.ts'
import { nextVersion } from '../../server/catalogue/publish.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { createSigner } from '../../server/signing.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'definitions-'))
afterAll(() => rmSync(folder, { recursive: true }))

function verifying(text: string | undefined, ...options: string[]) {
  if (text !== undefined) writeFileSync(join(folder, 'matter.yaml'), text)
  const { status, stdout } = spawnSync(process.execPath, ['server/catalogue/verify.command.ts', ...(text === undefined ? [] : [folder]), ...options], { cwd: root, encoding: 'utf8' })
  return { status, stdout }
}

const { catalogue } = compile(readDefinitions(shippedFolder))
const shipped = (id: string) => resolve(catalogue, id) as BundleDefinition
const marriage = definitionFile(shipped('marriage'))
const signer = createSigner(Buffer.alloc(32, 9), '西湖市一件事')
const packageOf = (id: string) => packageText(nextVersion([], shipped(id), verify(shipped(id), readRegions(shippedFolder).regions).proof, '2026-03-02T02:00:00.000Z'), signer, 'https://portal.test')

function verifyingFile(text: string | Buffer, ...options: string[]) {
  const file = join(folder, 'one.yaml')
  writeFileSync(file, text)
  const { status, stdout } = spawnSync(process.execPath, ['server/catalogue/verify.command.ts', file, ...options], { cwd: root, encoding: 'utf8' })
  rmSync(file)
  return { status, stdout }
}

/** Seconds of work at the end: how long it took says more about what else the machine does. */
const sayWork = `data:text/javascript,${encodeURIComponent("process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write(String((user + system) / 1e6)) })")}`

test('what ships is proved, within ten seconds', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', sayWork, 'server/catalogue/verify.command.ts'], { cwd: root, encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, expect.stringContaining(' 0 errors')])
  expect(Number(stderr)).toBeLessThan(10)
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

test('hostile files end with status 1 and what is wrong, in little memory', () => {
  const hostile = mkdtempSync(join(tmpdir(), 'hostile-'))
  const files = { large: `bundle: ${'x'.repeat(5_000_000)}`, bomb: `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`, deep: '['.repeat(100_000), many: `items:\n${'- { }\n'.repeat(10_000)}`, empty: `fields:\n${'- { }\n'.repeat(2900)}` }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(hostile, `${file}.yaml`), text)
  const { status, stdout } = spawnSync(process.execPath, ['--max-old-space-size=150', 'server/catalogue/verify.command.ts', hostile, '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
  rmSync(hostile, { recursive: true })
  expect(status).toBe(1)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { where: string; remedy: string }[] }
  expect(new Set(diagnostics.map(({ where }) => where.split('.')[0]))).toEqual(new Set(Object.keys(files)))
  expect([diagnostics.length < 1000, diagnostics.filter(({ where, remedy }) => !/:\d+$/.test(where) || remedy === '')]).toEqual([true, []])
})

test('a folder without a bundle, or none at all, is not taken for proved', () => {
  expect(verifying('materials: []\n').status).toBe(1)
  expect(spawnSync(process.execPath, ['server/catalogue/verify.command.ts', join(folder, 'nowhere')], { cwd: root }).status).toBe(2)
  const unknown = spawnSync(process.execPath, ['server/catalogue/verify.command.ts', '--bogus'], { cwd: root, encoding: 'utf8' })
  expect([unknown.status, unknown.stderr.split('\n')[0]]).toEqual([2, expect.stringMatching(/^Unknown option '--bogus'/) as string])
})

test('a package is one file: whose signature it has, by its fingerprint, and that the proof says what it claims', () => {
  const { status, stdout } = verifyingFile(packageOf('marriage'))
  expect(status).toBe(0)
  expect(stdout).toContain('Signed, and not changed since, by “西湖市一件事”')
  expect(stdout).toContain(signer.fingerprint.replace(/.{4}(?=.)/g, '$& '))
  expect(stdout).toMatch(/The proof made here says what the package claims\. Definition: [0-9a-f]{64}/)
})

test('as data it says the same', () => {
  const { packages } = JSON.parse(verifyingFile(packageOf('marriage'), '--json').stdout) as { packages: object[] }
  expect(packages).toEqual([{ file: 'one.yaml', signature: 'signed', fingerprint: signer.fingerprint, issuer: '西湖市一件事', version: '1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
})

test('a package that was changed ends with status 1, and says so in the first line', () => {
  const { status, stdout } = verifyingFile(packageOf('marriage').replace('结婚一件事', '结婚两件事'), '--language', 'zh-CN')
  expect(status).toBe(1)
  expect(stdout).toMatch(/^one\.yaml:1 error: 定义包在签名之后被改动过/)
  expect(stdout).toContain('one.yaml：签名无效！')
})

test('bytes that are no text are not put right on the way to the signature', () => {
  const bytes = Buffer.from(packageOf('marriage'))
  const { status, stdout } = verifyingFile(Buffer.concat([bytes, Buffer.from([0xff])]))
  expect([status, stdout]).toEqual([1, expect.stringContaining('not text in UTF-8')])
})

test('without its first line it is proved all the same, as something nobody signed', () => {
  const { status, stdout } = verifyingFile(packageOf('legal-aid').replace(/.*\n/, ''))
  expect([status, stdout]).toEqual([0, expect.stringContaining('one.yaml: not signed.')])
})

test('a folder of packages is proved each for itself, though they share items and departments', () => {
  const packages = join(folder, 'packages')
  mkdirSync(packages)
  for (const id of ['marriage', 'newborn-birth', 'legal-aid']) writeFileSync(join(packages, `${id}.yaml`), packageOf(id))
  const { status, stdout } = spawnSync(process.execPath, ['server/catalogue/verify.command.ts', packages], { cwd: root, encoding: 'utf8' })
  rmSync(packages, { recursive: true })
  expect([status, stdout]).toEqual([0, expect.stringContaining('3 bundles, 0 errors, 0 warnings')])
})

test('one definition is a file too, and may share items with bundles that ship', () => {
  expect(verifyingFile(definitionFile(shipped('legal-aid')))).toMatchObject({ status: 0, stdout: expect.stringContaining('1 bundles, 0 errors, 0 warnings') })
})
