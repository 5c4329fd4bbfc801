import { accept } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { exportPageSize } from '../../server/supervision/case-export.store.ts'
import { exportedCases } from '../../server/supervision/case-export.view.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { listReadingsOf } from '../../server/readings/reading.store.ts'
import { csvLine } from '../../server/web/csv.ts'
import { paths } from '../../server/web/paths.ts'
import { givenCase } from '../support/filed-case.ts'
import { secrets, supervisedTown } from './town.ts'

const whole = '?from=2026-01-01&until=2026-12-31'

test.each<[string, Parameters<typeof csvLine>[0], string]>([
  ['what a spreadsheet would calculate', ['=1+1', '+86', '-2', '@SUM(A1)'], "'=1+1,'+86,'-2,'@SUM(A1)\r\n"],
  ['what would end a cell', ['a,b', 'say "a"', 'two\nlines'], '"a,b","say ""a""","two\nlines"\r\n'],
  ['numbers and nothing', [-2, 0, null, undefined, ''], '-2,0,,,\r\n'],
])('a line with %s', (_, values, line) => {
  expect(csvLine(values)).toBe(line)
})

test('a supervisor exports what was filed: a line for each item, and nobody’s data in it', async () => {
  const { site, applicant, supervisor, dossier, by, doctor, insurer, task, pass } = await supervisedTown()
  await accept(by(doctor), task('certificate'))
  await accept(by(insurer), task('allowance'))
  await pass(3)
  await decide(by(insurer), task('allowance'), { outcome: 'refuse', reason: '不符合条件' })
  const form = await supervisor.get(paths.exportCases())
  expect([form.field('收到日期从'), form.field('至')]).toEqual(['2026-02-06', '2026-03-05'])
  const answer = await supervisor.get(paths.supervisedCases() + whole)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toContain('cases-2026-01-01-2026-12-31.csv')
  const [header, ...lines] = answer.html.trimEnd().split('\r\n')
  expect(header).toMatch(/^\ufeff办件编号,一件事,地区,/)
  expect(lines.length).toBe(dossier.tasks.length)
  expect(lines.find(line => line.includes('生育津贴'))).toMatch(new RegExp(`^${dossier.theCase.number},出生一件事,西湖区,2026-03-02,办理中,,生育津贴,西湖区医保,不予许可,3 个工作日,,2026-03-02,,2026-03-05,3,否$`))
  for (const secret of secrets) expect(answer.html).not.toContain(secret)
  const [last] = await listReadingsOf(site.ctx(), applicant.id, { limit: 1 })
  expect(last).toMatchObject({ caseNumber: dossier.theCase.number, reading: { kind: 'export', purpose: 'supervision', actorId: supervisor.id, fields: ['case.standing'] } })
})

test.each<[string, string, number]>([
  ['the county', '330106000000', 5], ['the city around it', '330100000000', 5], ['another county', '330110000000', 1], ['a township of the county', '330106109000', 1],
])('whoever watches over %s exports what was filed there', async (_, region, lines) => {
  const { site } = await supervisedTown()
  const other = await site.as({ roles: ['supervisor'], region, name: '督办员', username: 'elsewhere' })
  expect((await other.get(paths.supervisedCases() + whole)).html.trimEnd().split('\r\n').length).toBe(lines)
})

test.each<[string, string, string[]]>([
  ['no days', '', ['收到日期从：请填写此项', '至：请填写此项']],
  ['a day that there is not', '?from=2026-02-31&until=2026-03-01', ['收到日期从：请按“2026-03-02”的样子填写日期']],
  ['the last before the first', '?from=2026-03-02&until=2026-03-01', ['至：截止日期不能早于开始日期']],
])('with %s the page is shown again as it was filled in', async (_, query, problems) => {
  const { supervisor } = await supervisedTown()
  const page = await supervisor.get(paths.supervisedCases() + query)
  expect([page.status, page.problems()]).toEqual([422, problems])
  if (query) expect(page.field('收到日期从')).toBe(new URLSearchParams(query).get('from'))
})

test('it is read page by page: whoever goes away after the first is recorded for no more', async () => {
  const { site, applicant, supervisor } = await supervisedTown()
  for (let more = 0; more < exportPageSize; more++) await givenCase(site, { applicant })
  const lines = exportedCases(site.ctx(actorOf(supervisor.person as Person)), { from: '2026-01-01', until: '2026-12-31' }, { t: key => key, text: ({ zh }) => zh })
  await lines.next()
  const first = await lines.next()
  expect(String(first.value).trimEnd().split('\r\n').length).toBe(exportPageSize * 4)
  await lines.return(undefined)
  expect((await site.db.read.selectFrom('reading').select('id').where('kind', '=', 'export').execute()).length).toBe(1)
  const all = await supervisor.get(paths.supervisedCases() + whole)
  expect(new Set(all.html.trimEnd().split('\r\n').slice(1).map(line => line.split(',')[0])).size).toBe(exportPageSize + 1)
})
