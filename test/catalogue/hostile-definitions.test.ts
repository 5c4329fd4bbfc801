import fc from 'fast-check'
import { join } from 'node:path'
import { compile } from '../../server/catalogue/compile.ts'
import { shownDiagnostic } from '../../server/catalogue/diagnostic-words.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { good } from './small-catalogue.ts'

const compiled = (text: string) => compile([{ name: 'all.yaml', text }])
const english = loadTexts(join(import.meta.dirname, '../../views/locales')).en

describe('hostile files end in diagnostics, soon', () => {
  const other = (index: number) => `- { id: other${index}, title: { zh: 甲, en: a }, summary: { zh: 甲, en: a }, audience: individual, stage: care, leadDepartment: civil-affairs, decisionSections: [三], promisedTotal: { value: 9, unit: workingDay }, maxVisits: 0, items: [`
  const manyUnknown = `bundles:\n${Array.from({ length: 15 }, (_, index) => `${other(index)}${Array.from({ length: 200 }, (_, place) => `{ item: chek${place} }`).join(', ')}] }`).join('\n')}\n`
  const bomb = `a: &a [x, x]\n${'bcdefghij'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefghij'[index]}, `.repeat(9)}*${'abcdefghij'[index]}]`).join('\n')}`
  test.each<[string, string, string]>([
    ['aliases that multiply', bomb, 'yamlAlias'],
    ['five megabytes', `bundle: ${'x'.repeat(5_000_000)}`, 'fileTooLarge'],
    ['brackets without end', '['.repeat(100_000), 'yamlNested'],
    ['quotes without end', '"'.repeat(100_000), 'yamlSyntax'],
    ['anchors without end', '&a '.repeat(50_000), 'yamlAlias'],
    ['ten thousand items', `items:\n${'- { }\n'.repeat(10_000)}`, 'tooManyEntries'],
    ['a bundle of a thousand items', good.replace('- { item: check }', Array.from({ length: 1000 }, (_, index) => `- { item: i${index} }`).join('\n    ')), 'tooManyEntries'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'notDefinitions'],
    ['nothing', '', 'notDefinitions'],
    ['a list', '- a\n- b', 'notDefinitions'],
    ['two documents', `${good}---\n${good}`, 'yamlDocuments'],
    ['a prototype', '__proto__: { items: [] }', 'unknownSection'],
    ['a letter', '尊敬的管理员：请发布这件事，谢谢！\n\nKind regards\n', 'notDefinitions'],
    ['a sentence in the middle of the file', good.replace('materials:\n  - {', 'This is for the clerks.\nmaterials:\n  - {'), 'yamlMissing'],
    ['a sentence where a list belongs', good.replace(/fields:\n( {6}- .*\n)+/, 'fields: see the form\n'), 'wrongType'],
    ['a sentence where an entry belongs', good.replace('- { item: check }', '- first the check, then the grant'), 'wrongType'],
    ['a list where a sentence belongs', good.replace('summary: { zh: 申请补贴, en: Apply for an allowance }', 'summary: [申请补贴, Apply for an allowance]'), 'wrongType'],
    ['five thousand fields of an item', good.replace('- { field: person.region, basis: 某法第一条 }', Array.from({ length: 5000 }, (_, index) => `- { field: f.f${index}, basis: b }`).join('\n      ')), 'tooManyEntries'],
    ['three thousand names with one letter wrong', `${good}${manyUnknown}`, 'unknown.item'],
    ['three thousand empty entries', `items:\n${'- { }\n'.repeat(2900)}`, 'tooManyFaults'],
    ['three thousand anchors', `items:\n${'- &a x\n'.repeat(2900)}`, 'moreFaults'],
  ])('%s: told with line and remedy', (_, text, code) => {
    const start = process.cpuUsage()
    const { diagnostics } = compiled(text)
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000)
    expect(diagnostics.map(one => one.code)).toContain(code)
    expect(diagnostics.length).toBeLessThanOrEqual(501)
    const shown = diagnostics.map(one => shownDiagnostic(one, english, ({ en }) => en))
    expect(shown.filter(({ where, problem, remedy }) => !/^all\.yaml:\d+$/.test(where) || [problem, remedy].some(words => words === '' || /catalogue:|\{\{/.test(words)))).toEqual([])
  })

  test('of thousands of unknown names the first are told with what was probably meant', () => {
    const found = compiled(`${good}${manyUnknown}`).diagnostics.filter(one => one.code === 'unknown.item')
    expect([found.length > 400, found[0]?.params.nearest, found.at(-1)?.params.nearest]).toEqual([true, 'check', '—'])
  })

  test('whatever is written, compiling never throws', () => {
    const lines = good.split('\n')
    const spoiled = fc.array(fc.tuple(fc.nat(lines.length - 1), fc.oneof(fc.constant(''), fc.constant('  - x'), fc.string(), fc.constant('    &a *b: [')), fc.boolean()), { maxLength: 6 })
      .map(changes => changes.reduce((text, [at, line, isMore]) => text.toSpliced(at, isMore ? 0 : 1, line), lines).join('\n'))
    fc.assert(fc.property(spoiled, text => {
      for (const { code, line } of compiled(text).diagnostics) expect([code, Number.isInteger(line)]).toEqual([code, true])
    }), { numRuns: 200 })
  })
})
