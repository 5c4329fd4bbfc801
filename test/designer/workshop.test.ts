import { reading } from '../../server/designer/definition-text.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import type { ShownPage } from '../support/shown-page.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let administrator: Agent
beforeAll(async () => {
  site = await portal({ catalogue: true })
  administrator = await site.as({ roles: ['bundleAdministrator'] })
})

const idIn = (path: string): string => /\/admin\/proposals\/([0-9a-z]+)/.exec(path)?.[1] ?? ''

/** Opens something in use for change, and gives the proposal's id. */
async function opened(kind: string, thing: string): Promise<string> {
  const page = await administrator.post(paths.proposalChange(), { kind, thing }, { follow: false })
  return idIn(page.headers.get('location') ?? '')
}
/** What a browser would send of the part's form as it stands. */
const typedIn = (page: ShownPage) => Object.fromEntries(page.$('#part-form').serializeArray().filter(({ name }) => name !== '_csrf').map(({ name, value }) => [name, value]))
const textOf = async (id: string) => (await getProposal(site.db, id)).text

test('a bundle of four items is made on pages, from nothing to a proof', async () => {
  const begun = await administrator.post(paths.proposalNew(), { zh: '养宠物一件事', en: 'Keeping a pet', audience: 'individual', stage: 'home', leadDepartment: 'public-security' }, { follow: false })
  const id = idIn(begun.headers.get('location') ?? '')
  expect(reading(await textOf(id)).all('bundle')[0]?.id).toBe('keeping-a-pet')
  const question = { 'name.zh': '养什么？', 'name.en': 'Which pet?', 'options.0.zh': '狗', 'options.0.en': 'A dog', 'options.1.zh': '猫', 'options.1.en': 'A cat' }
  await administrator.post(paths.proposalEntry(id, 'bundle', 'keeping-a-pet', 'questions'), question)
  expect(reading(await textOf(id)).all('bundle')[0]?.value.questions).toEqual([
    { id: 'which-pet', name: { zh: '养什么？', en: 'Which pet?' }, options: [{ value: 'a-dog', zh: '狗', en: 'A dog' }, { value: 'a-cat', zh: '猫', en: 'A cat' }] },
  ])
  const group = { 'name.zh': '宠物', 'name.en': 'Pet' }
  await administrator.post(paths.proposalThing(id, 'group', 'new'), group)
  await administrator.post(paths.proposalThing(id, 'field', 'new'), { group: 'pet', 'name.zh': '品种', 'name.en': 'Breed', type: 'text', personal: 'none' })
  for (const [zh, en] of [['犬类登记', 'Dog registration'], ['免疫登记', 'Vaccination record'], ['标牌制发', 'Tag'], ['寄养备案', 'Boarding notice']]) {
    const item = { 'name.zh': zh!, 'name.en': en!, department: 'public-security', level: 'county', kind: 'publicService', handling: 'promised', 'promisedLimit.value': '2', 'promisedLimit.unit': 'workingDay', 'result.name.zh': `${zh}结果`, 'result.name.en': `${en} done` }
    const saved = await administrator.post(paths.proposalThing(id, 'item', 'new'), item)
    expect([saved.problems(), saved.notice()]).toEqual([[], '已保存。'])
  }
  const [first, ...others] = reading(await textOf(id)).all('item')
  await administrator.post(paths.proposalEntry(id, 'item', first!.id, 'fields'), { field: 'pet.breed', basis: '《动物防疫法》第三十条', required: 'yes' })
  await administrator.post(paths.proposalEntry(id, 'bundle', 'keeping-a-pet', 'items', 0), { item: first!.id, 'when.which-pet': 'a-dog' })
  await administrator.post(paths.proposalEntry(id, 'bundle', 'keeping-a-pet', 'items', 2), { item: others[1]!.id, after: others[0]!.id })
  const page = await administrator.get(paths.proposal(id))
  expect(page.$('#proof').text()).toContain('已证明，可以发布')
})

test('what is missing is told beside its box in one go, and nothing typed is lost', async () => {
  const id = await opened('bundle', 'marriage')
  const before = await textOf(id)
  const page = await administrator.post(paths.proposalEntry(id, 'bundle', 'marriage', 'questions'), { 'name.zh': '只有中文', 'options.0.zh': '唯一的选项' })
  expect(page.status).toBe(422)
  expect(page.$('[id="name.en-problem"]').text()).toContain('还没有填写')
  expect(page.$('[id="options.0.en-problem"]').text()).toContain('还没有填写')
  expect(page.$('[name="name.zh"]').attr('value')).toBe('只有中文')
  expect(page.$('[name="options.0.zh"]').attr('value')).toBe('唯一的选项')
  expect(await textOf(id)).toBe(before)
})

