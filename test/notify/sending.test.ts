import { afterAttempt, pauses, type Delivery } from '../../server/notify/sending.ts'

const now = new Date('2026-03-02T02:00:00.000Z')
const failed: Delivery = { state: 'failed', fault: 'HTTP 503' }

// prettier-ignore
test.each<[number, string]>([
  [1, '2026-03-02T02:01:00.000Z'],
  [2, '2026-03-02T02:05:00.000Z'],
  [3, '2026-03-02T02:15:00.000Z'],
  [4, '2026-03-02T03:00:00.000Z'],
  [5, '2026-03-02T08:00:00.000Z'],
  [6, '2026-03-03T02:00:00.000Z'],
])('after failure %i it is tried again at %s', (attempts, dueAt) => {
  expect(afterAttempt({ attempts }, failed, now)).toEqual({ state: 'waiting', dueAt, fault: 'HTTP 503', sentAt: null })
})

test('after the last pause it is given up', () => {
  expect(afterAttempt({ attempts: pauses.length + 1 }, failed, now)).toEqual({ state: 'failed', dueAt: null, fault: 'HTTP 503', sentAt: null })
})

test('what is refused is not tried again', () => {
  expect(afterAttempt({ attempts: 1 }, { state: 'refused', fault: 'EENVELOPE 550' }, now)).toEqual({ state: 'failed', dueAt: null, fault: 'EENVELOPE 550', sentAt: null })
})

test('what is sent has no fault any more', () => {
  expect(afterAttempt({ attempts: 3 }, { state: 'sent' }, now)).toEqual({ state: 'sent', dueAt: null, fault: null, sentAt: now.toISOString() })
})
