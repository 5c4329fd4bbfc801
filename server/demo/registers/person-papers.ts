import type { Paper } from './paper.ts'

const year = 365
const card = ['holder', 'sex', 'ethnicity', 'born', 'address', 'idNumber', 'validUntil'] as const
const register = ['holder', 'sex', 'ethnicity', 'born', 'idNumber', 'household', 'head', 'members'] as const
const deed = ['title', 'holder', 'location', 'ownership', 'use', 'area'] as const
const disabled = ['holder', 'idNumber', 'category', 'grade', 'validUntil'] as const
const benefit = ['holder', 'idNumber', 'members', 'amount', 'validUntil'] as const
const idCard: Paper = { number: '{key}', issued: 3 * year, rows: card }
const photo: Paper = { number: 'ZP{county}{8}', issued: 2 * year, rows: ['holder', 'idNumber', 'photo'] }
const household: Paper = { number: '{county}{9}', issued: 4 * year, rows: register }
const disabilityCard: Paper = { number: '{disability}', issued: year, rows: disabled }

/** The papers that registers hold about a person, by material. */
// prettier-ignore
export const personPapers: Record<string, Paper> = {
  // identity, household, residence
  'resident-id-card': idCard, 'reissued-resident-id-card': { ...idCard, issued: 4 }, 'deceased-id-card': idCard, 'disabled-id-card': idCard,
  'digital-id-photo': photo, 'employee-id-photo': photo, 'disability-photo': photo,
  'household-register': household, 'household-register-after-move': { ...household, issued: 3 }, 'deceased-household-register': household, 'disabled-household-register': household,
  'household-check-result': { number: 'HC{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'household', 'status', 'conclusion'] },
  'proof-of-kinship': { number: 'QS{county}{8}', issued: 2, rows: ['holder', 'idNumber', 'father', 'mother', 'spouse', 'children'] },
  'household-cancellation-certificate': { number: 'ZX{county}{8}', issued: rows => rows.cancelledOn, rows: ['holder', 'idNumber', 'household', 'diedOn', 'cancelledOn'] },
  'zhejiang-residence-permit': { number: 'JZZ{key}', issued: 200, rows: ['holder', 'sex', 'idNumber', 'address', 'validUntil'] },
  'residence-registration-data': { number: 'JZ{county}{8}', issued: 400, rows: ['holder', 'idNumber', 'address', 'employer'] },
  'driving-licence': { number: '{key}', issued: 5 * year, rows: ['holder', 'sex', 'born', 'idNumber', 'licenceClass', 'validUntil'] },

  // marriage, birth, children
  'marriage-certificate': { number: 'J{county}-{year}-{6}', issued: rows => rows.marriedOn, rows: ['holder', 'idNumber', 'spouse', 'spouseNumber', 'marriedOn'], isThere: rows => rows.marriedOn !== undefined },
  'divorce-certificate': { number: 'L{county}-{year}-{6}', issued: 2 * year, rows: ['holder', 'idNumber', 'status'], isThere: rows => rows.status === '离婚' },
  'medical-certificate-of-birth': { number: 'R33{7}', issued: rows => rows.born, rows: ['holder', 'sex', 'born', 'mother', 'father', 'hospital'] },
  'delivery-record': { number: 'FM{county}{9}', issued: rows => rows.childBorn, rows: ['child', 'childBorn', 'hospital'] },
  'fertility-registration-voucher': { number: 'SY{county}{9}', issued: 120, rows: ['holder', 'idNumber', 'spouse', 'household'] },
  'one-child-parent-record': { number: '33{10}', issued: 15 * year, rows: ['holder', 'idNumber', 'spouse', 'children'], isThere: rows => rows.children !== undefined && !rows.children.includes('、') },
  'medical-invoice-and-itemised-bill': { number: '33060125{10}', issued: rows => rows.childBorn, rows: ['holder', 'idNumber', 'hospital', 'amount'] },
  'vaccination-record': { number: '33{16}', issued: rows => rows.born, rows: ['holder', 'born', 'conclusion'] },
  'student-record': { number: 'G{key}', issued: 300, rows: ['holder', 'sex', 'born', 'school'] },

  // education, work, insurance, accounts
  'diploma': { number: '10335{year}05{6}', issued: 4 * year, rows: ['holder', 'born', 'education', 'major'] },
  'graduate-diploma': { number: '10337{year}05{6}', issued: 90, rows: ['holder', 'born', 'education', 'major'] },
  'employment-registration-data': { number: 'JY{county}{8}', issued: 300, rows: ['holder', 'idNumber', 'employer'] },
  'proof-of-termination-of-employment': { number: 'JC{county}{8}', issued: 10, rows: ['holder', 'idNumber', 'employer'] },
  'employment-difficulty-record': { number: 'KN{county}{8}', issued: 100, rows: ['holder', 'idNumber', 'validUntil'] },
  'personnel-file': { number: 'DA{county}{8}', issued: 3 * year, rows: ['holder', 'born', 'education', 'employer'] },
  'social-insurance-contribution-record': { number: 'SB{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'employer', 'period', 'insuredMonths'] },
  'pension-contribution-record': { number: 'YL{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'insuredMonths', 'insuredUntil'] },
  'pension-notice': { number: 'DY{county}{8}', issued: 5, rows: ['holder', 'idNumber', 'insuredMonths', 'amount', 'bank'] },
  'work-capacity-conclusion': { number: '杭劳鉴〔{year}〕{5}号', issued: 40, rows: ['holder', 'idNumber', 'diagnosis', 'conclusion'] },
  'housing-fund-record': { number: 'GJJ{county}{8}', issued: 1, rows: ['holder', 'idNumber', 'employer', 'amount', 'insuredUntil'] },
  'bank-account': { number: '{account}', issued: 2 * year, rows: ['holder', 'bank', 'account'] },
  'social-security-card': { number: '{key}', issued: 3 * year, rows: ['holder', 'idNumber', 'bank', 'validUntil'] },
  'tax-paid': { number: '33016{13}', issued: 20, rows: ['holder', 'idNumber', 'amount'] },
  'vehicle-sales-invoice': { number: '133012{14}', issued: 10, rows: ['holder', 'idNumber', 'amount'] },

  // property
  'real-estate-title-certificate': { number: '{title}', issued: 3 * year, rows: deed }, 'grandparents-title-certificate': { number: '{title}', issued: 9 * year, rows: deed }, 'estate-title': { number: '{title}', issued: 9 * year, rows: deed },
  'family-housing-record': { number: 'ZF{county}{8}', issued: 1, rows: ['holder', 'spouse', 'homes', 'location'] },
  'mortgage-registration-certificate': { number: '浙（{year}）不动产证明第0{6}号', issued: year, rows: ['holder', 'title', 'location', 'mortgagee'] },
  'mortgage': { number: 'DK{county}{10}', issued: year, rows: ['holder', 'title', 'mortgagee', 'amount'] },
  'second-hand-house-sale-contract': { number: 'WQ{county}{8}', issued: 6, rows: ['holder', 'idNumber'] }, 'new-house-sale-contract': { number: 'XF{county}{8}', issued: 30, rows: ['holder', 'idNumber', 'location'] },
  'registered-tenancy-contract': { number: '租备{year}{8}', issued: 200, rows: ['holder', 'idNumber', 'address', 'validUntil'] },
  'inheritance-inspection-record': { number: 'CY{county}{8}', issued: 3, rows: ['holder', 'spouse', 'children', 'title'] }, 'notarised-inheritance': { number: '（{year}）浙证字第{5}号', issued: 3, rows: ['holder', 'spouse', 'children', 'title'] },

  // support, health, death
  'disability-certificate': disabilityCard, 'family-disability-certificate': disabilityCard, 'student-disability-certificate': disabilityCard,
  'disability-grading-result': { number: 'PD{county}{8}', issued: 4, rows: ['holder', 'idNumber', 'category', 'grade'] },
  'minimum-living': { number: 'DB{county}{8}', issued: 150, rows: benefit }, 'disabled-low-income': { number: 'DB{county}{8}', issued: 150, rows: benefit },
  'medical-diagnosis': { number: 'BL{12}', issued: 15, rows: ['holder', 'hospital', 'category'] }, 'deceased-medical-record': { number: 'BL{12}', issued: 40, rows: ['holder', 'hospital', 'diagnosis'] },
  'physical-condition-certificate': { number: 'TJ{10}', issued: 8, rows: ['holder', 'hospital', 'conclusion'] },
  'food-handler-health-certificate': { number: '浙{county}{8}', issued: 100, rows: ['holder', 'sex', 'idNumber', 'validUntil'] },
  'medical-certificate-of-death': { number: 'SW3301{10}', issued: rows => rows.diedOn, rows: ['holder', 'idNumber', 'diedOn', 'hospital', 'diagnosis'] }, 'police-death-certificate': { number: '杭公（{year}）死证字{5}号', issued: rows => rows.diedOn, rows: ['holder', 'idNumber', 'diedOn'] },
  'cremation-certificate': { number: 'HH3301{8}', issued: rows => rows.crematedOn, rows: ['holder', 'idNumber', 'crematedOn'] },

  // service
  'military-discharge-certificate': { number: '退字第{year}{7}号', issued: rows => rows.dischargedOn, rows: ['holder', 'idNumber', 'rank', 'enlistedOn', 'dischargedOn'] },
  'household-settlement-letter': { number: '退介〔{year}〕{4}号', issued: 2, rows: ['holder', 'idNumber', 'settlement'] }, 'placement-notice': { number: '浙退安置〔{year}〕{4}号', issued: 3, rows: ['holder', 'idNumber', 'settlement'] },
  'military-insurance-transfer-voucher': { number: 'JB{10}', issued: 2, rows: ['holder', 'idNumber', 'enlistedOn', 'dischargedOn', 'amount'] },
  'veteran-preferential-card': { number: '33{14}', issued: 2, rows: ['holder', 'idNumber', 'rank'] }, 'party': { number: 'DZZ{year}{8}', issued: 2, rows: ['holder', 'idNumber', 'settlement'] },
}
