import type { Course, Incident } from './town-life.ts'

/** Something that somebody of the town brought before the portal. */
export interface Matter {
  who: string
  bundle: string
  answers: Record<string, string>
  chosen: string[]
  daysAgo: number
  hour: number
  course: Course
  /** Filed at the counter by the counter officer. */
  atCounter: boolean
  /** Filed by somebody who holds a mandate of whom it is about. */
  byAgent: string | undefined
  /** Not submitted yet: stopped after the questions, or with everything but the signature. */
  stage: 'questions' | 'filled' | 'submitted'
}

/** The situation most people of the town are in. */
// prettier-ignore
const usual: Record<string, Record<string, string>> = {
  'newborn-birth':      { capacity: 'parent', parents: 'married', join: 'mother', 'maternity-insured': 'yes', difficulty: 'no' },
  'school-enrolment':   { capacity: 'parent', stage: 'primary', 'child-hukou': 'local', housing: 'owned', 'special-need': 'no' },
  'marriage':           { remarry: 'no', 'registered-here': 'yes', 'move-in': 'no', pregnant: 'no' },
  'second-hand-house':  { loan: 'bank', 'seller-mortgage': 'no', 'only-home': 'yes', 'hukou-in': 'no' },
  'disability-support': { filer: 'child', grade: 'unrated', low: 'no' },
  'veteran-retirement': { placement: 'self', 'party-member': 'party', licence: 'yes' },
  'pension-retirement': { 'retire-type': 'normal', payer: 'employer', 'years-ok': 'yes', onlychild: 'yes' },
  'after-life':         { capacity: 'child', proof: 'need', place: 'hospital', insured: 'retired', fundacc: 'no', allowances: 'none', car: 'none', estate: 'none' },
  'enterprise-opening': { foreign: 'no', investors: 'two', 'legal-rep': 'founder', preapproval: 'no', 'employ-now': 'yes', invoice: 'yes' },
  'restaurant-opening': { entity: 'existing', size: 'licence', area: 'no', sign: 'yes', drain: 'yes' },
  'employee-hiring':    { headcount: 'one', 'hire-type': 'contract', 'first-hire': 'no', filemove: 'no', 'hire-group': 'graduate' },
  'enterprise-investment-project': { phase: 'whole', 'approve-mode': 'filing', stdland: 'yes', 'region-assessed': 'yes', 'eia-level': 'reg', hazard: 'no' },
}

const leave = (at: 'received' | 'accepted' | 'proposed', more: { explained?: string; ordered?: string } = {}): Incident => ({ kind: 'leave', at, ...more })
const refuse = (reason: string): Incident => ({ kind: 'refuse', reason })
const decline = (reason: string): Incident => ({ kind: 'decline', reason })
const ask = (isAnswered: boolean, ...shortcomings: [kind: 'field' | 'material', target: string, reason: string, code?: string][]): Incident =>
  ({ kind: 'supplement', isAnswered, shortcomings: shortcomings.map(([kind, target, reason, code = 'other']) => ({ kind, target, code, reason })) })

interface More {
  answers?: Record<string, string>
  chosen?: string[]
  incidents?: Record<string, Incident>
  patience?: number
  withdrawnAfter?: number
  atCounter?: boolean
  byAgent?: string
  stage?: Matter['stage']
}

