import { withdrawRole } from '../../server/administration/grant-role.ts'
import { accept } from '../../server/cases/accept.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { claim } from '../../server/cases/claim.ts'
import { decide } from '../../server/cases/decide.ts'
import { startDraft } from '../../server/drafts/start.ts'
import { getDraft } from '../../server/drafts/draft.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { tellOne } from '../../server/notify/tell.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, aStaffMember, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'
import { shown, Walk, type Choice } from './walk.ts'

const county = '330106000000'
const first: Choice = { name: 'the first of every choice', answer: options => options[0] as string, takesOptional: false }

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

/** Somebody of the archives, whose ID number the portal knows: no department in these matters. */
const archivist = (): Promise<Agent> =>
  site.signedIn({ ...aCitizen({ name: '钟书华', username: 'archivist', idNumber: anIdNumber('19880612', '203') }), grants: [{ role: 'officer', officeId: `archives@${county}` }] })
const ctxOf = (agent: Agent) => site.ctx(actorOf(agent.person!))

test('an official moves to another department: his own account fills in who he is, and the order ends in his certificates', async () => {
  const official = await archivist()
  const walk = await Walk.of(site, 'official-transfer', official)
  const number = await walk.file(first)
  const { theCase } = await getDossier(site.ctx(), number)
  expect(theCase.content.office?.id).toBe(`archives@${county}`)
  expect(theCase.content.known['official.office']?.value).toBe('西湖区档案')
  expect(theCase.content.known['applicant.idNumber']?.value).toBe(anIdNumber('19880612', '203'))
  const own = shown(await official.get(paths.case(number)))
  expect([own.heading(), own.text().includes('代表西湖区档案办理')]).toEqual(['干部调动（跨部门）一件事', true])
  expect(shown(await official.get(paths.receipt(number))).text()).toContain('西湖区档案')
  expect(shown(await official.get('/internal')).text()).toContain('干部调动（跨部门）一件事')

  const done = await walk.decideAll(number)
  expect([done.theCase.status, done.tasks.map(({ status }) => status)]).toEqual(['concluded', ['approved', 'approved', 'approved', 'approved', 'approved']])
  expect(shown(await official.get(paths.certificates())).text()).toContain('调动通知')
  site.pass({ hours: 2 })
  await tellOne(site.ctx(), theCase.region, theCase.id)
  expect(shown(await official.get(paths.messages())).text()).toContain('干部调动（跨部门）一件事')
})

test('nobody but the applicant and the offices that decide sees a matter between public bodies', async () => {
  const official = await archivist()
  const number = await (await Walk.of(site, 'institution-affairs', official)).file(first)
  const { tasks: [task] } = await getDossier(site.ctx(), number)
  const desk = await site.officer({ department: 'staffing-commission', region: county })
  expect((await desk.get(paths.deskTask(task!.id))).status).toBe(200)
  const others = [
    await site.citizen(), await site.company(), await site.officer({ department: 'archives', region: county, username: 'another.archivist' }),
    await site.officer({ department: 'civil-affairs', region: county }), await site.as({ roles: ['systemAdministrator'] }),
  ]
  for (const other of others) for (const path of [paths.case(number), paths.receipt(number), paths.history(number)]) expect([path, (await other.get(path)).status]).toEqual([path, 404])
  const elsewhere = await site.officer({ department: 'staffing-commission', region: '330102000000' })
  expect((await elsewhere.get(paths.deskTask(task!.id))).status).toBe(404)

  const clerk = await site.as({ roles: ['counterOfficer'], office: `service-centre@${county}` })
  expect((await clerk.get(paths.counterCase(number))).status).toBe(404)
  expect((await clerk.get(paths.counterIntake(number))).status).toBe(404)
  expect((await clerk.post(paths.counterFind(), { number: anIdNumber('19880612', '203') })).text()).not.toContain(number.slice(-4))
  expect((await clerk.get(paths.counterIntakes())).text()).not.toContain('事业单位法人登记')
})

test('what runs late between public bodies is not published', async () => {
  const official = await archivist()
  const number = await (await Walk.of(site, 'township-admission', official)).file(first)
  const { tasks: [task] } = await getDossier(site.ctx(), number)
  const officer = await site.officer({ department: 'staffing-commission', region: county })
  shown(await officer.post(paths.deskAct(task!.id, 'claim'), {}))
  shown(await officer.post(paths.deskAct(task!.id, 'accept'), {}))
  const before = site.clock
  site.pass({ days: 90 })
  const supervisor = await site.as({ roles: ['supervisor'] })
  expect(shown(await supervisor.get(paths.supervision())).html).toContain(task!.id)
  expect(shown(await site.visitor().get(paths.openOverdue())).text()).not.toContain('下沉事项')
  site.clock = before
})

test('a refusal between public bodies gives its reason, and points to no reconsideration or lawsuit: none stands against it', async () => {
  const official = await site.signedIn(aStaffMember({ name: '文心', username: 'refused', grants: [{ role: 'officer', officeId: `archives@${county}` }] }))
  const number = await (await Walk.of(site, 'official-transfer', official)).file(first)
  const { tasks } = await getDossier(site.ctx(), number)
  const approval = tasks.find(({ itemCode }) => itemCode === 'tr-approve')!
  const desk = ctxOf(await site.officer({ department: 'party-organisation', region: county }))
  await claim(desk, approval.id)
  await accept(desk, approval.id)
  await decide(desk, approval.id, { outcome: 'refuse', reason: '调入单位没有空编。' })
  const page = shown(await official.get(paths.case(number)))
  expect([page.text().includes('调入单位没有空编'), page.text().includes('行政复议')]).toEqual([true, false])
  expect((await getDossier(site.ctx(), number)).tasks.filter(({ status }) => status === 'lapsed')).toHaveLength(4)
})

