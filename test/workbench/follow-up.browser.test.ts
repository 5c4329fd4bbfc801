import { accept } from '../../server/cases/accept.ts'
import { askOffice } from '../../server/cases/requests.ts'
import { decide } from '../../server/cases/decide.ts'
import { checkCommitment } from '../../server/cases/follow-up.ts'
import { actorOf } from '../../server/people/person.ts'
import { giveOrder } from '../../server/supervision/give-order.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { Browsers } from '../support/browser.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase, onCommitment, xihu } from '../support/filed-case.ts'
import { password, portal } from '../support/portal.ts'

test('in a browser: a question to another office, an order, and what is seen to after a decision', async () => {
  const site = await portal()
  const citizen = await site.citizen()
  const content = { commitments: { 'birth-record': '2026-03-02T01:00:00.000Z' } }
  const [open, granted] = [await givenCase(site, { definition: onCommitment(), applicant: citizen.person!, content }), await givenCase(site, { definition: onCommitment(), applicant: citizen.person!, content })].map(one => taskFor(one, 'certificate').id)
  const doctor = await site.officer({ department: 'health', region: xihu, name: '周医生', username: 'zhou' })
  await site.officer({ department: 'health', region: xihu, role: 'head', name: '院长', username: 'head.doctor' })
  await site.officer({ department: 'public-security', region: xihu, name: '钱警官', username: 'qian' })
  const supervisor = await site.as({ roles: ['supervisor'], name: '督办员', username: 'qin' })
  const by = (agent: Agent) => site.ctx(actorOf(agent.person!))
  for (const id of [open!, granted!]) await accept(by(doctor), id)
  await askOffice(by(doctor), open!, { toOfficeId: `public-security@${xihu}`, question: '请核实母亲的户籍是否在西湖区', shared: { fields: ['mother.name', 'mother.phone'], materials: ['birth-record'] }, dueOn: '2026-03-09' })
  await giveOrder(by(supervisor), open!, { text: '请说明进展', dueOn: '2026-03-04', seen: 0 })
  await decide(by(doctor), granted!, { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'Y330000001' } } })

  const browsers = await Browsers.open(site.visitor().origin)
  try {
    const desk = await browsers.window({ width: 'desk' })
    await desk.signIn('zhou', password)
    await desk.open(paths.deskTask(open!))
    for (const action of ['askOffice', 'cancelRequest', 'answerOrder']) await desk.open(paths.deskAct(open!, action))
    await desk.open(paths.deskTask(granted!))
    await checkCommitment(by(doctor), granted!, { isKept: false, finding: '没有分娩记录', rectifyBy: '2026-03-20' })
    for (const action of ['checkCommitment', 'deliver', 'revokeDecision']) await desk.open(paths.deskAct(granted!, action))
    const phone = await browsers.window({ width: 'phone' })
    await phone.signIn('head.doctor', password)
    await phone.open(paths.deskAct(granted!, 'correctResult'))
    const asked = await browsers.window({ width: 'desk', language: 'zh-CN' })
    await asked.signIn('qian', password)
    await asked.open(paths.deskRequests())
    await asked.press('请核实母亲的户籍是否在西湖区')
    await asked.page.getByLabel('答复').fill('户籍在西湖区')
    await asked.press('提交答复')
  } finally {
    await browsers.close()
  }
}, 120_000)
