import type { Day } from '../limits/calendar.ts'
import type { Value, Values } from '../drafts/draft.ts'
import { homeInTown } from './registers/town-families.ts'
import { idNumberOf, idNumberOfKin, kin, phoneOf, residentOf, usccOf } from './town-people.ts'

/** Whose matter a form is filled in for, and when: what an example is made from. */
export interface Matter {
  name: string
  phone: string
  sex: 'male' | 'female'
  spouseName: string | undefined
  regionCode: string
  address: string
  today: Day
  /** What the form holds already, by field. */
  values: Values
  /** The same number for the same field of the same matter: a town that looks alike every time. */
  digits(count: number): string
}

type Example = Value | ((matter: Matter) => Value)

export function daysFrom(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whose home the town's buyers buy: the register knows it under its number. */
const sellers: Readonly<Record<string, string>> = { 林知远: 'kong.decai', 蔡振宇: 'tang.shuzhen', 潘文博: 'ruan.haifeng', 徐浩然: 'wang.meihua', 姚若溪: 'zhou.jianming' }
const sellerTo = ({ name }: Pick<Matter, 'name'>) => residentOf(sellers[name] ?? 'kong.decai')

/** Whom the town's people marry. */
const betrothed: Readonly<Record<string, { name: string; idNumber: string; phone: string }>> = {
  叶青: { name: kin.groom.name, idNumber: idNumberOfKin('groom'), phone: phoneOf(305) },
  姚若溪: { name: kin.secondGroom.name, idNumber: idNumberOfKin('secondGroom'), phone: phoneOf(306) },
  胡一帆: { name: kin.bride.name, idNumber: idNumberOfKin('bride'), phone: phoneOf(307) },
  钱伟: residentOf('yu.siqi'),
}
const partnerOf = ({ name }: Pick<Matter, 'name'>) => betrothed[name] ?? { name: kin.partner.name, idNumber: idNumberOfKin('partner'), phone: phoneOf(301) }

const surname = (name: string) => name[0] ?? '林'
const yearOf = (day: Day) => day.slice(0, 4)
const compact = (day: Day) => day.replaceAll('-', '')
const numbered = (before: string, count: number, after = ''): Example => ({ digits }) => before + digits(count) + after
const ofYear = (before: string, count: number, after = '号'): Example => ({ today, digits }) => `${before}〔${yearOf(today)}〕${digits(count)}${after}`
const inDays = (days: number): Example => ({ today }) => daysFrom(today, days)

/** What people of the town enter, and what officers enter when they approve, where the type of the field says too little. */
// prettier-ignore
export const examples: Record<string, Example> = {
  // the people a matter is about
  'child.name': ({ name, spouseName }) => `${surname(spouseName ?? name)}一诺`,
  'child.nativePlace': '浙江省诸暨市',
  'child.birthDate': inDays(-9),
  'child.birthCertificateNumber': numbered('A', 9),
  'child.idNumber': ({ values, today }) => idNumberOf(String(values['child.birthDate'] ?? daysFrom(today, -9)), values['child.sex'] === 'male' ? 'male' : 'female'),
  'childbirth.time': '07:42', 'childbirth.hospital': '杭州市西湖区妇幼保健院', 'childbirth.gestationalWeeks': '39', 'childbirth.weight': '3350', 'childbirth.length': '50', 'childbirth.babies': '1',
  'fertility.childCount': '0', 'fertility.dueDate': '', 'maternity.leaveStart': inDays(-20), 'maternity.employer': '杭州溪音数字科技有限公司',
  'insurance.number': numbered('33010', 12), 'aid.familySize': '3', 'aid.monthlyIncome': '420000',
  'deceased.name': kin.lateFather.name, 'deceased.idNumber': idNumberOfKin('lateFather'), 'deceased.deathDate': inDays(-6), 'deceased.cancelledOn': inDays(0),
  'deceased.deathAddress': '杭州市西湖区中心医院', 'deceased.hospital': '杭州市西湖区中心医院', 'deceased.deathCertificateNumber': numbered('SW3301', 10),
  'deceased.deathCircumstances': '高血压、冠心病多年，近一个月卧床，在家中安静离世；最近一次就诊在杭州市西湖区中心医院心内科。',
  'funeral.pickUpAddress': '杭州市西湖区中心医院', 'funeral.certificateNumber': numbered('HH3301', 8), 'funeral.cremationOn': inDays(2),
  'heirs.firstOrder': ({ name }) => `${name}，子女\n${kin.lateMother.name}，配偶`, 'estate.division': ({ name }) => `由${name}一人继承，其他继承人自愿放弃。`,
  'estate.judgmentNumber': ({ today, digits }) => `（${yearOf(today)}）浙0106民初${digits(4)}号`, 'estate.deedNumber': ({ today, digits }) => `（${yearOf(today)}）浙杭西证字第${digits(5)}号`, 'estate.inspectionNumber': numbered('CY3301', 8),
  'heirs.agreement': 'yes', 'survivor.amount': '6480000', 'survivor.lastPaidMonth': inDays(-12), 'survivor.agreed': 'yes',
  'partner.name': matter => partnerOf(matter).name, 'partner.idNumber': matter => partnerOf(matter).idNumber, 'partner.phone': matter => partnerOf(matter).phone,
  'marriage.day': inDays(9), 'marriage.bookingNumber': numbered('YY', 10), 'marriage.certificateNumber': ({ today, digits }) => `J330106-${yearOf(today)}-${digits(6)}`,
  'student.idNumber': idNumberOfKin('pupil'), 'student.name': kin.pupil.name, 'student.ethnicity': '汉族', 'student.currentSchool': '西溪街道第二幼儿园', 'student.number': numbered('G3301', 13),
  'school.wish': '西溪实验小学', 'school.admittedTo': '西溪实验小学', 'school.registrationNumber': numbered('BM', 10),
  'disabled.idNumber': idNumberOfKin('child'), 'disabled.name': kin.child.name, 'disability.certificateNumber': `${idNumberOfKin('child')}43`, 'grading.gradedOn': inDays(0), 'care.premiumYear': ({ today }) => String(Number(yearOf(today)) + 1),
  'deferral.until': inDays(365), 'deferral.explanation': '孩子近期将做手术，术后需要住院和居家康复一年，由母亲在家照护。',
  'rehabilitation.institution': '杭州市西湖区康复中心', 'rehabilitation.deviceReason': '在家和上学路上使用，身高一米二，体重二十三公斤。',
  'seller.name': matter => sellerTo(matter).name, 'seller.idNumber': matter => sellerTo(matter).idNumber, 'seller.phone': matter => sellerTo(matter).phone,
  'employee.name': kin.employee.name, 'employee.idNumber': idNumberOfKin('employee'), 'employee.phone': phoneOf(303), 'employee.position': '数据分析', 'employee.monthlyWage': '950000',
  'employee.nationality': '法国', 'employee.passportNumber': numbered('EF', 7), 'employee.workPermitNumber': numbered('FRA', 10), 'employee.startsOn': inDays(3), 'employee.contractEndsOn': inDays(1098), 'employee.fileHolder': '浙江工业大学档案馆',
  'secondInvestor.name': kin.colleague.name, 'secondInvestor.idNumber': idNumberOfKin('colleague'), 'secondInvestor.phone': phoneOf(304),
  'legalRepresentative.name': kin.colleague.name, 'legalRepresentative.idNumber': idNumberOfKin('colleague'), 'legalRepresentative.phone': phoneOf(304),
  'restaurant.managerName': kin.employee.name, 'restaurant.managerIdNumber': idNumberOfKin('employee'),
  'household.headName': ({ name }) => name, 'payee.holder': ({ name }) => name, 'payee.bank': '浙江农商银行', 'retirement.employerUscc': usccOf(901),

  // a company
  'company.proposedName': '杭州一苇文化创意有限公司', 'company.alternativeName': '杭州苇航文化创意有限公司', 'company.name': ({ values }) => values['company.proposedName'] ?? '杭州一苇文化创意有限公司',
  'company.nameReservation': numbered('（杭）名保字', 8), 'company.uscc': ({ digits }) => usccOf(Number(digits(3))), 'company.registeredOn': inDays(0),
  'company.businessScope': '组织文化艺术交流活动；文艺创作；会议及展览服务', 'company.newBusinessScope': '文艺创作；会议及展览服务；餐饮服务', 'company.registeredCapital': '50000000',
  'company.preapprovalAuthority': '浙江省公安厅', 'company.preapprovalNumber': ofYear('浙公保服', 4), 'founder.contribution': '30000000', 'secondInvestor.contribution': '20000000', 'foreignInvestor.contribution': '20000000',
  'founder.contributionDueOn': inDays(1500), 'secondInvestor.contributionDueOn': inDays(1500),
  'foreignInvestor.controller': '陈志明', 'foreignInvestor.country': '新加坡', 'foreignInvestor.documentNumber': numbered('2023', 5, 'K'), 'foreignInvestor.name': 'Reed Crossing Pte. Ltd.', 'foreignInvestor.recipient': ({ name }) => name,
  'bank.branch': '西湖支行', 'tax.invoiceQuota': '10000000', 'seal.number': numbered('33010', 8),
  'employer.socialInsuranceNumber': numbered('3301', 8), 'employer.medicalInsuranceNumber': numbered('3301', 8), 'employer.fundAccount': numbered('0108', 8), 'employer.fundRatio': '12', 'employer.payday': '10', 'hire.count': '3', 'hire.registrationNumber': numbered('YG', 10),
  'premises.address': ({ address }) => address, 'premises.area': '186', 'premises.floors': '地上1层',
  'restaurant.seats': '48', 'restaurant.handlers': '6', 'restaurant.kitchenArea': '52', 'restaurant.opensOn': inDays(40), 'restaurant.licenceNumber': numbered('JY', 14), 'restaurant.checkRecordNumber': numbered('LH', 8), 'restaurant.fireOpinionNumber': ofYear('西消安检', 4),
  'drainage.outlet': '店铺东侧污水井，接入古墩路市政污水管', 'drainage.dailyVolume': '6.5', 'signboard.text': '湖畔小馆', 'signboard.width': '4.2', 'signboard.height': '1.1',
  'project.name': '金敦年产2万台智能水泵生产线项目', 'project.code': ({ today, digits }) => `${compact(today).slice(2, 6)}-330106-04-01-${digits(6)}`, 'project.industry': '3441', 'project.investment': '18600', 'project.startsOn': inDays(120), 'project.endsOn': inDays(820),
  'project.content': '用地32亩，新建厂房和研发楼4.1万平方米，购置智能装配线2条，形成年产2万台智能水泵的能力。', 'project.resourceAnalysis': '项目用地为工业用地，水、电由市政供应；生产以装配为主，无生产废水，固废分类回收，对周边环境影响较小。', 'project.socialAnalysis': '达产后年产值约3.2亿元，新增就业260人，带动本地铸造、电机等配套企业，对周边居民生活影响较小。',
  'land.contractNumber': numbered('3301062026B', 7), 'land.permitNumber': ({ today, digits }) => `地字第330106${yearOf(today)}${digits(5)}号`, 'building.planningPermitNumber': ({ today, digits }) => `建字第330106${yearOf(today)}${digits(5)}号`,
  'building.designer': '杭州一横建筑设计有限公司', 'building.designerUscc': usccOf(902), 'building.drawingCertificateNumber': numbered('TS3301', 8), 'building.floorArea': '41000', 'building.height': '23.9', 'building.plotRatio': '1.92', 'building.density': '42', 'building.greenRatio': '15',
  'construction.permitNumber': numbered('3301062026', 8), 'construction.contractAmount': '9800', 'construction.measuredArea': '41020', 'construction.acceptanceNumber': numbered('LYS', 8), 'construction.filingNumber': numbered('JGBA', 8), 'construction.siteContact': kin.colleague.name,
  'environment.category': '三十一、通用设备制造业 69 泵、阀门、压缩机及类似机械制造', 'environment.compiler': '杭州清源环境咨询有限公司', 'environment.measures': '焊接烟尘经滤筒除尘后高空排放；设备减振、厂房隔声；一般固废综合利用。', 'environment.publicOpinion': '公示期间未收到反对意见。',
  'resources.energyMeasures': '采用一级能效电机和LED照明，屋顶建分布式光伏1.2兆瓦。', 'resources.disturbedArea': '2.1', 'resources.earthwork': '3.4', 'resources.electricity': '320', 'resources.energy': '393', 'resources.spoilSite': '运至双浦消纳场',
  'standardLand.investmentIntensity': '581', 'standardLand.plotRatio': '1.9', 'standardLand.taxPerMu': '38', 'standardLand.energyIntensity': '12', 'standardLand.dischargeIntensity': '850', 'standardLand.reachesOn': inDays(1100), 'utilities.powerCapacity': '1600',

  // a home, a job, an end of service
  'property.certificateNumber': matter => homeInTown(sellerTo(matter).idNumber)?.certificateNumber ?? '', 'property.newCertificateNumber': ({ today, digits }) => `浙（${yearOf(today)}）杭州市不动产权第0${digits(6)}号`,
  'sale.price': '368000000', 'sale.deposit': '10000000', 'sale.handoverOn': inDays(45), 'sale.contractNumber': numbered('WQ3301', 10), 'saleTax.originalPrice': '210000000', 'saleTax.receiptNumber': numbered('33016', 13), 'buyer.homesOwned': '0',
  'loan.amount': '100000000', 'loan.years': '25', 'loan.monthlyIncome': '3200000', 'loan.lender': '杭州联合银行', 'loan.approvalNumber': numbered('GJJ', 9), 'meters.cable': numbered('57', 9), 'meters.power': numbered('33', 8), 'meters.water': numbered('10', 7), 'meters.gas': numbered('21', 7),
  'retirement.retiresOn': inDays(30), 'retirement.birthDate': '1966-05-20', 'retirement.contributionMonths': '372', 'retirement.deemedMonths': '48', 'retirement.approvalNumber': ofYear('杭人社提退', 4), 'medicalInsurance.missingMonths': '0', 'medicalInsurance.topUpAmount': '0',
  'pension.noticeNumber': numbered('DY3301', 8), 'specialWork.occupation': '高炉炉前工', 'specialWork.years': '12.5', 'specialWork.employers': '1996年3月至2008年9月，杭州第二轧钢厂，炼铁车间。',
  'settlement.placementNoticeNumber': ofYear('浙退安置', 4), 'settlement.cardAddress': ({ address }) => address, 'militaryLicence.number': numbered('军A', 8), 'militaryLicence.validUntil': inDays(400), 'membership.receiver': '转塘街道象山社区党支部', 'membership.duesPaidUntil': inDays(-10),
  'veteran.settlementLetterNumber': ofYear('西退介', 4), 'veteran.reportNumber': numbered('BD', 8), 'veteran.householdNumber': numbered('3301', 8), 'veteran.registeredOn': inDays(0), 'veteran.reportedOn': inDays(0), 'reserve.fit': 'yes', 'jobSeeking.wishes': '机械维修，城西一带，随时可以到岗', 'jobSeeking.skills': '服役期间任车辆修理技师，持中级工证书。',

  // between public bodies
  'official.post': '二级主任科员', 'official.workStartedOn': '2010-08-02', 'official.office': '西湖区政务服务中心',
  'newcomer.name': '许清和', 'newcomer.idNumber': idNumberOf('2002-08-15', 'female'), 'newcomer.phone': phoneOf(305), 'newcomer.noticeNumber': ofYear('西组录', 3), 'newcomer.post': '综合管理', 'newcomer.startsOn': inDays(7), 'newcomer.education': 'bachelor', 'newcomer.school': '浙江工业大学',
  'newcomer.fileHolder': '浙江工业大学档案馆', 'newcomer.lastEmployer': '杭州溪音数字科技有限公司', 'newcomer.workedMonths': '30', 'newcomer.militaryRank': '少校', 'newcomer.formerPost': '科长', 'newcomer.bank': '浙江农商银行', 'newcomer.quotaNumber': numbered('3301', 10), 'newcomer.monthlySalary': '620000',
  'newcomer.insuranceNumber': numbered('3301', 12), 'newcomer.movedMonths': '28', 'newcomer.fundNumber': numbered('0108', 10), 'newcomer.formerFundNumber': numbered('0107', 10), 'newcomer.accountName': 'xuqinghe.xh', 'newcomer.fileReceipt': ofYear('西档收', 4), 'newcomer.referenceApproval': ofYear('浙参公', 3),
  'transfer.unit': '西湖区文化和广电旅游体育局', 'transfer.post': '公共文化科二级主任科员', 'transfer.startsOn': inDays(12), 'transfer.reasonText': '本人所学专业与公共文化工作对口。', 'transfer.fileHolder': '西湖区委组织部', 'transfer.consultNumber': ofYear('西组商', 3), 'transfer.insuranceNumber': numbered('3301', 12), 'transfer.fundNumber': numbered('0108', 10),
  'transfer.orderNumber': ofYear('西组调', 3), 'transfer.quotaNumber': numbered('3301', 10), 'transfer.salaryNumber': ofYear('西工资介', 3), 'transfer.paidUntil': inDays(10), 'transfer.movedOn': inDays(12), 'transfer.fileReceipt': ofYear('西档收', 4),
  'civilRetirement.birthDate': '1968-01-19', 'civilRetirement.leavesOn': inDays(20), 'civilRetirement.workYears': '31', 'civilRetirement.approvalNumber': ofYear('西组退', 3), 'civilRetirement.medicalFrom': inDays(21), 'civilRetirement.quotaFreedOn': inDays(20),
  'institution.name': '杭州市西湖区公共文化服务中心', 'institution.currentName': '杭州市西湖区文化馆分馆', 'institution.purpose': '组织公共文化活动，管理社区文化设施，培训业余文艺骨干。', 'institution.quota': '12', 'institution.leaders': '2', 'institution.address': '文二路328号', 'institution.capital': '30000000',
  'institution.representativeName': kin.colleague.name, 'institution.representativeIdNumber': idNumberOfKin('colleague'), 'institution.representativePhone': phoneOf(304), 'institution.changedTo': '住所由文二路迁至紫金花路，业务范围不变。', 'institution.renameReason': '职责并入社区文化服务，名称相应调整。',
  'institution.staffPlan': '在编人员整体划入公共文化服务中心，编制全部收回。', 'institution.assetsTo': '西湖区文化和广电旅游体育局', 'institution.approvalNumber': ofYear('西编', 3), 'institution.certificateNumber': ({ digits }) => usccOf(Number(digits(3))),
  'fundRequest.name': '老旧小区楼道适老化改造', 'fundRequest.policy': '区政府常务会议纪要（民生实事）', 'fundRequest.content': '为12个老旧小区的86个楼道加装扶手、折叠座椅和夜灯。', 'fundRequest.amount': '186000000', 'fundRequest.target': '三季度前完工，受益老人不少于1400名，验收合格率百分之百。', 'fundRequest.gap': '年初预算批准后才列入民生实事，由部门结余中调剂。', 'fundRequest.budgetItem': '2080504 老年福利',
  'fundRequest.document': ofYear('浙财社', 3), 'fundRequest.number': ofYear('西发改资', 3), 'fundRequest.grantedAmount': '178000000', 'procurement.what': '扶手1200米、折叠座椅86套、感应夜灯430盏及安装，质保三年。', 'procurement.budget': '178000000', 'procurement.agency': '杭州一诺工程咨询有限公司', 'procurement.onlySupplier': '杭州一苇文化创意有限公司', 'procurement.planNumber': numbered('临〔采〕', 8), 'payment.supplier': '杭州一横建筑设计有限公司', 'payment.paid': '175600000',
  'handedDown.name': '小型餐饮店油烟投诉的日常巡查', 'handedDown.content': '每月巡查一次辖区小餐饮店的油烟净化设施，发现问题拍照上传，不作处罚。', 'handedDown.legalBasis': '《浙江省大气污染防治条例》；当地餐饮油烟管理办法（示例）', 'handedDown.workload': '240', 'handedDown.village': '九莲社区', 'handedDown.grids': '36', 'handedDown.staff': '2', 'handedDown.funds': '18000000',
  'handedDown.opinion': '同意承接，请同步配备检测设备。', 'handedDown.villageOpinion': '可以协助，巡查频次建议每季度一次。', 'handedDown.legalOpinion': '依据充分，限于巡查，不得以村（社区）名义处罚。',
  'fieldIssue.title': '园区晚高峰公交运力不足', 'fieldIssue.content': '园区三家企业反映晚上六点后只有一路公交，员工平均候车25分钟，希望加密班次。', 'fieldIssue.place': '蒋村街道西溪乐谷园区', 'fieldIssue.foundOn': inDays(-1), 'fieldIssue.villageName': '九莲社区', 'fieldIssue.localSolution': '已协调物业当天开放园区东门，接驳车改停东门。', 'fieldIssue.since': '已反映两个月，街道协调过一次。', 'fieldIssue.solution': '自下周一起晚高峰加开两班区间车，已告知三家企业。',
  'event.grid': '翠苑三区第4网格', 'event.place': '翠苑三区18幢北侧', 'event.content': '一楼住户在公共绿地搭建约六平方米的玻璃棚，邻居反映影响通行。', 'event.people': '翠苑三区18幢101室住户', 'event.measures': '已拉警戒线，疏散楼道内人员。', 'event.casualties': '1', 'event.dispatchedTo': '综合执法平台，翠苑中队', 'event.result': '已到现场核实并与住户沟通，住户同意自行拆除。', 'event.jointResult': '执法人员到场责令限期拆除，现已拆除并恢复绿地。',
  'event.number': numbered('SJ330106', 8), 'event.emergencyNumber': ofYear('西应急报', 3),
}

export const exampleFor = (id: string, matter: Matter): Value | undefined => {
  const example = examples[id]
  return typeof example === 'function' ? example(matter) : example
}
