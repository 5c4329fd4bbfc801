import { join } from 'node:path'
import { readDefinitions, readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import type { Diagnostic } from '../../server/catalogue/diagnostic.ts'
import { shownDiagnostic } from '../../server/catalogue/diagnostic-words.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { languages, loadTexts } from '../../server/web/texts.ts'
import { faults } from './planted-faults.ts'

/**
 * One fault at a time planted into every bundle that ships and offers a place for it: each is found,
 * and told in both languages with a situation no longer than it has to be.
 */

const { catalogue, bundleIds } = compile(readDefinitions(shippedFolder))
const { regions } = readRegions(shippedFolder)
const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
const good = bundleIds.map(id => resolve(catalogue, id) as BundleDefinition)

/** Told about the bundle as a whole: no single situation shows what never happens. */
const ofNoSituation = ['nobodyUses', 'exceptionWithoutBasis', 'promisesTooManyVisits', 'questionUseless', 'optionsAlike', 'questionUnreachable', 'itemUnreachable', 'partUnreachable']

function expectWords(found: Diagnostic) {
  for (const language of languages) {
    const { problem, remedy, situation } = shownDiagnostic(found, texts[language], text => (language === 'en' ? text.en : text.zh))
    expect([problem, remedy, situation].join()).not.toMatch(/\{\{|object Object/)
    expect([problem, remedy].every(words => words !== '' && !words.startsWith('catalogue:'))).toBe(true)
    if (!ofNoSituation.includes(found.code)) expect(situation).toEqual(expect.stringMatching(/./))
  }
}

test('the bundles that ship are good, all of them', () => {
  expect(good.filter(definition => verify(definition, regions).diagnostics.length > 0).map(({ bundle }) => bundle.id)).toEqual([])
  expect(good.length).toBeGreaterThanOrEqual(60)
})

test.each(faults)('%s: %s', (_, code, atLeast, plant) => {
  let planted = 0
  for (const one of good) {
    const definition = structuredClone(one)
    const most = plant(definition)
    if (most === undefined) continue
    planted += 1
    const told = verify(definition, regions).diagnostics.filter(found => found.code === code)
    const lengths = told.map(({ situation }) => (situation ? situation.answers.length + situation.chosen.length : 0))
    expect([one.bundle.id, told.length > 0, Math.min(...lengths) <= most]).toEqual([one.bundle.id, true, true])
    told.forEach(expectWords)
  }
  expect(planted).toBeGreaterThanOrEqual(atLeast)
})
