import fc from 'fast-check'
import { accepted, awaits, declined, ended, isOpen, stateOf, type Mandate } from '../../server/agents/mandate.ts'
import { surenessOf } from '../../server/drafts/sureness.ts'
import type { Actor } from '../../server/people/actor.ts'
import { coversBundle, isUsedUp, itemsBeyond, mandateFor, type ActiveMandate } from '../../server/people/active-mandate.ts'
import { freshDatabase } from '../support/database.ts'

const monday = new Date('2026-03-02T02:00:00.000Z')
const aMandate = (changes: Partial<Mandate> = {}): Mandate => ({
  id: '2026030212345678', kind: 'mandate', principalId: 'wang', agentId: 'li', offeredBy: 'principal', assurance: 1, scope: { bundles: ['moving'] }, validFrom: '2026-03-02', validTo: '2026-05-31', maxUses: null, uses: 0,
  details: { addressee: { name: '李明', number: 'li.ming' }, confirmation: null }, offeredAt: monday.toISOString(), acceptedAt: null, declinedAt: null, endedAt: null, endedBy: null, version: 1, ...changes,
})
const inForce = { acceptedAt: monday.toISOString() }

test.each<[string, Partial<Mandate>, string, string]>([
  ['offered', {}, '2026-03-02T02:00:00Z', 'offered'],
  ['a moment before seven days are over', {}, '2026-03-09T01:59:59Z', 'offered'],
  ['nobody answered in seven days', {}, '2026-03-09T02:00:00Z', 'expired'],
  ['its last day passed before anybody answered', { validTo: '2026-03-03' }, '2026-03-04T02:00:00Z', 'expired'],
  ['taken back before it was answered', { endedAt: '2026-03-03T02:00:00Z' }, '2026-03-03T02:00:00Z', 'withdrawn'],
  ['declined', { declinedAt: '2026-03-03T02:00:00Z' }, '2026-03-20T02:00:00Z', 'declined'],
  ['accepted', inForce, '2026-03-20T02:00:00Z', 'inForce'],
  ['its first day has not come', { ...inForce, validFrom: '2026-03-10' }, '2026-03-09T15:59:59Z', 'notYet'],
  ['its first day begins at midnight in Beijing', { ...inForce, validFrom: '2026-03-10' }, '2026-03-09T16:00:00Z', 'inForce'],
  ['the last day counts whole', inForce, '2026-05-31T15:59:59Z', 'inForce'],
  ['and then it is over', inForce, '2026-05-31T16:00:00Z', 'over'],
  ['one use of two', { ...inForce, maxUses: 2, uses: 1 }, '2026-03-20T02:00:00Z', 'inForce'],
  ['both uses', { ...inForce, maxUses: 2, uses: 2 }, '2026-03-20T02:00:00Z', 'usedUp'],
  ['revoked', { ...inForce, endedAt: '2026-03-20T02:00:00Z' }, '2026-03-20T02:00:00Z', 'ended'],
])('%s', (_, changes, at, expected) => {
  expect(stateOf(aMandate(changes), new Date(at))).toBe(expected)
})

test('only the other side answers, and only while it is open', () => {
  expect([awaits(aMandate(), 'agent', monday), awaits(aMandate(), 'principal', monday), awaits(aMandate(inForce), 'agent', monday)]).toEqual([true, false, false])
  expect([awaits(aMandate({ offeredBy: 'agent' }), 'principal', monday), awaits(aMandate({ offeredBy: 'agent' }), 'agent', monday)]).toEqual([true, false])
})

const anyMandate = fc.record({ acceptedAt: fc.constantFrom(null, monday.toISOString()), declinedAt: fc.constantFrom(null, monday.toISOString()), endedAt: fc.constantFrom(null, monday.toISOString()), maxUses: fc.constantFrom(null, 1), uses: fc.constantFrom(0, 1) })
test('whatever has ended, lapsed or been declined never comes into force again', () => {
  fc.assert(fc.property(anyMandate, fc.integer({ min: 0, max: 120 }), (changes, days) => {
    const now = new Date(monday.getTime() + days * 86_400_000)
    const mandate = aMandate(changes)
    const later = new Date(now.getTime() + 86_400_000)
    if (!['ended', 'withdrawn', 'declined', 'expired', 'over'].includes(stateOf(mandate, now))) return
    expect(isOpen(mandate, later)).toBe(false)
    for (const act of [() => accepted(mandate, { by: 'online', personId: 'li' }, 1, later), () => declined(mandate, later), () => ended(mandate, 'wang', later)]) expect(act).toThrow('mandate.notOpen')
  }))
})

const active = (changes: Partial<ActiveMandate> = {}): ActiveMandate => ({ id: '1', kind: 'mandate', principalId: 'wang', principalName: '王', scope: { bundles: ['moving'] }, validTo: '2026-05-31', assurance: 1, usesLeft: null, ...changes })

test('what a mandate reaches: its bundles, its items, and no matter of anybody else', () => {
  expect([coversBundle(active(), 'moving'), coversBundle(active(), 'parking'), coversBundle(active({ scope: { bundles: 'all' } }), 'parking')]).toEqual([true, false, true])
  expect([itemsBeyond(active(), ['a', 'b']), itemsBeyond(active({ scope: { bundles: ['moving'], items: ['a'] } }), ['a', 'b'])]).toEqual([[], ['b']])
  expect([isUsedUp(active()), isUsedUp(active({ usesLeft: 1 })), isUsedUp(active({ usesLeft: 0 }))]).toEqual([false, false, true])
  const actor = { mandates: [active()] }
  const matter = { applicantId: 'wang', authorId: 'li', mandateId: '1' }
  expect(mandateFor(actor, matter)).toBeDefined()
  for (const other of [{ mandateId: null }, { mandateId: '2' }, { applicantId: 'zhao' }]) expect(mandateFor(actor, { ...matter, ...other })).toBeUndefined()
})

test.each<[string, ActiveMandate['kind'], 1 | 2, 1 | 2 | 3, number]>([
  ['who was not verified can’t get round it by entrusting somebody who was', 'mandate', 1, 3, 1],
  ['an agent who was not verified files no more than he could for himself', 'handler', 2, 1, 1],
  ['both were', 'mandate', 2, 3, 2],
  ['a helper stands for the word that he has recorded', 'assistance', 2, 1, 2],
])('how sure it is who files: %s', async (_, kind, principal, agent, expected) => {
  const actor: Actor = { id: 'li', kind: 'person', name: '李明', grants: [], assurance: agent, mandates: [active({ kind, assurance: principal })] }
  expect(await surenessOf({ db: await freshDatabase(), actor }, { channel: 'online', authorId: 'li', applicantId: 'wang', mandateId: '1' })).toBe(expected)
})
