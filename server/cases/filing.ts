import type { Plan } from '../catalogue/plan.ts'
import type { Draft } from '../drafts/draft.ts'
import { newRegionalId } from '../ids.ts'
import { beijingDay, type WorkingCalendar } from '../limits/calendar.ts'
import { firstHash } from '../ledger/chain.ts'
import { event, consequence, type Act, type EventDraft } from './act.ts'
import type { Case, Task } from './case.ts'
import { opened } from './change.ts'
import { expectedEnd } from './dates.ts'

export interface Applicant {
  id: string
  name: string
  /** Keyed hash of the ID number or credit code, for the counter's look-up. */
  index: string | null
}

export interface Filing {
  theCase: Case
  tasks: Task[]
  events: EventDraft[]
}

/**
 * Makes the case and its tasks out of a complete draft: every item goes to its competent office, and
 * those that wait for nobody are received at once, all at the same moment (Zhejiang regulation art. 5).
 */
export function filed(draft: Draft, plan: Plan, offices: ReadonlyMap<string, string>, applicant: Applicant, number: string, act: Act, calendar: WorkingCalendar): Filing {
  const caseId = newRegionalId(draft.region, Date.parse(act.at))
  const tasks = plan.items.map(({ code, item, after }) => {
    const task: Task = {
      region: draft.region, id: newRegionalId(draft.region, Date.parse(act.at)), caseId, caseNumber: number, bundleVersionId: draft.bundleVersionId,
      itemCode: code, departmentId: item.department, officeId: offices.get(code) as string, applicantName: applicant.name,
      status: 'waiting', assigneeId: null, receivedAt: null, acceptedAt: null, clockStartedAt: null, dueOn: null, decidedAt: null, reason: null, result: null,
      updatedAt: act.at,
    }
    return after.length === 0 ? opened(task, act.at, calendar) : task
  })
  const theCase: Case = {
    region: draft.region, id: caseId, number, draftId: draft.id, bundleId: draft.bundleId, bundleVersionId: draft.bundleVersionId,
    regionCode: draft.regionCode, channel: draft.channel, applicantId: applicant.id, applicantName: applicant.name, applicantIndex: applicant.index,
    authorId: act.actorId, content: draft.content, status: 'running', version: 1, lastSeq: 0, lastHash: firstHash,
    submittedAt: act.at, dueOn: expectedEnd(plan, tasks, calendar), concludedAt: null,
  }
  return { theCase, tasks, events: filingEvents(draft, plan, tasks, act) }
}

function filingEvents(draft: Draft, plan: Plan, tasks: readonly Task[], act: Act): EventDraft[] {
  const contested = plan.fields.map(({ field }) => field.id).filter(id => draft.content.known[id]?.isContested)
  return [
    // At the counter the officer signs for the applicant, who has read and confirmed in person.
    event(act, 'case.submitted', null, { bundle: draft.bundleId, version: draft.bundleVersionId, channel: draft.channel, ...(act.onBehalfOf ? { confirmedInPerson: true } : {}) }),
    ...(contested.length > 0 ? [event(act, 'sharedData.contested', null, { fields: contested })] : []),
    ...tasks.filter(({ receivedAt }) => receivedAt !== null).map(task => event(consequence(act), 'task.opened', task.id)),
  ]
}

/** County, day and six digits of chance: readable aloud, and no use for guessing how many there were. */
export const newCaseNumber = (region: string, now: Date): string =>
  `${region}${beijingDay(now).replaceAll('-', '')}${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`

/** The six-digit county a case number begins with; empty for anything that is no case number. */
export const regionOfNumber = (number: string): string => /^(\d{6})\d{14}$/.exec(number)?.[1] ?? ''
