import type { RegisterDocument } from '../../materials/register.ts'
import { dayNumber, digits, recently, yearOf } from './draw.ts'

/** What a row of a paper is called. */
// prettier-ignore
const labels = {
  holder: ['姓名', 'Name'], sex: ['性别', 'Sex'], ethnicity: ['民族', 'Ethnicity'], born: ['出生日期', 'Date of birth'], idNumber: ['公民身份号码', 'ID number'],
  address: ['住址', 'Address'], household: ['户口登记地', 'Registered household'], head: ['户主', 'Head of household'], members: ['户内人员', 'Members of the household'],
  status: ['婚姻状况', 'Marital status'], spouse: ['配偶', 'Husband or wife'], spouseNumber: ['配偶公民身份号码', 'ID number of husband or wife'], marriedOn: ['登记日期', 'Registered on'],
  mother: ['母亲', 'Mother'], father: ['父亲', 'Father'], children: ['子女', 'Children'], child: ['新生儿', 'Newborn'], childBorn: ['出生日期', 'Born on'], hospital: ['医疗机构', 'Hospital'], maternity: ['助产机构', 'Maternity hospital'],
  school: ['学校', 'School'], university: ['毕业院校', 'University'], graduatedOn: ['毕业日期', 'Graduated on'], education: ['学历', 'Degree'], major: ['专业', 'Subject'], employer: ['单位', 'Employer'], insuredMonths: ['累计缴费月数', 'Months insured'], insuredUntil: ['缴费至', 'Insured until'],
  bank: ['开户银行', 'Bank'], account: ['银行账号', 'Account'], amount: ['金额（元）', 'Amount (yuan)'], title: ['不动产权证号', 'Title certificate'], location: ['坐落', 'Location'],
  ownership: ['共有情况', 'Ownership'], area: ['面积（平方米）', 'Area (m²)'], use: ['用途', 'Use'], homes: ['家庭住房套数', 'Homes of the family'], mortgagee: ['抵押权人', 'Mortgagee'], unitNumber: ['不动产单元号', 'Unit number'],
  validUntil: ['有效期至', 'Valid until'], until: ['有效期至', 'Valid until'], category: ['残疾类别', 'Kind of disability'], grade: ['残疾等级', 'Grade'], diagnosis: ['诊断', 'Diagnosis'], conclusion: ['结论', 'Conclusion'],
  enlistedOn: ['入伍日期', 'Enlisted on'], dischargedOn: ['退出现役日期', 'Discharged on'], rank: ['身份', 'Status'], settlement: ['安置地', 'Place of settlement'], diedOn: ['死亡日期', 'Died on'],
  crematedOn: ['火化日期', 'Cremated on'], cancelledOn: ['注销日期', 'Cancelled on'], licenceClass: ['准驾车型', 'Vehicle class'], photo: ['照片', 'Photo'], period: ['期间', 'Period'],
  company: ['名称', 'Name'], uscc: ['统一社会信用代码', 'Credit code'], representative: ['法定代表人（经营者）', 'Legal representative'], scope: ['经营范围', 'Business scope'], capital: ['注册资本（元）', 'Registered capital (yuan)'],
  registeredOn: ['成立日期', 'Founded on'], premises: ['住所（经营场所）', 'Premises'], licensed: ['经营项目', 'Licensed for'], staff: ['参保人数', 'People insured'], sealName: ['印章名称', 'Seal'],
  project: ['项目名称', 'Project'], projectCode: ['项目代码', 'Project code'], builder: ['项目单位', 'Built by'], content: ['建设规模和内容', 'What is built'], investment: ['总投资（万元）', 'Investment (10,000 yuan)'],
  parcel: ['宗地编号', 'Parcel'], contract: ['电子监管号', 'Contract number'], price: ['出让价款（万元）', 'Price (10,000 yuan)'], commitment: ['承诺指标', 'Commitments'], permitKind: ['类别', 'Kind'], reference: ['编号', 'Number'], vin: ['车辆识别代号', 'Vehicle identification number'], make: ['车辆品牌型号', 'Make and model'], seller: ['销售单位', 'Sold by'],
} as const

export type Row = keyof typeof labels
export type Rows = Partial<Record<Row, string | undefined>>

/** How a paper reads: its number as a pattern, how long ago it was issued at least, and its rows. */
export interface Paper {
  /** `{county}` six digits, `{year}` of issue, `{key}` what was asked by, `{title}` one of the holder's numbers, `{8}` as many digits drawn. */
  number: string
  issued: number | ((rows: Rows) => string | undefined)
  rows: readonly Row[]
  /** Whether the register has such a paper; otherwise it has one for everybody who asks. */
  isThere?: (rows: Rows) => boolean
}

export interface Holder {
  key: string
  county: string
  today: string
  rows: Rows
  /** Numbers that stand for more than one paper: of the title, the project … */
  numbers: Readonly<Record<string, string>>
}

/** A paper as its register knows it; the rows that its holder has nothing for are left out. */
export function paperOf(id: string, { number, issued, rows, isThere }: Paper, holder: Holder, authority: string | undefined): RegisterDocument | undefined {
  if (isThere && !isThere(holder.rows)) return undefined
  const issuedOn = typeof issued === 'number' ? issuedLately(issued, id, holder) : issued(holder.rows)
  const facts = rows.flatMap(row => {
    const [value, [zh, en]] = [holder.rows[row], labels[row]]
    return value === undefined ? [] : [{ zh, en, value }]
  })
  return {
    number: numberOf(number, id, holder, issuedOn ?? holder.today),
    issuedOn,
    facts: authority === undefined ? facts : [...facts, { zh: '签发机关', en: 'Issued by', value: authority }],
  }
}

/** At least so many days ago, but no earlier than its holder was born. */
function issuedLately(least: number, id: string, { key, today, rows }: Holder): string {
  const day = recently(today, least, key, id)
  return rows.born !== undefined && dayNumber(day) < dayNumber(rows.born) ? rows.born : day
}

/** The digits are drawn about the paper: a field that holds its number draws the same. */
const numberOf = (pattern: string, id: string, { key, county, numbers }: Holder, issuedOn: string): string =>
  pattern.replace(/\{(\w+)\}/g, (_, part: string) => {
    if (part === 'county') return county.slice(0, 6)
    if (part === 'year') return String(yearOf(issuedOn))
    return part === 'key' ? key : (numbers[part] ?? digits(Number(part), key, id))
  })
