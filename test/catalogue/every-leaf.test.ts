import { join } from 'node:path'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { difference } from '../../server/catalogue/difference.ts'
import { shownDifference } from '../../server/catalogue/difference-words.ts'
import { languages, loadTexts } from '../../server/web/texts.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem, aPresence } from './build.ts'
import { everyChange, everyPlace, type Change } from './every-leaf.ts'

const said = (words: string) => ({ zh: `说${words}`, en: words })
const limit = (value: number) => ({ value, unit: 'workingDay' as const, basis: `某法第${value}条`, provenance: 'verified' as const })
const option = (value: string) => ({ value, zh: `选${value}`, en: value, hint: said(`hint ${value}`) })
const question = (id: string) => ({ id, name: said(id), hint: said(`hint of ${id}`), options: ['yes', 'no', 'other'].map(option) })
const onlyIf = [{ question: 'married', in: ['yes', 'other'] }]
const register = { id: 'household', by: 'me.number' }

/** A definition that says everything a definition can say; what is spare is there to be referred to instead. */
function everything(): BundleDefinition {
  const bundle = aBundle({
    keywords: ['words'], lists: [{ list: 'ZJ41', membership: 'verified' }], actsFor: said('for'), answerLimit: limit(15), retention: { years: 30, basis: '某办法', provenance: 'verified' }, promisedTotal: limit(60), maxVisits: 1,
    exceptions: [{ item: 'insure', basis: '例外目录', reason: said('so') }],
    phases: [{ id: 'first', name: said('first'), items: ['register'] }, { id: 'second', name: said('second'), items: ['insure', 'pay'] }],
    coApplicants: [{ id: 'wife', name: said('wife'), identity: 'me.number', fullName: 'me.name', when: onlyIf, agreesTo: ['me', 'me.age'], basis: '某法第一条' }, { id: 'seller', name: said('seller'), identity: 'me.number', fullName: 'me.name', basis: '某法第二条' }],
    questions: [{ ...question('married'), isCapacity: true, options: ['yes', 'no', 'other'].map(value => ({ ...option(value), basis: `某法第${value}条` })) }, { ...question('moved'), when: [{ question: 'married', in: ['yes', 'no'] }] }],
    items: [{ item: 'register' }, { item: 'insure', after: ['register'], when: onlyIf, optional: true }, { item: 'pay', after: ['register', 'insure'] }],
  })
  const asks = (field: string) => ({ field, basis: '某条例', when: onlyIf })
  const items = [
    anItem('register', {
      fields: [{ ...asks('me.name'), minLength: 1, maxLength: 9 }, { ...asks('me.age'), min: 1, max: 9 }, { ...asks('me.born'), notBefore: '2001-01-01', notAfter: '2021-01-01' }, { ...asks('me.place'), regionLevel: 'township' }, asks('me.sex')],
      materials: [{ material: 'book', handling: 'handIn', basis: '某法', when: onlyIf }], presence: [{ ...aPresence(), when: onlyIf }],
      statutoryLimit: limit(20), promisedLimit: limit(5), extension: limit(10), signOff: [{ by: 'secondOfficer', basis: '某制度' }, { by: 'head', basis: '某制度' }],
      competence: { by: 'field', field: 'me.place' }, result: { name: said('certificate'), material: 'card', fields: ['made.number'], certificate: true },
    }),
    anItem('insure', { department: 'health', withoutApplication: '某政策', assurance: 1, fields: [{ field: 'me.number', basis: '某法' }] }),
    anItem('pay'), anItem('spare'),
  ]
  const fields = [
    aField('me.number', { account: 'idNumber' }), aField('me.name', { hint: said('hint'), minLength: 1, maxLength: 30, register }), aField('me.age', { type: 'integer', min: 0, max: 20 }),
    aField('me.born', { type: 'date', notBefore: '2000-01-01', notAfter: '2030-01-01' }), aField('me.place', { type: 'region', regionLevel: 'county' }),
    aField('me.sex', { type: 'choice', options: ['f', 'm'].map(option) }), aField('made.number', { hint: said('hint') }), aField('me.spare'),
  ]
  const definition = aDefinition({ bundle, items, fields, materials: [aMaterial('book', { hint: said('hint'), heldBy: 'health', register, consent: true, identity: true }), aMaterial('card', { hint: said('hint'), heldBy: 'health', register, consent: true, identity: true }), aMaterial('spare')] })
  return {
    ...definition, groups: definition.groups.map(group => ({ ...group, hint: said(`hint of ${group.id}`) })),
    departments: { ...definition.departments, spare: { id: 'spare', name: said('spare'), kind: 'government', offices: ['county'] } },
    registers: { ...definition.registers, spare: { id: 'spare', name: said('spare'), department: 'health' } },
  }
}

/** Changes that no reader could notice, each with its reason. */
const unnoticed: Record<string, string> = {
  'bundle.id another': 'two versions of one bundle have one id',
  'bundle.phases[].id another': 'nobody sees it: a phase is known by its name',
  'departments.id another': 'an id of the portal; a department is known by its name',
  'registers.id another': 'an id of the portal; a register is known by its name',
  'materials.id another': 'a paper that is issued and not needed is known by its name',
  'items.competence.by another': 'without a field to go by it does not compile',
}
/** Lists in which order says nothing, each with its reason. */
const unordered: Record<string, string> = {
  'bundle.phases[].items turned round': 'a phase is a set of items',
  'items.fields turned round': 'the form has its fields in the order of the catalogue',
  'items.signOff turned round': 'compiling allows one order only',
  'bundle.coApplicants turned round': 'each is asked by himself',
  'bundle.coApplicants[].agreesTo turned round': 'he reads it in the order of the form',
}

const definition = everything()
const changes = everyChange(definition)
const nameOf = ({ place, kind }: Change) => `${place} ${kind}`
const isNoticed = (change: Change) => difference(definition, change.apply(definition)).length > 0

test('the definition of this test says everything that the schemas allow', () => {
  const reached = new Set(changes.map(({ place }) => place))
  expect(everyPlace().filter(place => !reached.has(place))).toEqual([])
})

test('every change of every place is noticed by somebody, but for those that have a reason', () => {
  const missed = changes.filter(one => one.kind !== 'turned round' && !isNoticed(one)).map(nameOf)
  expect([...new Set(missed)].filter(name => !(name in unnoticed))).toEqual([])
})

test('what has a reason not to be noticed is not', () => {
  const names = Object.keys({ ...unnoticed, ...unordered })
  expect(names.filter(name => changes.every(one => nameOf(one) !== name || isNoticed(one)))).toEqual([])
})

test('another order is noticed where the order says something', () => {
  expect(changes.filter(one => one.kind === 'turned round' && !isNoticed(one)).map(nameOf).filter(name => !(name in unordered))).toEqual([])
})

test('each of these lines can be said in both languages, and the way back is as long', () => {
  const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
  for (const change of changes) {
    const after = change.apply(definition)
    expect([nameOf(change), difference(after, definition).length]).toEqual([nameOf(change), difference(definition, after).length])
    for (const language of languages) {
      const words = shownDifference(definition, after, { t: texts[language], text: text => (language === 'en' ? text.en : text.zh) }).flatMap(({ lines }) => lines.map(line => line.words))
      expect(words.filter(line => /catalogue:|people:|\{\{|undefined|\[object/.test(line))).toEqual([])
    }
  }
})
