import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { countInProgress } from '../../server/catalogue/version-history.store.ts'
import { startProposal } from '../../server/designer/start-proposal.ts'
import { startDraft } from '../../server/drafts/start.ts'
import { actorOf } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { portal } from '../support/portal.ts'
import { drafter, publishText } from '../support/publish.ts'

const newborn = readFileSync(join(shippedFolder, 'bundles/newborn-birth.yaml'), 'utf8')
const changed = newborn.replace('maxVisits: 0', 'maxVisits: 1').replace('新生儿出生一件事', '迎接新生儿一件事')

async function setUp() {
  const site = await portal({ catalogue: true })
  return { site, administrator: await site.as({ roles: ['bundleAdministrator'] }) }
}

test('before it is published one reads what is different, and what that means for drafts and cases', async () => {
  const { site, administrator } = await setUp()
  const citizen = await site.citizen()
  await startDraft(site.ctx(actorOf(citizen.person!)), { bundleId: 'newborn-birth', regionCode: '330106001000' })
  const { drafts } = await countInProgress(site.db, 'newborn-birth')
  const { id } = await startProposal(site.ctx(drafter), { zh: '新生儿', en: 'Newborn' }, changed, { how: 'import' })
  const page = await administrator.get(paths.proposalDifference(id))
  expect(page.status).toBe(200)
  for (const words of ['与现在使用的第 1 版相比', '申请人会注意到', '“迎接新生儿一件事”的名称由“新生儿出生一件事”改为“迎接新生儿一件事”', `正在填写的草稿：${drafts} 份`, '尚未办结的办件：0 件', '办件仍按申报时的版本办完']) expect(page.text()).toContain(words)
  expect(drafts).toBe(1)
})

test('two versions are compared either way, and the history says who published which', async () => {
  const { site, administrator } = await setUp()
  const only = await administrator.get(paths.adminVersions('newborn-birth'))
  expect(only.text()).toContain('随系统提供')
  expect(only.text()).toContain('最初的版本')
  await publishText(site, changed)
  const history = await administrator.get(paths.adminVersions('newborn-birth'))
  expect([history.heading(), history.text()]).toEqual(['“迎接新生儿一件事”的版本', expect.stringContaining('使用到')])
  expect(history.text()).toContain('与第 1 版比较')
  expect(history.$('a[href^="/admin/proposals/"]').text()).toContain('迎接新生儿一件事')
  expect(history.text()).toMatch(/2026年3月2日 同意：迎接新生儿一件事/)

  const auditor = await site.as({ roles: ['auditor'] })
  const there = await auditor.get(paths.adminCompare('newborn-birth', 1, 2))
  expect(there.text()).toContain('名称由“新生儿出生一件事”改为“迎接新生儿一件事”')
  expect((await auditor.get(paths.adminCompare('newborn-birth', 1, 1))).text()).toContain('两版的定义完全相同')
  const back = await auditor.get(`${paths.adminCompare('newborn-birth', 2, 1)}?lang=en`)
  expect(back.text()).toContain('Version 2 compared with version 1')
})

test('the history says who took a bundle out of use', async () => {
  const { site } = await setUp()
  const administrator = await site.as({ roles: ['bundleAdministrator'], name: '谢文朴', username: 'xie.wenpu' })
  await administrator.post(paths.adminRetire('marriage'), { confirm: 'yes' })
  expect((await administrator.get(paths.adminVersions('marriage'))).text()).toContain('由谢文朴下线')
})

test('what does not exist is not found, and who has no business there sees nothing', async () => {
  const { site, administrator } = await setUp()
  for (const path of [paths.adminVersions('no-such-bundle'), paths.adminCompare('newborn-birth', 1, 9), '/admin/bundles/newborn-birth/versions/x/compare/__proto__']) expect((await administrator.get(path)).status).toBe(404)
  expect((await (await site.citizen()).get(paths.adminVersions('newborn-birth'))).status).toBe(403)
})
