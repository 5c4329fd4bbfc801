import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { modes } from '../../server/demo/registers/faults.ts'
import { startRegistersSandbox } from '../../server/demo/registers-sandbox.ts'
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
