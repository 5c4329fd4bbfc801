import fc from 'fast-check'
import { roles, type Role } from '../../server/people/actor.ts'
import { clashWith, clashes, clashesOf } from '../../server/people/separation.ts'

const pairs = clashes.map(({ roles: [one, other] }) => [one, other].sort().join(' '))
const isApart = (one: Role, other: Role) => pairs.includes([one, other].sort().join(' '))

test('no pair stands in the table twice, or with itself', () => {
  expect(new Set(pairs).size).toBe(pairs.length)
  expect(clashes.filter(({ roles: [one, other] }) => one === other)).toEqual([])
})

test('the auditor holds no other role, and the three administrators are three people', () => {
  expect(roles.filter(role => role !== 'auditor' && !isApart('auditor', role))).toEqual([])
  expect(isApart('systemAdministrator', 'securityAdministrator')).toBe(true)
})

test('who keeps the portal handles nothing in it; who defines does not agree; who supervises does not decide', () => {
  for (const administrator of ['systemAdministrator', 'securityAdministrator'] as const) expect(roles.filter(role => role !== administrator && !isApart(administrator, role))).toEqual([])
  expect(isApart('bundleAdministrator', 'itemAdministrator')).toBe(true)
  expect((['counterOfficer', 'officer', 'head'] as const).map(role => isApart('supervisor', role))).toEqual([true, true, true])
  expect([isApart('officer', 'head'), isApart('counterOfficer', 'officer'), isApart('officer', 'itemAdministrator')]).toEqual([false, false, false])
})

test('whoever is granted one role after the other, each as the rule allows, never holds two that clash', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...roles), { maxLength: 12 }), wanted => {
    const held: { role: Role }[] = []
    for (const role of wanted) if (!clashWith(held, role)) held.push({ role })
    expect(clashesOf(held)).toEqual([])
  }))
})

test('what clashes is found whichever came first', () => {
  for (const { roles: [one, other], why } of clashes) {
    expect([clashWith([{ role: one }], other), clashWith([{ role: other }], one)]).toEqual([{ held: one, why }, { held: other, why }])
    expect(clashesOf([{ role: other }, { role: one }])).toHaveLength(1)
  }
  expect(clashWith([{ role: 'officer' }], 'officer')).toBeUndefined()
})
