import type { Paper } from './paper.ts'

const year = 365
const card = ['holder', 'sex', 'ethnicity', 'born', 'address', 'idNumber', 'validUntil'] as const
const register = ['holder', 'sex', 'ethnicity', 'born', 'idNumber', 'household', 'head', 'members'] as const
const deed = ['title', 'holder', 'location', 'ownership', 'use', 'area'] as const
const disabled = ['holder', 'idNumber', 'category', 'grade', 'validUntil'] as const
const benefit: Paper = { number: 'DB{county}{8}', issued: 150, rows: ['holder', 'idNumber', 'members', 'amount', 'until'] }
const newHome: Paper = { number: 'XF{county}{8}', issued: 30, rows: ['holder', 'idNumber', 'location'] }
const meansTest: Paper = { number: 'HD{county}{8}', issued: 12, rows: ['holder', 'idNumber', 'members', 'amount', 'homes'] }
const idCard: Paper = { number: '{key}', issued: 3 * year, rows: card }
const birth: Paper = { number: 'R33{7}', issued: rows => rows.born, rows: ['holder', 'sex', 'born', 'mother', 'father', 'maternity'] }
const photo: Paper = { number: 'ZP{county}{8}', issued: 2 * year, rows: ['holder', 'idNumber', 'photo'] }
const household: Paper = { number: '{county}{9}', issued: 4 * year, rows: register }
const disabilityCard: Paper = { number: '{disability}', issued: year, rows: disabled }

