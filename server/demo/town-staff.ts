import type { Grant, Role } from '../people/actor.ts'
import { officeId, type Office } from '../offices/office.store.ts'
import { wholeRegion } from '../people/scope.ts'

/** Somebody who works in the town's offices. */
export interface StaffMember {
  username: string
  name: string
  grants: Grant[]
}

export const city = '330100000000'
export const county = '330106000000'

// prettier-ignore
const desks: [departmentId: string, officer: string, head?: string][] = [
  ['public-security',             '李卫东', '方正平'],
  ['civil-affairs',               '吴春燕', '邵文娟'],
  ['human-resources',             '赵敏',   '鲁建华'],
  ['healthcare-security',         '陆佳'],
  ['health',                      '丁晓峰'],
  ['hospital',                    '夏静怡', '宋慧敏'],
  ['market-regulation',           '郭磊',   '金立新'],
  ['taxation',                    '程悦'],
  ['housing-fund',                '袁丽'],
  ['natural-resources',           '范志强', '高远'],
  ['housing',                     '崔永健'],
  ['education',                   '苏雅琴'],
  ['disabled-persons-federation', '田秋月'],
  ['veterans-affairs',            '罗振国'],
  ['military-service',            '马骁'],
  ['notary',                      '褚怀瑾'],
  ['transport',                   '魏东升'],
  ['development-reform',          '卢思远'],
  ['environment',                 '石清源'],
  ['water-resources',             '江涛'],
  ['civil-air-defence',           '武军'],
  ['commerce',                    '梅若兰'],
  ['fire-rescue',                 '霍振华'],
  ['law-enforcement',             '任立新'],
  ['party-organisation',          '向红'],
  ['electricity',                 '汤晓兵'],
  ['water-supply',                '任清'],
  ['gas',                         '祁燃'],
  ['telecom',                     '连晓东'],
  ['bank',                        '殷松'],
  ['service-centre',              '毕芳'],
  ['justice',                     '尹正言'],
  ['mediation-centre',            '和敏'],
  ['agriculture',                 '田禾'],
  ['customs',                     '关越'],
  ['staffing-commission',         '安定'],
  ['finance',                     '金算'],
  ['public-data',                 '舒云'],
  ['emergency-management',        '雷敏'],
  ['township-office',             '乔志远'],
  ['village-agent',               '田敏'],
]

/** Colleagues at one office each, so that work can be handed over and two people can want the same task. */
// prettier-ignore
const colleagues: [username: string, name: string, role: Role, departmentId: string, regionCode: string][] = [
  ['cuiyuan.police',   '裘海涛', 'officer', 'public-security', '330106005000'],
  ['sandun.police',    '卜一鸣', 'officer', 'public-security', '330106109000'],
  ['cuiyuan.affairs',  '葛小芹', 'officer', 'civil-affairs',   '330106005000'],
  ['sandun.health',    '欧阳柳', 'officer', 'health',          '330106109000'],
  ['xihu.licence',     '费扬',   'officer', 'market-regulation', county],
  ['xihu.insurance',   '闻婷',   'officer', 'human-resources', county],
  ['xihu.medical',     '柏舟',   'officer', 'healthcare-security', county],
  ['xihu.streets',     '章岚',   'officer', 'law-enforcement', county],
  ['xihu.land',        '岑远',   'officer', 'natural-resources', county],
]

/** Who answers for a department's items when their definition is changed. */
// prettier-ignore
const itemAdministrators: [departmentId: string, name: string][] = [
  ['civil-affairs',       '俞静宜'],
  ['human-resources',     '孔维新'],
  ['healthcare-security', '应晓岚'],
  ['public-security',     '柯明达'],
  ['health',              '虞兰芝'],
  ['hospital',            '甘雨'],
  ['market-regulation',   '骆川'],
  ['taxation',            '娄清'],
]

/** Where a head answers for the office. */
const headed = [county, '330106005000', '330106109000']

/** People whose work is not one department's. */
const others: StaffMember[] = [
  { username: 'counter', name: '沈惠', grants: [{ role: 'counterOfficer', officeId: officeId('service-centre', county) }] },
  { username: 'helper', name: '方小舟', grants: [{ role: 'assistant', officeId: officeId('village-agent', '330106002000') }] },
  { username: 'supervisor', name: '秦正明', grants: [{ role: 'supervisor', officeId: wholeRegion(city) }] },
  { username: 'bundles', name: '谢文朴', grants: [{ role: 'bundleAdministrator', officeId: '' }] },
  { username: 'administrator', name: '关毅', grants: [{ role: 'systemAdministrator', officeId: '' }] },
  { username: 'security', name: '严守诚', grants: [{ role: 'securityAdministrator', officeId: '' }] },
  { username: 'auditor', name: '舒言', grants: [{ role: 'auditor', officeId: '' }] },
]

export const deskOf = (departmentId: string): string => `desk.${departmentId}`
export const headOf = (departmentId: string): string => `head.${departmentId}`
export const itemsOf = (departmentId: string): string => `items.${departmentId}`

/**
 * Everybody on the town's staff. One officer per department serves all its offices in the district, so
 * that whatever a visitor of the demonstration files there, somebody can be signed in as who decides it.
 */
export function townStaff(offices: readonly Pick<Office, 'id' | 'departmentId' | 'regionCode'>[]): StaffMember[] {
  const grantsAt = (departmentId: string, role: Role, regions?: string[]): Grant[] =>
    offices.filter(office => office.departmentId === departmentId && (!regions || regions.includes(office.regionCode))).map(({ id }) => ({ role, officeId: id }))
  return [
    ...desks.flatMap(([departmentId, officer, head]) => [
      { username: deskOf(departmentId), name: officer, grants: grantsAt(departmentId, 'officer') },
      ...(head ? [{ username: headOf(departmentId), name: head, grants: grantsAt(departmentId, 'head', headed) }] : []),
    ]),
    ...colleagues.map(([username, name, role, departmentId, regionCode]) => ({ username, name, grants: [{ role, officeId: officeId(departmentId, regionCode) }] })),
    ...itemAdministrators.map(([departmentId, name]): StaffMember => ({ username: itemsOf(departmentId), name, grants: [{ role: 'itemAdministrator', officeId: officeId(departmentId, county) }] })),
    ...others,
  ]
}
