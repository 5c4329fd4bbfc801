import { visit } from '../../server/workbench/last-visit.ts'

const at = (time: string) => new Date(`2026-03-02T${time}:00.000Z`)

test('on the first visit nothing is new', () => {
  expect(visit(undefined, at('01:00')).since).toBeUndefined()
})

test('while one works, what is new stays new', () => {
  const morning = visit('2026-03-01T08:00:00.000Z~2026-03-01T09:00:00.000Z', at('01:00'))
  expect(morning.since).toBe('2026-03-01T09:00:00.000Z')
  expect(visit(morning.remembered, at('01:50')).since).toBe('2026-03-01T09:00:00.000Z')
})

test('after an hour away, what came in meanwhile is new', () => {
  const { remembered } = visit(undefined, at('01:00'))
  expect(visit(remembered, at('02:01')).since).toBe('2026-03-02T01:00:00.000Z')
})

test.each(['', '~', 'x~y', '2026~2026', '<script>~2026-03-01T09:00:00.000Z'])('“%s” is no visit', remembered => {
  expect(visit(remembered, at('01:00')).since).toBeUndefined()
})
