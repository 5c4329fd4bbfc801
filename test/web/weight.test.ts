import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '../../public')
const weight = (paths: string[]) => paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).length, 0)
const scripts = readdirSync(join(root, 'js')).map(name => `js/${name}`)

test.each(['citizen', 'officer'])("%s's page: styles and every script together stay under 40 KB on the wire", audience => {
  expect(weight([`css/${audience}.css`, ...scripts])).toBeLessThanOrEqual(40 * 1024)
})

test('nothing is loaded from elsewhere', () => {
  for (const path of ['css/citizen.css', 'css/officer.css', ...scripts]) expect(readFileSync(join(root, path), 'utf8')).not.toMatch(/(url\(["']?|import\(?\s*["']|from ["'])https?:/)
})
