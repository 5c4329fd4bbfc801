import { readDefinitions, readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import { isError, pathText, type Diagnostic } from '../../server/catalogue/diagnostic.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { checkNames, verify } from '../../server/catalogue/verify.ts'

const { regions, faults } = readRegions(shippedFolder)
const compiled = compile(readDefinitions(shippedFolder))
const again = compile(readDefinitions(shippedFolder))
const told = ({ file, line, code, subject, params }: Diagnostic) => `${file}:${line} ${pathText(subject.path)} ${code} ${JSON.stringify(params)}`

test('every file that ships compiles', () => {
  expect(compiled.diagnostics.filter(isError).map(told)).toEqual([])
})

test('all of Zhejiang is there: 11 cities, 90 counties, 1,387 townships, subdistricts and functional areas', () => {
  expect(faults).toEqual([])
  expect(['city', 'county', 'township'].map(level => regions.filter(region => region.level === level).length)).toEqual([11, 90, 1387])
})

test('all sixty matters are there: twenty-eight of people’s lives, twenty-four of companies’, eight between public bodies', () => {
  const of = (audience: string) => compiled.bundleIds.filter(id => compiled.catalogue.bundles.get(id)?.audience === audience)
  expect([of('individual').length, of('enterprise').length]).toEqual([28, 24])
  expect(of('official').sort()).toEqual([
    'funds-and-procurement', 'grid-event', 'institution-affairs', 'official-onboarding', 'official-retirement', 'official-transfer', 'three-services-issue', 'township-admission',
  ])
})

test('the twelve bundles of the first release are among them', () => {
  expect(compiled.bundleIds).toEqual(expect.arrayContaining([
    'newborn-birth', 'school-enrolment', 'marriage', 'second-hand-house', 'disability-support', 'veteran-retirement', 'pension-retirement',
    'after-life', 'enterprise-opening', 'restaurant-opening', 'employee-hiring', 'enterprise-investment-project',
  ]))
})

describe.each(compiled.bundleIds)('%s', id => {
  const definition = resolve(compiled.catalogue, id)
  if (!definition) throw new Error(`${id} refers to something that isn't there`)
  const { bundle, fields } = definition

  test('keeps its promises in every situation', () => {
    const { diagnostics, proof } = verify(definition, regions)
    expect(compiled.placed(diagnostics).filter(isError).map(told)).toEqual([])
    expect(proof.checks).toEqual(checkNames)
    expect(proof.maxVisits).toBeLessThanOrEqual(1)
  })

  test('is a real matter: a summary of its own, words to be found by, fields to fill in', () => {
    expect(bundle.summary.zh).not.toBe(bundle.title.zh)
    expect(bundle.keywords.length).toBeGreaterThan(0)
    const guide = plan(definition, { answers: {} })
    expect(guide.fields.filter(({ source }) => source.kind === 'asked').length).toBeGreaterThan(0)
  })

  test('speaks both languages everywhere', () => {
    const english = [...JSON.stringify(definition).matchAll(/"en":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text as string)
    // Names and examples may stand in Chinese inside an English sentence, but no sentence is Chinese.
    expect(english.filter(text => !/[a-zA-Z]/.test(text) && !/^[\d\s.,%–-]+$/.test(text))).toEqual([])
    for (const { id, options = [] } of Object.values(fields)) expect([id, options.filter(({ zh }) => !/[\u4e00-\u9fff\d]/.test(zh)).length]).toEqual([id, 0])
  })

  test('resolves to the same definition every time', () => {
    expect(JSON.stringify(resolve(again.catalogue, id))).toBe(JSON.stringify(definition))
  })
})
