import type { ServiceItem } from '../../server/catalogue/definition.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { replayed } from '../../server/cases/replay.ts'
import { redateCases, wakeCases } from '../../server/cases/wake.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { statuses, taskFor } from '../support/cases.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { portal, type Site } from '../support/portal.ts'
import { shown } from './walk.ts'

/** Stories that a jurist would tell, over HTTP: a birth filed on Monday, 2 March 2026, at ten, and whatever the law makes of it. */
interface Story {
  site: Site
  mother: Agent
  number: string
  doctor: Agent
  chief: Agent
  insurer: Agent
  police: Agent
  /** The morning of a day, after everything that time does by itself and all that is to be told. */
  on: (day: string, time?: string) => Promise<void>
  /** Does something at the desk; the page must take it. */
  act: (who: Agent, code: string, action: string, values?: Record<string, string | string[]>) => Promise<void>
  now: () => Promise<Dossier>
  casePage: () => Promise<string>
  messages: () => Promise<string>
}

async function story({ changes = {}, content = {} }: { changes?: Partial<ServiceItem>; content?: Parameters<typeof givenCase>[1]['content'] } = {}): Promise<Story> {
  const site = await portal()
  const mother = await site.citizen()
  const birth = aBirth()
  const definition = { ...birth, items: { ...birth.items, certificate: { ...birth.items.certificate!, ...changes } } }
  const dossier = await givenCase(site, { definition, applicant: mother.person!, ...(content ? { content } : {}) })
  const { number } = dossier.theCase
  const at = async (department: string, role: 'officer' | 'head' = 'officer') => site.officer({ department, region: xihu, role, username: `${role}.${department}` })
  return {
    site, mother, number, doctor: await at('health'), chief: await at('health', 'head'), insurer: await at('healthcare'), police: await at('public-security'),
    async on(day, time = '10:00') {
      site.clock = new Date(`${day}T${time}:00+08:00`)
      for (const work of [wakeCases, redateCases, tellAll]) while ((await work(site.ctx())) > 0);
    },
    async act(who, code, action, values = {}) {
      const page = shown(await who.post(paths.deskAct(taskFor(dossier, code).id, action), values))
      if (page.problems().length > 0) throw new Error(page.describe())
    },
    now: () => getDossier(site.ctx(), number),
    casePage: async () => shown(await mother.get(paths.case(number))).text(),
    messages: async () => shown(await mother.get('/me/messages')).text(),
  }
}

/** Whatever happened: the chain is whole, and the events say what is stored. */
async function requireWhole({ site, now }: Story): Promise<void> {
  const dossier = await now()
  const events = await listEvents(site.db, { region: '330106', caseId: dossier.theCase.id })
  expect(firstBroken(events)).toBeUndefined()
  const again = replayed(dossier, events)
  expect({ tasks: again.tasks, deficiencies: again.deficiencies, proceedings: again.theCase.proceedings }).toEqual({ tasks: dossier.tasks, deficiencies: dossier.deficiencies, proceedings: dossier.theCase.proceedings })
}

const permit: Partial<ServiceItem> = { kind: 'permit', promisedLimit: { value: 10, unit: 'workingDay', provenance: 'illustrative' }, statutoryLimit: { value: 20, unit: 'workingDay', provenance: 'illustrative' } }

test('a case is supplemented once for all departments, stands still for an expert review, is extended by the head, and ends in a refusal that lapses what waited for it', async () => {
  const it = await story({ changes: permit })
  await it.act(it.doctor, 'certificate', 'noteDeficiencies', { ask: ['field.mother.name'], 'code.field.mother.name': 'name-differs', 'reason.field.mother.name': '与身份证不一致' })
  expect(await it.casePage()).not.toContain('与身份证不一致')
  await it.on('2026-03-03')
  await it.act(it.insurer, 'allowance', 'noteDeficiencies', { ask: ['field.income.account'], 'code.field.income.account': 'account-wrong', 'reason.field.income.account': '' })
  await it.on('2026-03-03', '10:30')
  expect(statuses(await it.now())).toMatchObject({ certificate: 'supplementing', allowance: 'supplementing' })
  expect(await it.messages()).toContain('补正')
  const page = shown(await it.mother.get(paths.supplement(it.number)))
  expect(page.text()).toContain('与身份证不一致')
  const sent = shown(await page.fill({ 母亲姓名: '陈小雨', 收款账号: '6222021202012345675' }, 'mother.name').submit())
  expect(sent.problems()).toEqual([])

  await it.on('2026-03-04')
  await it.act(it.insurer, 'allowance', 'accept')
  await it.act(it.doctor, 'certificate', 'accept')
  expect(taskFor(await it.now(), 'certificate').dueOn).toBe('2026-03-17') // ten days from the answer of the 3rd: 4–6, 9–13, 16, 17
  await it.on('2026-03-06')
  await it.act(it.doctor, 'certificate', 'suspend', { kind: 'expertReview', reason: '请专家会诊', until: '2026-03-12' })
  expect(await it.casePage()).toContain('专家评审')
  expect(taskFor(await it.now(), 'certificate').dueOn).toBe('2026-03-24') // 6 and 9–12 don’t count
  await it.on('2026-03-13')
  expect(taskFor(await it.now(), 'certificate')).toMatchObject({ status: 'accepted', dueOn: '2026-03-24' })

  await it.on('2026-03-24')
  await it.act(it.doctor, 'certificate', 'askExtension', { value: '5', reason: '专家意见不一致，需要复议' })
  await it.act(it.chief, 'certificate', 'decideExtension', { outcome: 'approve' })
  expect(taskFor(await it.now(), 'certificate').dueOn).toBe('2026-03-31') // the last day, then 25–27, 30, 31
  await it.on('2026-03-26')
  expect(await it.casePage()).toContain('专家意见不一致')

  await it.act(it.doctor, 'certificate', 'refuse', { reason: '分娩记录不能证明母子关系' })
  await it.act(it.insurer, 'allowance', 'approve')
  expect(statuses(await it.now())).toEqual({ certificate: 'refused', household: 'lapsed', insurance: 'lapsed', allowance: 'approved' })
  await it.on('2026-03-27')
  expect(await it.messages()).toContain('不予')
  const decision = shown(await it.mother.get(paths.case(it.number)))
  expect(decision.text()).toContain('分娩记录不能证明母子关系')
  await requireWhole(it)
})

