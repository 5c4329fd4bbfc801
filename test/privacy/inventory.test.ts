import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sealedThings } from '../../server/privacy/sealed-things.ts'
import { freshDatabase } from '../support/database.ts'

const classes = ['sealed', 'digest', 'secret', 'name', 'words', 'clear', 'none']
const page = readFileSync(join(import.meta.dirname, '../../docs/personal-data.md'), 'utf8')

/** `table.column` → its class, as the page says. */
const classified = new Map(page.split(/^## /m).slice(1).flatMap(section => {
  const table = section.split('\n')[0] ?? ''
  return [...section.matchAll(/^\| (\w+) \| (`.*?) \|/gm)].flatMap(([, kind = '', columns = '']) => [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => [`${table}.${column}`, kind] as const))
}))

test('docs/personal-data.md classifies every column there is, and none that there isn’t', async () => {
  const db = await freshDatabase()
  const tables = (await db.read.introspection.getTables()).filter(({ name }) => !name.startsWith('kysely_'))
  const columns = tables.flatMap(({ name, columns }) => columns.map(column => `${name}.${column.name}`))
  expect([...classified.keys()].sort()).toEqual(columns.sort())
  expect([...classified.values()].filter(kind => !classes.includes(kind))).toEqual([])
})

test('what is called sealed is sealed anew with the keys, and nothing else is called so', () => {
  const sealed = [...classified].filter(([, kind]) => kind === 'sealed').map(([column]) => column)
  // A material's was for what registers sent, which stands in the form: nothing writes it.
  expect(sealed.sort()).toEqual([...sealedThings.map(({ table }) => `${table as string}.sealed`), 'material.sealed'].sort())
})

test('a column whose name promises personal data is not called free of it', () => {
  const telling = [...classified].filter(([column, kind]) => kind === 'none' && /(name|phone|email|identity\w*|sealed|password_hash|reason|answer|question|text)$/.test(column.split('.')[1] ?? ''))
  expect(telling.map(([column]) => column)).toEqual(['office.phone', 'proposal_revision.text'])
})
