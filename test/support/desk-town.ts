import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import type { Person } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from './agent.ts'
import { taskFor } from './cases.ts'
import { aBirth, givenCase, xihu } from './filed-case.ts'
import { aCitizen } from './people.ts'
import { portal, type Site } from './portal.ts'
import type { ShownPage } from './shown-page.ts'

export interface Town {
  site: Site
  applicant: Person
  dossier: Dossier
  task: (code: string) => string
  doctor: Agent
  /** The case as it stands now. */
  now: () => Promise<Dossier>
}

/** A birth just filed in Xihu, and the doctor who certifies it. */
export async function town(definition: BundleDefinition = aBirth()): Promise<Town> {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  const dossier = await givenCase(site, { definition, applicant })
  const doctor = await site.officer({ department: 'health', region: xihu, name: '周医生', username: 'zhou' })
  return { site, applicant, dossier, doctor, task: code => taskFor(dossier, code).id, now: () => getDossier(site.ctx(), dossier.theCase.number) }
}

/** Opens a task and presses one of its buttons. */
export const press = async (agent: Agent, taskId: string, button: string): Promise<ShownPage> => (await agent.get(paths.deskTask(taskId))).press(button)
