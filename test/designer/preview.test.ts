import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { findPublished } from '../../server/catalogue/bundle.store.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { knownCatalogue } from '../../server/catalogue/known-catalogue.ts'
import { plan, type Plan } from '../../server/catalogue/plan.ts'
import { textOf as itemText } from '../../server/designer/first-text.ts'
import { firstAnswers, previewSides, previewStops, queryOf } from '../../server/designer/preview.ts'
import { startProposal } from '../../server/designer/start-proposal.ts'
import { shownFields } from '../../server/drafts/situation.ts'
import { questionName } from '../../server/guide/situation.ts'
import { actorOf } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

const folder = join(import.meta.dirname, '../../db/catalogue/bundles')
const bundles = readdirSync(folder).map(name => name.replace(/\.yaml$/, ''))

let site: Site
let administrator: Agent

beforeAll(async () => {
  site = await portal({ catalogue: true })
  administrator = await site.as({ roles: ['bundleAdministrator'] })
})

async function proposed(text: string): Promise<string> {
  return (await startProposal(site.ctx(actorOf(administrator.person!)), { zh: '草案', en: 'Proposal' }, text, { how: 'new' })).id
}

const textOf = (bundle: string) => readFileSync(join(folder, `${bundle}.yaml`), 'utf8')
const definitionOf = async (bundle: string): Promise<BundleDefinition> => (await findPublished(site.db, bundle))!.definition
const query = (place: Record<string, string>, answers: Record<string, string> = {}) =>
  queryOf([...Object.entries(place), ...Object.entries(answers).map(([question, answer]): [string, string] => [questionName(question), answer])])
const saysAll = (page: ShownPage, words: readonly string[]) => expect(words.filter(one => !page.text().includes(one))).toEqual([])

/** The last option of everything that arises. */
function lastAnswers(definition: BundleDefinition): Record<string, string> {
  let answers: Record<string, string> = {}
  for (const _ of definition.bundle.questions) answers = Object.fromEntries(plan(definition, { answers }).questions.map(({ id, options }) => [id, answers[id] ?? options.at(-1)!.value]))
  return answers
}

/** What stations and departments' pages must say in a situation; of many sections and tasks only the first ones, when it is to be quick. */
async function walk(id: string, answers: Record<string, string>, { items, fields, materials, now }: Plan, most = Infinity): Promise<void> {
  const at = async (place: Record<string, string>) => {
    const page = await administrator.get(paths.proposalPreview(id, query(place, answers)))
    if (page.status !== 200) throw new Error(`${JSON.stringify(place)}: ${page.describe()}`)
    return page
  }
  saysAll(await at({}), items.map(({ item }) => item.name.zh))
  if (most > 1) expect((await at({ stop: 'questions' })).$('.applicant-screen form').attr('method')).toBe('get')
  for (const group of [...new Set(shownFields({ fields } as Plan).map(({ group }) => group.id))].slice(0, most)) {
    const page = await at({ stop: 'section', group })
    saysAll(page, fields.filter(one => one.group.id === group && one.source.kind !== 'produced').map(({ field }) => field.name.zh))
    expect(page.$('.applicant-screen form, .applicant-screen [data-autosave]').length).toBe(0)
  }
  const papers = await at({ stop: 'materials' })
  if (materials.length > 0) saysAll(papers, materials.map(({ material }) => material.name.zh))
  expect(papers.$('.applicant-screen :is(input, button)').length).toBe(papers.$('.applicant-screen fieldset[disabled] :is(input, button)').length)
  saysAll(await at({ stop: 'check' }), [...shownFields({ fields } as Plan).map(({ field }) => field.name.zh), ...materials.map(({ material }) => material.name.zh)])
  const after = await at({ stop: 'after' })
  saysAll(after, items.map(({ item }) => item.result.name.zh))
  if (now.days > 0) saysAll(after, [`最长 ${now.days} 个工作日`])
  for (const { code, item, fieldIds } of items.slice(-most)) {
    const page = await at({ as: 'departments', department: item.department, task: code })
    expect(page.$('#task-name').text()).toBe(item.name.zh)
    expect(page.$('#task .sheet dt').length).toBe(fieldIds.length + materials.filter(({ needs }) => needs.some(need => need.item === code)).length)
  }
  saysAll(await at({ as: 'comparison' }), [`本草案：${now.days} 个工作日，跑 ${now.visits} 次`, '不变'])
}

/** A few of what ships, of every kind: each page costs what proving and drawing a bundle costs. */
const some = bundles.filter((_, index) => index % 8 === 0)

test.each(some)('%s is walked through as an applicant and as each department', async bundle => {
  const definition = await definitionOf(bundle)
  const id = await proposed(textOf(bundle))
  await walk(id, firstAnswers(definition), plan(definition, { answers: firstAnswers(definition) }), 1)
  const english = await administrator.get(paths.proposalPreview(id, query({ stop: 'check' }, firstAnswers(definition))), { headers: { 'accept-language': 'en' } })
  saysAll(english, [definition.bundle.title.en, 'What the applicant sees'])
})

test.each(['newborn-birth'])('%s: every section and every task, in the situations at both ends', async bundle => {
  const definition = await definitionOf(bundle)
  const id = await proposed(textOf(bundle))
  for (const answers of [firstAnswers(definition), lastAnswers(definition)]) await walk(id, answers, plan(definition, { answers }))
})

test('while a question is open, everything that may be needed is shown', async () => {
  const definition = await definitionOf('newborn-birth')
  await walk(await proposed(textOf('newborn-birth')), {}, plan(definition, { answers: {} }), 2)
})

