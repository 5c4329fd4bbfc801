import { caseRow, certificateRow, datesRow, paperRow, rowNames, wakeRow } from '../cases/beside.ts'
import type { Dossier } from '../cases/case.ts'
import type { Certificate } from '../cases/certificate.ts'
import { expectedEnd } from '../cases/dates.ts'
import { dataOf } from '../cases/events.ts'
import { wakeAt } from '../cases/passing.ts'
import { replayed } from '../cases/replay.ts'
import { tellAt } from '../cases/telling.ts'
import type { Breach } from '../drafts/breach.store.ts'
import type { HandedIn } from '../drafts/draft.ts'
import { canonical, firstBroken, firstHash, followsFrom } from '../ledger/chain.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { besideAll, type Ledger } from '../ledger/ledger.ts'
import type { Fault } from './fault.ts'

/** A paper's rows as they are, for what the paper itself doesn't tell. */
export interface PaperRow {
  id: string
  draftId: string
  caseId: string | null
  sealed: string | null
  ownerId: string | null
  fileCreatedAt: string | null
}

export interface StoredCase {
  dossier: Dossier
  events: ChainedEvent[]
  certificates: Certificate[]
  papers: HandedIn[]
  paperRows: PaperRow[]
  breaches: Breach[]
  anchoredSeq: number
  /** Of its newest leaf in the log; 0 without one. */
  leafSeq: number
}

/** What in a case is not as its history says. Pure: `now` tells only what may have been put off. */
export function caseFaults(stored: StoredCase, ledger: Ledger, now: string): Fault[] {
  const thing = `case ${stored.dossier.theCase.number}`
  const broken = firstAltered(stored.events, ledger)
  if (broken !== undefined) return [{ thing, place: `event ${broken}`, problem: 'it is not the entry that was written, or stands in another place' }]
  return [...endFaults(stored), ...besideFaults(stored, ledger, now), ...replayFaults(stored), ...timeFaults(stored, now), ...certificateFaults(stored), ...paperFaults(stored), ...breachFaults(stored)]
    .map(problem => ({ thing, ...(typeof problem === 'string' ? { problem } : problem) }))
}

/**
 * The first entry that is not what was written. Of an entry whose words were erased the hash is all that is left, which the
 * next one holds; what it still says is vouched for by the erasure, under a key.
 */
function firstAltered(events: readonly ChainedEvent[], ledger: Ledger): number | undefined {
  const shortened = shortenedBy(events)
  if (shortened.size === 0) return firstBroken(events, ledger.hash)
  let last = { seq: 0, hash: firstHash }
  for (const one of events) {
    const isRight = shortened.has(one.seq) ? one.seq === last.seq + 1 && one.previousHash === last.hash : followsFrom(last, one, ledger.hash)
    if (!isRight) return last.seq + 1
    last = one
  }
  return undefined
}

/** The entries from which the erasure took words, as it names them itself. */
const shortenedBy = (events: readonly ChainedEvent[]): Set<number> => {
  const erasure = events.findLast(({ type }) => type === 'case.erased')
  return new Set(erasure ? dataOf(erasure, 'case.erased').entries.filter(seq => seq < erasure.seq && erasure.beside?.[rowNames.event({ seq })]) : [])
}

type Finding = string | Pick<Fault, 'place' | 'problem'>

function endFaults({ dossier: { theCase }, events, anchoredSeq, leafSeq }: StoredCase): Finding[] {
  const last = events.at(-1)
  if (!last) return ['it has no events']
  return [
    ...(last.seq === theCase.lastSeq && last.hash === theCase.lastHash ? [] : [{ place: `event ${Math.min(last.seq, theCase.lastSeq) + 1}`, problem: 'the last event is not the one that the case ends with' }]),
    ...((events.findLast(({ type }) => type === 'case.erased')?.at ?? null) === theCase.erasedAt ? [] : ['it is kept as erased, or not, which its events don’t say']),
    ...(anchoredSeq === leafSeq ? [] : [`it is marked as anchored up to event ${anchoredSeq}, the log holds it up to ${leafSeq}`]),
  ]
}

