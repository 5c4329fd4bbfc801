import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { listWrongFigures } from '../cases/figure.store.ts'
import type { Breach } from '../drafts/breach.store.ts'
import { listStrayReadings } from '../readings/batch.store.ts'
import type { PaperRow } from './case-check.ts'

/** What only a check of the whole reads. */

export interface CaseKey {
  region: string
  id: string
  number: string
}

/** Cases in the order of their keys, from just after `after`. */
export async function listCaseKeys(db: Db, after: CaseKey | undefined, limit: number): Promise<CaseKey[]> {
  let query = db.read.selectFrom('service_case').select(['region', 'id', 'number']).orderBy('region').orderBy('id').limit(limit)
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('region', 'id'), '>', tuple(after.region, after.id)))
  return query.execute()
}

export async function readMarks(db: Db, { region, id }: CaseKey): Promise<{ version: number; anchoredSeq: number; leafSeq: number } | undefined> {
  const row = await db.read.selectFrom('service_case').select(['version', 'anchored_seq']).where('region', '=', region).where('id', '=', id).executeTakeFirst()
  const leaf = await db.read.selectFrom('ledger_leaf').select('seq').where('kind', '=', 'case').where('id', '=', id).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row && { version: row.version, anchoredSeq: row.anchored_seq, leafSeq: leaf?.seq ?? 0 }
}

export async function listPaperRows(db: Db, { region, id, draftId }: { region: string; id: string; draftId: string }): Promise<PaperRow[]> {
  const rows = await db.read.selectFrom('material').leftJoin('file', join => join.onRef('file.region', '=', 'material.region').onRef('file.id', '=', 'material.file_id'))
    .select(['material.id', 'material.draft_id', 'material.case_id', 'material.sealed', 'file.owner_id', 'file.created_at'])
    .where('material.region', '=', region).where(({ eb, or }) => or([eb('draft_id', '=', draftId), eb('case_id', '=', id)])).execute()
  return rows.map(row => ({ id: row.id, draftId: row.draft_id, caseId: row.case_id, sealed: row.sealed, ownerId: row.owner_id, fileCreatedAt: row.created_at }))
}

export async function listBreachesOfTasks(db: Db, taskIds: readonly string[]): Promise<Breach[]> {
  const rows = await db.read.selectFrom('commitment_breach').selectAll().where('task_id', 'in', taskIds.length > 0 ? taskIds : ['']).execute()
  return rows.map(row => ({
    personId: row.person_id, taskId: row.task_id, region: row.region, caseNumber: row.case_number, itemCode: row.item_code,
    brokenAt: row.broken_at, repairedAt: row.repaired_at, repairedBy: row.repaired_by,
  }))
}

export interface Stray {
  thing: string
  problem: string
}

const some = 20 // of each kind: whoever has more has other worries

/** Rows that belong to nothing: each found by one statement, so that what is written meanwhile is no fault. */
const strays: [thing: string, problem: string, query: string][] = [
  ...(['event', 'task', 'deficiency', 'internal_request', 'supervision_order', 'certificate'] as const).map((table): [string, string, string] => [
    table, 'it belongs to a case that is not there',
    `select ${table === 'event' ? "x.case_id || ' ' || x.seq" : 'x.id'} as id from ${table} x where not exists (select 1 from service_case c where c.region = x.region and c.id = x.case_id)`,
  ]),
  ['paper', 'it belongs to a case that is not there', 'select x.id from material x where x.case_id is not null and not exists (select 1 from service_case c where c.region = x.region and c.id = x.case_id)'],
  ['event', 'it stands after the end of its case', "select x.case_id || ' ' || x.seq as id from event x join service_case c on c.region = x.region and c.id = x.case_id where x.seq > c.last_seq"],
  ['broken commitment', 'its task is not there', 'select x.task_id as id from commitment_breach x where not exists (select 1 from task t where t.region = x.region and t.id = x.task_id)'],
  ['case in the log', 'the entry that was anchored is gone, or is another', "select x.id || ' ' || x.seq as id from ledger_leaf x where x.kind = 'case' and not exists (select 1 from event e where e.region = substr(x.id, 1, 6) and e.case_id = x.id and e.seq = x.seq and e.hash = x.hash)"],
  ['stream in the log', 'the entry that was anchored is gone, or is another', "select x.id || ' ' || x.seq as id from ledger_leaf x where x.kind = 'acts' and not exists (select 1 from act a where a.stream = x.id and a.seq = x.seq and a.hash = x.hash)"],
  ['leaf', 'it is of no kind that there is', "select x.id from ledger_leaf x where x.kind not in ('case', 'acts', 'readings')"],
  ['stream', 'its last act is not the one it ends with', 'select s.stream as id from act_stream s where not exists (select 1 from act a where a.stream = s.stream and a.seq = s.last_seq and a.hash = s.last_hash)'],
  ['act', 'it stands after the end of its stream', "select a.stream || ' ' || a.seq as id from act a where not exists (select 1 from act_stream s where s.stream = a.stream and s.last_seq >= a.seq)"],
  ['stream', 'it is not anchored as far as it is marked', "select s.stream as id from act_stream s where s.anchored_seq <> coalesce((select max(l.seq) from ledger_leaf l where l.kind = 'acts' and l.id = s.stream), 0)"],
  ['ledger', 'there is one, with number 1', "select cast(x.id as text) as id from ledger x where x.id <> 1"],
  ['file', 'the paper that it belongs to is not there', 'select x.id from file x where not exists (select 1 from material m where m.region = x.region and m.file_id = x.id) and not exists (select 1 from mandate p where p.paper_id = x.id)'],
]

export async function listStrays(db: Db): Promise<Stray[]> {
  const found: Stray[] = []
  for (const [thing, problem, query] of strays) {
    const { rows } = await sql.raw<{ id: string }>(`${query} limit ${some}`).execute(db.read)
    found.push(...rows.map(({ id }) => ({ thing: `${thing} ${id}`, problem })))
  }
  const wrong = (await listWrongFigures(db, some)).map(({ region, onDay, kind }) => ({ thing: `figures of ${region} on ${onDay}`, problem: `what was ${kind} is not counted as the cases say` }))
  return [...found, ...wrong, ...await listStrayReadings(db, some)]
}
