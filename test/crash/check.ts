import { connect, type Db } from '../../db/connect.ts'
import { checkDatabase } from '../../server/history/check-database.ts'
import { faultLine } from '../../server/history/fault.ts'
import { findLedger } from '../../server/ledger/ledger.store.ts'
import { createSigner } from '../../server/signing.ts'
import { createVault } from '../../server/vault.ts'
import { readConfig } from '../../server/config.ts'
import type { Town } from '../bench/town.ts'

/** What the portal said it had done. */
export interface Acknowledged {
  what: 'submitted' | 'claimed'
  /** Of the draft, or of the task. */
  id: string
  /** Of the case that the draft became. */
  number?: string
}

/** What was acknowledged and is not there, what is there twice or by halves, what was told twice. */
export async function faultsAfter(town: Town, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const config = readConfig(town.environment)
  const db = connect(config.databaseUrl)
  try {
    const vault = createVault(config.dataKeys)
    db.ledger = (await findLedger(db, vault))!
    const faults = [...await submissionFaults(db, acknowledged), ...await actFaults(db, acknowledged), ...await routingFaults(db, town), ...await messageFaults(db)]
    await checkDatabase({ db, vault, signer: createSigner(config.signingKey, config.portalName), now: new Date() }, fault => void faults.push(faultLine(fault)))
    return faults
  } finally {
    await db.close()
  }
}

async function submissionFaults(db: Db, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const rows = await db.read.selectFrom('service_case').select(['draft_id', 'number']).execute()
  const numbers = Map.groupBy(rows, row => row.draft_id)
  const twice = [...numbers.values()].filter(same => same.length > 1).map(([first]) => `draft ${first?.draft_id} became several cases`)
  const lost = acknowledged.filter(({ what, id, number }) => what === 'submitted' && numbers.get(id)?.[0]?.number !== number).map(({ id, number }) => `case ${number} of draft ${id} was acknowledged, and is not there`)
  return [...twice, ...lost]
}

async function actFaults(db: Db, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const rows = await db.read.selectFrom('event').select('task_id').where('type', '=', 'task.claimed').execute()
  const counts = Map.groupBy(rows, ({ task_id }) => task_id)
  return acknowledged.filter(({ what }) => what === 'claimed').flatMap(({ id }) => {
    const times = counts.get(id)?.length ?? 0
    return times === 1 ? [] : [`task ${id} was claimed, and its history says so ${times} times`]
  })
}

/** A submission is one commit: its case has all its tasks, their first events, and its draft is closed. */
async function routingFaults(db: Db, { drafts }: Town): Promise<string[]> {
  const [cases, tasks, open] = await Promise.all([
    db.read.selectFrom('service_case').select(['id', 'number', 'draft_id']).execute(),
    db.read.selectFrom('task').select(['case_id', 'status']).execute(),
    db.read.selectFrom('draft').select('id').where('status', '=', 'open').execute(),
  ])
  const [ours, stillOpen] = [new Set(drafts), new Set(open.map(({ id }) => id))]
  const filed = cases.filter(({ draft_id }) => ours.has(draft_id))
  const counts = Map.groupBy(tasks, ({ case_id }) => case_id)
  const usual = counts.get(filed[0]?.id ?? '')?.length
  return filed.flatMap(({ id, number, draft_id }) => [
    ...(counts.get(id)?.length === usual ? [] : [`case ${number} has ${counts.get(id)?.length ?? 0} tasks, not ${usual}`]),
    ...(stillOpen.has(draft_id) ? [`draft ${draft_id} became case ${number}, and is still open`] : []),
  ])
}

/** Each event is told to each person in one message, and nothing that is to be told is left. */
async function messageFaults(db: Db): Promise<string[]> {
  const rows = await db.read.selectFrom('message').select(['person_id', 'case_id', 'kind', 'from_seq', 'to_seq']).where('case_id', 'in', db.read.selectFrom('service_case').select('id')).orderBy('from_seq').execute()
  const twice = [...Map.groupBy(rows, ({ person_id, case_id, kind }) => `${kind} ${person_id} ${case_id}`)].filter(([, all]) => all.some(({ from_seq }, at) => at > 0 && from_seq <= (all[at - 1]?.to_seq ?? 0)))
  const untold = await db.read.selectFrom('service_case').select('number').where('tell_at', '<', new Date().toISOString()).execute()
  return [...twice.map(([who]) => `${who} was told something twice`), ...untold.map(({ number }) => `of case ${number} something was not told`)]
}