// prettier-ignore
const rows: [who: string, bundle: string, daysAgo: number, hour: number, more?: More][] = [
  // a birth
  ['chen.xiaoyu',    'newborn-birth',  3, 20.4, { chosen: ['parenting-guide'], incidents: { 'fertility-register': ask(false, ['field', 'fertility.childCount', '登记前已有子女数与全员人口信息不一致，请核对后更正。', 'differs-from-register']) } }],
  ['shen.yiran',     'newborn-birth', 24,  9.6],
  ['yu.siqi',        'newborn-birth', 11, 14.2, { incidents: { 'maternity-claim': leave('accepted'), 'birth-hukou': leave('received') } }],
  ['feng.jiayi',     'newborn-birth', 33, 21.1, { answers: { 'maternity-insured': 'no' } }],
  ['jiang.wanting',  'newborn-birth',  3, 16.3, { patience: 2, incidents: { 'birth-cert': leave('received'), 'fertility-register': ask(false, ['field', 'fertility.childCount', '请按户口簿填写已有子女数。', 'number-wrong']) } }],
  ['ye.qing',        'newborn-birth',  2, 8.2, { answers: { 'maternity-insured': 'no' }, patience: 3, incidents: { 'birth-hukou': leave('received') } }],
  ['yao.ruoxi',      'newborn-birth',  4, 11.5, { patience: 2, incidents: { 'fertility-register': leave('received'), 'birth-hukou': leave('received') } }],
  ['mao.lingling',   'newborn-birth', 17, 10.5, { answers: { difficulty: 'low' }, incidents: { 'child-aid': refuse('经核对，家庭人均收入高于本市低保边缘家庭认定标准，不符合《浙江省社会救助条例》规定的条件。') } }],
  ['lou.xiaodan',    'newborn-birth',  3, 13.0, { answers: { parents: 'motherOnly' }, atCounter: true, incidents: { 'birth-hukou': leave('accepted') } }],
  ['zhang.lihua',    'newborn-birth',  0,  8.3, { stage: 'filled' }],
  // marriage
  ['ye.qing',        'marriage',  2, 19.5, { answers: { 'move-in': 'yes' }, chosen: ['premarital-check'] }],
  ['yao.ruoxi',      'marriage', 20, 12.4],
  ['shi.yunfei',     'marriage', 14, 18.8, { chosen: ['premarital-check'], answers: { 'move-in': 'yes' }, incidents: { 'spouse-move': leave('accepted', { explained: '迁出地公安机关的迁出核准信息尚未返回，已两次催办。' }) } }],
  ['hu.yifan',       'marriage',  8, 11.0, { withdrawnAfter: 6 }],
  ['qian.wei',       'marriage',  0,  7.9, { stage: 'filled' }],
  // school
  ['zhang.lihua',    'school-enrolment', 30, 10.0],
  ['he.junjie',      'school-enrolment',  5, 20.0, { incidents: { 'housing-check': ask(false, ['field', 'home.share', '登记簿上产权份额为共同共有，请按实际情况更正。']) } }],
  ['gu.chengdong',   'school-enrolment', 19, 16.0, { answers: { housing: 'rented' } }],
  ['ni.xiang',       'school-enrolment', 12, 21.5, { answers: { stage: 'junior' }, incidents: { 'housing-check': leave('accepted', { ordered: '学区房产核验已超期，影响入学安排，请说明原因并立即办理。' }) } }],
  ['lou.xiaodan',    'school-enrolment',  2, 12.1, { answers: { stage: 'kindergarten' } }],
  // home
  ['lin.zhiyuan',    'second-hand-house', 10, 15.2],
  ['cai.zhenyu',     'second-hand-house', 26, 11.4, { answers: { loan: 'fund', 'hukou-in': 'yes' } }],
  ['pan.wenbo',      'second-hand-house',  4, 17.3, { answers: { 'seller-mortgage': 'yes' }, incidents: { 'release-mortgage': leave('received') } }],
  ['xu.haoran',      'second-hand-house',  9,  9.4, { incidents: { 'house-hukou': { kind: 'consult', departmentId: 'natural-resources', question: '请协查该房屋是否存在居住权登记。', answer: undefined } }, answers: { loan: 'cash', 'hukou-in': 'yes' }, chosen: ['gas-transfer', 'tv-transfer'] }],
  ['yao.ruoxi',      'second-hand-house', 15, 13.7, { incidents: { 'house-tax': ask(true, ['field', 'sale.price', '申报成交价明显低于同小区评估价，请核对合同后说明。']) } }],
  // care
  ['ni.xiang',       'disability-support', 28, 10.9],
  ['tang.shuzhen',   'disability-support',  9, 14.4, { answers: { filer: 'self', grade: 'held-severe', working: 'unable', low: 'yes' }, atCounter: true }],
  ['kong.decai',     'disability-support', 21, 9.5, { answers: { filer: 'self', grade: 'held-mild', working: 'unable', low: 'yes' }, atCounter: true, incidents: { 'hardship-allowance': leave('received', { explained: '申请人跨街道居住，入户核实需要户籍地街道配合，正在协调。', ordered: '该件超期且无人认领，请明确承办人并说明原因。' }) } }],
  // end of service
  ['du.minghui',     'veteran-retirement', 16, 9.2, { chosen: ['vet-card', 'vet-training'] }],
  ['hu.yifan',       'veteran-retirement',  3, 10.7, { answers: { 'party-member': 'league', licence: 'no' } }],
  // retirement
  ['sun.guoqiang',   'pension-retirement', 27, 10.1, { chosen: ['retire-fund', 'retire-card'] }],
  ['zheng.xiulan',   'pension-retirement',  1, 15.8, { answers: { payer: 'self' } }],
  ['wang.meihua',    'pension-retirement', 35, 11.9, { answers: { onlychild: 'no' } }],
  ['ruan.haifeng',   'pension-retirement', 13, 16.4, { answers: { 'retire-type': 'special' }, incidents: { 'early-retire': leave('accepted') } }],
  ['zhou.jianming',  'pension-retirement',  4, 8.6, { chosen: ['retire-card'], atCounter: true, incidents: { 'retire-hukou': leave('received') } }],
  // farewell
  ['lin.zhiyuan',    'after-life', 18, 14.0, { chosen: ['medical-account'], answers: { fundacc: 'yes' }, incidents: { 'medical-account': refuse('经核查，逝者医保个人账户余额已按家庭共济用完，无可继承的余额。') } }],
  ['zhou.jianming',  'after-life', 31, 9.9, { answers: { insured: 'resident' } }],
  ['wang.meihua',    'after-life',  8, 10.3, { answers: { car: 'licence', allowances: 'allowance' }, atCounter: true }],
  ['gu.chengdong',   'after-life',  4, 19.0, { answers: { place: 'home', fundacc: 'yes' }, chosen: ['cremation', 'medical-account'] }],
  ['feng.jiayi',     'after-life', 22, 20.6, { answers: { estate: 'notary' }, incidents: { 'estate-notary': leave('accepted') } }],
  // a company begins
  ['ye.qing',        'enterprise-opening', 6, 10.2],
  ['shi.yunfei',     'enterprise-opening', 1, 9.1, { answers: { investors: 'sole', 'employ-now': 'no' }, patience: 1 }],
  ['qian.wei',       'enterprise-opening', 15, 9.3, { chosen: ['bank-open'], patience: 0.6 }],
  ['pan.wenbo',      'enterprise-opening', 23, 8.9, { answers: { investors: 'sole' }, patience: 0.5 }],
  ['gu.chengdong',   'enterprise-opening', 11, 13.5, { patience: 0.7, incidents: { 'name-declare': decline('拟用字号与同一登记机关已登记的同行业企业字号相同，不予受理；请更换字号后重新申请，或者向上一级登记机关申请裁决。') } }],
  ['cai.zhenyu',     'enterprise-opening', 2, 20.9, { answers: { 'employ-now': 'no' }, patience: 0.8 }],
  // companies
  ['hupan.catering', 'restaurant-opening', 15, 10.0, { answers: { area: 'yes' }, incidents: { 'fire-check': { kind: 'break', finding: '疏散指示标志有一处损坏，与承诺不符。', isPutRight: true } } }],
  ['longwu.tea',     'restaurant-opening', 25, 14.6, { answers: { entity: 'scope', size: 'small', drain: 'no' }, incidents: { 'small-food': { kind: 'break', finding: '现场检查发现食品处理区未与就餐区分隔，与承诺不符。', isPutRight: false } } }],
  ['lingyin.noodle', 'restaurant-opening', 5, 9.7, { answers: { size: 'small' }, incidents: { 'sign-permit': ask(false, ['material', 'signboard-design-rendering', '效果图未标明招牌下沿离地高度，请补充标注后的效果图。', 'cut-off']), 'drain-permit': leave('proposed') } }],
  ['qinghe.food',    'restaurant-opening', 5, 15.1, { incidents: { 'food-licence': { kind: 'extend', value: 5, reason: '现场核查发现厨房布局与申报图纸不一致，需再次核查。', isApproved: false } } }],
  ['xiyin.tech',     'employee-hiring', 3, 11.2, { answers: { filemove: 'yes' }, chosen: ['hire-card'] }],
  ['yunqi.robot',    'employee-hiring', 12, 16.9, { answers: { headcount: 'several', 'hire-group': 'none' } }],
  ['chengxi.books',  'employee-hiring', 20, 10.8, { answers: { 'first-hire': 'yes' } }],
  ['qinghe.food',    'employee-hiring', 1, 17.5, { answers: { 'hire-type': 'intern' } }],
  ['hupan.catering', 'employee-hiring', 29, 9.8, { chosen: ['hire-card'] }],
  ['jindun.pump',    'enterprise-investment-project', 12, 10.6, { incidents: { 'design-permit': leave('proposed') } }],
  ['yunqi.robot',    'enterprise-investment-project', 8, 15.5, { answers: { 'eia-level': 'form', 'region-assessed': 'no' }, incidents: { 'eia-form': { kind: 'suspend', procedure: 'expertReview', reason: '组织专家对环境影响报告表作技术审查。', days: 12 } } }],
  ['xiyin.tech',     'enterprise-investment-project', 32, 9.4, { incidents: { 'drawing-review': { kind: 'forget' } } }],
  ['jindun.pump',    'employee-hiring', 0, 8.8, { answers: { headcount: 'several' }, stage: 'questions' }],
  // and what else a town brings
  ['shi.yunfei',     'flexible-employment', 4, 19.7],
  ['yu.siqi',        'social-security-card', 2, 13.4],
  ['lou.xiaodan',    'vehicle-ownership', 6, 10.4],
  ['cai.zhenyu',     'household-move', 3, 21.0],
  ['kong.decai',     'elderly-care', 8, 9.4, { atCounter: true }],
  ['chengxi.books',  'enterprise-change', 5, 11.6],
  // somebody who has only begun, somebody who gave up
  ['kong.decai',     'after-life', 14, 15.9, { answers: { proof: 'have' }, withdrawnAfter: 10 }],
  ['tang.shuzhen',   'pension-retirement', 6, 14.9, { answers: { onlychild: 'no', payer: 'self' }, incidents: { 'retire-hukou': ask(true, ['field', 'applicant.householdAddress', '户籍地址与户口登记不一致，请核对。']) } }],
  // between public bodies
  ['zhong.shuhua',   'official-transfer', 5, 9.8, { incidents: { 'tr-insure': leave('accepted') } }],
  ['bai.anping',     'official-onboarding', 24, 10.1, { answers: { 'on-source': 'graduate', 'on-body': 'administrative' } }],
  ['bai.anping',     'funds-and-procurement', 6, 14.5, { answers: { 'fund-source': 'adjust', 'procurement-type': 'decentral', 'procurement-method': 'open' }, incidents: { 'fund-review': leave('accepted') } }],
  ['lai.xiuzhi',     'official-retirement', 28, 9.3, { chosen: ['retire-fund'] }],
  ['qu.anmin',       'grid-event', 12, 8.7, { answers: { platform: 'law', 'event-level': 'county' }, patience: 0.4 }],
  ['qu.anmin',       'grid-event', 1, 15.2, { answers: { platform: 'service' }, patience: 0.4, incidents: { 'ge-handle': leave('accepted') } }],
  ['jiang.wanting',  'second-hand-house', 0, 9.9, { answers: { loan: 'fund' }, stage: 'questions' }],
  // filed for somebody, under a mandate
  ['xu.haoran',      'social-security-card', 3, 20.2, { byAgent: 'shen.yiran' }],
  ['chengxi.books',  'employee-hiring', 2, 14.1, { byAgent: 'du.minghui' }],
  ['kong.decai',     'social-security-card', 1, 10.2, { byAgent: 'helper' }],
]

export const matters: readonly Matter[] = rows.map(([who, bundle, daysAgo, hour, more = {}], index): Matter => {
  const { answers, chosen = [], atCounter = false, byAgent, stage = 'submitted', incidents = {}, patience = 2 + ((index * 7) % 15), withdrawnAfter } = more
  return { who, bundle, daysAgo, hour, chosen, atCounter, byAgent, stage, answers: { ...usual[bundle], ...answers }, course: { incidents, patience, withdrawnAfter } }
})
