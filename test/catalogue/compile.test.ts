import { join } from 'node:path'
import { readDefinitions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { isError, type Diagnostic } from '../../server/catalogue/diagnostic.ts'
import { shownDiagnostic } from '../../server/catalogue/diagnostic-words.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { readYaml } from '../../server/catalogue/yaml-source.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { someRegions } from './build.ts'
import { good } from './small-catalogue.ts'

const name = 'all.yaml'
const compiled = (text: string) => compile([{ name, text }])
const brief = ({ code, line }: Diagnostic) => [code, line] as const
/** The first line that has this in it. */
const lineOf = (text: string, part: string) => text.split('\n').findIndex(line => line.includes(part)) + 1

test('a catalogue without a fault compiles, and its bundle resolves to all it needs and nothing more', () => {
  const { catalogue, diagnostics, bundleIds } = compiled(good)
  expect([diagnostics, bundleIds]).toEqual([[], ['allowance']])
  const definition = resolve(catalogue, 'allowance')
  expect(Object.keys(definition?.fields ?? {})).toEqual(['person.idNumber', 'person.region', 'person.children', 'person.status'])
  expect(Object.keys(definition?.items ?? {})).toEqual(['check', 'grant'])
  expect(Object.keys(definition?.registers ?? {})).toEqual(['household'])
})

describe('one fault, told by its line', () => {
  test.each<[what: string, replace: string | RegExp, by: string, code: string, at?: string]>([
    ['a department that does not exist', 'leadDepartment: civil-affairs', 'leadDepartment: civil-afairs', 'unknown.department'],
    ['a register that does not exist', 'register: { id: household, by: person.idNumber } }\n  - { id: person.children', 'register: { id: houshold, by: person.idNumber } }\n  - { id: person.children', 'unknown.register', 'houshold'],
    ['a field that does not exist', 'field: person.status, basis', 'field: person.state, basis', 'unknown.field', 'person.state,'],
    ['a group that does not exist', '{ id: person.status,', '{ id: people.status,', 'unknown.group', 'people.status'],
    ['a material that does not exist', 'material: register-book', 'material: registerbook', 'unknown.material'],
    ['an item that does not exist', '{ item: grant, after', '{ item: grants, after', 'unknown.item', 'item: grants'],
    ['a question that does not exist', 'question: many, in', 'question: much, in', 'unknown.question', 'question: much'],
    ['an option that does not exist', 'max: 9, when: [{ question: family, in: ["yes"] }]', 'max: 9, when: [{ question: family, in: [perhaps] }]', 'unknown.option', 'perhaps'],
    ['a condition on a later question', '{ id: family, name: { zh: 是否有子女, en: Any children? },', '{ id: family, name: { zh: 是否有子女, en: Any children? }, when: [{ question: many, in: ["yes"] }],', 'laterQuestion', 'id: family'],
    ['a condition on the question itself', 'when: [{ question: family, in: ["yes"] }], options', 'when: [{ question: many, in: ["yes"] }], options', 'laterQuestion', 'id: many'],
    ['waiting for an item that is not in the bundle', 'after: [check]', 'after: [chek]', 'afterElsewhere', 'chek'],
    ['waiting for itself', 'after: [check]', 'after: [grant]', 'afterItself', 'item: grant'],
    ['an id twice', 'code: grant', 'code: check # again', 'doubleId'],
    ['an item twice in the bundle', '{ item: check }', '{ item: check }\n    - { item: check } # again', 'doubleId', '# again'],
    ['an option twice', 'value: married, zh', 'value: single, zh', 'doubleOption', '已婚'],
    ['a choice without options', /, options: \[\{ value: single.*\] \}/, ' }', 'optionsMissing', 'person.status, name'],
    ['options where nothing is chosen', 'type: integer,', 'type: integer, options: [{ value: a, zh: 甲, en: a }],', 'optionsNotHere', 'type: integer'],
    ['a bound that means nothing for the type', 'min: 0, max: 20', 'minLength: 2', 'constraintNotHere', 'minLength'],
    ['bounds that contradict each other', 'min: 0, max: 20', 'min: 30, max: 20', 'contradiction', 'min: 30'],
    ['bounds that contradict those of the field', 'max: 9, when', 'min: 21, when', 'contradictsField', 'min: 21'],
    ['a level at which the department has no office', 'level: county', 'level: city', 'levelNotKept', 'level: city'],
    ['competence by something that is no region', 'field: person.region }\n    fields', 'field: person.status }\n    fields', 'competenceNotRegion', 'by: field'],
    ['competence by a field that is not named', 'competence: { by: field, field: person.region }', 'competence: { by: field }', 'competenceFieldMissing', 'by: field'],
    ['a field asked twice by one item', '- { field: person.status, basis: 某法第二条 }', '- { field: person.region, basis: 某法第二条 }', 'doubleRequirement', '某法第二条'],
    ['asking for what it creates', 'result: { name: { zh: 核验结果, en: Result } }', 'result: { name: { zh: 核验结果, en: Result }, fields: [person.status] }', 'asksOwnResult', '某法第二条'],
    ['a look-up in a circle', 'type: idNumber, account: idNumber', 'type: idNumber, register: { id: household, by: person.region }', 'lookUpCircle'],
    ['a word where a number belongs', 'maxVisits: 0', 'maxVisits: none', 'wrongType', 'maxVisits'],
    ['a word that is not among those allowed', 'stage: care', 'stage: carre', 'notOneOf', 'carre'],
    ['something that is missing', '  audience: individual\n', '', 'missing', 'bundle:'],
    ['something unknown', 'audience: individual', 'audience: individual\n  audiences: many', 'unknownKey', 'audiences'],
    ['an id with blanks', 'id: register-book', 'id: register book', 'badId', 'register book'],
    ['a language missing', 'title: { zh: 补贴一件事, en: Allowance }', 'title: { zh: 补贴一件事 }', 'missing', 'title'],
    ['a section that does not exist', 'registers:\n', 'regsters:\n', 'unknownSection', 'regsters'],
    ['a key twice', 'audience: individual', 'audience: individual\n  audience: enterprise', 'yamlDoubleKey', 'audience: enterprise'],
    ['a bracket that is not closed', 'decisionSections: [三.2]', 'decisionSections: [三.2', 'yamlIndent', 'promisedTotal: { value: 5'],
    ['an anchor', 'kind: confirmation', 'kind: &kind confirmation', 'yamlAlias', '&kind'],
    ['a tag', 'kind: confirmation', 'kind: !word confirmation', 'yamlTag', '!word'],
    ['an extension counted otherwise than the limit', 'promisedLimit: { value: 3, unit: workingDay }', 'promisedLimit: { value: 3, unit: workingDay }\n    extension: { value: 5, unit: calendarDay, basis: 某法第五条 }', 'extensionUnit'],
    ['an extension of half a day', 'promisedLimit: { value: 3, unit: workingDay }', 'promisedLimit: { value: 3, unit: workingDay }\n    extension: { value: 0.5, unit: workingDay, basis: 某法第五条 }', 'extensionEmpty'],
    ['an extension that no law knows', 'promisedLimit: { value: 3, unit: workingDay }', 'promisedLimit: { value: 3, unit: workingDay }\n    extension: { value: 5, unit: workingDay }', 'extensionWithoutBasis'],
    ['an extension of what is decided on the spot', 'promised\n    promisedLimit: { value: 3, unit: workingDay }', 'immediate\n    promisedLimit: { value: 0, unit: workingDay }\n    extension: { value: 5, unit: workingDay, basis: 某法第五条 }', 'extensionImmediate'],
    ['a step of the sign-off twice', 'kind: benefit', 'kind: benefit\n    signOff:\n      - { by: head, basis: 某法第六条 }\n      - { by: head, basis: 某法第七条 }', 'signOffDouble'],
    ['a second officer after the head', 'kind: benefit', 'kind: benefit\n    signOff:\n      - { by: head, basis: 某法第六条 }\n      - { by: secondOfficer, basis: 某法第七条 }', 'signOffOrder'],
    ['a sign-off that names no law', 'kind: benefit', 'kind: benefit\n    signOff: [{ by: head }]', 'missing'],
    ['a permit without application', 'kind: benefit', 'kind: permit\n    withoutApplication: 某政策', 'grantedPermit'],
    ['a sign-off of what nobody decides', 'kind: benefit', 'kind: benefit\n    withoutApplication: 某政策\n    signOff: [{ by: head, basis: 某法第六条 }]', 'grantedSignOff'],
    ['a result that somebody has to enter for what nobody decides', 'result: { name: { zh: 补贴, en: Grant } }', 'withoutApplication: 某政策\n    result: { name: { zh: 补贴, en: Grant }, fields: [person.children] }', 'grantedFields'],
    ['a visit for what nobody applies for', 'kind: benefit', "kind: benefit\n    withoutApplication: 某政策\n    presence:\n      - { who: { zh: 申请人, en: You }, why: original, where: counter, at: filing, basis: 某法第八条 }", 'grantedPresence'],
    ['a paper for what nobody applies for', 'kind: benefit', 'kind: benefit\n    withoutApplication: 某政策\n    materials:\n      - { material: register-book, handling: optional, basis: 某法第九条 }', 'grantedMaterial'],
    ['a tick for what nobody applies for', /result: \{ name: \{ zh: 补贴, en: Grant \} \}([^]*)\{ item: grant,/, 'withoutApplication: 某政策\n    result: { name: { zh: 补贴, en: Grant } }$1{ item: grant, optional: true,', 'grantedOptional', 'optional: true'],
    ['a phase with an item that is not in the bundle', 'maxVisits: 0', 'maxVisits: 0\n  phases: [{ id: first, name: { zh: 一, en: One }, items: [chek] }]', 'phaseElsewhere'],
    ['an item in two phases', 'maxVisits: 0', 'maxVisits: 0\n  phases:\n    - { id: first, name: { zh: 一, en: One }, items: [check] }\n    - { id: second, name: { zh: 二, en: Two }, items: [grant, check] }', 'phaseDouble'],
    ['a phase twice', 'maxVisits: 0', 'maxVisits: 0\n  phases:\n    - { id: first, name: { zh: 一, en: One }, items: [check] }\n    - { id: first, name: { zh: 二, en: Two }, items: [grant] }', 'doubleId'],
    ['phases in the wrong order', 'maxVisits: 0', 'maxVisits: 0\n  phases:\n    - { id: first, name: { zh: 一, en: One }, items: [grant] }\n    - { id: second, name: { zh: 二, en: Two }, items: [check] }', 'phaseOrder', 'item: grant'],
    ['a day to answer', 'maxVisits: 0', 'maxVisits: 0\n  answerLimit: { value: 1, unit: workingDay }', 'answerLimitOdd'],
    ['hours to answer', 'maxVisits: 0', 'maxVisits: 0\n  answerLimit: { value: 48, unit: hour }', 'answerLimitOdd'],
    ['somebody who confirms, known by a field that nobody asks', 'maxVisits: 0', 'maxVisits: 0\n  coApplicants: [{ id: other, name: { zh: 对方, en: Other }, identity: person.number, fullName: person.status, basis: 某法 }]', 'coApplicantFieldElsewhere', 'coApplicants'],
    ['somebody who confirms, known by what is no number', 'maxVisits: 0', 'maxVisits: 0\n  coApplicants: [{ id: other, name: { zh: 对方, en: Other }, identity: person.status, fullName: person.status, basis: 某法 }]', 'coApplicantFieldType', 'coApplicants'],
    ['agreeing to what is not on the form', 'maxVisits: 0', 'maxVisits: 0\n  coApplicants: [{ id: other, name: { zh: 对方, en: Other }, identity: person.status, fullName: person.status, agreesTo: [house], basis: 某法 }]', 'coApplicantPartElsewhere', 'coApplicants'],
    ['two who confirm under one id', 'maxVisits: 0', 'maxVisits: 0\n  coApplicants:\n    - { id: other, name: { zh: 对方, en: Other }, identity: person.status, fullName: person.status, basis: 某法 }\n    - { id: other, name: { zh: 卖方, en: Seller }, identity: person.status, fullName: person.status, basis: 某法 }', 'doubleId', 'zh: 卖方'],
    ['somebody who confirms in a case that no question knows', 'maxVisits: 0', 'maxVisits: 0\n  coApplicants: [{ id: other, name: { zh: 对方, en: Other }, identity: person.status, fullName: person.status, when: [{ question: loan, in: ["yes"] }], basis: 某法 }]', 'unknown.question', 'coApplicants'],
    ['two questions for the capacity', /(id: family|id: many), /g, '$1, isCapacity: true, ', 'capacityDouble', 'id: many'],
    ['a capacity without a law', 'id: family, ', 'id: family, isCapacity: true, ', 'capacityWithoutBasis', 'id: family'],
    ['a law for what is no capacity', 'zh: 未婚, en: single', 'zh: 未婚, en: single, basis: 某法', 'unknownKey', 'zh: 未婚'],
    ['a law for an answer that is no capacity', '[{ value: "yes", zh: 是, en: "Yes" }, { value: "no", zh: 否, en: "No" }] }\n    - { id: many', '[{ value: "yes", zh: 是, en: "Yes", basis: 某法 }, { value: "no", zh: 否, en: "No" }] }\n    - { id: many', 'basisWithoutCapacity', 'id: family'],
    ['an exception for an item that is not there', 'maxVisits: 0', 'maxVisits: 0\n  exceptions: [{ item: other, basis: 目录, reason: { zh: 因, en: so } }]', 'exceptionElsewhere', 'exceptions'],
  ])('%s', (...[, replace, by, code, at]) => {
    const text = good.replace(replace, by)
    expect(text).not.toBe(good)
    const found = compiled(text).diagnostics.map(brief)
    expect(found).toContainEqual([code, at === undefined ? lineOf(text, by.split('\n').at(-1) as string) : lineOf(text, at)])
  })
})

test('who agrees, how much later at most, what is granted without application and in which phase: all of it compiles and comes through a file', () => {
  const text = good
    .replace('promisedLimit: { value: 2, unit: workingDay }', 'promisedLimit: { value: 6, unit: hour }\n    extension: { value: 3, unit: workingDay, basis: 某法第五条, provenance: verified }\n    signOff:\n      - { by: secondOfficer, basis: 某法第六条 }\n      - { by: head, basis: 某法第七条 }')
    .replace('kind: benefit', 'kind: benefit\n    withoutApplication: 某政策')
    .replace('maxVisits: 0', 'maxVisits: 0\n  answerLimit: { value: 15, unit: workingDay, basis: 某法第十条 }\n  phases:\n    - { id: first, name: { zh: 一, en: One }, items: [check] }\n    - { id: second, name: { zh: 二, en: Two }, items: [grant] }')
  const { catalogue, diagnostics } = compiled(text)
  expect(diagnostics).toEqual([])
  const definition = resolve(catalogue, 'allowance') as BundleDefinition
  expect([definition.bundle.answerLimit?.value, definition.bundle.phases.length, definition.items.check?.signOff.length, definition.items.grant?.withoutApplication]).toEqual([15, 2, 2, '某政策'])
  const again = compile([{ name, text: definitionFile(definition) }], catalogue)
  expect(again.diagnostics.filter(isError)).toEqual([])
  expect(resolve(again.catalogue, 'allowance')).toEqual(definition)
})

test('a broken file with ten errors of every kind: all ten are told at once, in the order of the file', () => {
  const text = good
    .replace('kind: government', 'kind: goverment')
    .replace('account: idNumber', 'acount: idNumber')
    .replace('min: 0, max: 20', 'min: 30, max: 20')
    .replace('value: married, zh', 'value: single, zh')
    .replace('level: township', 'level: city')
    .replace('field: person.status, basis', 'field: person.state, basis')
    .replace('kind: confirmation', 'kind: &kind confirmation')
    .replace('after: [check]', 'after: [grant]')
    .replace('question: many, in', 'question: much, in')
    .replace('leadDepartment: civil-affairs', 'leadDepartment: civil-afairs')
  const found = compiled(text).diagnostics.filter(isError)
  const codes = ['notOneOf', 'unknownKey', 'contradiction', 'doubleOption', 'yamlAlias', 'unknown.field', 'unknown.department', 'afterItself', 'unknown.question']
  expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(codes))
  expect(found.length).toBeGreaterThanOrEqual(9)
  expect(found.map(({ line }) => line)).toEqual(found.map(({ line }) => line ?? 0).sort((a, b) => a - b))
})

test('a fault of one thing is told once, and not again by everything that refers to it', () => {
  const text = good.replace('type: idNumber, account', 'type: idnumber, account')
  expect(compiled(text).diagnostics.map(({ code }) => code)).toEqual(['notOneOf'])
})

test('a mistyped name comes with the one that was probably meant', () => {
  const [found] = compiled(good.replace('leadDepartment: civil-affairs', 'leadDepartment: civil-afairs')).diagnostics
  expect(found?.params).toMatchObject({ id: 'civil-afairs', nearest: 'civil-affairs' })
})

describe('an uploaded definition', () => {
  const base = compile(readDefinitions(shippedFolder)).catalogue
  const upload = (text: string) => compile([{ name, text }], base)
  const own = good.slice(good.indexOf('bundle:\n')).replace('{ item: check }', '{ item: birth-hukou }').replace('after: [check]', 'after: [birth-hukou]').replace('item: grant', 'item: soc-card')

  test('refers to what is in use', () => {
    const { diagnostics, catalogue } = upload(own)
    expect(diagnostics.filter(isError)).toEqual([])
    expect(Object.keys(resolve(catalogue, 'allowance')?.items ?? {})).toEqual(['birth-hukou', 'soc-card'])
  })

  test('may be the bundle alone', () => {
    expect(upload(own.replace('bundle:\n', '').replace(/^ {2}/gm, '')).diagnostics.filter(isError)).toEqual([])
  })

  test('is told about its own faults only', () => {
    expect(upload('bundle: 3').diagnostics.map(({ code }) => code)).toEqual(['wrongType'])
  })
})

test('conditions that contradict each other are told by the line they stand on', () => {
  const never = '[{ question: family, in: ["yes"] }, { question: family, in: ["no"] }]'
  const text = good.replace('- { item: grant, after: [check], when: [{ question: many, in: ["yes"] }] }', `- { item: grant, after: [check], when: ${never} }`).replace('max: 9, when: [{ question: family, in: ["yes"] }]', `max: 9, when: ${never}`)
  const { catalogue, diagnostics, placed } = compiled(text)
  expect(diagnostics).toEqual([])
  const found = placed(verify(resolve(catalogue, 'allowance') as BundleDefinition, someRegions).diagnostics).map(({ code, line }) => `${code} ${line}`)
  expect(found).toEqual(expect.arrayContaining([`itemUnreachable ${lineOf(text, 'item: grant')}`, `partUnreachable ${lineOf(text, 'max: 9')}`]))
})

test('a line is found for every value, and for what is missing the line of what it is missing from', () => {
  const source = readYaml({ name, text: 'a:\n  b:\n    - c: 1\n    - d: 2\n' })
  expect([['a'], ['a', 'b', 0], ['a', 'b', 1, 'd'], ['a', 'b', 1, 'nothing'], ['a', 'b', 9], ['x']].map(source.lineOf)).toEqual([1, 3, 4, 4, 2, 1])
})

test('every diagnostic has a text and a remedy', () => {
  const t = loadTexts(join(import.meta.dirname, '../../views/locales')).en
  const texts = [good.replace('level: county', 'level: city'), good.replace('item: grant', 'item: gift'), '*a', good.replace('min: 0', 'min: 50')]
  for (const found of texts.flatMap(text => compiled(text).diagnostics)) {
    const { problem, remedy, where } = shownDiagnostic(found, t, text => text.en)
    expect([problem, remedy].join()).not.toMatch(/\{\{|undefined|\[object/)
    expect(where).toMatch(/^all\.yaml:\d+$/)
  }
})
