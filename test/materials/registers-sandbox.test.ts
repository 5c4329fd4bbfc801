import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import type { Field, Material } from '../../server/catalogue/definition.ts'
import { strictest } from '../../server/catalogue/plan-fields.ts'
import { readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { idNumberOf, idNumberOfKin, residentOf, usccOf } from '../../server/demo/town-people.ts'
import { startRegistersSandbox, type RegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { readFieldValue, typedAs, type World } from '../../server/drafts/field-value.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import type { RegisterAnswer } from '../../server/materials/register.ts'
import { birthDayOf, sexOf } from '../../server/people/identity-number.ts'

const today = '2026-03-02'
const { catalogue } = shippedDefinitions()
const levels = new Map(readRegions(shippedFolder).regions.map(({ code, level }) => [code, level]))
const world: World = { today, regionLevel: code => levels.get(code) }

/** Who has an account and a fixed entry. */
const told = idNumberOf('1969-02-11', 'male')

let sandbox: RegistersSandbox
beforeAll(async () => {
  sandbox = await startRegistersSandbox({
    now: () => new Date('2026-03-02T02:00:00.000Z'),
    people: { [told]: { 'applicant.householdAddress': '一号', 'applicant.ethnicity': null } },
    nameOf: async key => (key === told ? '陆一鸣' : undefined),
  })
})
afterAll(() => sandbox.stop())

type Found = Extract<RegisterAnswer, { status: 'found' }>
const ask = (register: string, key: string, fields: string[], materials: string[] = []) => httpRegisters(sandbox.url).query({ register, key, fields, materials })
const found = async (...question: Parameters<typeof ask>): Promise<Found> => {
  const answer = await ask(...question)
  if (answer.status !== 'found') throw new Error(`${question[0]} answers ${answer.status} about ${question[1]}`)
  return answer
}

/** Somebody of every kind: in town and out of it, young and old, from elsewhere, married and not. */
const people = [
  residentOf('chen.xiaoyu').idNumber, residentOf('sun.guoqiang').idNumber, residentOf('ni.xiang').idNumber, idNumberOfKin('lateFather'), idNumberOfKin('pupil'),
  idNumberOf('1939-06-02', 'female', '330203'), idNumberOf('1971-11-30', 'male', '330782'), idNumberOf('1986-02-28', 'female', '331127'), idNumberOf('2003-07-19', 'male', '330104'),
  idNumberOf('2019-10-01', 'female', '330521'), idNumberOf('1990-03-07', 'male', '110101'), idNumberOf(today, 'female'), told,
]
const companies = [usccOf(1), usccOf(640)]
const keysByField: Record<string, string[]> = {
  'property.certificateNumber': ['浙（2021）杭州市不动产权第0012345号', '浙（2018）义乌市不动产权第0034567号', '杭房权证西移字第12345678号'],
  'tenancy.titleNumber': ['浙（2019）宁波市不动产权第0654321号'],
  'project.code': ['2411-330106-04-01-123456', '2601-330782-04-02-000017'],
  'land.contractNumber': ['3301062024B00123'],
  'employee.workPermitNumber': ['FRA1234567890'],
  'vehicle.vin': ['LB37624S8PL012345'], 'oldVehicle.vin': ['LSVAG2180E2100001'],
}
/** Numbers that a key of this field may have. */
const keysOf = (by: string): string[] => {
  const type = catalogue.fields.get(by)?.type
  return type === 'idNumber' ? people : type === 'uscc' ? companies : (keysByField[by] ?? ['浙土农转〔2025〕0123号'])
}

const known = <T extends Field | Material>(things: Iterable<T>) => [...things].filter(thing => thing.register !== undefined) as (T & { register: { id: string; by: string } })[]

/** What every register says about everybody it may be asked about. */
let said: Promise<Found[]> | undefined
const everything = () => (said ??= askEverything())

async function askEverything(): Promise<Found[]> {
  const [fields, materials] = [known(catalogue.fields.values()), known(catalogue.materials.values())]
  const lookups = Map.groupBy([...fields, ...materials], ({ register }) => `${register.id} ${register.by}`)
  const answers: Found[] = []
  for (const things of lookups.values()) {
    const { id, by } = things[0]!.register
    const ids = things.map(({ id }) => id)
    answers.push(...(await Promise.all(keysOf(by).map(key => found(id, key, ids.filter(id => catalogue.fields.has(id)), ids.filter(id => catalogue.materials.has(id)))))))
  }
  return answers
}

/** What the field and every item that needs it put up with. */
const constraintsOn = (field: Field) =>
  [...catalogue.items.values()].flatMap(({ fields }) => fields.filter(one => one.field === field.id)).reduce(strictest, field)

test('every field that a register knows is answered, with a value that its form takes', async () => {
  const faults: string[] = []
  const answers = await everything()
  for (const field of known(catalogue.fields.values())) {
    const values = answers.flatMap(({ fields }) => (field.id in fields ? [fields[field.id]!] : []))
    if (values.length === 0) faults.push(`${field.id}: nobody has one`)
    const shape = { field, constraints: constraintsOn(field) }
    for (const value of values) {
      const read = readFieldValue(shape, typedAs(field.type, value), world)
      if (String(read.value) !== String(value)) faults.push(`${field.id}: ${String(value)} is ${read.problem?.code ?? `read as ${String(read.value)}`}`)
    }
  }
  expect(faults).toEqual([])
})

test('every paper that a register holds is there, and says something', async () => {
  const faults: string[] = []
  const answers = await everything()
  for (const { id } of known(catalogue.materials.values())) {
    const papers = answers.flatMap(({ materials }) => materials[id] ?? [])
    if (papers.length === 0) faults.push(`${id}: nobody has one`)
    for (const { number, issuedOn, facts } of papers) {
      if (number === '' || /[{}]|undefined|NaN/.test(number) || facts.length < 2) faults.push(`${id}: no. ${number} with ${facts.length} rows`)
      if (issuedOn !== undefined && issuedOn > today) faults.push(`${id}: issued on ${issuedOn}`)
      faults.push(...facts.filter(({ value }) => value === '' || /undefined|NaN|Invalid/.test(value)).map(({ en, value }) => `${id}: ${en} ${value}`))
    }
  }
  expect(faults).toEqual([])
})

test('only the register that holds a field or a paper answers for it', async () => {
  expect(await found('marriage', people[0]!, ['applicant.householdAddress', 'spouse.name', 'no.such'], ['household-register', 'no-such'])).toMatchObject({ fields: { 'spouse.name': '林知远' }, materials: {} })
})

test.each([
  ['an ID number with a digit wrong', '330106199003071018'], ['an ID number of somebody not yet born', idNumberOf('2026-03-03', 'male')],
  ['a credit code with a digit wrong', '91330106MAXXX0015K'], ['words', '不知道'], ['a number too short', '12'], ['markup', '<script>alert(1)</script>'],
])('%s is not found', async (_, key) => {
  expect(await ask('household', key, ['applicant.householdAddress'])).toEqual({ status: 'notFound' })
})

test('husband and wife name each other, and share a home, whoever is asked', async () => {
  let couples = 0
  for (let year = 1955; year < 1996; year++) {
    const key = idNumberOf(`${year}-05-17`, year % 2 ? 'male' : 'female', year % 3 ? '330106' : '330683')
    const { 'spouse.idNumber': spouse, 'spouse.name': name } = (await found('marriage', key, ['spouse.idNumber', 'spouse.name'])).fields
    if (typeof spouse !== 'string') continue
    couples++
    expect(sexOf(spouse)).not.toBe(sexOf(key))
    const other = await found('marriage', spouse, ['spouse.idNumber', 'applicant.maritalStatus'])
    expect(other.fields).toEqual({ 'spouse.idNumber': key, 'applicant.maritalStatus': 'married' })
    const home = (key: string) => found('household', key, ['applicant.householdAddress', 'deceased.name'])
    const [own, theirs] = [await home(key), await home(spouse)]
    expect(theirs.fields).toEqual({ ...own.fields, 'deceased.name': name })
  }
  expect(couples).toBeGreaterThan(10)
})

test('a child on the household page has these parents in its own register', async () => {
  const kinship = async (key: string) => Object.fromEntries((await found('household', key, [], ['proof-of-kinship'])).materials['proof-of-kinship']!.facts.map(({ en, value }) => [en, value]))
  const pupil = await found('birth', idNumberOfKin('pupil'), [], ['medical-certificate-of-birth'])
  expect(pupil.materials['medical-certificate-of-birth']!.facts.map(({ value }) => value)).toEqual(expect.arrayContaining(['何沐阳', '张丽华', '何俊杰']))
  expect((await kinship(residentOf('he.junjie').idNumber)).Children).toBe('何沐阳')
  const mother = idNumberOf('1978-06-10', 'female', '330483')
  expect((await kinship(mother)).Children?.length).toBeGreaterThan(1)
})

test('birth, death and the papers about them tell the same days and numbers', async () => {
  const key = idNumberOf('1941-08-03', 'male')
  const death = await found('death', key, ['deceased.deathDate', 'deceased.deathCertificateNumber'], ['medical-certificate-of-death'])
  expect(death.materials['medical-certificate-of-death']).toMatchObject({ number: death.fields['deceased.deathCertificateNumber'], issuedOn: death.fields['deceased.deathDate'] })
  const cremation = await found('cremation', key, ['funeral.crematedOn'])
  expect(String(cremation.fields['funeral.crematedOn']) > String(death.fields['deceased.deathDate'])).toBe(true)
  const birth = await found('household', key, [], ['household-register'])
  expect(birth.materials['household-register']!.facts.find(({ en }) => en === 'Date of birth')?.value).toBe(birthDayOf(key))
})

test('the title that a person has is in the property register with its address', async () => {
  for (const key of [residentOf('chen.xiaoyu').idNumber, idNumberOf('1966-09-09', 'female', '330282')]) {
    const { 'home.certificateNumber': number, 'home.address': address } = (await found('property', key, ['home.certificateNumber', 'home.address'])).fields
    expect((await found('property', String(number), ['property.address'])).fields['property.address']).toBe(address)
  }
})

test('entries may be fixed, and people may have told their names', async () => {
  const { fields, materials } = await found('household', told, ['applicant.householdAddress', 'applicant.ethnicity'], ['household-register'])
  expect(fields).toEqual({ 'applicant.householdAddress': '一号' })
  expect(materials['household-register']!.facts[0]!.value).toBe('陆一鸣')
})
