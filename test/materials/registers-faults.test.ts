import { request } from 'node:http'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import { residentOf } from '../../server/demo/town-people.ts'
import { startRegistersSandbox, type RegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { readFieldValue } from '../../server/drafts/field-value.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'

let sandbox: RegistersSandbox
beforeAll(async () => { sandbox = await startRegistersSandbox() })
afterAll(() => sandbox.stop())
afterEach(() => sandbox.control('*', 'ok'))

const ask = (register: string, key: string, fields: string[]) => httpRegisters(sandbox.url).query({ register, key, fields, materials: [] })
async function found(...question: Parameters<typeof ask>) {
  const answer = await ask(...question)
  if (answer.status !== 'found') throw new Error(`${question[0]} answers ${answer.status}`)
  return answer
}
const post = (path: string, body: string, type = 'application/json') => fetch(sandbox.url + path, { method: 'POST', headers: { 'content-type': type }, body })

const question = ['household', residentOf('wang.meihua').idNumber, ['applicant.householdAddress', 'applicant.ethnicity']] as [string, string, string[]]

test.each(['down', 'cut', 'hang', 'garbage', 'misshapen'] as const)('a register that is %s is unavailable, others are not', async mode => {
  sandbox.control('household', mode)
  const start = Date.now()
  expect(await ask(...question)).toEqual({ status: 'unavailable' })
  expect(Date.now() - start).toBeLessThan(3000)
  expect((await ask('marriage', question[1], ['applicant.maritalStatus'])).status).toBe('found')
  sandbox.control('household', 'ok')
  expect((await ask(...question)).status).toBe('found')
})

test('a slow register answers if it is not too slow', async () => {
  sandbox.control('household', 'slow', 300)
  const start = Date.now()
  expect((await ask(...question)).status).toBe('found')
  expect(Date.now() - start).toBeGreaterThanOrEqual(290)
  sandbox.control('household', 'slow', 60_000)
  expect((await ask(...question)).status).toBe('unavailable')
})

test('a register that is wrong answers properly about somebody else', async () => {
  const right = await found(...question)
  sandbox.control('household', 'wrong')
  const wrong = await found(...question)
  expect(Object.keys(wrong.fields)).toEqual(Object.keys(right.fields))
  expect(wrong.fields['applicant.householdAddress']).not.toBe(right.fields['applicant.householdAddress'])
})

test('improper values have the right shape, and no form takes them', async () => {
  sandbox.control('household', 'improper')
  const value = (await found(...question)).fields['applicant.ethnicity']!
  expect(readFieldValue({ field: shippedDefinitions().catalogue.fields.get('applicant.ethnicity')!, constraints: {} }, value, { today: '2026-03-02', regionLevel: () => undefined }).problem?.code).toBe('notAnOption')
})

test('modes are switched over HTTP, for one register or for all', async () => {
  expect((await post('/control', JSON.stringify({ register: '*', mode: 'slow', delayMs: 10 }))).status).toBe(200)
  const overview = (await (await fetch(`${sandbox.url}/registers`)).json()) as { id: string; mode: string; asked: { by: string; fields: string[] }[] }[]
  expect(new Set(overview.map(({ mode }) => mode))).toEqual(new Set(['slow']))
  expect(overview.find(({ id }) => id === 'marriage')?.asked.find(({ by }) => by === 'applicant.idNumber')?.fields).toContain('spouse.idNumber')
})

test.each<[string, number, () => Promise<Response>]>([
  ['another address', 404, () => post('/', '{}')],
  ['a register that is not there', 404, () => post('/registers/none/query', '{}')],
  ['a question by GET', 405, () => fetch(`${sandbox.url}/registers/household/query`)],
  ['a form', 415, () => post('/control', 'register=*&mode=down', 'application/x-www-form-urlencoded')],
  ['no JSON', 400, () => post('/registers/household/query', '{"key":')],
  ['a question without key', 400, () => post('/registers/household/query', '{"fields":[],"materials":[]}')],
  ['an endless list', 400, () => post('/registers/household/query', JSON.stringify({ key: '1', fields: Array(500).fill('a.b'), materials: [] }))],
  ['a body too large', 413, () => post('/registers/household/query', ' '.repeat(100_000))],
  ['a mode that is none', 400, () => post('/control', '{"register":"household","mode":"explode"}')],
  ['the control of a register that is not there', 404, () => post('/control', '{"register":"none","mode":"down"}')],
])('%s is refused, and nothing breaks', async (_, status, send) => {
  expect((await send()).status).toBe(status)
  expect((await ask(...question)).status).toBe('found')
})

test('a client that goes away in the middle of its question does no harm', async () => {
  const { port } = new URL(sandbox.url)
  await new Promise<void>(resolve => {
    const req = request({ port, method: 'POST', path: '/registers/household/query', headers: { 'content-type': 'application/json', 'content-length': 500 } })
    req.on('error', () => resolve())
    req.write('{"key":"3', () => req.destroy(new Error('gone')))
  })
  expect((await ask(...question)).status).toBe('found')
})

test('a sandbox that stops lets nobody wait', async () => {
  const own = await startRegistersSandbox()
  own.control('household', 'hang')
  const waiting = httpRegisters(own.url).query({ register: 'household', key: question[1], fields: [], materials: [] })
  await new Promise(resolve => setTimeout(resolve, 50))
  await own.stop()
  expect(await waiting).toEqual({ status: 'unavailable' })
  expect(() => own.control('none', 'ok')).toThrow('no register')
})
