import type { Value } from '../../drafts/draft.ts'
import { regionAtLevel } from '../../offices/region.ts'
import { below, between, digits, earlierOf, later, pick, recently, yearOf } from './draw.ts'
import type { PersonFile } from './subject.ts'

type Entry = (file: PersonFile) => Value | undefined

/** A number as a paper bears it: both are drawn about the paper. */
const numberOn = (paper: string, before: string, count: number): Entry => ({ me }) => before + digits(count, me.idNumber, paper)
const dayOf = (paper: string, least: number): Entry => ({ me, world }) => recently(world.today, least, me.idNumber, paper)
const yes = (isSo: boolean) => (isSo ? 'yes' : 'no')
const homeAddress: Entry = ({ me, world }) => world.places.fullAddress(me.home)
const county: Entry = file => file.county
const city: Entry = file => regionAtLevel(file.county, 'city')
const employer: Entry = ({ me, ...file }) => (me.age < 16 ? undefined : file.employer.name)
const bank: Entry = file => file.card.bank
const account: Entry = file => file.card.account
const fileHolder: Entry = ({ countyName }) => `${countyName}人才管理服务中心`
const fundNumber = numberOn('housing fund', '3301', 8)
const title: Entry = ({ me }) => me.home.certificateNumber

const motherOfChild = ({ me, partner }: PersonFile) => (me.sex === 'female' ? me : partner)
const fatherOfChild = ({ me, partner }: PersonFile) => (me.sex === 'male' ? me : partner)
const atBirth = (least: number, most: number, what: string): Entry => ({ birth }) => String(between(least, most, birth.about, what))
const disabilities: Record<string, string[]> = { 1: ['visual'], 2: ['hearing'], 3: ['speech'], 4: ['physical'], 5: ['intellectual'], 6: ['mental'], 7: ['physical', 'intellectual'] }
const category: Entry = ({ disability }) => disabilities[disability.category]

/** The first job: at 18 to 23, and before today. */
const firstJob: Entry = ({ me, world }) => earlierOf(`${yearOf(me.born) + between(18, 23, me.idNumber, 'first job')}-08-01`, later(world.today, -400))

/** What is the same of everybody, whatever part he plays in a matter: `deceased.name`, `elder.name`. */
export const ofEverybody: Record<string, Entry> = {
  name: ({ me }) => me.name, sex: ({ me }) => me.sex, birthDate: ({ me }) => me.born, ethnicity: ({ me }) => me.ethnicity,
  householdRegion: ({ me }) => me.home.regionCode, householdAddress: homeAddress, education: file => file.education.level,
  bankName: bank, bank, bankAccount: account, account, holder: ({ me }) => me.name,
  insuredRegion: county, pensionRegion: county, pensionInsuranceRegion: county, medicalRegion: county, medicalInsuranceRegion: county, fundRegion: city,
  insuranceNumber: numberOn('social insurance', '33', 10), employerName: employer, employer, workplace: employer, employerUscc: file => file.employer.uscc, university: file => file.education.school, lastEmployer: employer, fileHolder,
  fundAccount: fundNumber, fundAccountNumber: fundNumber, oldCardNumber: numberOn('old card', '33', 7),
}

