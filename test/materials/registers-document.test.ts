import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { modes } from '../../server/demo/registers/faults.ts'
import { startRegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import { anIdNumber } from '../support/people.ts'

const document = readFileSync(join(import.meta.dirname, '../../docs/registers.md'), 'utf8')
const blocks = (kind: string) => [...document.matchAll(new RegExp(`\`\`\`json ${kind}=(\\w+)\\n([\\s\\S]*?)\\n\`\`\``, 'g'))].map(([, name, json]) => ({ name: name!, json: JSON.parse(json!) as object }))

const ajv = new Ajv2020({ validateFormats: false })
const valid = Object.fromEntries(blocks('schema').map(({ name, json }) => [name, ajv.compile(json)]))

test('the examples of the document keep its schemas', () => {
  expect(blocks('example').map(({ name }) => name)).toEqual(['question', 'answer', 'answer'])
  for (const { name, json } of blocks('example')) expect([valid[name]!(json), valid[name]!.errors]).toEqual([true, null])
})

test('the sandbox speaks the contract, and the document names all its modes', async () => {
  const sandbox = await startRegistersSandbox()
  try {
    const question = { key: anIdNumber(), fields: ['applicant.householdAddress', 'applicant.ethnicity'], materials: ['household-register'] }
    expect(valid.question!(question)).toBe(true)
    const response = await fetch(`${sandbox.url}/registers/household/query`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) })
    const answer = (await response.json()) as { status: string }
    expect(answer.status).toBe('found')
    expect([valid.answer!(answer), valid.answer!.errors]).toEqual([true, null])
    for (const mode of Object.keys(modes)) expect(document).toContain(`| \`${mode}\` |`)
  } finally {
    await sandbox.stop()
  }
})

const found = { status: 'found', fields: {}, materials: {}, asOf: '2026-03-01T18:00:00Z' }
const paper = { number: '1', facts: [] }

test('what the schema allows the portal takes, and nothing else', async () => {
  const answers: unknown[] = [
    found, { status: 'notFound' }, { ...found, more: 1 }, { ...found, fields: { a: 'b', c: ['d'], e: [] } }, { ...found, materials: { a: paper, b: { ...paper, issuedOn: '2020-01-01', more: 1 } } },
    null, [], 'found', {}, { status: 'unavailable' }, { ...found, asOf: undefined }, { ...found, fields: undefined }, { ...found, materials: [] }, { ...found, fields: { a: 1 } }, { ...found, fields: { a: null } }, { ...found, fields: { a: [1] } },
    { ...found, fields: { a: 'x'.repeat(5001) } }, { ...found, fields: { a: ['x'.repeat(201)] } }, { ...found, fields: { a: Array(101).fill('x') } }, { ...found, asOf: 'x'.repeat(41) },
    { ...found, materials: { a: { facts: [] } } }, { ...found, materials: { a: { number: '1' } } }, { ...found, materials: { a: { ...paper, number: 1 } } }, { ...found, materials: { a: { ...paper, issuedOn: 'x'.repeat(31) } } },
    { ...found, materials: { a: { ...paper, facts: [{ zh: '甲', en: 'A' }] } } }, { ...found, materials: { a: { ...paper, facts: Array(51).fill({ zh: '甲', en: 'A', value: '1' }) } } }, { ...found, materials: { a: { ...paper, facts: [{ zh: '甲', en: 'A', value: 'x'.repeat(501) }] } } },
  ]
  let answer: unknown
  const server = createServer((_req, res) => void res.end(JSON.stringify(answer))).listen(0)
  await new Promise(resolve => server.once('listening', resolve))
  try {
    const registers = httpRegisters(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    for (answer of answers) {
      const { status } = await registers.query({ register: 'household', key: '1', fields: [], materials: [] })
      expect([JSON.stringify(answer).slice(0, 100), status !== 'unavailable']).toEqual([JSON.stringify(answer).slice(0, 100), valid.answer!(JSON.parse(JSON.stringify(answer)))])
    }
    expect(answers.filter(one => valid.answer!(JSON.parse(JSON.stringify(one))))).toHaveLength(5)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
