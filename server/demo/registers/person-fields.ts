import type { Value } from '../../drafts/draft.ts'
import { regionAtLevel } from '../../offices/region.ts'
import { below, between, digits, earlierOf, later, pick, recently, yearOf } from './draw.ts'
import type { PersonFile } from './subject.ts'

type Entry = (file: PersonFile) => Value | undefined

const drawn = (before: string, count: number, what: string): Entry => ({ me }) => before + digits(count, me.idNumber, what)
const yes = (isSo: boolean) => (isSo ? 'yes' : 'no')
const name: Entry = ({ me }) => me.name
const homeRegion: Entry = ({ me }) => me.home.regionCode
const homeAddress: Entry = ({ me, world }) => world.places.fullAddress(me.home)
const county: Entry = file => file.county
const city: Entry = file => regionAtLevel(file.county, 'city')
const employer: Entry = file => file.employer.name
const bank: Entry = file => file.card.bank
const account: Entry = file => file.card.account
const title: Entry = ({ me }) => me.home.certificateNumber
const socialNumber = drawn('33', 10, 'social insurance')
const fundNumber = drawn('3301', 8, 'housing fund')

const motherOfChild = ({ me, partner }: PersonFile) => (me.sex === 'female' ? me : partner)
const fatherOfChild = ({ me, partner }: PersonFile) => (me.sex === 'male' ? me : partner)
const atBirth = (least: number, most: number, what: string): Entry => ({ birth }) => String(between(least, most, birth.about, what))
const educations = ['postgraduate', 'bachelor', 'bachelor', 'bachelor', 'college', 'college', 'vocational', 'seniorHigh']

/** The first job: at 18 to 23, and before today. */
const firstJob: Entry = ({ me, world }) => earlierOf(`${yearOf(me.born) + between(18, 23, me.idNumber, 'first job')}-08-01`, later(world.today, -400))

