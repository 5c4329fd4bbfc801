import { accept } from '../../server/cases/accept.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import type { Ctx } from '../../server/context.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import type { Agent } from '../support/agent.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

/** A town with one birth just filed, whoever handles it, and the supervisor over all of them. */
export interface SupervisedTown {
  site: Site
  applicant: Person
  dossier: Dossier
  task: (code: string) => string
  supervisor: Agent
  doctor: Agent
  insurer: Agent
  /** What a verb gets when this person acts now. */
  by: (agent: Agent) => Ctx
  now: () => Promise<Dossier>
  /** Lets days pass, and everything happen that happens by itself. */
  pass: (days: number) => Promise<void>
}

export async function supervisedTown(): Promise<SupervisedTown> {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const dossier = await givenCase(site, { applicant })
  const doctor = await site.officer({ department: 'health', region: xihu, name: '周医生', username: 'zhou' })
  const insurer = await site.officer({ department: 'healthcare', region: xihu, name: '钱经办', username: 'qian' })
  const supervisor = await site.as({ roles: ['supervisor'], name: '秦督办', username: 'qin' })
  return {
    site, applicant, dossier, doctor, insurer, supervisor,
    task: code => taskFor(dossier, code).id,
    by: agent => site.ctx(actorOf(agent.person as Person)),
    now: () => getDossier(site.ctx(), dossier.theCase.number),
    pass: async days => {
      site.pass({ days })
      await wakeCases(site.ctx())
    },
  }
}

/** The certificate is accepted and then left lying: its three working days pass. */
export async function overdueTown(): Promise<SupervisedTown> {
  const town = await supervisedTown()
  await accept(town.by(town.doctor), town.task('certificate'))
  await accept(town.by(town.insurer), town.task('allowance'))
  await town.pass(7)
  return town
}

/** What no supervisor and no stranger may read of the case. */
export const secrets = ['陈小雨', '王小明', '13805710001', '6222021202012345674', '890000', '2026-02-20']
