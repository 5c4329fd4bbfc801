import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely'

type Column = [name: string, type: 'text' | 'integer', nullable?: 'null']

export async function up(db: Kysely<any>, isPostgres: boolean): Promise<void> {
  if (isPostgres) await sql.raw(expectRows).execute(db)
  const table = (name: string, primaryKey: string[], columns: Column[]) => createTable(db, name, primaryKey, columns)
  const index = (name: string, on: string, columns: string[], unique = false) => {
    const create = db.schema.createIndex(name).on(on).columns(columns)
    return (unique ? create.unique() : create).execute()
  }

  await table('region', ['code'], [['code', 'text'], ['zh', 'text'], ['en', 'text'], ['level', 'text'], ['parent', 'text', 'null']])
  await index('region_parent', 'region', ['parent', 'code'])
  await table('department', ['id'], [['id', 'text'], ['zh', 'text'], ['en', 'text'], ['kind', 'text'], ['levels', 'text']])
  await table('office', ['id'], [
    ['id', 'text'], ['department_id', 'text'], ['region_code', 'text'], ['address', 'text', 'null'],
    ['phone', 'text', 'null'], ['hours', 'text', 'null'], ['closed_at', 'text', 'null'],
  ])
  await index('office_region', 'office', ['region_code', 'department_id'])
  await table('bundle_version', ['id'], [
    ['id', 'text'], ['bundle_id', 'text'], ['version', 'integer'], ['status', 'text'], ['hash', 'text'], ['definition', 'text'],
    ['proof', 'text'], ['published_at', 'text'], ['published_by', 'text'], ['ended_at', 'text', 'null'],
  ])
  await index('bundle_version_number', 'bundle_version', ['bundle_id', 'version'], true)
  await index('bundle_version_status', 'bundle_version', ['status', 'bundle_id'])
  await table('proposal', ['id'], [
    ['id', 'text'], ['zh', 'text'], ['en', 'text'], ['status', 'text'], ['version', 'integer'], ['basis', 'text'],
    ['created_at', 'text'], ['created_by', 'text'], ['updated_at', 'text'],
  ])
  await index('proposal_status', 'proposal', ['status', 'updated_at'])
  await table('proposal_revision', ['proposal_id', 'number'], [
    ['proposal_id', 'text'], ['number', 'integer'], ['text', 'text'], ['made_at', 'text'], ['made_by', 'text'],
  ])

  await table('person', ['id'], [
    ['id', 'text'], ['username', 'text'], ['password_hash', 'text'], ['password_expires_at', 'text', 'null'], ['kind', 'text'], ['name', 'text'],
    ['sealed', 'text'], ['identity_index', 'text', 'null'], ['status', 'text'], ['session_epoch', 'integer'], ['version', 'integer'], ['created_at', 'text'],
  ])
  await index('person_username', 'person', ['username'], true)
  // Byte by byte, so that the beginning of a name is a range of the index on both engines.
  for (const column of ['username', 'name']) if (isPostgres || column === 'name') await sql.raw(`create index person_${column}_begins on person (${column}${isPostgres ? ' collate "C"' : ''}, ${column === 'name' ? 'username, ' : ''}id)`).execute(db)
  await index('person_identity', 'person', ['identity_index'], true)
  await table('role_grant', ['person_id', 'role', 'office_id'], [
    ['person_id', 'text'], ['role', 'text'], ['office_id', 'text'], ['granted_at', 'text'], ['granted_by', 'text'],
  ])
  await index('role_grant_office', 'role_grant', ['office_id', 'role'])
  await table('session', ['id'], [
    ['id', 'text'], ['person_id', 'text', 'null'], ['data', 'text'], ['created_at', 'text'], ['seen_at', 'text'], ['expires_at', 'text'],
  ])
  await index('session_person', 'session', ['person_id'])
  await index('session_expiry', 'session', ['expires_at'])
  await table('second_factor', ['id'], [
    ['id', 'text'], ['person_id', 'text'], ['kind', 'text'], ['name', 'text'], ['sealed', 'text'], ['counter', 'integer'], ['created_at', 'text'], ['used_at', 'text', 'null'],
  ])
  await index('second_factor_person', 'second_factor', ['person_id'])
  await table('recovery_code', ['person_id', 'place'], [['person_id', 'text'], ['place', 'integer'], ['hash', 'text']])
  await table('account_letter', ['id'], [['id', 'text'], ['kind', 'text'], ['sealed', 'text'], ['attempts', 'integer'], ['due_at', 'text'], ['created_at', 'text']])
  await index('account_letter_due', 'account_letter', ['due_at'])
  await table('password_reset', ['hash'], [['hash', 'text'], ['person_id', 'text'], ['expires_at', 'text']])
  await index('password_reset_person', 'password_reset', ['person_id'])
  await table('email_confirmation', ['hash'], [['hash', 'text'], ['person_id', 'text'], ['expires_at', 'text']])
  await index('email_confirmation_person', 'email_confirmation', ['person_id'])
  await table('sign_on', ['issuer', 'subject'], [['issuer', 'text'], ['subject', 'text'], ['person_id', 'text'], ['linked_at', 'text']])
  await index('sign_on_person', 'sign_on', ['person_id'])
  await table('sign_in_attempt', ['key'], [['key', 'text'], ['failures', 'integer'], ['window_ends_at', 'text']])
  await table('act', ['stream', 'seq'], [
    ['stream', 'text'], ['seq', 'integer'], ['at', 'text'], ['actor_id', 'text'], ['actor_role', 'text'], ['type', 'text'],
    ['data', 'text'], ['beside', 'text', 'null'], ['previous_hash', 'text'], ['hash', 'text'],
  ])
  await table('act_stream', ['stream'], [['stream', 'text'], ['last_seq', 'integer'], ['last_hash', 'text'], ['anchored_seq', 'integer']])
  await sql.raw('create index act_stream_anchor on act_stream (stream) where anchored_seq < last_seq').execute(db)
  await table('ledger', ['id'], [['id', 'integer'], ['hash', 'text'], ['origin', 'text'], ['sealed', 'text'], ['index_check', 'text'], ['size', 'integer'], ['signed_size', 'integer'], ['started_at', 'text']])
  await table('ledger_leaf', ['position'], [['position', 'integer'], ['kind', 'text'], ['id', 'text'], ['seq', 'integer'], ['hash', 'text']])
  await index('ledger_leaf_chain', 'ledger_leaf', ['kind', 'id', 'seq'], true)
  await table('ledger_tile', ['level', 'position'], [['level', 'integer'], ['position', 'integer'], ['hashes', 'text']])
  await table('checkpoint', ['size'], [['size', 'integer'], ['at', 'text'], ['public_key', 'text'], ['note', 'text']])
  await index('act_time', 'act', ['at', 'stream', 'seq'])
  await index('act_type', 'act', ['type', 'at', 'stream', 'seq'])
  await table('calendar_day', ['day', 'notice_year'], [['day', 'text'], ['kind', 'text'], ['zh', 'text'], ['en', 'text'], ['notice_year', 'integer']])
  await table('calendar_notice', ['year'], [['year', 'integer'], ['document', 'text'], ['imported_at', 'text'], ['imported_by', 'text']])
  await table('office_hours', ['region_code'], [['region_code', 'text'], ['hours', 'text'], ['changed_at', 'text']])

  await table('mandate', ['id'], [
    ['id', 'text'], ['kind', 'text'], ['principal_id', 'text', 'null'], ['agent_id', 'text', 'null'], ['offered_by', 'text'], ['assurance', 'integer'], ['scope', 'text'],
    ['valid_from', 'text'], ['valid_to', 'text'], ['max_uses', 'integer', 'null'], ['uses', 'integer'], ['sealed', 'text'], ['paper_id', 'text', 'null'], ['offered_at', 'text'],
    ['accepted_at', 'text', 'null'], ['declined_at', 'text', 'null'], ['ended_at', 'text', 'null'], ['ended_by', 'text', 'null'], ['version', 'integer'],
  ])
  await index('mandate_agent', 'mandate', ['agent_id', 'valid_to'])
  await index('mandate_principal', 'mandate', ['principal_id', 'offered_at'])
  await sql.raw('create index mandate_paper on mandate (paper_id) where paper_id is not null').execute(db)
  await table('mandate_code', ['mandate_id'], [['mandate_id', 'text'], ['hash', 'text'], ['channel', 'text'], ['tries', 'integer'], ['expires_at', 'text']])

  await table('draft', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['applicant_id', 'text'], ['author_id', 'text'], ['mandate_id', 'text', 'null'], ['bundle_id', 'text'], ['bundle_version_id', 'text'],
    ['region_code', 'text'], ['channel', 'text'], ['sealed', 'text'], ['status', 'text'], ['version', 'integer'],
    ['created_at', 'text'], ['updated_at', 'text'],
  ])
  await index('draft_applicant', 'draft', ['applicant_id', 'status', 'updated_at'])
  await index('draft_author', 'draft', ['author_id', 'status', 'updated_at'])
  await sql.raw('create index draft_mandate on draft (mandate_id) where mandate_id is not null').execute(db)
  await index('draft_bundle', 'draft', ['bundle_id', 'status'])
  await sql.raw("create index draft_retention on draft (updated_at) where status = 'open'").execute(db)

  await table('co_confirmation', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['draft_id', 'text'], ['co_applicant', 'text'], ['identity_index', 'text'], ['person_id', 'text', 'null'], ['state', 'text'],
    ['digest', 'text', 'null'], ['witness_id', 'text', 'null'], ['sealed', 'text'], ['asked_at', 'text'], ['answered_at', 'text', 'null'], ['version', 'integer'],
  ])
  await index('co_confirmation_draft', 'co_confirmation', ['region', 'draft_id', 'co_applicant'], true)
  await index('co_confirmation_identity', 'co_confirmation', ['identity_index', 'asked_at'])

  await table('service_case', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['number', 'text'], ['draft_id', 'text'], ['bundle_id', 'text'], ['bundle_version_id', 'text'],
    ['region_code', 'text'], ['channel', 'text'], ['applicant_id', 'text'], ['applicant_name', 'text'], ['applicant_index', 'text', 'null'],
    ['author_id', 'text'], ['mandate_id', 'text', 'null'], ['sealed', 'text'], ['status', 'text'], ['version', 'integer'], ['last_seq', 'integer'], ['last_hash', 'text'],
    ['submitted_at', 'text'], ['due_on', 'text', 'null'], ['concluded_at', 'text', 'null'], ['updated_at', 'text'], ['proceedings', 'text'],
    ['wake_at', 'text', 'null'], ['tell_at', 'text', 'null'], ['told_seq', 'integer'], ['calendar_act', 'integer'], ['anchored_seq', 'integer'], ['erased_at', 'text', 'null'],
  ])
  await index('service_case_number', 'service_case', ['region', 'number'], true)
  await index('service_case_draft', 'service_case', ['region', 'draft_id'], true)
  await index('service_case_applicant', 'service_case', ['applicant_id', 'submitted_at'])
  await sql.raw('create index service_case_mandate on service_case (mandate_id) where mandate_id is not null').execute(db)
  await index('service_case_identity', 'service_case', ['applicant_index', 'submitted_at'])
  // A county's cases in the order in which they were filed.
  await index('service_case_filed', 'service_case', ['region', 'submitted_at', 'id'])
  // What the jobs look for: due by now, or counted by an older calendar.
  await index('service_case_wake', 'service_case', ['wake_at'])
  await index('service_case_tell', 'service_case', ['tell_at'])
  await sql.raw("create index service_case_calendar on service_case (calendar_act) where status = 'running'").execute(db)
  await sql.raw("create index service_case_running on service_case (submitted_at, id, region_code) where status = 'running'").execute(db)
  // What goes on under a bundle; what is concluded is never counted.
  await sql.raw('create index service_case_open on service_case (bundle_id) where concluded_at is null').execute(db)
  // What comes to the end of its retention: what is erased is never looked at again.
  await sql.raw('create index service_case_retention on service_case (bundle_version_id, concluded_at) where concluded_at is not null and erased_at is null').execute(db)
  // Only those with something to anchor: as small as what has happened since the last checkpoint.
  await sql.raw('create index service_case_anchor on service_case (region, id) where anchored_seq < last_seq').execute(db)

  await table('task', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['case_id', 'text'], ['case_number', 'text'], ['bundle_version_id', 'text'], ['item_code', 'text'],
    ['department_id', 'text'], ['office_id', 'text'], ['applicant_name', 'text'], ['status', 'text'], ['assignee_id', 'text', 'null'],
    ['received_at', 'text', 'null'], ['accepted_at', 'text', 'null'], ['clock_started_at', 'text', 'null'], ['due_on', 'text', 'null'],
    ['decided_at', 'text', 'null'], ['reason', 'text', 'null'], ['sealed', 'text', 'null'], ['follow_up_on', 'text', 'null'],
    ['proceedings', 'text'], ['updated_at', 'text'],
  ])
  await index('task_case_item', 'task', ['region', 'case_id', 'item_code'], true)
  // A page of the queue is found in one of these alone, whatever it is narrowed to.
  await index('task_queue', 'task', ['office_id', 'status', 'due_on', 'id', 'assignee_id', 'region', 'item_code'])
  await index('task_recent', 'task', ['office_id', 'status', 'updated_at', 'id', 'assignee_id', 'region', 'item_code'])
  await sql.raw('create index task_follow_up on task (office_id, follow_up_on, id, assignee_id, region, item_code) where follow_up_on is not null').execute(db)
  // Supervision counts the open work of the whole town from this index alone.
  await index('task_due', 'task', ['status', 'due_on', 'id', 'department_id', 'office_id', 'item_code', 'clock_started_at'])
  await sql`create index task_follow_up_day on task (follow_up_on, id) where follow_up_on is not null`.execute(db)
  // Few at a time, and of a county: what its counter may accept for all departments at once.
  await sql.raw("create index task_intake on task (region, due_on, id) where status = 'received'").execute(db)
  // Byte by byte, so that the beginning of a name is a range of the index on both engines.
  await sql.raw(`create index task_name on task (office_id, applicant_name${isPostgres ? ' collate "C"' : ''}, status, updated_at, id, region)`).execute(db)

  await table('event', ['region', 'case_id', 'seq'], [
    ['region', 'text'], ['case_id', 'text'], ['seq', 'integer'], ['id', 'text'], ['at', 'text'], ['actor_id', 'text'], ['actor_role', 'text'],
    ['on_behalf_of', 'text', 'null'], ['office_id', 'text', 'null'], ['task_id', 'text', 'null'], ['type', 'text'], ['data', 'text'],
    ['beside', 'text', 'null'], ['previous_hash', 'text'], ['hash', 'text'],
  ])
  await table('material', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['draft_id', 'text'], ['case_id', 'text', 'null'], ['material_id', 'text'], ['source', 'text'],
    ['file_id', 'text', 'null'], ['certificate_id', 'text', 'null'], ['sealed', 'text', 'null'], ['created_at', 'text'],
  ])
  await index('material_draft', 'material', ['region', 'draft_id'])
  await index('material_case', 'material', ['region', 'case_id'])
  await index('material_file', 'material', ['region', 'file_id'])
  await table('file', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['owner_id', 'text'], ['sealed', 'text'], ['media_type', 'text'], ['size', 'integer'],
    ['sha256', 'text'], ['created_at', 'text'],
  ])
  await index('file_owner', 'file', ['region', 'owner_id', 'created_at'])
  await table('deficiency', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['case_id', 'text'], ['task_id', 'text'], ['kind', 'text'], ['target', 'text'], ['code', 'text'], ['reason', 'text'],
    ['repeat_reason', 'text', 'null'], ['noted_at', 'text'], ['notified_at', 'text', 'null'], ['answered_at', 'text', 'null'],
  ])
  await index('deficiency_case', 'deficiency', ['region', 'case_id'])
  await sql`create index deficiency_repeated on deficiency (noted_at, id) where repeat_reason is not null`.execute(db)
  await table('internal_request', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['case_id', 'text'], ['task_id', 'text'], ['from_office_id', 'text'], ['to_office_id', 'text'],
    ['question', 'text'], ['shared', 'text'], ['asked_by', 'text'], ['asked_at', 'text'], ['due_on', 'text'], ['state', 'text'],
    ['answer', 'text', 'null'], ['answered_by', 'text', 'null'], ['ended_at', 'text', 'null'], ['overdue_told_at', 'text', 'null'],
  ])
  await index('internal_request_case', 'internal_request', ['region', 'case_id'])
  await index('internal_request_office', 'internal_request', ['to_office_id', 'state', 'due_on', 'id'])
  await table('supervision_order', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['case_id', 'text'], ['task_id', 'text'], ['office_id', 'text'], ['text', 'text'], ['given_by', 'text'],
    ['given_at', 'text'], ['due_on', 'text'], ['answer', 'text', 'null'], ['answered_by', 'text', 'null'], ['answered_at', 'text', 'null'],
    ['overdue_told_at', 'text', 'null'],
  ])
  await index('supervision_order_case', 'supervision_order', ['region', 'case_id'])
  await index('supervision_order_time', 'supervision_order', ['given_at', 'id'])
  await index('supervision_order_office', 'supervision_order', ['office_id', 'answered_at', 'due_on'])
  await table('message', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['person_id', 'text'], ['case_id', 'text'], ['case_number', 'text'], ['from_seq', 'integer'], ['to_seq', 'integer'],
    ['kind', 'text'], ['content', 'text'], ['created_at', 'text'], ['read_at', 'text', 'null'],
  ])
  await index('message_person', 'message', ['person_id', 'created_at', 'id'])
  await index('message_unread', 'message', ['person_id', 'read_at'])
  await table('sending', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['message_id', 'text'], ['person_id', 'text'], ['channel', 'text'], ['state', 'text'], ['attempts', 'integer'],
    ['due_at', 'text', 'null'], ['fault', 'text', 'null'], ['sent_at', 'text', 'null'],
  ])
  await index('sending_due', 'sending', ['due_at'])
  await index('sending_message', 'sending', ['region', 'message_id'])
  await table('commitment_breach', ['region', 'person_id', 'task_id'], [
    ['person_id', 'text'], ['task_id', 'text'], ['region', 'text'], ['case_number', 'text'], ['item_code', 'text'], ['broken_at', 'text'],
    ['repaired_at', 'text', 'null'], ['repaired_by', 'text', 'null'],
  ])
  await index('commitment_breach_person', 'commitment_breach', ['person_id'])
  await table('certificate', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['identifier', 'text'], ['holder_id', 'text'], ['holder_name', 'text'], ['material_id', 'text', 'null'],
    ['item_code', 'text'], ['zh', 'text'], ['en', 'text'], ['office_id', 'text'], ['case_id', 'text'], ['task_id', 'text'],
    ['sealed', 'text'], ['status', 'text'], ['issued_at', 'text'],
  ])
  await index('certificate_holder', 'certificate', ['holder_id', 'issued_at'])
  await index('certificate_identifier', 'certificate', ['region', 'identifier'], true)
  await index('certificate_case', 'certificate', ['region', 'case_id'])
  await index('certificate_task', 'certificate', ['region', 'task_id'])

  await table('reading', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['at', 'text'], ['actor_id', 'text'], ['actor_role', 'text'], ['office_id', 'text', 'null'], ['kind', 'text'],
    ['purpose', 'text'], ['task_id', 'text', 'null'], ['subjects', 'text'], ['fields', 'text'], ['covered', 'text'], ['materials', 'text'],
    ['sealed', 'text', 'null'], ['batch', 'integer', 'null'],
  ])
  await index('reading_time', 'reading', ['at', 'id'])
  await index('reading_batched', 'reading', ['region', 'batch'])
  // What no batch holds yet: as small as what was read since the last checkpoint.
  await sql.raw('create index reading_new on reading (region, id) where batch is null').execute(db)
  await table('reading_subject', ['region', 'once', 'person_id', 'case_number'], [
    ['region', 'text'], ['once', 'text'], ['person_id', 'text'], ['case_number', 'text'], ['reading_id', 'text'], ['at', 'text'],
  ])
  await index('reading_subject_person', 'reading_subject', ['person_id', 'at', 'reading_id'])
  await index('reading_subject_reading', 'reading_subject', ['region', 'reading_id'])
  await table('reading_batch', ['region', 'seq'], [['region', 'text'], ['seq', 'integer'], ['count', 'integer'], ['until', 'text'], ['hash', 'text'], ['removed_at', 'text', 'null']])
  await sql.raw('create index reading_batch_old on reading_batch (until, region, seq) where removed_at is null').execute(db)
  await table('reading_question', ['region', 'id'], [
    ['region', 'text'], ['id', 'text'], ['reading_id', 'text'], ['person_id', 'text'], ['case_number', 'text'], ['sealed', 'text'], ['asked_at', 'text'],
    ['due_on', 'text'], ['answered_at', 'text', 'null'], ['answered_by', 'text', 'null'],
  ])
  await index('reading_question_person', 'reading_question', ['person_id', 'asked_at'])
  await index('reading_question_due', 'reading_question', ['answered_at', 'due_on', 'id'])
  // The figures of the town are read by kind and day, whatever the region, from the second of these alone.
  const figure = ['kind', 'on_day', 'department_id', 'accepted_on', 'is_late', 'is_supplemented']
  await table('figure', ['region', ...figure], [
    ['region', 'text'], ['on_day', 'text'], ['kind', 'text'], ['department_id', 'text'], ['accepted_on', 'text'], ['is_late', 'integer'], ['is_supplemented', 'integer'], ['count', 'integer'],
  ])
  await index('figure_town', 'figure', [...figure, 'count'])
  await table('data_key', ['version'], [
    ['version', 'integer'], ['first_used_at', 'text'], ['remaining', 'integer'], ['counted_at', 'text', 'null'], ['progress', 'text', 'null'], ['ended_at', 'text', 'null'],
  ])
  await table('legal_hold', ['region', 'case_id'], [
    ['region', 'text'], ['case_id', 'text'], ['reason', 'text'], ['held_at', 'text'], ['held_by', 'text'], ['released_at', 'text', 'null'], ['released_by', 'text', 'null'],
  ])
  await table('file_removal', ['region', 'id'], [['region', 'text'], ['id', 'text'], ['asked_at', 'text']])
}

async function createTable(db: Kysely<any>, name: string, primaryKey: string[], columns: Column[]): Promise<void> {
  const required = (column: ColumnDefinitionBuilder) => column.notNull()
  const asIs = (column: ColumnDefinitionBuilder) => column
  await columns
    .reduce(
      (table, [column, type, nullable]) => table.addColumn(column, type, nullable ? asIs : required),
      db.schema.createTable(name).addPrimaryKeyConstraint(`${name}_key`, primaryKey as never[]),
    )
    .execute()
}

/** Lets a pipelined write set check its row counts inside the server (`db/statement.ts`). */
const expectRows = `
create or replace function expect_rows(actual bigint, expected integer) returns boolean language plpgsql as $$
begin
  if actual <> expected then
    raise exception 'touched % rows instead of %', actual, expected using errcode = 'P0409';
  end if;
  return true;
end $$`