/** What the registers hold about a person, by field. No entry of a person's: undefined. */
// prettier-ignore
export const personFields: Record<string, Entry> = {
  // household, residence
  'student.ethnicity': ({ me }) => (me.ethnicity === 'SH' ? '畲族' : '汉族'),
  'student.movedInOn': ({ me, world }) => earlierOf(later(me.born, between(20, 400, me.idNumber, 'moved in')), world.today),
  'move.from': homeAddress,
  'deceased.cancelledOn': ({ death }) => later(death.diedOn, 4),
  'applicant.residencePermitNumber': ({ me }) => `JZZ${me.idNumber}`,
  'residence.registrationNumber': ({ me, county }) => `JZ${county.slice(0, 6)}${digits(8, me.idNumber, 'residence-registration-data')}`,
  'residence.registeredOn': dayOf('residence-registration-data', 400),

  // marriage, children
  'applicant.maritalStatus': file => file.status,
  'partner.formerMarriage': ({ status }) => (status === 'married' ? undefined : status),
  'spouse.name': ({ spouse }) => spouse?.name, 'spouse.idNumber': ({ spouse }) => spouse?.idNumber,
  'oneChild.certificateNumber': ({ me, children }) => (children.length === 1 ? `33${digits(10, me.idNumber, 'one-child-parent-record')}` : undefined),
  'oneChild.childName': ({ children }) => (children.length === 1 ? children[0]?.name : undefined),
  'childbirth.hospital': file => file.maternity, 'childbirth.region': county,
  'childbirth.time': ({ birth: { about } }) => [between(0, 23, about, 'hour'), between(0, 59, about, 'minute')].map(one => String(one).padStart(2, '0')).join(':'),
  'childbirth.gestationalWeeks': atBirth(37, 41, 'weeks'), 'childbirth.weight': atBirth(2700, 3900, 'weight'), 'childbirth.length': atBirth(47, 53, 'length'), 'childbirth.babies': () => '1',
  'childbirth.mode': ({ birth: { about } }) => pick(['natural', 'natural', 'caesarean'], about, 'mode'),
  'child.sex': ({ birth }) => (birth.isSon ? 'male' : 'female'), 'child.birthDate': ({ birth }) => birth.bornOn,
  'mother.name': file => motherOfChild(file)?.name, 'mother.idNumber': file => motherOfChild(file)?.idNumber, 'mother.ethnicity': file => motherOfChild(file)?.ethnicity,
  'father.name': file => fatherOfChild(file)?.name, 'father.idNumber': file => fatherOfChild(file)?.idNumber, 'father.phone': file => fatherOfChild(file)?.phone, 'father.ethnicity': file => fatherOfChild(file)?.ethnicity,
  'infant.birthHospital': file => file.maternity,

  // school
  'student.currentSchool': file => file.school, 'study.school': file => file.school ?? file.education.school,
  'student.number': ({ me }) => `G${me.idNumber}`, 'study.since': ({ world }) => earlierOf(`${yearOf(world.today)}-09-01`, `${yearOf(later(world.today, -250))}-09-01`),
  'graduate.school': file => file.education.school, 'graduate.major': file => file.education.major, 'graduate.graduatedOn': file => file.education.graduatedOn,
  'talent.degree': ({ education }) => (education.level === 'postgraduate' ? 'master' : education.level === 'bachelor' ? 'bachelor' : undefined),
  'graduate.diplomaNumber': file => file.education.diplomaNumber,

  // work, insurance, accounts
  'retirement.workStartedOn': firstJob, 'personnelFile.holder': fileHolder,
  'incapacity.conclusionNumber': ({ me, world }) => `杭劳鉴〔${yearOf(recently(world.today, 40, me.idNumber, 'work-capacity-conclusion'))}〕${digits(5, me.idNumber, 'work-capacity-conclusion')}号`,
  'incapacity.concludedOn': dayOf('work-capacity-conclusion', 40),
  'unemployment.endedOn': dayOf('proof-of-termination-of-employment', 10), 'unemployment.reason': ({ me }) => pick(['expired', 'dismissed', 'agreed'], me.idNumber, 'unemployment'),
  'flexible.registrationNumber': ({ me, county }) => `JY${county.slice(0, 6)}${digits(8, me.idNumber, 'employment-registration-data')}`,
  'flexibleInsurance.medicalPaidUntil': ({ world }) => later(`${world.today.slice(0, 7)}-01`, -1),
  'flexibleInsurance.priorPlaces': ({ countyName, world, me }) => `浙江省${countyName}，${Math.max(yearOf(me.born) + 22, yearOf(world.today) - 9)}年至${yearOf(world.today) - 1}年`,
  'training.trade': ({ me }) => pick(['电工', '焊工', '育婴员', '养老护理员', '中式面点师', '汽车维修工'], me.idNumber, 'trade'), 'training.level': ({ me }) => pick(['l5', 'l4', 'l3'], me.idNumber, 'trade level'),
  'training.certificateNumber': numberOn('professional-qualification', 'S000033', 12), 'training.certifiedOn': dayOf('professional-qualification', 60),
  'medicalInsurance.region': county, 'maternity.region': county,
  'deceased.medicalBalance': ({ me }) => String(between(12_000, 960_000, me.idNumber, 'medical balance')),
  'fundAccount.region': city, 'fundAccount.number': fundNumber,
  'fundAccount.status': ({ me }) => (me.age >= 59 ? 'sealed' : 'active'),
  'fundAccount.hasLoan': ({ me }) => yes(me.age < 55 && below(4, me.idNumber, 'fund loan') === 0),
  'card.oldNumber': numberOn('old card', '33', 7),

  // support
  'aid.kind': ({ me }) => pick(['minimumLiving', 'nearPoor'], me.idNumber, 'aid'),
  'disability.certificateNumber': ({ disability }) => disability.number, 'deceased.disabilityCertificateNumber': ({ disability }) => disability.number,
  'disability.validUntil': ({ disability }) => disability.validUntil, 'disability.category': category, 'disability.grade': ({ disability }) => disability.grade,
  'grading.category': category, 'grading.grade': ({ disability }) => disability.grade, 'grading.gradedOn': dayOf('disability-grading-result', 4),
  'patient.illness': file => file.illness,

  // property
  'home.certificateNumber': title, 'home.address': homeAddress, 'home.share': () => '100', 'estate.titleNumber': title, 'estate.address': homeAddress, 'estate.region': county,
  'estate.coOwner': ({ spouse }) => spouse?.name,
  'home.leaseNumber': ({ me, world }) => `租备${yearOf(recently(world.today, 200, me.idNumber, 'registered-tenancy-contract'))}${digits(8, me.idNumber, 'registered-tenancy-contract')}`,
  'home.leaseUntil': file => file.until, 'utilityAid.powerAccount': ({ me }) => `33${digits(8, me.home.certificateNumber, 'power')}`,

  // death
  'deceased.deathDate': ({ death }) => death.diedOn, 'deceased.deathCause': ({ death }) => death.cause,
  'deceased.deathCertificateNumber': numberOn('medical-certificate-of-death', 'SW3301', 10),
  'funeral.certificateNumber': numberOn('cremation-certificate', 'HH3301', 8), 'funeral.crematedOn': ({ death }) => later(death.diedOn, 3),
  'deceased.allowances': ({ me }) => (me.age >= 80 ? ['senior'] : undefined),
  'deceased.licenceFileNumber': numberOn('licence', '3301', 8),
  'deceased.plateNumber': ({ me }) => `浙A${pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ'], me.idNumber, 'plate')}${digits(4, me.idNumber, 'plate')}`,

  // service
  'veteran.rank': ({ service: { years } }) => (years <= 2 ? 'conscript' : 'sergeant'),
  'veteran.enlistedOn': ({ service }) => service.enlistedOn, 'veteran.dischargedOn': ({ service }) => service.dischargedOn,
  'veteran.dischargeNumber': ({ me, service }) => `退字第${yearOf(service.dischargedOn)}${digits(7, me.idNumber, 'military-discharge-certificate')}号`,
  'veteran.awards': ({ me, service }) => (service.years > 2 && below(2, me.idNumber, 'award') === 0 ? ['fourth'] : undefined),
  'settlement.serviceScore': ({ me }) => `${between(61, 96, me.idNumber, 'score')}.5`, 'settlement.monthsOfService': ({ service }) => String(service.years * 12),
  'membership.joinedOn': ({ service }) => later(service.enlistedOn, 300), 'membership.isProbationary': ({ service }) => yes(service.years < 2),
}
