import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const documents = ['SECURITY.md', 'docs/threat-model.md']

test.each(documents)('what %s points to is there', document => {
  const text = readFileSync(join(root, document), 'utf8')
  const files = [...text.matchAll(/`((?:test|server|docs|db)\/[\w./-]+)`/g)].map(([, file = '']) => file)
  const links = [...text.matchAll(/\]\(([^)#:]+)/g)].map(([, file = '']) => join(document, '..', file))
  expect(files.length + links.length).toBeGreaterThan(3)
  expect([...files, ...links].filter(file => !existsSync(join(root, file)))).toEqual([])
})
