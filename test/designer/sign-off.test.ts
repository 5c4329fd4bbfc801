import { findPublished, listVersions } from '../../server/catalogue/bundle.store.ts'
import { countInProgress } from '../../server/catalogue/version-history.store.ts'
import { circulate, reconcile } from '../../server/designer/circulate.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { release } from '../../server/designer/release.ts'
import { revise } from '../../server/designer/revise.ts'
import { sign, signOffs } from '../../server/designer/sign.ts'
import { startProposal } from '../../server/designer/start-proposal.ts'
import { textOf } from '../../server/designer/first-text.ts'
import { knownCatalogue } from '../../server/catalogue/known-catalogue.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'
import { administratorOf, drafter, everybodyAgrees, publishText } from '../support/publish.ts'

let site: Site
beforeEach(async () => {
  site = await portal({ catalogue: true })
})

/** What a browser would send; cheerio takes the first option for the chosen one where options stand in groups. */
const typedIn = ({ $ }: Awaited<ReturnType<Agent['get']>>) => Object.fromEntries([
  ...$('#part-form').serializeArray().map(({ name, value }) => [name, value]),
  ...$('#part-form select:has(optgroup):has(option[selected])').toArray().map(one => [$(one).attr('name'), $(one).find('option[selected]').attr('value')]),
])
const idIn = (path: string | null): string => /\/admin\/proposals\/([0-9a-z]+)/.exec(path ?? '')?.[1] ?? ''
/** An item of the catalogue as a text of its own, with other words. */
const itemText = async (code: string, from: string, to: string): Promise<string> => {
  const text = textOf('item', code, await knownCatalogue(site.db))!
  expect(text).toContain(from)
  return text.replace(from, to)
}
const started = async (text: string, by = drafter) => (await startProposal(site.ctx(by), { zh: '草案', en: 'Proposal' }, text, { how: 'import' })).id
const standsOf = async (id: string) => Object.fromEntries((await signOffs(site, await getProposal(site.db, id))).map(({ id, stand }) => [id, stand]))

test('from a change to its publication: two departments agree, one objects, only what is put right is asked again, and everybody can read who agreed', async () => {
  const administrator = await site.as({ roles: ['bundleAdministrator'], name: '谢文朴' })
  const began = await administrator.post(paths.proposalChange(), { kind: 'item', thing: 'child-aid' }, { follow: false })
  const id = idIn(began.headers.get('location'))
  for (const [code, limit] of [['child-aid', '9'], ['soc-card', '2'], ['maternity-claim', '4']] as const) {
    const form = typedIn(await administrator.get(paths.proposalThing(id, 'item', code)))
    expect((await administrator.post(paths.proposalThing(id, 'item', code), { ...form, 'promisedLimit.value': limit })).notice()).toBe('已保存。')
  }
  const departments = { 'child-aid': 'civil-affairs', 'soc-card': 'human-resources', 'maternity-claim': 'healthcare-security' }
  const [civilAffairs, humanResources, insurance] = await Promise.all(Object.values(departments).map(department => site.as({ roles: ['itemAdministrator'], office: `${department}@330106000000` }))) as [Agent, Agent, Agent]
  expect((await civilAffairs.get(paths.signOffs())).text()).toContain('没有待会签的内容')

  expect((await administrator.get(paths.proposal(id))).$('#proof').text()).toContain('已证明')
  expect((await administrator.post(paths.proposalAct(id, 'circulate'))).notice()).toBe('已送各部门会签。')
  const waiting = await civilAffairs.get(paths.signOffs())
  expect(waiting.text()).toContain('谢文朴')
  expect(waiting.$('table a[href^="/admin/sign-offs/"]').map((_, link) => waiting.$(link).attr('href')).get()).toEqual([paths.signOff(id, 'item', 'child-aid')])
  const asked = await civilAffairs.get(paths.signOff(id, 'item', 'child-aid'))
  for (const words of ['新生儿出生一件事', '由“10 个工作日”改为“9 个工作日”', '已证明', '本事项']) expect(asked.text()).toContain(words)

  const silent = await civilAffairs.post(paths.signOff(id, 'item', 'child-aid'), { seen: String(asked.$('[name=seen]').val()), decision: 'object', reason: ' ' })
  expect([silent.status, silent.problems()]).toEqual([422, ['理由：不同意时，请写明理由']])
  const objected = await civilAffairs.post(paths.signOff(id, 'item', 'child-aid'), { seen: String(asked.$('[name=seen]').val()), decision: 'object', reason: '人手不够，请改为 8 个工作日以上' })
  expect(objected.notice()).toContain('已记录不同意的意见')
  for (const [agent, code] of [[humanResources, 'soc-card'], [insurance, 'maternity-claim']] as const) {
    const page = await agent.get(paths.signOff(id, 'item', code))
    expect((await agent.post(paths.signOff(id, 'item', code), { seen: String(page.$('[name=seen]').val()), decision: 'agree' })).notice()).toBe('已同意。')
  }
  expect((await administrator.get(paths.proposal(id))).text()).toContain('人手不够')
  expect((await administrator.post(paths.proposalAct(id, 'release'))).status).toBe(409)

  const form = typedIn(await administrator.get(paths.proposalThing(id, 'item', 'child-aid')))
  await administrator.post(paths.proposalThing(id, 'item', 'child-aid'), { ...form, 'promisedLimit.value': '8' })
  expect(await standsOf(id)).toEqual({ 'child-aid': 'outdated', 'soc-card': 'agreed', 'maternity-claim': 'agreed' })
  const again = await civilAffairs.get(paths.signOff(id, 'item', 'child-aid'))
  await civilAffairs.post(paths.signOff(id, 'item', 'child-aid'), { seen: String(again.$('[name=seen]').val()), decision: 'agree' })
  expect((await administrator.post(paths.proposalAct(id, 'release'))).notice()).toContain('已发布')

  const current = await findPublished(site.db, 'newborn-birth')
  expect(current?.proof.signOffs?.map(({ id, department }) => [id, department]).sort()).toEqual(Object.entries(departments).sort())
  expect((await administrator.get(paths.adminVersions('newborn-birth'))).text()).toContain('民政')
  expect((await site.visitor().get(paths.proof('newborn-birth'))).$('.proof__list').text()).toContain('民政')
  const journal = (await (await site.as({ roles: ['auditor'] })).get(paths.proposalJournal(id))).text()
  for (const words of ['从使用中的“困难家庭婴幼儿救助登记”开始修改', '送各部门会签', '不同意事项（困难家庭婴幼儿救助登记）', '人手不够', '发布：newborn-birth-2']) expect(journal).toContain(words)
  expect((await civilAffairs.get(paths.signOffs())).text()).toContain('我会签过的')
  expect((await administrator.get(paths.proposalDifference(id))).text()).toContain('newborn-birth-2（与第 1 版比较）')
})

