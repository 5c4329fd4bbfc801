import type { BundleDefinition, Condition, Field, Limit, Material, Text } from './definition.ts'

/** Whom a change concerns: who applies, who decides, whoever counts days, or only those who keep the catalogue. */
export const readers = ['applicant', 'clerk', 'limit', 'others'] as const
export type Reader = (typeof readers)[number]

/** Things that are there or not; each change of them has a sentence of its own (`catalogue:difference.<aspect>`). */
export const things = [
  'question', 'option', 'item', 'presence', 'exception', 'field', 'fieldOption', 'material', 'seesField', 'checksMaterial', 'signOff', 'produces', 'joint',
  'list', 'coApplicant',
] as const
/** What is said about a thing or the bundle; `catalogue:difference.trait` names it, one sentence serves all. */
export const traits = [
  'title', 'summary', 'actsFor', 'audience', 'stage', 'keywords', 'leadDepartment', 'maxVisits', 'questionOrder', 'questionName', 'questionHint', 'questionWhen',
  'itemName', 'itemWhen', 'optional', 'waitsFor', 'phase', 'granted', 'assurance', 'resultName', 'certificate', 'presenceBasis', 'sectionName', 'fieldName', 'fieldHint',
  'type', 'required', 'bound', 'personal', 'fieldWhen', 'materialName', 'materialHint', 'materialWhen', 'consent', 'identityDocument', 'intake', 'level', 'competence', 'kind',
  'provenance', 'fieldBasis', 'materialBasis', 'issues', 'extension', 'extensionBasis', 'promisedTotal', 'answerLimit', 'retention', 'handling', 'promisedLimit', 'statutoryLimit', 'statutoryBasis',
  'optionHint', 'optionOrder', 'exceptionReason', 'sectionHint', 'sectionOrder', 'presenceWho', 'itemBound', 'heldBy', 'materialLookUp', 'decisionSections', 'phaseOrder', 'itemOrder',
  'limitBasis', 'limitProvenance', 'retentionBasis', 'retentionProvenance', 'departmentName', 'departmentKind', 'offices', 'registerName', 'registerKeeper', 'account', 'lookUp', 'ownBound', 'options',
  'capacity', 'optionBasis', 'coApplicantName', 'coApplicantWhen', 'coApplicantFields', 'coApplicantPart',
] as const
export type Thing = (typeof things)[number]
export type Trait = (typeof traits)[number]

/** A condition with the words of its question, which another version may word otherwise. */
export interface Asked {
  question: Text
  options: Text[]
}

/** Something said, before it is put in a language. `word` is the key of a text. */
export type Term =
  | { text: Text }
  | { texts: Text[] }
  | { words: string[] }
  | { limit: Pick<Limit, 'value' | 'unit'> }
  | { cases: { word?: string; when: Asked[] }[] }
  | { word: string; names?: Record<string, Text> }
  | { value: string | number }

/** One thing that somebody notices about a definition; two definitions differ in those that only one has, or that say something else. */
export interface Fact {
  reader: Reader
  aspect: Thing | Trait
  /** Unique within its aspect, and the same in every version. */
  key: string
  name: Text
  /** The things it is said about, as `aspect:key`: of one that is new or gone nothing more is said. */
  of?: readonly string[]
  words?: Record<string, Term>
  term?: Term
  /** What the term stands for, by ids: a question that is only worded anew changes no condition. */
  identity?: unknown
  /** For a term that is an order: the ids in it. */
  order?: readonly string[]
}

export const askedIn = ({ bundle }: BundleDefinition, when: readonly Condition[]): Asked[] =>
  when.map(({ question: id, in: accepted }) => {
    const question = bundle.questions.find(one => one.id === id)
    return { question: question?.name ?? asIs(id), options: accepted.map(value => question?.options.find(option => option.value === value) ?? asIs(value)).map(({ zh, en }) => ({ zh, en })) }
  })

/** An id that names nothing stands for itself. */
export const asIs = (id: string): Text => ({ zh: id, en: id })

/** A fact that is left out when nothing is said. */
export const said = (fact: Omit<Fact, 'term'>, term: Term | undefined): Fact[] => (term ? [{ ...fact, term }] : [])
export const textTerm = (text: Text | undefined): Term | undefined => text && { text: { zh: text.zh, en: text.en } }
export const limitTerm = (limit: Limit | undefined): Term | undefined => limit && { limit: { value: limit.value, unit: limit.unit } }
export const yesNo = (is: boolean | undefined): Term => ({ word: is ? 'catalogue:difference.yes' : 'catalogue:difference.no' })
export function boundTerm(value: string | number | undefined): Term | undefined {
  if (value === 'today') return { word: 'catalogue:difference.today' }
  if (value === 'city' || value === 'county' || value === 'township') return { word: `catalogue:level.${value}` }
  return value === undefined ? undefined : { value }
}
/** A register, and what it is asked by. */
export const lookUpTerm = (register: Field['register'], { registers, fields }: BundleDefinition): Term | undefined =>
  register && { word: 'catalogue:difference.lookUp', names: { register: registers[register.id]?.name ?? asIs(register.id), key: fields[register.by]?.name ?? asIs(register.by) } }
export const heldByTerm = ({ heldBy }: Material, { departments }: BundleDefinition): Term | undefined => (heldBy === undefined ? undefined : textTerm(departments[heldBy]?.name ?? asIs(heldBy)))
