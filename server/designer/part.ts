import {
  bundleSchema, fieldGroupSchema, fieldSchema, fieldTypes, handlings, itemKinds, levels, materialSchema, serviceItemSchema, stages,
} from '../catalogue/definition.ts'
import type { ThingKind } from './definition-text.ts'

/**
 * What an administrator can edit, as one table: the parts of a definition and the controls of each.
 *
 * A thing (bundle, item, field, material, group) has controls and lists; an entry of a list has
 * controls. A control's name is the path of what it edits in the part; `isRare` folds
 * it away, `onlyFor` shows it for some values of another control (`type=choice,choices`). The page, the reading of what
 * was typed and the place of a diagnostic all come from this table; whether the result is right says
 * the compiler alone. Labels are `designer:control.<part>.<name>`.
 */
export type Control = { name: string; isWhole?: true; onlyNew?: true; isRare?: true; onlyFor?: string } & (
  | { kind: 'line' | 'text' | 'paragraph' | 'words' | 'number' | 'limit' | 'options' | 'when'; optional?: true }
  | { kind: 'flag'; fallback?: true }
  | { kind: 'choice'; of: readonly string[]; words: string; fallback?: string; optional?: true }
  | { kind: 'one'; of: Choice; optional?: true }
  | { kind: 'some'; of: Choice }
)

/** What a control offers: everything of a kind that is known, or what the proposal's bundle has. */
export type Choice = 'departments' | 'registers' | 'groups' | 'fields' | 'regionFields' | 'materials' | 'items' | 'ownItems'

const provenances = ['verified', 'defaultRule', 'illustrative']
/** Folded away until it says something: most administrators never need it. */
const rare = (control: Control): Control => ({ ...control, isRare: true })
/** Made from the English name where nothing is typed. */
const identifier = (name: 'id' | 'code'): Control => rare({ kind: 'line', name, onlyNew: true, optional: true })
const when: Control = { kind: 'when', name: 'when' }
const basis: Control = { kind: 'line', name: 'basis' }
const name: Control = { kind: 'text', name: 'name' }
const hint: Control = { kind: 'paragraph', name: 'hint', optional: true }
const provenance = rare({ kind: 'choice', name: 'provenance', of: provenances, words: 'catalogue:difference.provenance', fallback: 'illustrative' })
const bounds = ([
  ...(['minLength', 'maxLength', 'min', 'max'] as const).map((name): Control => ({ kind: 'number', name, optional: true })),
  ...(['notBefore', 'notAfter'] as const).map((name): Control => ({ kind: 'line', name, optional: true })),
  { kind: 'choice', name: 'regionLevel', of: ['city', 'county', 'township'], words: 'catalogue:level', optional: true },
] satisfies Control[]).map(rare)
const register = ([{ kind: 'one', name: 'register.id', of: 'registers', optional: true }, { kind: 'one', name: 'register.by', of: 'fields', optional: true }] satisfies Control[]).map(rare)

