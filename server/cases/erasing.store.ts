import type { Db } from '../../db/connect.ts'
import { remove, update, type Statement, type WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { removeConfirmations } from '../drafts/co-confirmation.store.ts'
import { emptyContent } from '../drafts/draft.ts'
import { newRegionalId } from '../ids.ts'
import { chained } from '../ledger/chain.ts'
import { insertEvent } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { besideOf } from '../ledger/ledger.ts'
import { askRemoval, removeFile } from '../materials/file.store.ts'
import { changedRows, datesRow, rowNames, wakeRow } from './beside.ts'
import type { Dossier } from './case.ts'
import { erasedRows, type Erasure } from './erasing.ts'

type Keeping = Pick<Ctx, 'db' | 'vault' | 'now'>

/** The erasure as one write set: guarded by the case's version, like every other change of a case. Bytes of files follow. */
export function erasedSet(erasure: Erasure, { db, vault, now }: Keeping, messages: readonly string[]): WriteSet {
  const { before, after, event, shortened, papers } = erasure
  const { theCase } = before
  const { region, id, draftId } = theCase
  const rows = { ...changedRows({ before, after, events: [event], certificates: [], revokedOf: [] }, []), ...erasedRows(erasure) }
  const beside = besideOf(db.ledger, { ...rows, [rowNames.dates()]: datesRow(after.theCase), [rowNames.wake()]: wakeRow(after.theCase) })
  const links = chained({ seq: theCase.lastSeq, hash: theCase.lastHash }, [{ ...event, id: newRegionalId(region), beside }], db.ledger.hash)
  // One file may stand for two materials.
  const files = [...new Set(papers.flatMap(({ fileId }) => fileId ?? []))]
  return [
    update('service_case', {
      applicant_name: '', applicant_index: null, sealed: vault.seal(after.theCase.content, `case ${id}`), version: theCase.version + 1, proceedings: JSON.stringify(after.theCase.proceedings),
      last_seq: links[0]?.seq as number, last_hash: links[0]?.hash as string, updated_at: event.at, erased_at: event.at,
    }, { region, id, version: theCase.version }),
    ...withoutWords(after),
    ...shortened.map(one => shortenedEvent(theCase, one)),
    ...links.map(link => insertEvent({ region, caseId: id }, link)),
    ...papers.map(paper => remove('material', { region, id: paper.id }, 1)),
    ...files.flatMap(file => [removeFile({ region, id: file }), askRemoval({ region, id: file }, now)]),
    removeConfirmations({ region, id: draftId }),
    // What the case was copied from.
    update('draft', { sealed: vault.seal(emptyContent(), `draft ${draftId}`) }, { region, id: draftId }, 'any'),
    ...messages.flatMap(message => [remove('sending', { region, message_id: message }), remove('message', { region, id: message })]),
  ]
}

function withoutWords({ theCase: { region }, tasks, deficiencies, requests, orders }: Dossier): Statement[] {
  return [
    ...tasks.map(({ id, reason, proceedings }) => update('task', { applicant_name: '', reason, sealed: null, proceedings: JSON.stringify(proceedings) }, { region, id })),
    ...deficiencies.map(({ id, reason, repeatReason }) => update('deficiency', { reason, repeat_reason: repeatReason }, { region, id })),
    ...requests.map(({ id, question, answer }) => update('internal_request', { question, answer }, { region, id })),
    ...orders.map(({ id, text, answer }) => update('supervision_order', { text, answer }, { region, id })),
  ]
}

const shortenedEvent = ({ region, id }: Dossier['theCase'], { seq, data, hash }: ChainedEvent): Statement =>
  update('event', { data: JSON.stringify(data) }, { region, case_id: id, seq, hash })

/** Messages that tell of it, whoever got them. */
export async function listMessagesOfCase(db: Db, { region, id }: { region: string; id: string }): Promise<string[]> {
  return (await db.read.selectFrom('message').select('id').where('region', '=', region).where('case_id', '=', id).execute()).map(row => row.id)
}
