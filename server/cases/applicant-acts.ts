import type { Value } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import { event, type Act } from './act.ts'
import { openDeficiencies, type Dossier } from './case.ts'
import { noChange, settled, type Change } from './change.ts'
import { availableActions, awaitsApplicant } from './lifecycle.ts'
import { supplemented, withdrawn } from './officer-acts.ts'

/** What an applicant's act changes in a case that is filed: pure, one function per act. */

/** Answers every open deficiency at once; the tasks go back to their departments. */
export function answered(dossier: Dossier, values: Record<string, Value>, act: Act): Change {
  const tasks = dossier.tasks.filter(({ status }) => awaitsApplicant(status)).map(task => supplemented(task, act, dossier.calendar))
  if (tasks.length === 0) throw new Conflict('case.nothingToSupplement')
  const deficiencies = openDeficiencies(dossier).map(deficiency => ({ ...deficiency, answeredAt: act.at }))
  const { content } = dossier.theCase
  // What was fetched and found wrong is the applicant's own word from here on.
  const known = Object.fromEntries(Object.entries(content.known).map(([id, value]) => [id, id in values ? { ...value, isContested: true } : value]))
  const theCase = { ...dossier.theCase, content: { ...content, known, values: { ...content.values, ...values } } }
  const events = tasks.map(({ id }) => event(act, 'task.supplemented', id))
  return settled(dossier, { ...noChange(dossier), theCase, tasks, deficiencies, events }, act)
}

export const canWithdraw = ({ theCase, tasks }: Pick<Dossier, 'theCase' | 'tasks'>): boolean =>
  theCase.status === 'running' && tasks.some(({ status }) => availableActions(status, 'applicant').includes('withdraw'))

/** Withdraws what is not decided yet; what has been granted stays. */
export function withdrawnWhole(dossier: Dossier, act: Act): Change {
  if (!canWithdraw(dossier)) throw new Conflict('case.nothingToWithdraw')
  const tasks = dossier.tasks.filter(({ status }) => availableActions(status, 'applicant').includes('withdraw')).map(task => withdrawn(task, act))
  return {
    ...noChange(dossier),
    theCase: { ...dossier.theCase, status: 'withdrawn', concludedAt: act.at },
    tasks,
    events: [event(act, 'case.withdrawn'), ...tasks.map(({ id }) => event(act, 'task.withdrawn', id))],
  }
}
