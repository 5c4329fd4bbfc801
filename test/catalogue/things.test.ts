import { join } from 'node:path'
import { listPublished } from '../../server/catalogue/bundle.store.ts'
import { shownField, shownItem, shownMaterial } from '../../server/catalogue/thing-words.ts'
import { inUse, itemsWithField, itemsWithMaterial, lookedUpBy, searched } from '../../server/catalogue/uses.ts'
import type { BundleVersion } from '../../server/catalogue/version.ts'
import { paths } from '../../server/web/paths.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { portal } from '../support/portal.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem } from './build.ts'

/** A version of one item, which asks for a number, checks a book found by that number, and creates a date. */
const aVersion = (bundleId: string, publishedAt: string, hint?: string): BundleVersion => ({
  id: `${bundleId}-1`, bundleId, version: 1, status: 'published', hash: '', publishedAt, proof: { combinations: 1, maxVisits: 0, longestPathDays: 1, checks: [] },
  definition: aDefinition({
    bundle: aBundle({ id: bundleId, items: [{ item: 'register' }] }),
    items: [anItem('register', { fields: [{ field: 'child.number', basis: '某法' }], materials: [{ material: 'book', handling: 'sharedData' }], result: { name: { zh: '登记', en: 'registration' }, fields: ['child.registered'] } })],
    fields: [aField('child.number', hint ? { hint: { zh: hint, en: hint } } : {}), aField('child.registered', { type: 'date' })],
    materials: [aMaterial('book', { register: { id: 'household', by: 'child.number' } })],
  }),
})

test('of a shared thing counts what was published last, and every bundle that has it', () => {
  const all = inUse([aVersion('moving', '2026-02-01T00:00:00Z', 'new'), aVersion('birth', '2026-01-01T00:00:00Z', 'old')])
  expect(all.fields.get('child.number')?.thing.hint?.en).toBe('new')
  expect(all.fields.get('child.number')?.versions.map(({ bundleId }) => bundleId)).toEqual(['birth', 'moving'])
  expect([...all.fields.keys()]).toEqual(['child.number', 'child.registered'])
})

test('a thing is used by what needs it, creates it, checks it or is looked up by it', () => {
  const all = inUse([aVersion('moving', '2026-02-01T00:00:00Z')])
  expect(itemsWithField(all, 'child.number').map(({ thing }) => thing.code)).toEqual(['register'])
  expect(itemsWithField(all, 'child.registered').map(({ thing }) => thing.code)).toEqual(['register'])
  expect(itemsWithField(all, 'child.unknown')).toEqual([])
  expect(itemsWithMaterial(all, 'book').map(({ thing }) => thing.code)).toEqual(['register'])
  expect(lookedUpBy(all, 'child.number').map(({ id }) => id)).toEqual(['book'])
})

test.each([['', 2], ['CHILD', 2], ['甲child.reg', 1], ['child date', 0], ['child registered', 1], ['%', 0]])('“%s” finds %i fields', (query, count) => {
  expect(searched(inUse([aVersion('moving', '2026-02-01T00:00:00Z')]).fields, query)).toHaveLength(count)
})

async function setUp() {
  const site = await portal({ catalogue: true })
  return { site, auditor: await site.as({ roles: ['auditor'] }) }
}

test('everything in use can be said in both languages', async () => {
  const { site } = await setUp()
  const all = inUse(await listPublished(site.db))
  const said = Object.entries(loadTexts(join(import.meta.dirname, '../../views/locales'))).flatMap(([language, t]) => {
    const words = { t, text: ({ zh, en }: { zh: string; en: string }) => (language === 'en' ? en : zh) }
    return [...[...all.fields.keys()].map(id => shownField(id, all, words)), ...[...all.materials.keys()].map(id => shownMaterial(id, all, words)), ...[...all.items.keys()].map(id => shownItem(id, all, words))]
  })
  expect(said.length).toBeGreaterThan(600)
  const words = said.flatMap(thing => [...(thing?.facts ?? []).flatMap(({ values }) => values), ...(thing?.uses ?? []).flatMap(({ lines }) => lines)])
  expect(words.filter(line => /catalogue:|undefined|\{\{/.test(line))).toEqual([])
  expect(said.filter(thing => !thing || thing.bundles.length === 0 || thing.uses.some(({ lines }) => lines.length === 0))).toEqual([])
})

test('one finds a field by a word and reads where it is used, by which items and on what basis', async () => {
  const { auditor } = await setUp()
  const list = await auditor.get(paths.filtered(paths.adminFields(), { q: 'child.name' }))
  expect([list.status, list.text()]).toEqual([200, expect.stringContaining('child.name')])
  const field = await auditor.get(paths.adminField('child.name'))
  for (const words of ['申请人填写', '新生儿出生一件事', 'newborn-birth']) expect(field.text()).toContain(words)
  const nothing = await auditor.get(paths.filtered(paths.adminMaterials(), { q: '天书' }))
  expect([nothing.status, nothing.text()]).toEqual([200, expect.stringContaining('没有找到')])
})

test('a long list goes on where the page before it ended', async () => {
  const { site, auditor } = await setUp()
  const ids = [...inUse(await listPublished(site.db)).items.keys()]
  const [first, second] = [await auditor.get(paths.adminItems()), await auditor.get(paths.filtered(paths.adminItems(), { after: ids[49] }))]
  expect([first.text().includes(ids[49]!), first.text().includes(ids[60]!), second.text().includes(ids[60]!)]).toEqual([true, false, true])
  const item = await auditor.get(`${paths.adminItem(ids[0]!)}?lang=en`)
  expect([item.status, item.text()]).toEqual([200, expect.stringContaining('What it looks at, and on what basis')])
})

test('what is in use nowhere is not found, and an applicant sees none of it', async () => {
  const { site, auditor } = await setUp()
  for (const path of [paths.adminField('child.nothing'), paths.adminMaterial('__proto__'), paths.adminItem('constructor')]) expect((await auditor.get(path)).status).toBe(404)
  expect((await auditor.get(paths.filtered(paths.adminFields(), { q: '\u0000%'.repeat(300), after: 'zzz' }))).status).toBe(200)
  expect((await (await site.citizen()).get(paths.adminItems())).status).toBe(403)
})
