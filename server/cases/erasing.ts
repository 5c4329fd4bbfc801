import type { DraftContent, HandedIn } from '../drafts/draft.ts'
import { emptyContent } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { event, type Act, type EventDraft } from './act.ts'
import { rowNames } from './beside.ts'
import type { Dossier, Task } from './case.ts'
import { replayed } from './replay.ts'
import { applied } from './history.ts'

/**
 * A case at the end of its retention (个人信息保护法 第四十七条): what is personal in it goes, that it was and how it went stays.
 *
 * The form, the results, the papers and every name go; so do the words that people wrote into its events. What an event
 * then says is vouched for by the event of the erasure, under the ledger's key: the chain still holds by the hashes that
 * each entry keeps, and the rows are what the shortened events say (`history/case-check.ts`). Certificates are their holder's.
 */
export interface Erasure {
  before: Dossier
  after: Dossier
  event: EventDraft
  /** The events in which somebody wrote something, without what he wrote. */
  shortened: ChainedEvent[]
  papers: readonly HandedIn[]
}

/** Throws `Conflict` for a case that goes on, or that has been erased. */
export function erased(dossier: Dossier, events: readonly ChainedEvent[], papers: readonly HandedIn[], act: Act): Erasure {
  const { theCase } = dossier
  if (theCase.status === 'running' || theCase.concludedAt === null) throw new Conflict('case.goesOn')
  if (theCase.erasedAt !== null) throw new Conflict('case.erased')
  const shortened = events.flatMap(one => {
    const data = withoutWords(one.data)
    return JSON.stringify(data) === JSON.stringify(one.data) ? [] : [{ ...one, data }]
  })
  const history = events.map(one => shortened.find(({ seq }) => seq === one.seq) ?? one)
  const blank: Dossier = { ...dossier, theCase: { ...theCase, applicantName: '', applicantIndex: null, content: withoutValues(theCase.content) }, tasks: dossier.tasks.map(withoutResult) }
  const told = event(act, 'case.erased', null, { papers: papers.length, entries: shortened.map(({ seq }) => seq) })
  return { before: dossier, after: applied(withDates(replayed(blank, history), dossier), told), event: told, shortened, papers }
}

/** Which items there were follows from the situation; it is all of the form that stays, sealed. */
const withoutValues = ({ answers, chosen }: DraftContent): DraftContent => ({ ...emptyContent(), answers, chosen })
const withoutResult = (task: Task): Task => ({ ...task, applicantName: '', result: null })

/** Dates stay as they were told: the calendar may have changed since. */
const withDates = (again: Dossier, { tasks }: Dossier): Dossier =>
  ({ ...again, tasks: again.tasks.map(task => { const was = tasks.find(({ id }) => id === task.id); return was ? { ...task, dueOn: was.dueOn, followUpOn: was.followUpOn } : task }) })

/** What people write, in whatever event; and anything else that is neither an id, a day nor a word of ours. */
const written: ReadonlySet<string> = new Set(['reason', 'repeatReason', 'finding', 'answer', 'question', 'text', 'approver', 'authority', 'document', 'place', 'purpose'])

function withoutWords<T>(value: T, name = ''): T {
  if (typeof value === 'string') return (value !== '' && (written.has(name) || !/^[\w@.:~/+-]*$/.test(value)) ? '' : value) as T
  if (Array.isArray(value)) return value.map(one => withoutWords(one as unknown, name)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutWords(one as unknown, key)])) as T
}

/** Everything that the event of the erasure vouches for. */
export const erasedRows = ({ shortened, papers }: Pick<Erasure, 'shortened' | 'papers'>): Record<string, unknown> => ({
  ...Object.fromEntries(papers.map(paper => [rowNames.paper(paper), null])),
  ...Object.fromEntries(shortened.map(one => [rowNames.event(one), one])),
})
