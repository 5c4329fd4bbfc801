import type { HandedIn } from '../drafts/draft.ts'
import type { Case, Deficiency, Dossier, InternalRequest, SupervisionOrder, Task } from './case.ts'
import type { Certificate } from './certificate.ts'
import type { Change } from './change.ts'

/**
 * The rows that stand beside the events of a case, each as what its digest covers. The last event of a commit
 * keeps the digests of the rows that were made or changed with it (`ledger/ledger.ts`), so that nobody changes
 * a form, a result, a paper or a certificate without it being seen, though no event tells what is in them.
 */
export const rowNames = {
  case: () => 'case',
  dates: () => 'dates',
  wake: () => 'wake',
  task: ({ id }: Pick<Task, 'id'>) => `task ${id}`,
  deficiency: ({ id }: Pick<Deficiency, 'id'>) => `deficiency ${id}`,
  request: ({ id }: Pick<InternalRequest, 'id'>) => `request ${id}`,
  order: ({ id }: Pick<SupervisionOrder, 'id'>) => `order ${id}`,
  certificate: ({ id }: Pick<Certificate, 'id'>) => `certificate ${id}`,
  paper: ({ id }: Pick<HandedIn, 'id'>) => `paper ${id}`,
  /** Of an event from which words were erased. */
  event: ({ seq }: { seq: number }) => `event ${seq}`,
}

/** What was filed, and by and for whom. What changes otherwise follows from the events. The form as the text that is sealed: it is large, and opens in the same order. */
export const caseRow = (theCase: Case) => ({
  region: theCase.region, id: theCase.id, number: theCase.number, draftId: theCase.draftId, bundleId: theCase.bundleId, bundleVersionId: theCase.bundleVersionId,
  regionCode: theCase.regionCode, channel: theCase.channel, applicantId: theCase.applicantId, applicantName: theCase.applicantName,
  applicantIndex: theCase.applicantIndex, authorId: theCase.authorId, mandateId: theCase.mandateId, submittedAt: theCase.submittedAt, content: JSON.stringify(theCase.content),
})

/** Counted by the calendar of that moment: a later one gives others. */
export const datesRow = ({ dueOn, calendarAct }: Case) => ({ dueOn, calendarAct })
export const wakeRow = ({ wakeAt }: Case) => ({ wakeAt })

/** Whether it is still valid follows from the events. */
export const certificateRow = ({ status: _, ...certificate }: Certificate) => certificate

/** A certificate of the wallet is shown by its name, which is not part of the paper. */
export const paperRow = ({ id, materialId, source, fileId, certificateId, createdAt, name, mediaType, size, sha256 }: HandedIn) =>
  ({ id, materialId, source, fileId, certificateId, createdAt, ...(fileId === null ? {} : { name, mediaType, size, sha256 }) })

/** The rows of a new case. */
export const filedRows = ({ after, certificates }: Change, papers: readonly HandedIn[]): Record<string, unknown> => ({
  [rowNames.case()]: caseRow(after.theCase),
  ...named(after.tasks, rowNames.task),
  ...named(certificates, rowNames.certificate, certificateRow),
  ...named(papers, rowNames.paper, paperRow),
})

/** The rows that a change makes or changes; `null` for those it removes. */
export function changedRows({ before, after, certificates }: Change, papers: readonly HandedIn[]): Record<string, unknown> {
  const differing = <T>(of: (dossier: Dossier) => readonly T[]) => of(after).filter(one => !of(before).includes(one))
  const gone = before.deficiencies.filter(({ id }) => !after.deficiencies.some(one => one.id === id))
  return {
    ...(after.theCase.content === before.theCase.content ? {} : { [rowNames.case()]: caseRow(after.theCase) }),
    ...named(differing(({ tasks }) => tasks), rowNames.task),
    ...named(differing(({ deficiencies }) => deficiencies), rowNames.deficiency),
    ...named(gone, rowNames.deficiency, () => null),
    ...named(differing(({ requests }) => requests), rowNames.request),
    ...named(differing(({ orders }) => orders), rowNames.order),
    ...named(certificates, rowNames.certificate, certificateRow),
    ...named(papers, rowNames.paper, paperRow),
  }
}

const named = <T>(rows: readonly T[], name: (row: T) => string, shown: (row: T) => unknown = row => row): Record<string, unknown> =>
  Object.fromEntries(rows.map(row => [name(row), shown(row)]))