/** Every row beside the events has the digest that the last event which names it vouches for, and none is there that no event names. */
function besideFaults(stored: StoredCase, ledger: Ledger, now: string): Finding[] {
  const { events, dossier } = stored
  const rows = rowsBeside(stored)
  const told = besideAll(events)
  return [...new Set([...Object.keys(told), ...rows.keys()])].flatMap((name): Finding[] => {
    const [wanted, row] = [told[name] ?? undefined, rows.get(name)]
    const place = `event ${events.findLast(({ beside }) => beside?.[name] !== undefined)?.seq ?? '?'}`
    if (wanted === undefined) return row === undefined || isOnItsWay(stored, name) ? [] : [`${name} is there, and no event made it`]
    if (row === undefined) return [{ place, problem: `${name}, which it vouches for, is gone` }]
    if (wanted === ledger.digestOf(row)) return []
    if (name === rowNames.wake()) return dossier.theCase.calendarAct === dossier.calendar.act || isSoon(dossier.theCase.wakeAt, now) ? [] : [{ place, problem: tooLate }]
    return name === rowNames.dates() && mayBeCountedAnew(dossier) ? [] : [{ place, problem: `${name} is not what it vouches for` }]
  })
}

/** After a change of the calendar a running case is counted anew; there is no event of it when nothing that was told has changed. */
const mayBeCountedAnew = (dossier: Dossier): boolean =>
  dossier.theCase.status === 'running' && (dossier.theCase.calendarAct !== dossier.calendar.act || expectedEnd(dossier.plan, dossier) === dossier.theCase.dueOn)

function rowsBeside({ dossier, certificates, papers, events }: StoredCase): Map<string, unknown> {
  const { theCase, tasks, deficiencies, requests, orders } = dossier
  const shortened = shortenedBy(events)
  return new Map<string, unknown>([
    [rowNames.case(), caseRow(theCase)], [rowNames.dates(), datesRow(theCase)], [rowNames.wake(), wakeRow(theCase)],
    ...tasks.map(one => [rowNames.task(one), one] as const), ...deficiencies.map(one => [rowNames.deficiency(one), one] as const),
    ...requests.map(one => [rowNames.request(one), one] as const), ...orders.map(one => [rowNames.order(one), one] as const),
    ...events.filter(({ seq }) => shortened.has(seq)).map(one => [rowNames.event(one), one] as const),
    ...certificates.map(one => [rowNames.certificate(one), certificateRow(one)] as const), ...papers.map(one => [rowNames.paper(one), paperRow(one)] as const),
  ])
}

/** A paper sent in answer to a notice is kept before the answer is sent, which vouches for it (`send-paper.ts`). */
function isOnItsWay({ papers, events }: StoredCase, name: string): boolean {
  const paper = papers.find(one => rowNames.paper(one) === name)
  if (!paper) return false
  const notice = events.findLast(({ type, at }) => type === 'case.noticeIssued' && at <= paper.createdAt)
  return notice !== undefined && !events.some(({ type, at, seq }) => type === 'task.supplemented' && seq > notice.seq && at >= paper.createdAt)
}

/** The case is what its events say (ADR 13). */
function replayFaults({ dossier, events }: StoredCase): Finding[] {
  let again: Dossier
  try {
    again = replayed(dossier, events)
  } catch (error) {
    return [`its events can't have happened: ${(error as Error).message}`]
  }
  const isCurrent = dossier.theCase.calendarAct === dossier.calendar.act
  const shown = ({ theCase: { status, concludedAt, updatedAt, proceedings }, tasks, deficiencies, requests, orders }: Dossier) => ({
    case: [{ status, concludedAt, updatedAt, proceedings }], deficiency: byId(deficiencies), request: byId(requests), order: byId(orders),
    task: byId(tasks).map(task => (isCurrent ? task : { ...task, dueOn: null })),
  })
  const [kept, told] = [shown(dossier), shown(again)] as [Record<string, object[]>, Record<string, object[]>]
  return Object.keys(kept).flatMap(kind => differences(kind, kept[kind] ?? [], told[kind] ?? []))
}

const byId = <T extends { id: string }>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))

function differences(kind: string, kept: readonly object[], told: readonly object[]): string[] {
  if (kept.length !== told.length) return [`there are ${kept.length} rows of ${kind}, its events make ${told.length}`]
  return kept.flatMap((row, at) => {
    const other = told[at] as Record<string, unknown>
    const names = Object.entries(row).filter(([name, value]) => canonical(value) !== canonical(other[name])).map(([name]) => name)
    return names.length > 0 ? [`${kind}${'id' in row ? ` ${String(row.id)}` : ''}: ${names.join(', ')} differ from what its events say`] : []
  })
}

