import fc from 'fast-check'
import { join } from 'node:path'
import { readDefinitions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import { definitionFile } from '../../server/catalogue/definition-file.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { isError, type Diagnostic } from '../../server/catalogue/diagnostic.ts'
import { shownDiagnostic } from '../../server/catalogue/diagnostic.view.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { readYaml } from '../../server/catalogue/yaml-source.ts'
import { loadTexts } from '../../server/web/texts.ts'

/** A small catalogue without a fault, one thing a line, so that a test can spoil a line and name it. */
const good = `departments:
  - { id: civil-affairs, name: { zh: 民政, en: Civil affairs }, kind: government, offices: [county, township] }
registers:
  - { id: household, name: { zh: 户籍库, en: Household register }, department: civil-affairs }
groups:
  - { id: person, name: { zh: 申请人, en: You } }
fields:
  - { id: person.idNumber, name: { zh: 身份证号, en: ID number }, type: idNumber, account: idNumber }
  - { id: person.region, name: { zh: 户籍地, en: Region }, type: region, regionLevel: township, register: { id: household, by: person.idNumber } }
  - { id: person.children, name: { zh: 子女数, en: Children }, type: integer, min: 0, max: 20 }
  - { id: person.status, name: { zh: 婚况, en: Status }, type: choice, options: [{ value: single, zh: 未婚, en: single }, { value: married, zh: 已婚, en: married }] }
materials:
  - { id: register-book, name: { zh: 户口簿, en: Household book }, heldBy: civil-affairs, register: { id: household, by: person.idNumber } }
items:
  - code: check
    name: { zh: 核验, en: Check }
    department: civil-affairs
    level: township
    kind: confirmation
    handling: promised
    promisedLimit: { value: 2, unit: workingDay }
    competence: { by: field, field: person.region }
    fields:
      - { field: person.region, basis: 某法第一条 }
      - { field: person.status, basis: 某法第二条 }
      - { field: person.children, basis: 某法第三条, max: 9, when: [{ question: family, in: ["yes"] }] }
    materials:
      - { material: register-book, handling: sharedData, basis: 某法第四条 }
    result: { name: { zh: 核验结果, en: Result } }
  - code: grant
    name: { zh: 发放, en: Grant }
    department: civil-affairs
    level: county
    kind: benefit
    handling: promised
    promisedLimit: { value: 3, unit: workingDay }
    result: { name: { zh: 补贴, en: Grant } }
bundle:
  id: allowance
  title: { zh: 补贴一件事, en: Allowance }
  summary: { zh: 申请补贴, en: Apply for an allowance }
  audience: individual
  stage: care
  leadDepartment: civil-affairs
  decisionSections: [三.2]
  promisedTotal: { value: 5, unit: workingDay }
  maxVisits: 0
  questions:
    - { id: family, name: { zh: 是否有子女, en: Any children? }, options: [{ value: "yes", zh: 是, en: "Yes" }, { value: "no", zh: 否, en: "No" }] }
    - { id: many, name: { zh: 是否多子女, en: Many? }, when: [{ question: family, in: ["yes"] }], options: [{ value: "yes", zh: 是, en: "Yes" }, { value: "no", zh: 否, en: "No" }] }
  items:
    - { item: check }
    - { item: grant, after: [check], when: [{ question: many, in: ["yes"] }] }
`
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

  test('brings no departments or registers', () => {
    expect(upload(`registers: []\n${own}`).diagnostics.map(({ code }) => code)).toContain('sectionNotHere')
  })

  test('is told about its own faults only', () => {
    expect(upload('bundle: 3').diagnostics.map(({ code }) => code)).toEqual(['wrongType'])
  })
})

describe('hostile files end in diagnostics, soon', () => {
  const bomb = `a: &a [x, x]\n${'bcdefghij'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefghij'[index]}, `.repeat(9)}*${'abcdefghij'[index]}]`).join('\n')}`
  test.each<[string, string, string]>([
    ['aliases that multiply', bomb, 'yamlAlias'],
    ['five megabytes', `bundle: ${'x'.repeat(5_000_000)}`, 'fileTooLarge'],
    ['brackets without end', '['.repeat(100_000), 'yamlNested'],
    ['quotes without end', '"'.repeat(100_000), 'yamlSyntax'],
    ['anchors without end', '&a '.repeat(50_000), 'yamlAlias'],
    ['ten thousand items', `items:\n${'- { }\n'.repeat(10_000)}`, 'tooManyEntries'],
    ['a bundle of a thousand items', good.replace('- { item: check }', Array.from({ length: 1000 }, (_, index) => `- { item: i${index} }`).join('\n    ')), 'tooManyEntries'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'notDefinitions'],
    ['nothing', '', 'notDefinitions'],
    ['a list', '- a\n- b', 'notDefinitions'],
    ['two documents', `${good}---\n${good}`, 'yamlDocuments'],
    ['a prototype', '__proto__: { items: [] }', 'unknownSection'],
  ])('%s', (_, text, code) => {
    const start = performance.now()
    expect(compiled(text).diagnostics.map(one => one.code)).toContain(code)
    expect(performance.now() - start).toBeLessThan(3000)
  })

  test('whatever is written, compiling never throws', () => {
    const lines = good.split('\n')
    const spoiled = fc.array(fc.tuple(fc.nat(lines.length - 1), fc.oneof(fc.constant(''), fc.constant('  - x'), fc.string(), fc.constant('    &a *b: [')), fc.boolean()), { maxLength: 6 })
      .map(changes => changes.reduce((text, [at, line, isMore]) => text.toSpliced(at, isMore ? 0 : 1, line), lines).join('\n'))
    fc.assert(fc.property(spoiled, text => {
      for (const { code, line } of compiled(text).diagnostics) expect([code, Number.isInteger(line)]).toEqual([code, true])
    }), { numRuns: 200 })
  })
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
