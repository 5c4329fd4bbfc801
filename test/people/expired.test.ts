import { insert } from '../../db/statement.ts'
import { removeExpired } from '../../server/people/expired.store.ts'
import { freshDatabase } from '../support/database.ts'

test('what has expired is removed, all of it, and nothing else', async () => {
  const db = await freshDatabase()
  const now = new Date('2026-03-02T02:00:00.000Z')
  const session = (id: string, expires_at: string) => insert('session', { id, person_id: null, data: '{}', created_at: now.toISOString(), seen_at: now.toISOString(), expires_at })
  const attempt = (key: string, window_ends_at: string) => insert('sign_in_attempt', { key, failures: 1, window_ends_at })
  await db.commit([
    ...Array.from({ length: 1200 }, (_, i) => session(`old ${i}`, '2026-03-02T01:59:59.000Z')),
    insert('password_reset', { hash: 'old', person_id: 'x', expires_at: '2026-03-02T01:59:59.000Z' }), insert('password_reset', { hash: 'running', person_id: 'x', expires_at: '2026-03-02T02:00:01.000Z' }),
    session('running', '2026-03-02T02:00:01.000Z'), attempt('old', '2026-03-02T02:00:00.000Z'), attempt('running', '2026-03-02T02:00:01.000Z'),
  ])
  await removeExpired(db, now)
  expect(await db.read.selectFrom('session').select('id').execute()).toEqual([{ id: 'running' }])
  expect(await db.read.selectFrom('password_reset').select('hash').execute()).toEqual([{ hash: 'running' }])
  expect(await db.read.selectFrom('sign_in_attempt').select('key').execute()).toEqual([{ key: 'running' }])
})
