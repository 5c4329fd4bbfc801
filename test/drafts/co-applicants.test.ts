import { plan } from '../../server/catalogue/plan.ts'
import { capacityOf } from '../../server/catalogue/capacity.ts'
import { coApplicantProblems, coApplicantsOf } from '../../server/drafts/co-applicants.ts'
import { standingOf, type CoConfirmation } from '../../server/drafts/co-confirmation.ts'
import { changesOfPart, digestOf, partOf } from '../../server/drafts/co-part.ts'
import { emptyContent, type DraftContent } from '../../server/drafts/draft.ts'
import { createVault } from '../../server/vault.ts'
import { aBundle, aQuestion } from '../catalogue/build.ts'
import { anIdNumber } from '../support/people.ts'
import { aWedding } from '../support/wedding.ts'

const definition = aWedding()
const [applicant, partner, other] = [anIdNumber(), anIdNumber('19920818', '103'), anIdNumber('19931120', '105')]
const filled = { 'partner.name': '沈一诺', 'partner.idNumber': partner, 'wedding.on': '2026-05-20', 'fund.account': '6222021202012345675' }

const form = (values: Record<string, string>, loan = 'no') => {
  const content: DraftContent = { ...emptyContent(), answers: { loan }, chosen: [], values }
  return { plan: plan(definition, { answers: content.answers, chosen: [] }), content }
}
const who = (values: Record<string, string>, loan?: string) => coApplicantsOf(form(values, loan)).map(({ coApplicant, number, name }) => [coApplicant.id, name, number])
const problems = (values: Record<string, string>, loan?: string) => coApplicantProblems(form(values, loan), applicant).map(({ field, code }) => `${field} ${code.split('.').at(-1)}`)

test.each<[string, Record<string, string>, string, string[][]]>([
  ['the other one always, by number and name as they are compared', { ...filled, 'partner.name': ' 沈一诺 ', 'partner.idNumber': partner.toLowerCase() }, 'no', [['partner', '沈一诺', partner]]],
  ['also before the form has him', {}, 'no', [['partner', '', '']]],
  ['whom the form need not name, only where it does', filled, 'yes', [['partner', '沈一诺', partner]]],
  ['then he as well', { ...filled, 'helper.name': '沈大年', 'helper.idNumber': other }, 'yes', [['partner', '沈一诺', partner], ['helper', '沈大年', other]]],
  ['and not in a situation in which nobody asks him', { ...filled, 'helper.name': '沈大年', 'helper.idNumber': other }, 'no', [['partner', '沈一诺', partner]]],
])('who has to confirm: %s', (_, values, loan, expected) => {
  expect(who(values, loan)).toEqual(expected)
})

test('nobody has to while the situation is open', () => {
  expect(coApplicantsOf({ ...form(filled), plan: plan(definition, { answers: {} }) })).toEqual([])
})

test.each<[string, Record<string, string>, string, string[]]>([
  ['two people', filled, 'no', []],
  ['the applicant himself', { ...filled, 'partner.idNumber': applicant }, 'no', ['partner.idNumber isApplicant']],
  ['one person twice', { ...filled, 'helper.name': '沈一诺', 'helper.idNumber': partner }, 'yes', ['helper.idNumber isOther']],
  ['a number without a name', { ...filled, 'helper.idNumber': other }, 'yes', ['helper.name bothNeeded']],
  ['a name without a number', { ...filled, 'helper.name': '沈大年' }, 'yes', ['helper.idNumber bothNeeded']],
  ['nothing at all, which the form tells by itself', {}, 'no', []],
])('whom the form names: %s', (_, values, loan, expected) => {
  expect(problems(values, loan)).toEqual(expected)
})

const draft = (values: Record<string, string>) => ({ bundleVersionId: 'wedding-1', regionCode: '330106000000', content: form(values).content })
const part = (values: Record<string, string>, id = 'partner') => partOf(draft(values), definition.bundle.coApplicants.find(one => one.id === id)!, form(values).plan)
const vault = createVault(new Map([[1, Buffer.alloc(32, 7)]]))
const digest = (values: Record<string, string>, draftId = 'a') => digestOf(vault, draftId, part(values))

test('a part holds who he is and what he agrees to, and nothing else that the form knows', () => {
  expect(part(filled).values).toEqual({ 'partner.name': '沈一诺', 'partner.idNumber': partner, 'wedding.on': '2026-05-20' })
  expect(JSON.stringify(part(filled))).not.toContain(filled['fund.account'])
})

test.each<[string, Record<string, string>, string[]]>([
  ['a day of his part', { ...filled, 'wedding.on': '2026-05-21' }, ['wedding.on']],
  ['his name', { ...filled, 'partner.name': '沈一诺儿' }, ['partner.name']],
  ['something left empty', { ...filled, 'wedding.on': '' }, ['wedding.on']],
  ['the applicant’s account, which is not his', { ...filled, 'fund.account': '6222021202012345683' }, []],
])('a confirmation is of what was shown: %s', (_, values, expected) => {
  expect(changesOfPart(part(filled), part(values))).toEqual({ fields: expected, isMatterChanged: false })
  expect(digest(values) === digest(filled)).toBe(expected.length === 0)
})

test('a digest counts for its draft, for its version and for where it is filed', () => {
  expect(digest(filled, 'b')).not.toBe(digest(filled))
  const { plan: situation } = form(filled)
  for (const change of [{ bundleVersionId: 'wedding-2' }, { regionCode: '330203000000' }]) {
    const changed = partOf({ ...draft(filled), ...change }, definition.bundle.coApplicants[0]!, situation)
    expect(digestOf(vault, 'a', changed)).not.toBe(digest(filled))
    expect(changesOfPart(part(filled), changed)).toEqual({ fields: [], isMatterChanged: true })
  }
})

const given: CoConfirmation = { region: '330106', id: 'c', draftId: 'a', coApplicant: 'partner', identityIndex: 'he', personId: 'p', state: 'confirmed', digest: 'd', witnessId: null, content: { part: null, reason: null }, askedAt: '', answeredAt: '', version: 1 }
test.each([
  ['nobody is named yet', given, { isNamed: false }, 'unnamed'],
  ['nobody was asked', undefined, {}, 'notAsked'],
  ['somebody else was asked', given, { identityIndex: 'she' }, 'notAsked'],
  ['he was asked', { ...given, state: 'asked' as const }, {}, 'asked'],
  ['he confirmed this', given, {}, 'confirmed'],
  ['he confirmed something else', given, { digest: 'e' }, 'outdated'],
  ['he said no', { ...given, state: 'declined' as const, digest: null }, {}, 'declined'],
])('how it stands: %s', (_, confirmation, now, expected) => {
  expect(standingOf(confirmation, { identityIndex: 'he', digest: 'd', isNamed: true, ...now })).toBe(expected)
})

test('a capacity is an option with a legal basis; whoever acts for himself has none', () => {
  const asked = aQuestion('filer', ['self', 'child'])
  const bundle = aBundle({ items: [{ item: 'one' }], questions: [aQuestion('other'), { ...asked, isCapacity: true, options: asked.options.map(option => (option.value === 'child' ? { ...option, basis: '民法典第二十七条' } : option)) }] })
  expect(capacityOf(bundle, { filer: 'child' })).toEqual({ question: 'filer', option: 'child', name: { zh: '乙child', en: 'child' }, basis: '民法典第二十七条' })
  expect([capacityOf(bundle, { filer: 'self' }), capacityOf(bundle, { filer: 'nobody' }), capacityOf(bundle, {})]).toEqual([undefined, undefined, undefined])
})
