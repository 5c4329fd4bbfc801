import { connect, type Db } from '../../db/connect.ts'
import { readConfig } from '../../server/config.ts'
import { checkDatabase } from '../../server/history/check-database.ts'
import { faultLine } from '../../server/history/fault.ts'
import { findLedger } from '../../server/ledger/ledger.store.ts'
import { createSigner } from '../../server/signing.ts'
import { vaultOf } from '../../server/vault.ts'
import { headerOf } from '../support/smtp.ts'
import type { Acknowledged } from './load.ts'
import type { CrashTown } from './town.ts'

interface Outcome {
  faults: string[]
  cases: number
  letters: number
  /** Letters that came once more under the same Message-ID: a process died between “taken” and writing it down. */
  repeated: number
}

/** What was acknowledged and is not there, what is there twice or by halves, what was not told, or told twice. */
export async function outcome({ environment, drafts }: CrashTown, acknowledged: readonly Acknowledged[], mail: readonly string[]): Promise<Outcome> {
  const config = readConfig(environment)
  const db = connect(config.databaseUrl)
  try {
    const vault = vaultOf(config)
    db.ledger = (await findLedger(db, vault))!
    const [submissions, letters] = [await submissionFaults(db, acknowledged), await letterFaults(db, mail)]
    const faults = [...submissions, ...await actFaults(db, acknowledged), ...await routingFaults(db, drafts), ...await messageFaults(db), ...letters.faults]
    const { cases } = await checkDatabase({ db, vault, signer: createSigner(config.signingKey, config.portalName), now: new Date() }, fault => void faults.push(faultLine(fault)))
    return { ...letters, faults, cases }
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

/** A submission is one commit: its case has all its tasks, an opening of each, and its draft is closed. */
async function routingFaults(db: Db, drafts: readonly string[]): Promise<string[]> {
  const [cases, tasks, opened, open] = await Promise.all([
    db.read.selectFrom('service_case').select(['id', 'number', 'draft_id']).execute(),
    db.read.selectFrom('task').select(['case_id', 'id']).execute(),
    db.read.selectFrom('event').select(['case_id', 'type']).where('type', '=', 'case.submitted').execute(),
    db.read.selectFrom('draft').select('id').where('status', '=', 'open').execute(),
  ])
  const [ours, stillOpen] = [new Set(drafts), new Set(open.map(({ id }) => id))]
  const [tasksOf, submittedOf] = [Map.groupBy(tasks, ({ case_id }) => case_id), Map.groupBy(opened, ({ case_id }) => case_id)]
  const filed = cases.filter(({ draft_id }) => ours.has(draft_id))
  const usual = Math.max(0, ...filed.map(({ id }) => tasksOf.get(id)?.length ?? 0))
  return filed.flatMap(({ id, number, draft_id }) => [
    ...(tasksOf.get(id)?.length === usual ? [] : [`case ${number} has ${tasksOf.get(id)?.length ?? 0} tasks, not ${usual}`]),
    ...(submittedOf.get(id)?.length === 1 ? [] : [`case ${number} was submitted ${submittedOf.get(id)?.length ?? 0} times by its history`]),
    ...(stillOpen.has(draft_id) ? [`draft ${draft_id} became case ${number}, and is still open`] : []),
  ])
}

/** Each event is told to each person in one message, and nothing that is to be told is left. */
async function messageFaults(db: Db): Promise<string[]> {
  const rows = await db.read.selectFrom('message').select(['person_id', 'case_id', 'kind', 'from_seq', 'to_seq']).orderBy('from_seq').execute()
  const twice = [...Map.groupBy(rows, ({ person_id, case_id, kind }) => `${kind} ${person_id} ${case_id}`)].filter(([, all]) => all.some(({ from_seq }, at) => at > 0 && from_seq <= (all[at - 1]?.to_seq ?? 0)))
  const untold = await db.read.selectFrom('service_case').select('number').where('tell_at', '<', new Date().toISOString()).execute()
  return [...twice.map(([who]) => `${who} was told something twice`), ...untold.map(({ number }) => `of case ${number} something was not told`)]
}

/** Each message goes out as one letter: the mail server knows it by its Message-ID. */
async function letterFaults(db: Db, mail: readonly string[]): Promise<Pick<Outcome, 'faults' | 'letters' | 'repeated'>> {
  const rows = await db.read.selectFrom('sending').select(['id', 'message_id', 'state']).where('channel', '=', 'email').execute()
  const arrived = Map.groupBy(mail, letter => /^<([^@>]+)@/.exec(headerOf(letter, 'Message-ID'))?.[1] ?? 'none')
  const known = new Set(rows.map(({ id }) => id))
  const several = [...Map.groupBy(rows, ({ message_id }) => message_id)].filter(([, all]) => all.length > 1)
  return {
    letters: arrived.size, repeated: mail.length - arrived.size,
    faults: [
      ...rows.filter(({ id, state }) => state !== 'sent' || !arrived.has(id)).map(({ id, state }) => `letter ${id} is ${state}, and ${arrived.has(id) ? 'arrived' : 'did not arrive'}`),
      ...[...arrived.keys()].filter(id => !known.has(id)).map(id => `letter ${id} arrived, and nothing tells of it`),
      ...several.map(([id]) => `message ${id} went out as several letters`),
    ],
  }
}

/** What a job has still to do for what has happened: 0 when all that was left half-way was taken up again. */
export async function leftToDo(databaseUrl: string): Promise<number> {
  const db = connect(databaseUrl)
  try {
    const [untold, unsent] = [
      await db.read.selectFrom('service_case').select('id').where('tell_at', '<', new Date().toISOString()).execute(),
      await db.read.selectFrom('sending').select('id').where('state', 'in', ['waiting', 'sending']).execute(),
    ]
    return untold.length + unsent.length
  } finally {
    await db.close()
  }
}