test('nobody decides his own matter, though it lies on his own desk', async () => {
  const insider = await site.signedIn(aStaffMember({ name: '成文', username: 'insider', grants: [{ role: 'officer', officeId: `staffing-commission@${county}` }] }))
  const number = await (await Walk.of(site, 'institution-affairs', insider)).file(first)
  const { tasks: [task] } = await getDossier(site.ctx(), number)
  expect((await insider.post(paths.deskAct(task!.id, 'accept'), {})).status).toBe(403)
  const colleague = await site.officer({ department: 'staffing-commission', region: county })
  expect((await colleague.post(paths.deskAct(task!.id, 'claim'), {})).status).toBe(200)
})

describe('for which office', () => {
  const atTwo = () => site.signedIn(aStaffMember({
    name: '双立', username: 'at.two', grants: [{ role: 'officer', officeId: `archives@${county}` }, { role: 'head', officeId: 'finance@330102000000' }],
  }))

  test('whoever works at one files for it, in its place', async () => {
    const page = shown(await (await archivist()).get(paths.start('grid-event')))
    expect(page.text()).toContain('您代表西湖区档案办理')
    expect([page.$('[name="region.city"]').val(), page.$('[name="region.county"]').val()]).toEqual(['330100000000', county])
  })

  test('whoever works at several chooses first, and what he answered before stays', async () => {
    const official = await atTwo()
    const asked = shown(await official.get(`${paths.start('grid-event')}?q.platform=law`))
    expect(asked.$('select[name=office] option').map((_, option) => asked.$(option).text()).get()).toEqual(['请选择', '上城区财政', '西湖区档案'])
    expect(asked.$('[name^=region]')).toHaveLength(0)
    expect(asked.$('input[name="q.platform"]').val()).toBe('law')
    const chosen = shown(await official.get(`${paths.start('grid-event')}?office=${encodeURIComponent('finance@330102000000')}`))
    expect(chosen.text()).toContain('您代表上城区财政办理')
    expect(chosen.$('[name="region.county"]').val()).toBe('330102000000')
    const form = shown(await official.post(paths.start('grid-event'), { region: '330102000000', office: 'finance@330102000000' }))
    const id = /drafts\/([^/]+)/.exec(form.path)![1]!
    expect((await getDraft(ctxOf(official), id)).content.office).toEqual({ id: 'finance@330102000000', name: { zh: '上城区财政', en: expect.any(String) } })
    expect(shown(await official.get(paths.draft(id))).text()).toContain('上城区财政')
  })

  test('one that is not his, or none, is asked again', async () => {
    const official = await atTwo()
    for (const office of ['', `public-security@${county}`]) {
      const page = await official.post(paths.start('grid-event'), { region: county, office })
      expect([page.status, page.problems().length]).toEqual([422, 1])
    }
    await expect(startDraft(ctxOf(official), { bundleId: 'grid-event', regionCode: county, officeId: `public-security@${county}` })).rejects.toThrow('page')
  })

  test('the same matter begun for the other office is another one', async () => {
    const ctx = ctxOf(await atTwo())
    const begin = (officeId: string) => startDraft(ctx, { bundleId: 'township-admission', regionCode: county, officeId })
    const ids = [await begin(`archives@${county}`), await begin('finance@330102000000'), await begin(`archives@${county}`), await begin('finance@330102000000')]
    expect([ids[0] === ids[2], ids[1] === ids[3], ids[0] === ids[1]]).toEqual([true, true, false])
  })

  test('whoever has no office writes down his', async () => {
    const auditor = await site.as({ roles: ['auditor'] })
    const page = shown(await auditor.post(paths.start('official-retirement'), { region: county }))
    expect(page.heading()).toBeTruthy()
    const number = await (await Walk.of(site, 'official-retirement', auditor)).file(first)
    expect((await getDossier(site.ctx(), number)).theCase.content.values['official.office']).toBeTruthy()
  })
})

test('who has left the service can neither begin nor file such a matter any more', async () => {
  const citizen = await site.citizen()
  await expect(startDraft(ctxOf(citizen), { bundleId: 'official-transfer', regionCode: county })).rejects.toThrow('page')
  const grant = { role: 'officer' as const, officeId: `archives@${county}` }
  const official = await site.signedIn(aStaffMember({ name: '离任', username: 'leaver', grants: [grant] }))
  const id = await startDraft(ctxOf(official), { bundleId: 'official-transfer', regionCode: county })
  await withdrawRole(site.ctx(), official.person!.id, grant)
  for (const path of [paths.start('official-transfer'), paths.bundle('official-transfer')]) expect([path, (await official.get(path)).status]).toEqual([path, 404])
  expect((await official.post(paths.draftSubmit(id), { confirmed: 'yes' })).status).toBe(404)
})