test('what was changed while somebody read it is not agreed to: it is shown as it is now, with what was typed', async () => {
  const id = await started(await itemText('child-aid', 'value: 10', 'value: 9'))
  await circulate(site.ctx(drafter), id)
  const officer = await site.as({ roles: ['itemAdministrator'], office: 'civil-affairs@330106000000' })
  const seen = String((await officer.get(paths.signOff(id, 'item', 'child-aid'))).$('[name=seen]').val())
  await revise(site.ctx(drafter), id, { kind: 'text' }, text => text.replace('value: 9', 'value: 7'))
  const page = await officer.post(paths.signOff(id, 'item', 'child-aid'), { seen, decision: 'object', reason: '太短' })
  expect([page.status, page.$('[name=reason]').val()]).toEqual([409, '太短'])
  for (const words of ['您阅读期间内容有改动', '改为“7 个工作日”']) expect(page.text()).toContain(words)
  expect(await standsOf(id)).toEqual({ 'child-aid': 'open' })
  expect((await officer.post(paths.signOff(id, 'item', 'child-aid'), { seen: String(page.$('[name=seen]').val()), decision: 'agree' })).notice()).toBe('已同意。')
})

test('nobody answers for another department, for what isn’t asked, or for his own work', async () => {
  const id = await started(await itemText('child-aid', 'value: 10', 'value: 9'))
  const taxation = await site.as({ roles: ['itemAdministrator'], office: 'taxation@330106000000' })
  const civilAffairs = await site.as({ roles: ['itemAdministrator', 'bundleAdministrator'], office: 'civil-affairs@330106000000' })
  const path = paths.signOff(id, 'item', 'child-aid')
  const seen = String((await signOffs(site, await getProposal(site.db, id)))[0]?.hash)
  expect((await civilAffairs.get(path)).text()).toContain('还没有送来会签')
  expect((await civilAffairs.post(path, { seen, decision: 'agree' })).status).toBe(409)
  await circulate(site.ctx(drafter), id)
  for (const one of [path, paths.signOff(id, 'bundle', 'newborn-birth'), paths.signOff(id, 'item', 'soc-card'), paths.signOff(id, '__proto__', 'child-aid'), paths.signOff('absent', 'item', 'child-aid')]) {
    expect([(await taxation.get(one)).status, (await taxation.post(one, { seen, decision: 'agree' })).status]).toEqual([404, 404])
  }
  await civilAffairs.post(paths.proposalText(id), { definition: (await getProposal(site.db, id)).text.replace('value: 9', 'value: 8') })
  const own = await civilAffairs.get(path)
  expect([own.text(), own.$('#verdict-form').length]).toEqual([expect.stringContaining('您参与了'), 0])
  const now = String((await signOffs(site, await getProposal(site.db, id)))[0]?.hash)
  expect((await civilAffairs.post(path, { seen: now, decision: 'agree' })).status).toBe(403)
  expect(await standsOf(id)).toEqual({ 'child-aid': 'open' })
})

