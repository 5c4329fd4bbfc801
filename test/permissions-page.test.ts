import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { permissionsPage } from './support/permissions-page.ts'

const file = join(import.meta.dirname, '../docs/permissions.md')

test('docs/permissions.md says what the tables say', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(file, permissionsPage())
  expect(readFileSync(file, 'utf8')).toBe(permissionsPage())
})
