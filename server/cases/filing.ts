import { capacityOf } from '../catalogue/capacity.ts'
import type { Plan } from '../catalogue/plan.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Draft } from '../drafts/draft.ts'
import { newRegionalId } from '../ids.ts'
import { beijingDay } from '../limits/calendar.ts'
import { firstHash } from '../ledger/chain.ts'
import type { Act } from './act.ts'
import type { Case, Dossier, Task } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did } from './course.ts'
import type { Counting } from './dates.ts'
import { noCaseProceedings, noTaskProceedings, type Confirmed } from './proceedings.ts'

export interface Applicant {
  id: string
  name: string
  /** Keyed hash of the ID number or credit code, for the counter's look-up. */
  index: string | null
}

export interface Filed {
  draft: Draft
  version: BundleVersion
  plan: Plan
  /** The competent office of each item. */
  offices: ReadonlyMap<string, string>
  applicant: Applicant
  number: string
  /** Who has confirmed his part; nobody in most matters. */
  coApplicants?: Confirmed[]
}

/**
 * Makes the case and its tasks out of a complete draft: every item goes to its competent office, and
 * those that wait for nobody are received at once, all at the same moment (Zhejiang regulation art. 5).
 */
export function filed({ draft, version, plan, offices, applicant, number, coApplicants = [] }: Filed, act: Act, counting: Counting): Change {
  const caseId = newRegionalId(draft.region, Date.parse(act.at))
  const tasks = plan.items.map(({ code, item }): Task => ({
    region: draft.region, id: newRegionalId(draft.region, Date.parse(act.at)), caseId, caseNumber: number, bundleVersionId: draft.bundleVersionId,
    itemCode: code, departmentId: item.department, officeId: offices.get(code) as string, applicantName: applicant.name,
    status: 'waiting', assigneeId: null, receivedAt: null, acceptedAt: null, clockStartedAt: null, dueOn: null, decidedAt: null, reason: null, result: null,
    followUpOn: null, proceedings: noTaskProceedings, updatedAt: act.at,
  }))
  const theCase: Case = {
    region: draft.region, id: caseId, number, draftId: draft.id, bundleId: draft.bundleId, bundleVersionId: draft.bundleVersionId,
    regionCode: draft.regionCode, channel: draft.channel, applicantId: applicant.id, applicantName: applicant.name, applicantIndex: applicant.index,
    authorId: act.actorId, mandateId: act.mandateId ?? null, content: draft.content, status: 'running', version: 1, lastSeq: 0, lastHash: firstHash,
    submittedAt: act.at, dueOn: null, concludedAt: null, updatedAt: act.at, proceedings: noCaseProceedings,
    erasedAt: null, wakeAt: null, tellAt: null, toldSeq: 0, calendarAct: counting.calendar.act,
  }
  const dossier: Dossier = { theCase, tasks, deficiencies: [], requests: [], orders: [], version, plan, ...counting }
  const capacity = capacityOf(version.definition.bundle, plan.answers)
  const contested = plan.fields.map(({ field }) => field.id).filter(id => draft.content.known[id]?.isContested)
  return carriedOut(dossier, act, course => {
    // At the counter the officer signs for the applicant, who has read and confirmed in person.
    const submitted = did(course, 'case.submitted', null, {
      bundle: draft.bundleId, version: draft.bundleVersionId, channel: draft.channel, ...(act.onBehalfOf && !act.mandateId ? { confirmedInPerson: true } : {}),
      ...(capacity ? { capacity: { question: capacity.question, option: capacity.option } } : {}), ...(coApplicants.length > 0 ? { coApplicants } : {}),
    })
    return contested.length > 0 ? did(submitted, 'sharedData.contested', null, { fields: contested }) : submitted
  })
}

/** County, day and six digits of chance: readable aloud, and no use for guessing how many there were. */
export const newCaseNumber = (region: string, now: Date): string =>
  `${region}${beijingDay(now).replaceAll('-', '')}${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`

/** The six-digit county a case number begins with; empty for anything that is no case number. */
export const regionOfNumber = (number: string): string => /^(\d{6})\d{14}$/.exec(number)?.[1] ?? ''