test('five working days of silence are acceptance from the day of receipt, and the applicant is told', async () => {
  const it = await story()
  await it.on('2026-03-09', '23:50')
  expect(statuses(await it.now())).toMatchObject({ certificate: 'received' })
  await it.on('2026-03-10', '00:20')
  expect(taskFor(await it.now(), 'certificate')).toMatchObject({ status: 'accepted', acceptedAt: '2026-03-02T02:00:00.000Z', dueOn: '2026-03-05' })
  expect(await it.casePage()).toContain('视为受理')
  expect(await it.messages()).toContain('受理')
  await requireWhole(it)
})

test('a commitment that turns out untrue is to be put right, then the grant is revoked, its certificate falls and the person commits to nothing more', async () => {
  const it = await story({
    changes: { materials: [{ material: 'birth-record', handling: 'commitment', when: [] }] },
    content: { commitments: { 'birth-record': '2026-03-02T01:00:00.000Z' } },
  })
  await it.act(it.doctor, 'certificate', 'accept')
  await it.act(it.doctor, 'certificate', 'approve', { 'child.certificateNumber': 'Y330000001' })
  const { proceedings } = taskFor(await it.now(), 'certificate')
  expect(proceedings.commitment).toMatchObject({ state: 'due', dueOn: '2026-05-28' }) // sixty working days
  await it.on('2026-03-20')
  await it.act(it.doctor, 'certificate', 'checkCommitment', { outcome: 'broken', finding: '医院没有该分娩记录', rectifyBy: '2026-03-30' })
  await it.on('2026-03-21')
  expect(await it.casePage()).toContain('2026年3月30日')
  await it.on('2026-03-31')
  await it.act(it.doctor, 'certificate', 'revokeDecision', { reason: '逾期未改正' })
  expect(statuses(await it.now())).toMatchObject({ certificate: 'revoked' })
  expect(shown(await it.mother.get('/me/certificates')).text()).toContain('撤销')
  await requireWhole(it)
})

test('papers put off that don’t come in time cost the acceptance', async () => {
  const it = await story({
    changes: { materials: [{ material: 'birth-record', handling: 'deferrable', when: [] }] },
    content: { deferred: { 'birth-record': '2026-03-02T01:00:00.000Z' } },
  })
  await it.act(it.doctor, 'certificate', 'accept', { until: '2026-03-12' })
  expect(await it.casePage()).toContain('2026年3月12日')
  await it.on('2026-03-10', '09:30')
  expect(await it.messages()).toContain('3月12日')
  await it.on('2026-03-13', '00:10')
  expect(statuses(await it.now())).toMatchObject({ certificate: 'acceptanceRevoked', household: 'lapsed' })
  expect(await it.casePage()).toContain('撤销受理')
  await requireWhole(it)
})

test('no answer by the day of the notice is a withdrawal', async () => {
  const it = await story()
  await it.act(it.insurer, 'allowance', 'accept')
  await it.act(it.doctor, 'certificate', 'noteDeficiencies', { ask: ['material.birth-record'], 'code.material.birth-record': 'no-seal', 'reason.material.birth-record': '' })
  expect((await it.now()).theCase.proceedings.notice?.answerBy).toBe('2026-03-16')
  await it.on('2026-03-12', '09:10')
  expect(await it.messages()).toContain('3月16日')
  await it.on('2026-03-17', '00:10')
  expect(statuses(await it.now())).toEqual({ certificate: 'withdrawn', household: 'lapsed', insurance: 'lapsed', allowance: 'accepted' })
  const late = await it.mother.get(paths.supplement(it.number))
  expect(late.status).toBeLessThan(500)
  await requireWhole(it)
})
