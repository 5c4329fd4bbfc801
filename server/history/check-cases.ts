import { setImmediate as turn } from 'node:timers/promises'
import { getDossierById } from '../cases/case.store.ts'
import { listCertificatesOfCase } from '../cases/certificate.store.ts'
import type { Ctx } from '../context.ts'
import { listHandedIn } from '../drafts/draft.store.ts'
import { listEvents } from '../ledger/event.store.ts'
import { caseFaults, type StoredCase } from './case-check.ts'
import { listBreachesOfTasks, listCaseKeys, listPaperRows, readMarks, type CaseKey } from './check.store.ts'
import type { Fault } from './fault.ts'

type Reading = Pick<Ctx, 'db' | 'vault' | 'now'>

const atOnce = 50

/** Every case, one after the other: memory holds one at a time. */
export async function* checkCases(ctx: Reading): AsyncGenerator<{ cases: number; events: number; faults: Fault[] }> {
  let after: CaseKey | undefined
  for (;;) {
    const keys = await listCaseKeys(ctx.db, after, atOnce)
    for (const key of keys) yield await checkCase(ctx, key)
    after = keys.at(-1)
    if (keys.length < atOnce) return
    await turn() // what finished statements hold is given back only between turns of the event loop
  }
}

/** A case that somebody works on while it is read is read again: half of one state and half of another is no fault. */
export async function checkCase(ctx: Reading, key: CaseKey): Promise<{ cases: number; events: number; faults: Fault[] }> {
  for (let attempt = 1; ; attempt++) {
    const before = await readMarks(ctx.db, key)
    const { events, faults } = await readAndCheck(ctx, key)
    const after = await readMarks(ctx.db, key)
    const isStill = before?.version === after?.version && before?.anchoredSeq === after?.anchoredSeq
    if (faults.length === 0 || isStill || attempt === 5) return { cases: 1, events, faults }
  }
}

async function readAndCheck(ctx: Reading, key: CaseKey): Promise<{ events: number; faults: Fault[] }> {
  try {
    const stored = await readStored(ctx, key)
    return { events: stored.events.length, faults: caseFaults(stored, ctx.db.ledger, ctx.now.toISOString()) }
  } catch (error) {
    // A sealed value that doesn't open, JSON that is none, a version that is gone.
    return { events: 0, faults: [{ thing: `case ${key.number}`, problem: `it can't be read: ${(error as Error).message || (error as { code?: string }).code}` }] }
  }
}

async function readStored(ctx: Reading, key: CaseKey): Promise<StoredCase> {
  const dossier = await getDossierById(ctx, key.region, key.id)
  const { theCase, tasks } = dossier
  const [events, certificates, papers, paperRows, breaches, marks] = await Promise.all([
    listEvents(ctx.db, { region: key.region, caseId: key.id }), listCertificatesOfCase(ctx, theCase), listHandedIn(ctx, { region: key.region, id: theCase.draftId }),
    listPaperRows(ctx.db, theCase), listBreachesOfTasks(ctx.db, tasks.map(({ id }) => id)), readMarks(ctx.db, key),
  ])
  return { dossier, events, certificates, papers, paperRows, breaches, anchoredSeq: marks?.anchoredSeq ?? 0, leafSeq: marks?.leafSeq ?? 0 }
}
