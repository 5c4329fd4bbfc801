import { coverDocument, coverOf, covered } from '../../server/cases/cover.ts'
import { isStillNeeded } from '../../server/cases/need.ts'
import type { Field } from '../../server/catalogue/definition.ts'
import type { TaskStatus } from '../../server/cases/lifecycle.ts'
import { publishedCalendar } from '../../server/limits/calendar.ts'
import { aBirth } from '../support/filed-case.ts'

const decidedAt = '2026-03-02T02:00:00.000Z'
const birth = aBirth()
const at = (time: string, status: TaskStatus, followUpOn: string | null = null) =>
  isStillNeeded({ status, itemCode: 'certificate', decidedAt: ['received', 'accepted', 'supplementing'].includes(status) ? null : decidedAt, updatedAt: decidedAt, followUpOn }, birth, publishedCalendar, new Date(time))

test.each<[string, boolean, boolean]>([
  ['one that waits for acceptance, a month later', at('2026-04-02T02:00:00.000Z', 'received'), true],
  ['one that waits for the applicant', at('2026-04-02T02:00:00.000Z', 'supplementing'), true],
  ['a granted one, on the evening of that day', at('2026-03-02T15:59:00.000Z', 'approved'), true],
  ['a granted one, after midnight in Beijing', at('2026-03-02T16:00:00.000Z', 'approved'), false],
  ['a granted one whose result has to be handed over', at('2026-03-20T02:00:00.000Z', 'approved', '2026-03-16'), true],
  ['a refused one, on the last day of six months', at('2026-09-02T02:00:00.000Z', 'refused'), true],
  ['a refused one, the day after', at('2026-09-03T02:00:00.000Z', 'refused'), false],
  ['a revoked one, five months later', at('2026-08-02T02:00:00.000Z', 'revoked'), true],
  ['a withdrawn one, at once', at(decidedAt, 'withdrawn'), false],
  ['a lapsed one, at once', at(decidedAt, 'lapsed'), false],
])('%s', (_, needed, expected) => {
  expect(needed).toBe(expected)
})

const field = (type: Field['type'], personal: Field['personal'] = 'ordinary') => ({ type, personal })

test.each<[string, Pick<Field, 'type' | 'personal'>, string | string[], string | undefined]>([
  ['an ID number', field('idNumber'), '330106199003071013', '330***********1013'],
  ['a bank account', field('bankAccount'), '6222021202012345674', '622************5674'],
  ['a telephone number', field('phone'), '13805710001', '138****0001'],
  ['a telephone number that is nobody’s', field('phone', 'none'), '13805710001', undefined],
  ['an e-mail address', field('email'), 'chen@example.org', 'c***@example.org'],
  ['a name', field('personName'), '陈小雨', undefined],
  ['a child’s name', field('personName', 'sensitive'), '王小明', '王**'],
  ['an illness', field('longText', 'sensitive'), '高血压', covered],
  ['several of a kind', field('choices', 'sensitive'), ['a', 'b'], covered],
  ['an address', field('address'), '翠苑三区18幢', undefined],
  ['nothing', field('idNumber'), '', undefined],
])('%s is covered as its class says', (_, one, value, expected) => {
  expect(coverOf(one, value)).toBe(expected)
})

test.each([
  ['330106199404189980', '330***********9980'],
  ['J330106-2022-520412', 'J330106-2022-520412'],
  ['电话 13805710001，卡号 6222020200012345678', '电话 138****0001，卡号 622************5678'],
  ['91330106MA2AXXXX1X', '913***********XX1X'],
  ['浙江省杭州市西湖区翠苑三区18幢2单元501室', '浙江省杭州市西湖区翠苑三区18幢2单元501室'],
])('in what a register gave “%s” is shown as “%s”', (written, shown) => {
  expect(coverDocument({ number: written, facts: [{ zh: '内容', en: 'Content', value: written }] })).toEqual({ number: shown, facts: [{ zh: '内容', en: 'Content', value: shown }] })
})
