import { reading } from '../../server/designer/definition-text.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let administrator: Agent
beforeAll(async () => {
  site = await portal({ catalogue: true })
  administrator = await site.as({ roles: ['bundleAdministrator'] })
})

const bundle = 'opening-a-pet-clinic'
const permit = { 'name.zh': '动物诊疗许可', 'name.en': 'Permit', department: 'agriculture', level: 'county', kind: 'permit', handling: 'promised', 'promisedLimit.value': '9', 'promisedLimit.unit': 'workingDay', 'result.name.zh': '许可证', 'result.name.en': 'Permit' }

async function begun(): Promise<string> {
  const page = await administrator.post(paths.proposalNew(), { zh: '开宠物医院一件事', en: 'Opening a pet clinic', audience: 'individual', stage: 'open', leadDepartment: 'agriculture' }, { follow: false })
  return /\/admin\/proposals\/([0-9a-z]+)/.exec(page.headers.get('location') ?? '')?.[1] ?? ''
}
const next = async (id: string) => (await administrator.get(paths.proposal(id))).$('.next-step').text().replace(/\s+/g, ' ')
const fieldsOf = async (id: string) => reading((await getProposal(site.db, id)).text).all('item')[0]?.value.fields

test('the page always says what is missing next, from the first item to the departments', async () => {
  const id = await begun()
  expect(await next(id)).toContain('还没有事项')
  await administrator.post(paths.proposalThing(id, 'item', 'new'), permit)
  expect(await next(id)).toContain('“动物诊疗许可”还没有写需要哪些数据和材料')
  await administrator.post(paths.proposalEntry(id, 'item', 'permit', 'fields'), { field: 'applicant.name', basis: '《动物防疫法》', required: 'yes' })
  expect(await next(id)).toContain('承诺总时限 5 个工作日')
  const about = { 'title.zh': '开宠物医院一件事', 'title.en': 'Opening a pet clinic', 'summary.zh': '开宠物医院一件事', 'summary.en': 'Opening a pet clinic', audience: 'individual', stage: 'open', leadDepartment: 'agriculture', 'promisedTotal.value': '9', 'promisedTotal.unit': 'workingDay', maxVisits: '0', decisionSections: '二.1' }
  await administrator.post(paths.proposalThing(id, 'bundle', bundle), about)
  expect(await next(id)).toContain('简介还和名称一样')
  await administrator.post(paths.proposalThing(id, 'bundle', bundle), { ...about, 'summary.zh': '一次申请。' })
  expect(await next(id)).toContain('送各部门会签')
  await administrator.post(paths.proposalAct(id, 'circulate'), {})
  expect(await next(id)).toContain('已送会签')
})

test('fields that an item asks for on one basis are added together, in the order chosen, none twice', async () => {
  const id = await begun()
  await administrator.post(paths.proposalEntry(id, 'bundle', bundle, 'items'), { item: 'startup-licence' })
  await administrator.post(paths.proposalThing(id, 'item', 'new'), permit)
  const path = paths.proposalEntry(id, 'item', 'permit', 'fields')
  expect((await administrator.get(path)).$('[name="also"][value="premises.address"]').length).toBe(1)
  const refused = await administrator.post(path, { also: ['applicant.name', 'premises.address'], required: 'yes' })
  expect([refused.status, refused.$('[name="also"]:checked').length, await fieldsOf(id)]).toEqual([422, 2, undefined])
  await administrator.post(path, { field: 'applicant.phone', also: ['applicant.name', 'applicant.phone'], basis: '《动物防疫法》', required: 'yes' })
  expect(await fieldsOf(id)).toEqual(['applicant.phone', 'applicant.name'].map(field => ({ field, basis: '《动物防疫法》' })))
  expect((await administrator.get(path)).$('[name="also"][value="applicant.name"]').length).toBe(0)
})

test('from a new section by a new field back to the item that needs it, each chosen where it was missing', async () => {
  const id = await begun()
  await administrator.post(paths.proposalThing(id, 'item', 'new'), permit)
  const field = await administrator.post(paths.proposalThing(id, 'group', 'new'), { 'name.zh': '诊疗室', 'name.en': 'Rooms', for: 'permit' })
  expect([field.path, field.$('[name="group"]').val()]).toEqual([expect.stringContaining('/field/new'), 'rooms'])
  const requirement = await administrator.post(paths.proposalThing(id, 'field', 'new'), { group: 'rooms', 'name.zh': '间数', 'name.en': 'Count', type: 'integer', for: 'permit' })
  expect([requirement.path, requirement.$('#field option[selected]').val()]).toEqual([expect.stringContaining('/item/permit/fields/new'), 'rooms.count'])
})

test('the guide is there for everybody who may read the catalogue, in both languages, and no item is offered to wait for itself', async () => {
  for (const language of ['zh-CN', 'en']) {
    await administrator.get(paths.inLanguage(paths.settings(), language))
    expect((await administrator.get(paths.walkthrough())).$('.walkthrough__step').length).toBe(11)
  }
  await administrator.get(paths.inLanguage(paths.settings(), 'zh-CN'))
  const id = await begun()
  for (const item of ['startup-licence', 'sign-permit']) await administrator.post(paths.proposalEntry(id, 'bundle', bundle, 'items'), { item })
  const page = await administrator.get(paths.proposalEntry(id, 'bundle', bundle, 'items', 1))
  expect(page.$('[name="after"]').map((_, box) => page.$(box).attr('value')).get()).toEqual(['startup-licence'])
})
