import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCompanyName, isEmail, isPersonName, tidyEmail, tidyName, tidyPhone } from '../../server/people/identity-number.ts'
import { isUsername, tidyUsername } from '../../server/people/person.ts'
import { csvLine } from '../../server/web/csv.ts'
import { lines, list, text } from '../../server/web/form.ts'
import { localPath } from '../../server/web/paths.ts'
import { placeOfAddress } from '../../server/web/client-address.ts'
import { naughtyStrings } from '../support/naughty-strings.ts'

const folder = join(import.meta.dirname, '../../server')
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => ({ file, source: readFileSync(join(folder, file), 'utf8') }))

/** Regular expressions as they stand in the source: after what can't end an expression. */
const patternsIn = (source: string): RegExp[] =>
  [...source.matchAll(/(?<=[(,=:[!&|?{};\s])\/(?![*/])((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g)].flatMap(([, body = '', flags = '']) => {
    try {
      return [new RegExp(body, flags.replace(/[gy]/g, ''))]
    } catch {
      return []
    }
  })
const patterns = sources.flatMap(({ file, source }) => patternsIn(source).map(pattern => ({ file, pattern })))

/** What makes a pattern that can be read in many ways try all of them: a long run, and an end that fits none. */
const runs = ['a', '1', ' ', '-', '.', '/', '0', '\n', '\t', '陈', 'a ', '1,', 'a.', 'a-', '@', 'a@', '"', '\\', '<', '(', '[', '{{', '%', '&', ':', '=', ';', "'", '*', '#', '_', 'A1', '　', '·', '\u0301']
const ends = ['', '!', '\u0000', '\u202e']
const longest = 20_000
/** Those that read no more than this, because whoever calls them has cut it: where and why. */
const cut: Record<string, number> = {
  'materials/clamd.client.ts: /[\\0\\n]+$/': 4096, // the scanner's answer is cut
  'materials/pdf-lexer.ts: /^[+-]*\\d*\\.?\\d*(?:-\\d*)?$/': 130, // `word` reads no further
  'materials/pdf-objects.ts: /(?:(?:\\d|^)[\\0\\t\\n\\f\\r ]+|[\\r\\n][\\0\\t\\n\\f\\r ]*)\\d{0,10}$/': 40,
  'demo/registers/projects.ts: /\\d+幢.*$/': 100, // an address that the demonstration makes itself
}

test('every regular expression of the server answers a long string in a moment, whatever it repeats', () => {
  expect(patterns.length).toBeGreaterThan(250)
  const slow: string[] = []
  for (const { file, pattern } of patterns) {
    for (const run of runs) {
      // First short, so that one that is exponential is found before it stops everything.
      for (const length of [24, 400, longest].map(one => Math.min(one, cut[`${file}: ${pattern}`] ?? one))) {
        const began = performance.now()
        for (const end of ends) pattern.test(run.repeat(Math.ceil(length / run.length)) + end)
        const took = performance.now() - began
        if (took > 1_000) {
          slow.push(`${file}: ${pattern} on ${JSON.stringify(run)} × ${length}: ${Math.round(took)} ms`)
          break
        }
      }
    }
  }
  expect(slow).toEqual([])
  const names = new Set(patterns.map(({ file, pattern }) => `${file}: ${pattern}`))
  expect(Object.keys(cut).filter(name => !names.has(name))).toEqual([])
}, 60_000)

test('what reads a field takes anything, and gives back text', () => {
  const readers: ((value: string) => unknown)[] = [text, lines, list, tidyEmail, tidyName, tidyPhone, tidyUsername, isEmail, isPersonName, isCompanyName, isUsername, localPath, placeOfAddress]
  for (const read of readers) for (const value of naughtyStrings) expect(() => read(value)).not.toThrow()
  for (const value of naughtyStrings) {
    expect(text(value)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]/)
    expect(lines(value)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/)
  }
  for (const value of [undefined, null, 1, {}, [], [[]], { length: 1 }, { toString: 1 }, Object.create(null), Symbol('x'), [Object.create(null)]]) {
    expect(typeof text(value)).toBe('string')
    expect(typeof lines(value)).toBe('string')
    expect(() => list(value)).not.toThrow()
  }
})

test('a name that is half a character, or no character at all, is no name, and is kept whole or not at all', () => {
  for (const value of ['\ud800', 'a\udfffb', '陈\ud83d']) expect(text(value).isWellFormed()).toBe(true)
})

test('marks that turn the direction of writing are taken out; letters that are written from the right stay', () => {
  expect(text('\u202egnp.exe\u202c\u2066')).toBe('gnp.exe')
  expect(lines('a\u202d\nb')).toBe('a\nb')
  expect(text('اختبار')).toBe('اختبار')
})

test('the one file that spreadsheets open is written line by line, and no cell of it is carried out as a formula', () => {
  expect(sources.filter(({ source }) => /text\/csv|spreadsheetml|\.xlsx?\b/.test(source)).map(({ file }) => file)).toEqual(['supervision/export.routes.ts'])
  expect(csvLine(['=1+1', '+1', '-1', '@a', '\tb', 'a "b", c', -2, undefined])).toBe(`'=1+1,'+1,'-1,'@a,'\tb,"a ""b"", c",-2,\r\n`)
})
