import { below, between, digits, earlierOf, later, pick, yearOf } from './draw.ts'
import type { Rows } from './paper.ts'
import type { MaritalStatus } from './kinship.ts'
import type { Citizen } from './population.ts'
import type { PersonFile } from './subject.ts'

const statusNames: Record<MaritalStatus, string> = { unmarried: '未婚', married: '已婚', widowed: '丧偶', divorced: '离婚' }
const categories = ['视力残疾', '听力残疾', '言语残疾', '肢体残疾', '智力残疾', '精神残疾', '多重残疾']
const grades = ['一级', '二级', '三级', '四级']

const named = (people: readonly (Citizen | undefined)[]): string | undefined => people.flatMap(one => one?.name ?? []).join('、') || undefined
const yuan = (amount: number): string => amount.toFixed(2)

/** A wedding some years after both were old enough, and before the first child came. */
function weddingOf({ me, spouse, children, world }: PersonFile): string | undefined {
  if (!spouse) return undefined
  const couple = [me, spouse].map(({ idNumber }) => idNumber).sort().join('')
  const child = children[0]?.born
  const drawn = child ? later(child, -between(300, 900, couple, 'wedding')) : later(world.today, -between(120, 1500, couple, 'wedding'))
  const oldEnough = later([me.born, spouse.born].sort()[1] as string, 22 * 366)
  return drawn < oldEnough ? earlierOf(oldEnough, later(world.today, -30)) : drawn
}

/** Months insured from the first job on, with gaps. */
const insuredMonths = ({ me }: PersonFile): string => String(Math.max(0, Math.min(me.age, 60) - 22) * 12 + below(12, me.idNumber, 'months'))

/** Everything that a paper about a person may say. */
export function personRows(file: PersonFile): Rows {
  const { me, world, death, service, birth, disability } = file
  const isAdult = me.age >= 18
  const draw = (least: number, most: number, what: string) => between(least, most, me.idNumber, what)
  const [mother, father] = me.sex === 'female' ? [me, file.partner] : [file.partner, me]
  const address = world.places.fullAddress(me.home)
  return {
    holder: me.name, sex: me.sex === 'male' ? '男' : '女', ethnicity: me.ethnicity === 'SH' ? '畲族' : '汉族', born: me.born, idNumber: me.idNumber,
    address, household: address, location: address, settlement: world.places.fullName(me.home.regionCode),
    head: isAdult ? me.name : (file.father ?? file.mother ?? me).name,
    members: named([...(isAdult ? [me, file.spouse, ...file.children.filter(({ age }) => age < 18)] : [file.father, file.mother, me])]),
    status: statusNames[file.status], spouse: file.spouse?.name, spouseNumber: file.spouse?.idNumber, marriedOn: weddingOf(file),
    mother: file.mother?.name, father: file.father?.name, children: named(file.children),
    child: named([mother, father]) && `${mother ? `${mother.name}之` : ''}${birth.isSon ? '子' : '女'}`, childBorn: birth.bornOn, hospital: file.hospital, maternity: file.maternity,
    school: file.school, university: file.education.school, education: file.education.degree, major: file.education.major, graduatedOn: file.education.graduatedOn,
    employer: me.age < 16 ? undefined : file.employer.name, insuredMonths: insuredMonths(file), insuredUntil: world.today.slice(0, 7),
    bank: file.card.bank, account: file.card.account, amount: yuan(draw(120_000, 980_000, 'amount') / 100),
    title: me.home.certificateNumber, ownership: file.spouse ? `共同共有（${named([me, file.spouse])}）` : '单独所有', area: file.homeArea, use: '住宅', homes: '1', mortgagee: file.card.bank,
    validUntil: `${yearOf(world.today) + draw(1, 9, 'valid')}-12-31`, until: file.until, category: categories[Number(disability.category) - 1], grade: grades[Number(disability.grade) - 1],
    diagnosis: file.illness, conclusion: '符合规定',
    enlistedOn: service.enlistedOn, dischargedOn: service.dischargedOn, rank: service.years > 2 ? '军士' : '义务兵',
    diedOn: death.diedOn, crematedOn: later(death.diedOn, 3), cancelledOn: later(death.diedOn, 4),
    licenceClass: pick(['C1', 'C1', 'C2', 'B2'], me.idNumber, 'class'), photo: `数字照片 ${digits(8, me.idNumber, 'photo')}，白底，358×441像素`, period: `${yearOf(world.today) - 1}年1月至${yearOf(world.today)}年${Number(world.today.slice(5, 7))}月`,
  }
}
