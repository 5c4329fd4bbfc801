import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { accept, noteDeficiencies } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { askExtension, decideExtension, suspend } from '../../server/cases/procedures.ts'
import { askOffice } from '../../server/cases/requests.ts'
import { supplement } from '../../server/cases/supplement.ts'
import { paths } from '../../server/web/paths.ts'
import { taskFor } from '../support/cases.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { supervisedTown, type SupervisedTown } from './town.ts'

/** The same birth as a licence that may be extended, and whose certificate is collected in person. */
function aLicensedBirth(): BundleDefinition {
  const birth = aBirth()
  const certificate = { ...birth.items.certificate!, kind: 'permit' as const, presence: [{ who: { zh: '申请人', en: 'the applicant' }, why: 'pickUp' as const, where: 'counter' as const, at: 'collection' as const, basis: '《户口登记条例》第七条', when: [] }] }
  return { ...birth, bundle: { ...birth.bundle, id: 'licensed-birth' }, items: { ...birth.items, certificate } }
}

async function licensed(): Promise<SupervisedTown & { certificate: string }> {
  const town = await supervisedTown()
  const dossier = await givenCase(town.site, { applicant: town.applicant, definition: aLicensedBirth() })
  const certificate = taskFor(dossier, 'certificate').id
  await accept(town.by(town.doctor), certificate)
  return { ...town, dossier, certificate }
}

const rowsOf = async ({ supervisor }: SupervisedTown, list: string) => (await supervisor.get(`/supervision?list=${list}`)).$('.watch-table tbody tr')

test('what is due within two working days is listed until it is overdue', async () => {
  const town = await supervisedTown()
  await accept(town.by(town.doctor), town.task('certificate')) // due on Thursday, 5 March
  expect((await rowsOf(town, 'soon')).length).toBe(0)
  await town.pass(1)
  const row = await rowsOf(town, 'soon')
  expect([row.length, row.text().includes('剩 2 个工作日'), row.text().includes('周医生')]).toEqual([2, true, true]) // and the allowance, whose promise runs from receipt though nobody has accepted it yet
  await town.pass(3)
  expect((await rowsOf(town, 'soon')).text()).not.toContain('周医生')
  expect((await rowsOf(town, 'overdue')).length).toBe(1)
})

test('what stands still is listed by how long it does, apart from what runs', async () => {
  const town = await supervisedTown()
  await accept(town.by(town.insurer), town.task('allowance'))
  await suspend(town.by(town.insurer), town.task('allowance'), { kind: 'inspection', reason: '实地查验', until: '2026-03-20', hearing: null })
  await town.pass(1)
  await accept(town.by(town.doctor), town.task('certificate'))
  await suspend(town.by(town.doctor), town.task('certificate'), { kind: 'expertReview', reason: '专家会诊', until: '2026-03-13', hearing: null })
  await town.pass(1)
  const rows = await rowsOf(town, 'suspended')
  expect([rows.length, rows.first().text().includes('检验'), rows.last().text().includes('专家评审')]).toEqual([2, true, true])
  expect(rows.first().text()).toContain('2026-03-02 至 2026-03-20')
  const glance = await town.supervisor.get('/supervision')
  expect(glance.text()).toContain('中止 2 件')
  expect(glance.text()).toContain('红灯 0 件')
  const task = await town.supervisor.get(paths.supervisedTask(town.task('certificate')))
  expect(task.text()).toContain('专家会诊')
  expect(task.text()).toContain('中止，停止计算期限')
})

test('an approved extension is listed while it runs, one that is only asked for is not', async () => {
  const town = await licensed()
  await askExtension(town.by(town.doctor), town.certificate, { value: 5, reason: '需外地核实' })
  expect((await rowsOf(town, 'extended')).length).toBe(0)
  const head = await town.site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head' })
  await decideExtension(town.by(head), town.certificate, { isApproved: true })
  const rows = await rowsOf(town, 'extended')
  expect([rows.length, rows.text().includes('5 个工作日'), rows.text().includes('需外地核实')]).toEqual([1, true, true])
  expect((await town.supervisor.get(paths.supervisedTask(town.certificate))).text()).toContain('负责人已批准延长 5 个工作日')
})

test('a second request for what could be seen before is listed with its reason', async () => {
  const town = await supervisedTown()
  const { applicant, doctor, insurer, by, task, dossier, site } = town
  const shortcomings = [{ kind: 'field' as const, target: 'mother.name', code: 'other', reason: '与证件不符' }]
  await accept(by(insurer), task('allowance'))
  await noteDeficiencies(by(doctor), task('certificate'), { shortcomings, repeatReason: null })
  expect((await rowsOf(town, 'repeated')).length).toBe(0)
  await supplement(site.ctx({ id: applicant.id, kind: 'person', name: applicant.name, grants: [], mandates: [] }), dossier.theCase.number, { 'mother.name': '陈小雨' })
  await noteDeficiencies(by(doctor), task('certificate'), { shortcomings, repeatReason: '第一次审查时疏漏' })
  const rows = await rowsOf(town, 'repeated')
  expect([rows.length, rows.text().includes('第一次审查时疏漏'), rows.text().includes('与证件不符')]).toEqual([1, true, false])
})

test('a result that was not handed over in ten working days is listed as late', async () => {
  const town = await licensed()
  await decide(town.by(town.doctor), town.certificate, { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'A330000001' } } })
  await town.pass(10)
  expect((await rowsOf(town, 'followUp')).length).toBe(0)
  await town.pass(7)
  const rows = await rowsOf(town, 'followUp')
  expect([rows.length, rows.text().includes('结果应于 2026-03-16前送达')]).toEqual([1, true])
  expect((await town.supervisor.get(paths.supervisedTask(town.certificate))).text()).toContain('结果应于 2026-03-16前送达')
})

test('where another office keeps a task waiting, the supervisor sees which and since when, not what was asked', async () => {
  const town = await licensed()
  await askOffice(town.by(town.doctor), town.certificate, { toOfficeId: `public-security@${xihu}`, question: '王小明是否已登记？', shared: { fields: [], materials: [] }, dueOn: '2026-03-09' })
  const page = await town.supervisor.get(paths.supervisedTask(town.certificate))
  expect(page.text()).toContain('西湖区公安')
  expect(page.text()).toContain('请西湖区公安协查')
  expect(page.html).not.toContain('王小明')
})

test('a long list goes on where the page before ended, and no row is lost or shown twice', async () => {
  const town = await supervisedTown()
  const { site, applicant, by, doctor, supervisor } = town
  for (let i = 0; i < 34; i++) await accept(by(doctor), taskFor(await givenCase(site, { applicant }), 'certificate').id)
  await town.pass(7)
  const seen: string[] = []
  let page = await supervisor.get('/supervision?list=overdue')
  for (;;) {
    seen.push(...page.$('.watch-table tbody a[href*="/tasks/"]').map((_, link) => page.$(link).attr('href') ?? '').get())
    if (!page.links().some(({ text }) => text === '下一页')) break
    page = await page.follow('下一页')
  }
  expect([seen.length, new Set(seen).size]).toEqual([34, 34])
  const open = await site.visitor().get('/open/overdue')
  expect(open.$('.delay').length + (await open.follow('下一页')).$('.delay').length).toBe(34)
})
