import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clamdScanner } from '../../server/materials/clamd.client.ts'
import { eicar, testClamd, type TestClamd } from '../support/clamd.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-clamd-'))
let clamd: TestClamd
beforeEach(async () => void (clamd = await testClamd()))
afterEach(() => clamd.stop())
afterAll(() => rmSync(folder, { recursive: true }))

const scanner = (patience = { answerMs: 5000, restMs: 0 }) => clamdScanner(clamd.address, patience)

test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 1_000_003])('a file of %i bytes arrives whole and is clean', async size => {
  const bytes = Buffer.alloc(size, 'ab')
  expect(await scanner().scan(bytes)).toEqual({ state: 'clean' })
  expect(clamd.scanned[0]?.equals(bytes)).toBe(true)
})

test('what every scanner finds is found, by its name', async () => {
  expect(await scanner().scan(Buffer.concat([Buffer.alloc(70_000), eicar]))).toEqual({ state: 'infected', signature: 'Eicar-Signature' })
})

test('over a socket of this machine it is the same', async () => {
  const local = await testClamd({ listen: { path: join(folder, 'clamd.sock') } })
  expect(await clamdScanner(local.address).scan(eicar)).toMatchObject({ state: 'infected' })
  await local.stop()
})

test('a file larger than the scanner takes has not been looked at', async () => {
  const small = await testClamd({ limit: 100_000 })
  expect(await clamdScanner(small.address).scan(Buffer.alloc(9_000_000))).toMatchObject({ state: 'unavailable' })
  await small.stop()
})

test.each([['hangs up', 'dies', /without an answer|ECONNRESET/], ['says what it never says', 'nonsense', /OKAY/]] as const)('a scanner that %s has not looked', async (_, trouble, fault) => {
  clamd.next = [trouble]
  expect(await scanner().scan(Buffer.from('x'))).toEqual({ state: 'unavailable', fault: expect.stringMatching(fault) })
  expect(await scanner().scan(Buffer.from('x'))).toEqual({ state: 'clean' })
})

test('a scanner that says nothing is waited for once, and rests', async () => {
  clamd.next = ['silent']
  const patient = scanner({ answerMs: 200, restMs: 300 })
  expect(await patient.scan(Buffer.from('x'))).toEqual({ state: 'unavailable', fault: 'no answer in time' })
  expect(await patient.scan(Buffer.from('x'))).toEqual({ state: 'unavailable', fault: 'no answer a moment ago' })
  await new Promise(resolve => setTimeout(resolve, 350))
  expect(await patient.scan(Buffer.from('x'))).toEqual({ state: 'clean' })
})

test('a scanner that isn’t there has not looked', async () => {
  const gone = await testClamd()
  await gone.stop()
  expect(await clamdScanner(gone.address).scan(Buffer.from('x'))).toEqual({ state: 'unavailable', fault: expect.stringContaining('ECONNREFUSED') })
})

// Debian: apt-get install clamav-daemon. It gets a database of one signature: what it knows else is not our business.
const daemon = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].map(folder => join(folder, 'clamd')).find(path => existsSync(path)) ?? ''
const real = daemon ? test : test.skip
real('a real clamd says the same', async () => {
  const socket = join(folder, 'real.sock')
  const config = join(folder, 'clamd.conf')
  writeFileSync(join(folder, 'eicar.ndb'), `Eicar-Test:0:*:${eicar.toString('hex')}\n`)
  writeFileSync(config, `LocalSocket ${socket}\nDatabaseDirectory ${folder}\nForeground yes\nStreamMaxLength 1M\n`)
  const running: ChildProcess = spawn(daemon, ['-c', config], { stdio: 'ignore' })
  try {
    for (let tries = 0; tries < 100 && !existsSync(socket); tries++) await new Promise(resolve => setTimeout(resolve, 100))
    const asked = clamdScanner({ path: socket })
    expect(await asked.scan(Buffer.from('a lease'))).toEqual({ state: 'clean' })
    expect(await asked.scan(eicar)).toMatchObject({ state: 'infected' })
    expect(await asked.scan(Buffer.alloc(3_000_000))).toMatchObject({ state: 'unavailable' })
  } finally {
    running.kill()
  }
})