test('two proposals on one thing: the second is told what the first changed, and overwrites it only knowingly', async () => {
  const [first, second] = [await started(await itemText('child-aid', 'value: 10', 'value: 9')), await started(await itemText('child-aid', 'value: 10', 'value: 8'))]
  for (const id of [first, second]) {
    await circulate(site.ctx(drafter), id)
    await everybodyAgrees(site, id)
  }
  await release(site.ctx(drafter), first)
  await expect(release(site.ctx(drafter), second)).rejects.toMatchObject({ code: 'proposal.overtaken' })
  const administrator = await site.as({ roles: ['bundleAdministrator'] })
  expect((await administrator.get(paths.proposal(second))).text()).toContain('其间有人改过')
  await reconcile(site.ctx(drafter), second)
  await release(site.ctx(drafter), second)
  expect((await listVersions(site.db, 'newborn-birth')).map(({ definition }) => definition.items['child-aid']?.promisedLimit.value)).toEqual([8, 9, 10])
})

test('what isn’t proved goes nowhere, and what nobody agreed to isn’t published', async () => {
  const broken = await started(await itemText('child-aid', 'value: 10', 'value: 500'))
  await expect(circulate(site.ctx(drafter), broken)).rejects.toMatchObject({ code: 'proposal.unproved' })
  await expect(release(site.ctx(drafter), broken)).rejects.toMatchObject({ code: 'proposal.unproved' })
  const fine = await started(await itemText('child-aid', 'value: 10', 'value: 9'))
  await circulate(site.ctx(drafter), fine)
  await expect(release(site.ctx(drafter), fine)).rejects.toMatchObject({ code: 'proposal.unsigned' })
  expect(await listVersions(site.db, 'newborn-birth')).toHaveLength(1)
})

test('released by two at once it is published once', async () => {
  const id = await started(await itemText('child-aid', 'value: 10', 'value: 9'))
  await circulate(site.ctx(drafter), id)
  await everybodyAgrees(site, id)
  const results = await Promise.allSettled([release(site.ctx(drafter), id), release(site.ctx({ ...drafter, id: 'another' }), id)])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: expect.stringMatching(/^(proposal\.ended|changedMeanwhile)$/) } })
  expect((await listVersions(site.db, 'newborn-birth')).map(({ version }) => version)).toEqual([2, 1])
})

test('a section of the form that gets another name: the lead department of every bundle that has it agrees', async () => {
  const { catalogue, published } = await knownCatalogue(site.db)
  const { id: groupId, name } = catalogue.groups[0]!
  const users = published.filter(({ definition }) => definition.groups.some(({ id }) => id === groupId)).map(({ bundleId }) => bundleId)
  const id = await started(textOf('group', groupId, await knownCatalogue(site.db))!.replace(name.zh, `${name.zh}（新）`))
  expect(users.length).toBeGreaterThan(0)
  expect(Object.keys(await standsOf(id)).sort()).toEqual(users.sort())
})

test('departments that answer in the same moment don’t get in each other’s way', async () => {
  const text = (await Promise.all([itemText('child-aid', 'value: 10', 'value: 9'), itemText('soc-card', 'value: 3', 'value: 2'), itemText('maternity-claim', 'value: 5', 'value: 4')])).map((one, index) => (index === 0 ? one : one.replace('items:\n', ''))).join('')
  const id = await started(text)
  await circulate(site.ctx(drafter), id)
  const asked = await signOffs(site, await getProposal(site.db, id))
  expect(asked).toHaveLength(3)
  await Promise.all(asked.map(({ kind, id: thing, hash, department }) => sign(site.ctx(administratorOf(department)), id, { kind, id: thing, hash, agrees: true, reason: '' })))
  expect(new Set(Object.values(await standsOf(id)))).toEqual(new Set(['agreed']))
})

test('agreed and edited at the same moment: the agreement is for what was read, or is refused', async () => {
  const id = await started(await itemText('child-aid', 'value: 10', 'value: 9'))
  await circulate(site.ctx(drafter), id)
  const hash = (await signOffs(site, await getProposal(site.db, id)))[0]?.hash ?? ''
  await Promise.allSettled([
    revise(site.ctx(drafter), id, { kind: 'text' }, text => text.replace('value: 9', 'value: 7')),
    sign(site.ctx(administratorOf('civil-affairs')), id, { kind: 'item', id: 'child-aid', hash, agrees: true, reason: '' }),
  ])
  expect(['open', 'outdated']).toContain((await standsOf(id))['child-aid'])
})

test('a field that bundles share: each that uses it gets its next version, and a package and versions tell the proposal', async () => {
  const text = textOf('field', 'premises.area', await knownCatalogue(site.db))!.replace('zh: ', 'zh: 实际')
  const users = (await knownCatalogue(site.db)).published.filter(({ definition }) => 'premises.area' in definition.fields).map(({ bundleId }) => `${bundleId}-2`)
  expect(users.length).toBeGreaterThan(1)
  expect((await publishText(site, text)).sort()).toEqual(users.sort())
  const administrator = await site.as({ roles: ['bundleAdministrator'] })
  const history = await administrator.get(paths.adminVersions(users[0]!.slice(0, -2)))
  expect([history.status, history.text()]).toEqual([200, expect.stringContaining('同意：')])
  expect(await countInProgress(site.db, users[0]!.slice(0, -2))).toEqual({ drafts: 0, cases: 0 })
})
