import { readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { packageText } from '../../server/catalogue/package.ts'
import { officesByRule, officesThen, placesOf } from '../../server/catalogue/places.ts'
import { provePackage } from '../../server/catalogue/prove-package.ts'
import { nextVersion } from '../../server/catalogue/publish.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import { verify } from '../../server/catalogue/verify.ts'
import type { HasOffice } from '../../server/catalogue/verify-model.ts'
import { createSigner } from '../../server/signing.ts'

const { regions } = readRegions(shippedFolder)
const definition = resolve(shippedDefinitions().catalogue, 'marriage')!
const byRule = officesByRule(definition, regions)
const townships = regions.filter(({ level }) => level === 'township').map(({ code }) => code)
const counties = regions.filter(({ level }) => level === 'county').map(({ code }) => code)

const closed = (...without: [department: string, codes: readonly string[]][]): HasOffice => (department, code) =>
  byRule(department, code) && !without.some(([id, codes]) => id === department && codes.includes(code))

const packaged = (hasOffice?: HasOffice) => packageText(nextVersion([], definition, verify(definition, regions, hasOffice).proof, '2026-03-02T02:00:00.000Z'), createSigner(Buffer.alloc(32, 9), '西湖市'), 'https://portal.test')

test('offices as the rule has them need no word', () => {
  expect(placesOf(definition, regions)).toEqual({ regions: expect.stringMatching(/^[0-9a-f]{64}$/), closed: {}, besides: {} })
  expect(placesOf(definition, regions, byRule)).toEqual(placesOf(definition, regions))
  expect(packaged()).not.toMatch(/closed:|besides:/)
})

test('what is closed, and what is open besides, is kept and comes back', () => {
  const hangzhou = '330100000000'
  const hasOffice: HasOffice = (department, code) => (department === 'civil-affairs' && code === hangzhou) || closed(['public-security', [townships[3]!, counties[0]!]], ['health', townships])(department, code)
  const places = placesOf(definition, regions, hasOffice)
  expect([places.closed, places.besides]).toEqual([{ 'public-security': [counties[0], townships[3]].sort(), 'health': ['township'] }, { 'civil-affairs': [hangzhou] }])
  const then = officesThen(definition, regions, places)
  for (const department of Object.keys(definition.departments)) for (const { code } of regions) {
    if (then(department, code) !== hasOffice(department, code)) throw new Error(`${department} in ${code}`)
  }
})

test('a proof over offices of which some are closed says the same in the hands of others', () => {
  const file = packaged(closed(['public-security', townships.slice(0, 40)]))
  expect(file).toContain(townships[7])
  expect(provePackage('package.yaml', Buffer.from(file), regions).diagnostics).toEqual([])
})

test('a proof that leaned on offices which were not there is found out', () => {
  const honest = packaged()
  const closedEverywhere = honest.replace(/^ {2}regions: /m, '  closed: { civil-affairs: [county, township] }\n  regions: ')
  const codes = provePackage('package.yaml', Buffer.from(closedEverywhere), regions).diagnostics.map(({ code }) => code)
  expect(codes).toEqual(expect.arrayContaining(['packageBroken.signature', 'packageChecks', 'noOffice']))
})

test('half of all offices closed still makes a file that can be sent by mail', () => {
  const half = closed(...Object.keys(definition.departments).map((id): [string, string[]] => [id, townships.filter((_, index) => index % 2 === 0)]))
  const file = packaged(half)
  expect(file.length).toBeLessThan(100_000)
  expect(provePackage('package.yaml', Buffer.from(file), regions).diagnostics.map(({ code }) => code)).not.toContain('fileTooLarge')
})