const tooLate = 'wakeAt is not when it has to be looked at next'
const patience = 3_600_000 // milliseconds: how long a job puts off what it can't do

/** Looked at before it has to be, a case only finds that there is nothing to do. */
const isSoon = (at: string | null, now: string): boolean => at !== null && at <= new Date(Date.parse(now) + patience).toISOString()

/** When the case is next looked at follows from it; what is due may have been put off for a while. */
function timeFaults({ dossier, events }: StoredCase, now: string): Finding[] {
  const { theCase } = dossier
  const isPutOff = (due: string | null, at: string | null) => due !== null && at !== null && due <= now && due <= at && isSoon(at, now)
  const isCurrent = theCase.calendarAct === dossier.calendar.act
  const [wake, tell] = [wakeAt(dossier), tellAt(null, events.filter(({ seq }) => seq > theCase.toldSeq))]
  return [
    ...(theCase.calendarAct > dossier.calendar.act ? ['its dates are counted by a calendar that there has never been'] : []),
    ...(theCase.status === 'running' && isCurrent && expectedEnd(dossier.plan, dossier) !== theCase.dueOn ? ['dueOn is not the day that follows from its tasks'] : []),
    ...(isCurrent && wake !== theCase.wakeAt && !isPutOff(wake, theCase.wakeAt) ? [tooLate] : []),
    ...(theCase.toldSeq < 0 || theCase.toldSeq > theCase.lastSeq ? ['toldSeq is no event of it'] : []),
    ...(tell !== theCase.tellAt && !isPutOff(tell, theCase.tellAt) ? ['tellAt is not when its news are to be told'] : []),
  ]
}

/** Each certificate was issued by an event, and is valid until one takes it back. */
function certificateFaults({ events, certificates }: StoredCase): Finding[] {
  const issued = events.filter(({ type }) => type === 'certificate.issued').map(event => ({ event, identifier: dataOf(event, 'certificate.issued').identifier }))
  return [
    ...issued.filter(({ identifier }) => !certificates.some(one => one.identifier === identifier)).map(({ event, identifier }) => ({ place: `event ${event.seq}`, problem: `the certificate ${identifier} that it issued is gone` })),
    ...certificates.flatMap((one): Finding[] => {
      const by = issued.find(({ identifier }) => identifier === one.identifier)?.event
      if (!by) return [`certificate ${one.identifier} was issued by no event`]
      const isRevoked = events.some(({ type, taskId, seq }) => seq > by.seq && taskId === one.taskId && (type === 'certificate.revoked' || type === 'task.resultCorrected'))
      return one.status === (isRevoked ? 'revoked' : 'valid') ? [] : [`certificate ${one.identifier} is kept as ${one.status}, which its events don't say`]
    }),
  ]
}

function paperFaults({ dossier: { theCase }, papers, paperRows }: StoredCase): Finding[] {
  return paperRows.flatMap(row => {
    const paper = papers.find(({ id }) => id === row.id)
    const isRight = paper !== undefined && row.draftId === theCase.draftId && row.caseId === theCase.id && row.sealed === null
      && (paper.fileId === null || (row.ownerId === theCase.applicantId && row.fileCreatedAt === paper.createdAt))
    return isRight ? [] : [`paper ${row.id} or its file does not belong to the case as it did`]
  })
}

/** What keeps somebody from making another commitment is what the events say of his last ones. */
function breachFaults({ dossier: { theCase, tasks }, events, breaches }: StoredCase): Finding[] {
  const told = tasks.flatMap(({ id, itemCode }): Breach[] => {
    const own = events.filter(({ taskId }) => taskId === id)
    const broken = own.findLast(({ type }) => type === 'task.decisionRevoked')
    if (!broken) return []
    const repaired = own.find(({ type, seq }) => seq > broken.seq && (type === 'task.breachRepaired' || type === 'task.reopened'))
    return [{ personId: theCase.applicantId, taskId: id, region: theCase.region, caseNumber: theCase.number, itemCode, brokenAt: broken.at, repairedAt: repaired?.at ?? null, repairedBy: repaired?.actorId ?? null }]
  })
  const sorted = (list: readonly Breach[]) => canonical([...list].sort((a, b) => (a.taskId < b.taskId ? -1 : 1)))
  return sorted(told) === sorted(breaches) ? [] : ['its broken commitments are not those that its events tell']
}