test('what the applicant does not tick is gone, and the address keeps it', async () => {
  const found = (await Promise.all(bundles.map(definitionOf))).find(({ bundle }) => bundle.items.some(({ optional, when }) => optional && when.length === 0))!
  const optional = found.bundle.items.find(one => one.optional && one.when.length === 0)!.item
  const id = await proposed(textOf(found.bundle.id))
  const page = await administrator.get(paths.proposalPreview(id, query({ stop: 'questions' }, firstAnswers(found))))
  expect(page.$(`input[name="optional.items"][value="${optional}"]`).attr('checked')).toBeDefined()
  const without = await administrator.get(paths.proposalPreview(id, query({ stop: 'after', asked: 'yes' }, firstAnswers(found))))
  expect(without.text()).not.toContain(found.items[optional]!.result.name.zh)
  expect(without.$('.steps a').map((_, a) => without.$(a).attr('href')).get().every(href => href.includes('asked=yes'))).toBe(true)
})

test('a situation chosen on one side is kept on every other', async () => {
  const definition = await definitionOf('newborn-birth')
  const id = await proposed(textOf('newborn-birth'))
  const answers = lastAnswers(definition)
  const page = await administrator.get(paths.proposalPreview(id, query({ as: 'comparison' }, answers)))
  const department = await page.follow('各部门')
  const entries = [...new URL(department.path, 'http://portal.test').searchParams]
  expect(Object.fromEntries(entries)).toEqual({ as: 'departments', ...Object.fromEntries(Object.entries(answers).map(([question, answer]) => [questionName(question), answer])) })
  expect(department.text()).toContain('其他的一概看不到')
})

test('a change shows what it would be beside what is in use', async () => {
  const shorter = textOf('restaurant-opening').replace(/^(\s*)after: .*$/gm, '$1after: []')
  const page = await administrator.get(paths.proposalPreview(await proposed(shorter), query({ as: 'comparison' })))
  expect(page.status).toBe(200)
  expect(page.text()).toMatch(/使用中的第 1 版：\d+ 个工作日，跑 \d+ 次 → 本草案：\d+ 个工作日/)
})

test('a changed item is looked at in every bundle that uses it', async () => {
  const { items, bundle } = await definitionOf('newborn-birth')
  const code = bundle.items[0]!.item
  const text = itemText('item', code, await knownCatalogue(site.db))!
  const id = await proposed(text.replaceAll(items[code]!.name.zh, '换了名字的事项'))
  const page = await administrator.get(paths.proposalPreview(id, query({ bundle: 'newborn-birth', stop: 'after' })))
  expect([page.status, page.heading()]).toEqual([200, bundle.title.zh])
  expect(page.text()).toContain('换了名字的事项')
  const next = await page.follow('上一步：核对并签名')
  expect(next.heading()).toBe(bundle.title.zh)
})

test('an item administrator may look, an officer may not; a proposal that is not there is not found', async () => {
  const id = await proposed(textOf('newborn-birth'))
  expect((await (await site.as({ roles: ['itemAdministrator'] })).get(paths.proposalPreview(id))).status).toBe(200)
  expect((await (await site.as({ roles: ['officer'] })).get(paths.proposalPreview(id))).status).toBe(403)
  expect((await administrator.get(paths.proposalPreview('nothing'))).status).toBe(404)
})

test.each([['nothing', ''], ['no definition', 'a: [b, {c'], ['a number', '7'], ['a list', '- 1'], ['half a bundle', 'bundle:\n  id: half\n  title: x'], ['only a field', 'fields:\n  - id: child.nick\n    name: { zh: 小名, en: Nickname }\n    type: text']])('a text that holds %s gets a page that says so', async (_, text) => {
  const page = await administrator.get(paths.proposalPreview(await proposed(text)))
  expect([page.status, page.heading()]).toEqual([200, '还不能预览'])
})

test('any address is answered', async () => {
  const id = await proposed(textOf('newborn-birth'))
  const definition = await definitionOf('newborn-birth')
  const names = ['as', 'stop', 'group', 'department', 'task', 'asked', 'optional.items', 'q.__proto__', 'q.', ...definition.bundle.questions.map(({ id }) => questionName(id))]
  const values = [...previewSides, ...previewStops, '__proto__', 'constructor', '', '<script>', ...definition.bundle.questions.flatMap(({ options }) => options.map(({ value }) => value)), ...Object.keys(definition.items), ...Object.keys(definition.departments)]
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), fc.oneof(fc.constantFrom(...values), fc.string())), { maxLength: 8 }), async entries => {
    expect((await administrator.get(paths.proposalPreview(id, queryOf(entries)))).status).toBe(200)
  }), { numRuns: 30 })
})

test('whatever is broken in a text, every side still answers', async () => {
  const lines = textOf('newborn-birth').split('\n')
  const broken = fc.tuple(fc.nat(lines.length - 1), fc.constantFrom('', '  x: 1', '    after: [nowhere]', 'bundle: {}', '      - item: nowhere', '    in: []'), fc.nat(3)).map(([at, line, gone]) => [...lines.slice(0, at), line, ...lines.slice(at + gone)].join('\n'))
  await fc.assert(fc.asyncProperty(broken, async text => {
    const id = await proposed(text)
    for (const place of [{}, { stop: 'check' }, { as: 'departments' }, { as: 'comparison' }]) expect((await administrator.get(paths.proposalPreview(id, query(place as Record<string, string>)))).status).toBe(200)
  }), { numRuns: 10 })
})