test('a broken promise is told while one edits, beside what breaks it, and saving it is no crime', async () => {
  const id = await opened('bundle', 'restaurant-opening')
  const path = paths.proposalThing(id, 'bundle', 'restaurant-opening')
  const form = typedIn(await administrator.get(path))
  const checked = await administrator.post(path, { ...form, 'promisedTotal.value': '1', check: '1' })
  expect(checked.status).toBe(200)
  expect(checked.$('.designer__control').has('[name="promisedTotal.value"]').find('.finding').text()).toContain('承诺总时限 1 个工作日')
  expect(checked.$('#proof').text()).toContain('处要改')
  expect(await textOf(id)).not.toContain('value: 1,')
  expect((await administrator.post(path, { ...form, 'promisedTotal.value': '1' })).status).toBe(200)
  expect((await administrator.get(paths.proposal(id))).$('#proof').text()).toContain('承诺总时限 1 个工作日')
})

test('a page changes its place in the text and leaves every other line alone', async () => {
  const id = await opened('bundle', 'marriage')
  const text = (await textOf(id)).replace('  maxVisits:', '  # 承诺来自省里的通知\n  maxVisits:')
  await administrator.post(paths.proposalText(id), { definition: text })
  const path = paths.proposalThing(id, 'bundle', 'marriage')
  await administrator.post(path, { ...typedIn(await administrator.get(path)), 'title.zh': '结婚一件事（改）' })
  const [before, after] = [text.split('\n'), (await textOf(id)).split('\n')]
  expect(after.filter((line, index) => line !== before[index])).toEqual([expect.stringContaining('结婚一件事（改）')])
  expect((await administrator.get(paths.proposalFile(id))).html).toContain('# 承诺来自省里的通知')
})

test('a shared field is changed in one place, and every bundle that has it is proved again', async () => {
  const id = await opened('field', 'applicant.phone')
  const path = paths.proposalThing(id, 'field', 'applicant.phone')
  const page = await administrator.get(path)
  await administrator.post(path, { ...typedIn(page), 'hint.zh': '写常用的号码', 'hint.en': 'The one you use' })
  const after = await administrator.get(paths.proposal(id))
  expect(after.$('#proof').text()).toMatch(/同时出新版本的一件事（[3-9]\d）/)
  expect(after.$('#proof').text()).toContain('已证明')
})

test('somebody who was quicker is not overwritten unseen', async () => {
  const id = await opened('bundle', 'marriage')
  const path = paths.proposalThing(id, 'bundle', 'marriage')
  const form = typedIn(await administrator.get(path))
  const colleague = await site.as({ roles: ['bundleAdministrator'], username: 'colleague' })
  await colleague.post(path, { ...form, 'title.zh': '同事改的名称' })
  const page = await administrator.post(path, { ...form, 'title.zh': '我改的名称' })
  expect(page.status).toBe(422)
  expect(page.text()).toContain('刚刚有人改过')
  expect(page.$('[name="title.zh"]').attr('value')).toBe('我改的名称')
  expect((await administrator.post(path, typedIn(page))).status).toBe(200)
  expect(await textOf(id)).toContain('我改的名称')
})

test.each([
  ['an id that is taken', (id: string) => administrator.post(paths.proposalThing(id, 'material', 'new'), { id: 'resident-id-card', 'name.zh': '身份证', 'name.en': 'ID' }), 422],
  ['no such kind', (id: string) => administrator.get(`/admin/proposals/${id}/people/new`), 404],
  ['no such list', (id: string) => administrator.get(`/admin/proposals/${id}/bundle/marriage/constructor/0`), 404],
  ['no such entry', (id: string) => administrator.get(paths.proposalEntry(id, 'bundle', 'marriage', 'items', 99)), 404],
  ['no such thing', (id: string) => administrator.get(paths.proposalThing(id, 'item', '__proto__')), 404],
  ['no such proposal', () => administrator.get(paths.proposalThing('absent', 'item', 'new')), 404],
])('%s', async (_, ask, status) => {
  const page = await ask(await opened('bundle', 'marriage'))
  expect(page.status).toBe(status)
})

test('a text that can not be read any more is kept, told by line, and every page still answers', async () => {
  const id = await opened('bundle', 'marriage')
  const saved = await administrator.post(paths.proposalText(id), { definition: 'bundle: { id: marriage\n  title: [' })
  expect(saved.status).toBe(200)
  for (const path of [paths.proposal(id), paths.proposalText(id), paths.proposalThing(id, 'bundle', 'marriage'), paths.proposalThing(id, 'item', 'new')]) {
    expect([200, 404, 409]).toContain((await administrator.get(path)).status)
  }
})