/** The papers that registers hold about a person, by material or by how its id ends: everybody's id card is an `id-card`. */
// prettier-ignore
export const personPapers: Record<string, Paper> = {
  // identity, household, residence
  'id-card': idCard, 'reissued-resident-id-card': { ...idCard, issued: 4 }, 'photo': photo,
  'household-register': household, 'household-register-after-move': { ...household, issued: 3 }, 'move-in-approval': { number: '浙准迁{county}{8}', issued: 3, rows: ['holder', 'idNumber', 'household'] },
  'household-check-result': { number: 'HC{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'household', 'status', 'conclusion'] },
  'proof-of-kinship': { number: 'QS{county}{8}', issued: 2, rows: ['holder', 'idNumber', 'father', 'mother', 'spouse', 'children'] },
  'household-cancellation-certificate': { number: 'ZX{county}{8}', issued: rows => rows.cancelledOn, rows: ['holder', 'idNumber', 'household', 'diedOn', 'cancelledOn'] },
  'zhejiang-residence-permit': { number: 'JZZ{key}', issued: 200, rows: ['holder', 'sex', 'idNumber', 'address', 'until'] },
  'residence-registration-data': { number: 'JZ{county}{8}', issued: 400, rows: ['holder', 'idNumber', 'address', 'employer'] },
  'vehicle-registration-certificate': { number: '33{10}', issued: 2 * year, rows: ['holder', 'idNumber'] },
  'driving-licence': { number: '{key}', issued: 5 * year, rows: ['holder', 'sex', 'born', 'idNumber', 'licenceClass', 'validUntil'] },

  // marriage, birth, children
  'marriage-certificate': { number: 'J{county}-{year}-{6}', issued: rows => rows.marriedOn, rows: ['holder', 'idNumber', 'spouse', 'spouseNumber', 'marriedOn'], isThere: rows => rows.marriedOn !== undefined },
  'divorce-certificate': { number: 'L{county}-{year}-{6}', issued: 2 * year, rows: ['holder', 'idNumber', 'status'], isThere: rows => rows.status === '离婚' },
  'medical-certificate-of-birth': birth, 'birth-certificate': birth,
  'delivery-record': { number: 'FM{county}{9}', issued: rows => rows.childBorn, rows: ['child', 'childBorn', 'maternity'] },
  'fertility-registration-voucher': { number: 'SY{county}{9}', issued: 120, rows: ['holder', 'idNumber', 'spouse', 'household'] },
  'one-child-parent-record': { number: '33{10}', issued: 15 * year, rows: ['holder', 'idNumber', 'spouse', 'children'], isThere: rows => rows.children !== undefined && !rows.children.includes('、') },
  'medical-invoice-and-itemised-bill': { number: '33060125{10}', issued: rows => rows.childBorn, rows: ['holder', 'idNumber', 'maternity', 'amount'] }, 'medical-bills': { number: '33060125{10}', issued: 12, rows: ['holder', 'idNumber', 'hospital', 'diagnosis', 'amount'] },
  'vaccination-record': { number: '33{16}', issued: rows => rows.born, rows: ['holder', 'born', 'conclusion'] },
  'student-record': { number: 'G{key}', issued: 300, rows: ['holder', 'sex', 'born', 'school'] },

  // education, work, insurance, accounts
  'diploma': { number: '{diploma}', issued: rows => rows.graduatedOn, rows: ['holder', 'born', 'university', 'education', 'major', 'graduatedOn'] }, 'professional-title-certificate': { number: 'Z33{year}{7}', issued: 3 * year, rows: ['holder', 'idNumber', 'major'] }, 'talent-certificate': { number: 'RC{county}{8}', issued: 200, rows: ['holder', 'idNumber', 'education', 'university'] },
  'professional-qualification': { number: 'S000033{12}', issued: 60, rows: ['holder', 'idNumber'] },
  'admission-letter': { number: 'LQ{year}{8}', issued: 60, rows: ['holder', 'idNumber', 'university', 'major'] }, 'kept-place-certificate': { number: 'BL{year}{8}', issued: 20, rows: ['holder', 'idNumber', 'university', 'major'] },
  'employment-registration-data': { number: 'JY{county}{8}', issued: 300, rows: ['holder', 'idNumber', 'employer'] },
  'proof-of-termination-of-employment': { number: 'JC{county}{8}', issued: 10, rows: ['holder', 'idNumber', 'employer'] },
  'difficulty-record': { number: 'KN{county}{8}', issued: 100, rows: ['holder', 'idNumber', 'until'] }, 'unemployment-record': { number: 'SY{county}{8}', issued: 8, rows: ['holder', 'idNumber', 'employer'] },
  'personnel-file': { number: 'DA{county}{8}', issued: 3 * year, rows: ['holder', 'born', 'education', 'employer'] },
  'social-insurance-contribution-record': { number: 'SB{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'employer', 'period', 'insuredMonths'] },
  'maternity-insurance-record': { number: 'YB{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'employer', 'insuredMonths', 'insuredUntil'] }, 'pension-contribution-record': { number: 'YL{county}{10}', issued: 1, rows: ['holder', 'idNumber', 'insuredMonths', 'insuredUntil'] },
  'pension-notice': { number: 'DY{county}{8}', issued: 5, rows: ['holder', 'idNumber', 'insuredMonths', 'amount', 'bank'] },
  'land-taken-record': { number: 'BZ{county}{8}', issued: 3 * year, rows: ['holder', 'idNumber', 'household', 'insuredMonths'] },
  'work-capacity-conclusion': { number: '杭劳鉴〔{year}〕{5}号', issued: 40, rows: ['holder', 'idNumber', 'diagnosis', 'conclusion'] },
  'housing-fund-record': { number: 'GJJ{county}{8}', issued: 1, rows: ['holder', 'idNumber', 'employer', 'amount', 'insuredUntil'] },
  'bank-account': { number: '{account}', issued: 2 * year, rows: ['holder', 'bank', 'account'] }, 'social-security-card': { number: '{key}', issued: 3 * year, rows: ['holder', 'idNumber', 'bank', 'validUntil'] },
  'tax-paid': { number: '33016{13}', issued: 20, rows: ['holder', 'idNumber', 'amount'] },
  'vehicle-sales-invoice': { number: '133012{14}', issued: 10, rows: ['holder', 'idNumber', 'amount'] },
  'home-payment-invoice': { number: '0330024{13}', issued: 15, rows: ['holder', 'idNumber', 'location'] },

  // property
  'real-estate-title-certificate': { number: '{title}', issued: 3 * year, rows: deed }, 'grandparents-title-certificate': { number: '{title}', issued: 9 * year, rows: deed }, 'estate-title': { number: '{title}', issued: 9 * year, rows: deed },
  'parking-space-title': { number: '浙（{year}）不动产权第0{6}号', issued: 2 * year, rows: ['holder', 'location', 'ownership'] }, 'advance-notice-certificate': { number: '浙（{year}）不动产证明第0{6}号', issued: 60, rows: ['holder', 'location', 'ownership'] },
  'family-housing-record': { number: 'ZF{county}{8}', issued: 1, rows: ['holder', 'spouse', 'homes', 'location'] }, 'rental-housing-check': { number: 'GZ{county}{8}', issued: 1, rows: ['holder', 'spouse', 'household', 'conclusion'] },
  'public-rental-eligibility': { number: 'GZ{county}{8}', issued: 30, rows: ['holder', 'idNumber', 'members', 'until'] },
  'mortgage-registration-certificate': { number: '浙（{year}）不动产证明第0{6}号', issued: year, rows: ['holder', 'title', 'location', 'mortgagee'] },
  'mortgage': { number: 'DK{county}{10}', issued: year, rows: ['holder', 'title', 'mortgagee', 'amount'] },
  'second-hand-house-sale-contract': { number: 'WQ{county}{8}', issued: 6, rows: ['holder', 'idNumber'] }, 'new-house-sale-contract': newHome, 'new-house-contract-filing': newHome,
  'registered-tenancy-contract': { number: '租备{year}{8}', issued: 200, rows: ['holder', 'idNumber', 'address', 'until'] },
  'inheritance-inspection-record': { number: 'CY{county}{8}', issued: 3, rows: ['holder', 'spouse', 'children', 'title'] }, 'notarial-deed': { number: '（{year}）浙证字第{5}号', issued: 20, rows: ['holder', 'idNumber'] }, 'notarised-inheritance': { number: '（{year}）浙证字第{5}号', issued: 3, rows: ['holder', 'spouse', 'children', 'title'] },

  // support, health, death
  'disability-certificate': disabilityCard, 'care-assessment-report': { number: 'NL{county}{8}', issued: 20, rows: ['holder', 'idNumber', 'hospital', 'conclusion'] },
  'disability-grading-result': { number: 'PD{county}{8}', issued: 4, rows: ['holder', 'idNumber', 'category', 'grade'] },
  'minimum-living': benefit, 'low-income': benefit, 'means-test-report': meansTest, 'rental-income-report': meansTest,
  'medical-diagnosis': { number: 'BL{12}', issued: 15, rows: ['holder', 'hospital', 'category'] }, 'medical-record': { number: 'BL{12}', issued: 40, rows: ['holder', 'hospital', 'diagnosis'] },
  'physical-condition-certificate': { number: 'TJ{10}', issued: 8, rows: ['holder', 'hospital', 'conclusion'] },
  'food-handler-health-certificate': { number: '浙{county}{8}', issued: 100, rows: ['holder', 'sex', 'idNumber', 'until'] },
  'medical-certificate-of-death': { number: 'SW3301{10}', issued: rows => rows.diedOn, rows: ['holder', 'idNumber', 'diedOn', 'hospital', 'diagnosis'] }, 'police-death-certificate': { number: '杭公（{year}）死证字{5}号', issued: rows => rows.diedOn, rows: ['holder', 'idNumber', 'diedOn'] },
  'cremation-certificate': { number: 'HH3301{8}', issued: rows => rows.crematedOn, rows: ['holder', 'idNumber', 'crematedOn'] },

  // service
  'military-discharge-certificate': { number: '退字第{year}{7}号', issued: rows => rows.dischargedOn, rows: ['holder', 'idNumber', 'rank', 'enlistedOn', 'dischargedOn'] },
  'household-settlement-letter': { number: '退介〔{year}〕{4}号', issued: 2, rows: ['holder', 'idNumber', 'settlement'] }, 'placement-notice': { number: '浙退安置〔{year}〕{4}号', issued: 3, rows: ['holder', 'idNumber', 'settlement'] },
  'military-insurance-transfer-voucher': { number: 'JB{10}', issued: 2, rows: ['holder', 'idNumber', 'enlistedOn', 'dischargedOn', 'amount'] },
  'military-registration-card': { number: 'BY{county}{8}', issued: year, rows: ['holder', 'idNumber', 'education'] }, 'enlistment-notice': { number: 'RW{county}{year}{6}', issued: 10, rows: ['holder', 'idNumber', 'settlement'] },
  'veteran-preferential-card': { number: '33{14}', issued: 2, rows: ['holder', 'idNumber', 'rank'] }, 'party': { number: 'DZZ{year}{8}', issued: 2, rows: ['holder', 'idNumber', 'settlement'] },
}