/** What the registers hold about a person, by field. No entry of a person's: undefined. */
// prettier-ignore
export const personFields: Record<string, Entry> = {
  // household, residence
  'applicant.householdRegion': homeRegion, 'deceased.householdRegion': homeRegion, 'disabled.householdRegion': homeRegion, 'partner.householdRegion': homeRegion,
  'applicant.householdAddress': homeAddress, 'deceased.householdAddress': homeAddress, 'disabled.householdAddress': homeAddress, 'partner.householdAddress': homeAddress,
  'student.householdAddress': homeAddress, 'move.from': homeAddress,
  'deceased.name': name, 'disabled.name': name, 'student.name': name,
  'applicant.ethnicity': ({ me }) => me.ethnicity,
  'student.ethnicity': ({ me }) => (me.ethnicity === 'SH' ? '畲族' : '汉族'),
  'student.movedInOn': ({ me, world }) => earlierOf(later(me.born, between(20, 400, me.idNumber, 'moved in')), world.today),
  'deceased.cancelledOn': ({ death }) => later(death.diedOn, 4),
  'applicant.residencePermitNumber': ({ me }) => `JZZ${me.idNumber}`,

  // marriage, children
  'applicant.maritalStatus': file => file.status,
  'partner.formerMarriage': ({ status }) => (status === 'married' ? undefined : status),
  'spouse.name': ({ spouse }) => spouse?.name, 'spouse.idNumber': ({ spouse }) => spouse?.idNumber,
  'oneChild.certificateNumber': ({ me, children }) => (children.length === 1 ? `33${digits(10, me.idNumber, 'one-child-parent-record')}` : undefined),
  'oneChild.childName': ({ children }) => (children.length === 1 ? children[0]?.name : undefined),
  'childbirth.hospital': ({ countyName }) => `${countyName}妇幼保健院`, 'childbirth.region': county,
  'childbirth.time': ({ birth: { about } }) => [between(0, 23, about, 'hour'), between(0, 59, about, 'minute')].map(one => String(one).padStart(2, '0')).join(':'),
  'childbirth.gestationalWeeks': atBirth(37, 41, 'weeks'), 'childbirth.weight': atBirth(2700, 3900, 'weight'), 'childbirth.length': atBirth(47, 53, 'length'), 'childbirth.babies': () => '1',
  'childbirth.mode': ({ birth: { about } }) => pick(['natural', 'natural', 'caesarean'], about, 'mode'),
  'child.sex': ({ birth }) => (birth.isSon ? 'male' : 'female'), 'child.birthDate': ({ birth }) => birth.bornOn,
  'mother.name': file => motherOfChild(file)?.name, 'mother.idNumber': file => motherOfChild(file)?.idNumber, 'mother.phone': file => motherOfChild(file)?.phone,
  'father.name': file => fatherOfChild(file)?.name, 'father.idNumber': file => fatherOfChild(file)?.idNumber, 'father.phone': file => fatherOfChild(file)?.phone,

  // school
  'student.currentSchool': file => file.school,
  'student.number': ({ me }) => `G${me.idNumber}`,
  'employee.education': ({ me }) => pick(educations, me.idNumber, 'education'),

  // work, insurance, accounts
  'applicant.workplace': ({ me, ...file }) => (me.age < 16 ? undefined : file.employer.name),
  'retirement.insuredRegion': county, 'retirement.insuranceNumber': socialNumber, 'retirement.employerName': employer, 'retirement.employerUscc': file => file.employer.uscc,
  'retirement.fileHolder': ({ countyName }) => `${countyName}人才管理服务中心`, 'employee.fileHolder': ({ countyName }) => `${countyName}人才管理服务中心`,
  'retirement.workStartedOn': firstJob,
  'incapacity.conclusionNumber': ({ me, world }) => `杭劳鉴〔${yearOf(world.today)}〕${digits(5, me.idNumber, 'work-capacity-conclusion')}号`,
  'incapacity.concludedOn': ({ me, world }) => recently(world.today, 40, me.idNumber, 'work-capacity-conclusion'),
  'deceased.pensionRegion': county, 'deceased.insuranceNumber': socialNumber, 'deceased.employerName': employer,
  'care.pensionInsuranceRegion': county, 'care.medicalInsuranceRegion': county,
  'medicalInsurance.region': county, 'maternity.region': county, 'deceased.medicalRegion': county, 'maternity.employer': employer,
  'deceased.medicalBalance': ({ me }) => String(between(12_000, 960_000, me.idNumber, 'medical balance')),
  'fundAccount.region': city, 'fundAccount.number': fundNumber, 'deceased.fundRegion': city, 'deceased.fundAccountNumber': fundNumber, 'employee.fundAccount': fundNumber,
  'fundAccount.status': ({ me }) => (me.age >= 59 ? 'sealed' : 'active'),
  'fundAccount.hasLoan': ({ me }) => yes(me.age < 55 && below(4, me.idNumber, 'fund loan') === 0),
  'payee.holder': name, 'payee.bank': bank, 'payee.account': account, 'disabled.bankName': bank, 'disabled.bankAccount': account, 'maternity.bank': bank, 'maternity.account': account,

  // support
  'aid.kind': ({ me }) => pick(['minimumLiving', 'nearPoor'], me.idNumber, 'aid'),
  'disability.certificateNumber': ({ disability }) => disability.number, 'deceased.disabilityCertificateNumber': ({ disability }) => disability.number,
  'disability.validUntil': ({ disability }) => disability.validUntil, 'grading.grade': ({ disability }) => disability.grade,
  'grading.gradedOn': ({ me, world }) => recently(world.today, 4, me.idNumber, 'disability-grading-result'),

  // property
  'home.certificateNumber': title, 'home.address': homeAddress, 'home.share': () => '100', 'estate.titleNumber': title, 'estate.address': homeAddress, 'estate.region': county,
  'estate.coOwner': ({ spouse }) => spouse?.name,
  'home.leaseNumber': ({ me, world }) => `租备${yearOf(world.today)}${digits(8, me.idNumber, 'registered-tenancy-contract')}`,
  'home.leaseUntil': ({ me, world }) => `${yearOf(world.today) + 1}-${pick(['06-30', '08-31', '12-31'], me.idNumber, 'lease')}`,

  // death
  'deceased.deathDate': ({ death }) => death.diedOn, 'deceased.deathCause': ({ death }) => death.cause,
  'deceased.deathCertificateNumber': drawn('SW3301', 10, 'medical-certificate-of-death'),
  'funeral.certificateNumber': drawn('HH3301', 8, 'cremation-certificate'), 'funeral.crematedOn': ({ death }) => later(death.diedOn, 3),
  'deceased.allowances': ({ me }) => (me.age >= 80 ? ['senior'] : undefined),
  'deceased.licenceFileNumber': drawn('3301', 8, 'licence'),
  'deceased.plateNumber': ({ me }) => `浙A${pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ'], me.idNumber, 'plate')}${digits(4, me.idNumber, 'plate')}`,

  // service
  'veteran.rank': ({ service: { years } }) => (years <= 2 ? 'conscript' : 'sergeant'),
  'veteran.enlistedOn': ({ service }) => service.enlistedOn, 'veteran.dischargedOn': ({ service }) => service.dischargedOn,
  'veteran.dischargeNumber': ({ me, service }) => `退字第${yearOf(service.dischargedOn)}${digits(7, me.idNumber, 'military-discharge-certificate')}号`,
  'veteran.awards': ({ me, service }) => (service.years > 2 && below(2, me.idNumber, 'award') === 0 ? ['fourth'] : undefined),
  'settlement.serviceScore': ({ me }) => `${between(61, 96, me.idNumber, 'score')}.5`, 'settlement.monthsOfService': ({ service }) => String(service.years * 12),
  'membership.joinedOn': ({ service }) => later(service.enlistedOn, 300), 'membership.isProbationary': ({ service }) => yes(service.years < 2),
}