export const controls = {
  bundle: [
    { kind: 'text', name: 'title' }, identifier('id'), { kind: 'paragraph', name: 'summary' }, { kind: 'words', name: 'keywords' },
    { kind: 'choice', name: 'audience', of: ['individual', 'enterprise', 'official'], words: 'catalogue:difference.audience' },
    { kind: 'choice', name: 'stage', of: stages, words: 'designer:stage' },
    { kind: 'one', name: 'leadDepartment', of: 'departments' },
    { kind: 'limit', name: 'promisedTotal' }, { kind: 'number', name: 'maxVisits' },
    rare({ kind: 'choice', name: 'intake', of: ['unified', 'perDepartment'], words: 'catalogue:difference.intake', fallback: 'unified' }),
    rare({ kind: 'limit', name: 'answerLimit', optional: true }), rare({ kind: 'number', name: 'retention.years', optional: true }), rare({ kind: 'line', name: 'retention.basis', optional: true }), rare({ kind: 'text', name: 'actsFor', optional: true }), rare({ kind: 'words', name: 'decisionSections' }),
  ],
  question: [name, identifier('id'), hint, { kind: 'options', name: 'options' }, when, rare({ kind: 'flag', name: 'isCapacity' })],
  coApplicant: [name, identifier('id'), { kind: 'one', name: 'identity', of: 'fields' }, { kind: 'one', name: 'fullName', of: 'fields' }, { kind: 'words', name: 'agreesTo' }, basis, when],
  place: [{ kind: 'one', name: 'item', of: 'items' }, when, { kind: 'some', name: 'after', of: 'ownItems' }, { kind: 'flag', name: 'optional' }],
  phase: [name, identifier('id'), { kind: 'some', name: 'items', of: 'ownItems' }],
  exception: [{ kind: 'one', name: 'item', of: 'ownItems' }, basis, { kind: 'text', name: 'reason' }],
  membership: [{ kind: 'line', name: 'list' }, { kind: 'choice', name: 'membership', of: ['verified', 'recalled'], words: 'designer:membership' }],
  item: [
    name, identifier('code'), { kind: 'one', name: 'department', of: 'departments' },
    { kind: 'choice', name: 'level', of: levels, words: 'catalogue:level' },
    { kind: 'choice', name: 'kind', of: itemKinds, words: 'catalogue:kind' },
    { kind: 'choice', name: 'handling', of: ['immediate', 'promised'], words: 'catalogue:difference.handling' },
    { kind: 'limit', name: 'promisedLimit' }, { kind: 'limit', name: 'statutoryLimit', optional: true },
    { kind: 'text', name: 'result.name' }, { kind: 'one', name: 'result.material', of: 'materials', optional: true }, { kind: 'flag', name: 'result.certificate' },
    rare({ kind: 'choice', name: 'competence.by', of: ['filing', 'field'], words: 'designer:competence', fallback: 'filing' }),
    rare({ kind: 'one', name: 'competence.field', of: 'regionFields', optional: true }),
    rare({ kind: 'limit', name: 'extension', optional: true }), rare({ kind: 'line', name: 'withoutApplication', optional: true }), rare({ kind: 'number', name: 'assurance', optional: true }), provenance,
  ],
  fieldRequirement: [{ kind: 'one', name: 'field', of: 'fields' }, basis, { kind: 'flag', name: 'required', fallback: true }, when, ...bounds],
  materialRequirement: [
    { kind: 'one', name: 'material', of: 'materials' }, { kind: 'choice', name: 'handling', of: handlings, words: 'catalogue:handling' },
    { kind: 'line', name: 'basis', optional: true }, when,
  ],
  presence: [
    { kind: 'text', name: 'who' },
    { kind: 'choice', name: 'why', of: ['original', 'signature', 'biometrics', 'interview', 'examination', 'pickUp'], words: 'catalogue:why' },
    { kind: 'choice', name: 'where', of: ['counter', 'office', 'site'], words: 'catalogue:where' },
    { kind: 'choice', name: 'at', of: ['filing', 'collection'], words: 'catalogue:at' },
    basis, when,
  ],
  signOff: [{ kind: 'choice', name: 'by', of: ['secondOfficer', 'head'], words: 'catalogue:signOff' }, basis],
  resultField: [{ kind: 'one', name: 'value', isWhole: true, of: 'fields' }],
  group: [name, identifier('id'), hint],
  field: [
    { kind: 'one', name: 'group', of: 'groups', onlyNew: true }, name, identifier('id'), hint, { kind: 'choice', name: 'type', of: fieldTypes, words: 'catalogue:type' }, { kind: 'options', name: 'options', optional: true, onlyFor: 'type=choice,choices' },
    { kind: 'choice', name: 'personal', of: ['none', 'ordinary', 'sensitive'], words: 'catalogue:difference.personal', fallback: 'ordinary' },
    rare({ kind: 'choice', name: 'account', of: ['name', 'idNumber', 'phone', 'email', 'companyName', 'uscc', 'office'], words: 'designer:account', optional: true }),
    ...register, ...bounds,
  ],
  material: [name, identifier('id'), hint, { kind: 'one', name: 'heldBy', of: 'departments', optional: true }, ...register, rare({ kind: 'flag', name: 'consent' }), rare({ kind: 'flag', name: 'identity' })],
} as const satisfies Record<string, readonly Control[]>

export type Part = keyof typeof controls

/** What something new begins with, so that less is left to choose. */
export const beginnings: Partial<Record<Part, Record<string, string>>> = {
  item: { level: 'county', handling: 'promised' },
  field: { type: 'text' },
}

/** The lists of a thing, by the path at which they stand, and what part each entry is. */
export const lists = {
  bundle: { questions: 'question', coApplicants: 'coApplicant', items: 'place', phases: 'phase', exceptions: 'exception', lists: 'membership' },
  item: { fields: 'fieldRequirement', materials: 'materialRequirement', presence: 'presence', signOff: 'signOff', 'result.fields': 'resultField' },
  group: {}, field: {}, material: {},
} as const satisfies Record<ThingKind, Record<string, Part>>

export const partOfList = (kind: ThingKind, list: string): Part | undefined =>
  Object.hasOwn(lists[kind], list) ? (lists[kind] as Record<string, Part>)[list] : undefined

export const controlsOf = (part: Part): readonly Control[] => controls[part]

export const schemas = { bundle: bundleSchema, item: serviceItemSchema, field: fieldSchema, material: materialSchema, group: fieldGroupSchema } as const

/** Where a thing's own name for itself stands. */
export const idKey = (kind: ThingKind): 'id' | 'code' => (kind === 'item' ? 'code' : 'id')

/** Controls that say a word more than their label: `designer:hint.<part>.<name>`. */
export const hinted: ReadonlySet<string> = new Set([
  'bundle.title', 'bundle.id', 'bundle.keywords', 'bundle.maxVisits', 'bundle.promisedTotal', 'bundle.answerLimit', 'bundle.retention-years', 'bundle.actsFor',
  'bundle.decisionSections', 'bundle.leadDepartment', 'place.after', 'place.optional', 'item.statutoryLimit', 'item.extension',
  'item.competence-field', 'item.withoutApplication', 'item.assurance', 'item.code', 'fieldRequirement.basis', 'materialRequirement.basis', 'field.notBefore',
  'field.account', 'field.register-id', 'field.id', 'material.id', 'group.id', 'question.id', 'question.hint', 'question.isCapacity', 'coApplicant.agreesTo', 'presence.at', 'membership.list',
])
