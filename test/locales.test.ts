import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { languages, leaves } from '../server/web/texts.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'views/locales')
const namespaces = readdirSync(join(folder, 'zh-CN')).map(name => name.slice(0, -5)).sort()
const read = (language: string, namespace: string) =>
  new Map([...leaves(JSON.parse(readFileSync(join(folder, language, `${namespace}.json`), 'utf8')) as object)].map(([key, text]) => [key, text]))
/** Chinese has one plural form, English two: what counts is the key without it. */
const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name))].sort().join()

test('every language has the same files', () => {
  for (const language of languages) expect(readdirSync(join(folder, language)).map(name => name.slice(0, -5)).sort()).toEqual(namespaces)
})

test.each(namespaces)('%s: the same texts with the same placeholders in every language', namespace => {
  const [zh, en] = [read('zh-CN', namespace), read('en', namespace)]
  const keys = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(withoutPlural))].sort()
  expect(keys(en)).toEqual(keys(zh))
  for (const [key, text] of zh) {
    const other = en.get(key) ?? en.get(`${withoutPlural(key)}_other`) ?? en.get(withoutPlural(key))
    expect(`${key}: ${placeholders(other ?? '')}`).toBe(`${key}: ${placeholders(text)}`)
  }
})

const sources = ['server', 'views'].flatMap(top =>
  (readdirSync(join(root, top), { recursive: true }) as string[]).filter(path => /\.(ts|ejs)$/.test(path)).map(path => readFileSync(join(root, top, path), 'utf8')))
const known = new Set(namespaces.flatMap(namespace => [...read('zh-CN', namespace).keys()].map(key => `${namespace}:${withoutPlural(key)}`)))

test('every text that the code names exists', () => {
  const named = sources.flatMap(source => [...source.matchAll(/\bt\(\s*'([a-z-]+:[\w.-]+)'/g)].map(([, key]) => key as string))
  expect([...new Set(named)].filter(key => !known.has(key))).toEqual([])
})

test('every refusal that the code throws has its sentence', () => {
  const thrown = sources.flatMap(source => [...source.matchAll(/new (?:Conflict|Forbidden|NotFound|NotSignedIn|TooMany|Unavailable)\(([^)]*)/g)].flatMap(([, given = '']) => [...given.split(/, \{/)[0]!.matchAll(/'([\w.]+)'/g)].map(([, code]) => code as string)))
  expect(thrown.length).toBeGreaterThan(40)
  expect([...new Set(thrown)].filter(code => !known.has(`errors:${code}`))).toEqual([])
})

test('every text is used: by its key, or by the beginning of a key that the code completes', () => {
  const all = sources.join('\n')
  const beginnings = [...all.matchAll(/[`']([a-z-]+:[\w.-]*)\$\{/g)].map(([, start]) => start as string)
  // Codes of problems, refusals and diagnostics are thrown by name and looked up by the handler.
  const byCode = (key: string) => all.includes(`'${key.split(':')[1]}'`) || all.includes(`'${key.split('.').at(-1)}'`)
  expect([...known].filter(key => !all.includes(key) && !beginnings.some(start => key.startsWith(start)) && !byCode(key))).toEqual([])
})
