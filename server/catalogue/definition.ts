import { z } from 'zod'

/**
 * What a definition *is*: the shapes of `db/catalogue/`, and the types everything else reads.
 *
 * A file's shape is checked by these schemas; what the shapes can't say (unknown references,
 * contradictions) is said by `compile.ts`, what a bundle promises is proved by `verify.ts`.
 */

const id = z.string().regex(/^[a-z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/, 'id')
const fieldId = z.string().regex(/^[a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]*$/, 'fieldId')

const textSchema = z.strictObject({ zh: z.string().min(1).max(2000), en: z.string().min(1).max(4000) })
/** A sentence in every language the portal speaks. */
export type Text = z.infer<typeof textSchema>

/** Where a fact comes from: only `verified` may be shown as law without a mark (see facts' tags). */
const provenance = z.enum(['verified', 'defaultRule', 'illustrative'])

export const limitUnits = ['workingDay', 'calendarDay', 'hour'] as const
export type LimitUnit = (typeof limitUnits)[number]
const limit = z.strictObject({
  value: z.number().min(0).max(1000),
  unit: z.enum(limitUnits),
  basis: z.string().optional(),
  provenance: provenance.default('illustrative'),
})
export type Limit = z.infer<typeof limit>

/** All conditions of a list must hold; one condition holds when the question's answer is among `in`. */
const condition = z.strictObject({ question: id, in: z.array(z.string()).min(1) })
export type Condition = z.infer<typeof condition>
const when = z.array(condition).default([])
/** Conditions of shared items on what only other bundles ask: where those are absent they never hold. */
export const elsewhereSchema = z.array(condition).max(500)

// ── departments, registers ──────────────────────────────────────────────────────────────────────

export const levels = ['province', 'city', 'county', 'township', 'village'] as const
export type Level = (typeof levels)[number]
export const departmentSchema = z.strictObject({
  id,
  name: textSchema,
  kind: z.enum(['government', 'vertical', 'institution', 'people', 'military', 'judicial', 'party', 'township', 'village', 'utility', 'bank']),
  /** The levels of region at which this department keeps an office. */
  offices: z.array(z.enum(levels)).min(1),
})
export type Department = z.infer<typeof departmentSchema>

export const registerSchema = z.strictObject({ id, name: textSchema, department: id })
export type Register = z.infer<typeof registerSchema>

// ── fields ──────────────────────────────────────────────────────────────────────────────────────

export const fieldTypes = [
  'text', 'longText', 'personName', 'idNumber', 'uscc', 'phone', 'email', 'date', 'region', 'address',
  'bankAccount', 'integer', 'decimal', 'money', 'choice', 'choices', 'yesNo',
] as const
export type FieldType = (typeof fieldTypes)[number]

const option = z.strictObject({ value: z.string().regex(/^[a-zA-Z0-9_-]+$/), zh: z.string(), en: z.string(), hint: textSchema.optional() })
export type Option = z.infer<typeof option>

/** Bounds a value must keep. Several items asking for one field are merged to the strictest. */
const constraints = {
  minLength: z.number().int().min(0).optional(),
  maxLength: z.number().int().min(1).max(5000).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Dates: a day as YYYY-MM-DD, or `today`. */
  notBefore: z.string().optional(),
  notAfter: z.string().optional(),
  /** For `region`: the level down to which the cascade must go. */
  regionLevel: z.enum(['city', 'county', 'township']).optional(),
}
export const constraintSchema = z.strictObject(constraints)
export type Constraints = z.infer<typeof constraintSchema>

export const fieldGroupSchema = z.strictObject({ id, name: textSchema, hint: textSchema.optional() })
/** A section of the one form: everything about one person or thing. */
export type FieldGroup = z.infer<typeof fieldGroupSchema>

export const fieldSchema = z.strictObject({
  /** `group.name`: one datum has one id in all items, which is why nothing is asked twice. */
  id: fieldId,
  name: textSchema,
  hint: textSchema.optional(),
  type: z.enum(fieldTypes),
  options: z.array(option).optional(),
  ...constraints,
  /** Class of personal data (个人信息保护法 28–31): `sensitive` covers health, finance, biometrics and everything on minors. */
  personal: z.enum(['none', 'ordinary', 'sensitive']).default('ordinary'),
  /** Already known: taken from the applicant's account, or the office for which an official files … */
  account: z.enum(['name', 'idNumber', 'phone', 'email', 'companyName', 'uscc', 'office']).optional(),
  /** … or held by a register, which is asked with the value of the field `by`. */
  register: z.strictObject({ id, by: fieldId }).optional(),
})
export type Field = z.infer<typeof fieldSchema>

// ── materials ───────────────────────────────────────────────────────────────────────────────────

/** How an item gets a material, from what costs the applicant nothing to what he must bring. */
export const handlings = ['generated', 'sharedData', 'certificate', 'commitment', 'optional', 'deferrable', 'handIn'] as const
export type Handling = (typeof handlings)[number]

export const materialSchema = z.strictObject({
  id,
  name: textSchema,
  hint: textSchema.optional(),
  /** The department that issued it, if any; with it the register it can be fetched from. */
  heldBy: id.optional(),
  register: z.strictObject({ id, by: fieldId }).optional(),
  /** An authorisation or a declaration of will, signed in the form: it states no fact that could be checked after the decision. */
  consent: z.boolean().optional(),
  /** Shows who somebody is: officers see its files marked with who looks at it and what for, so that a copy serves nothing else. */
  identity: z.boolean().optional(),
})
export type Material = z.infer<typeof materialSchema>

// ── service items ───────────────────────────────────────────────────────────────────────────────

const basis = z.string().min(1)
const fieldRequirement = z.strictObject({ field: fieldId, basis, required: z.boolean().default(true), when, ...constraints })
export type FieldRequirement = z.infer<typeof fieldRequirement>

const materialRequirement = z.strictObject({ material: id, handling: z.enum(handlings), basis: basis.optional(), when })
export type MaterialRequirement = z.infer<typeof materialRequirement>

const presence = z.strictObject({
  who: textSchema,
  why: z.enum(['original', 'signature', 'biometrics', 'interview', 'examination', 'pickUp']),
  where: z.enum(['counter', 'office', 'site']),
  at: z.enum(['filing', 'collection']),
  basis,
  when,
})
/** A legal need to be somewhere in person: what visits are made of. */
export type Presence = z.infer<typeof presence>

export const itemKinds = ['permit', 'confirmation', 'benefit', 'publicService', 'award', 'adjudication', 'inspection', 'levy', 'other', 'internal'] as const

export const serviceItemSchema = z.strictObject({
  code: id,
  name: textSchema,
  department: id,
  level: z.enum(levels),
  kind: z.enum(itemKinds),
  handling: z.enum(['immediate', 'promised']),
  statutoryLimit: limit.optional(),
  promisedLimit: limit,
  /** The most by which the head may extend the limit, where a special statute says so; a permit's default is ten working days (行政许可法第四十二条). */
  extension: limit.optional(),
  /** Who has to agree before a decision counts, one after the other (审核、审批), each with the law that asks for it. */
  signOff: z.array(z.strictObject({ by: z.enum(['secondOfficer', 'head']), basis })).default([]),
  /** Granted by the portal as soon as it can start, without anybody deciding (免申即享): the policy that says so. */
  withoutApplication: basis.optional(),
  /** How sure it must be who files (`people/session.ts`): 2 where a stranger's hand could cost somebody his house, his money or his standing, 3 where the law wants it seen that it is he; 1 unless it says otherwise. */
  assurance: z.number().int().min(1).max(3).optional(),
  /** Whose region decides which office is competent: where the case is filed, or the region in a field. */
  competence: z.strictObject({ by: z.enum(['filing', 'field']), field: fieldId.optional() }).default({ by: 'filing' }),
  fields: z.array(fieldRequirement).default([]),
  materials: z.array(materialRequirement).default([]),
  result: z.strictObject({
    name: textSchema,
    /** The material this item issues: later items of the case, and the applicant's next case, use it. */
    material: id.optional(),
    /** The data this item creates (filled in by the officer who approves). */
    fields: z.array(fieldId).default([]),
    /** Whether the result is a certificate for the applicant's wallet. */
    certificate: z.boolean().default(false),
  }),
  presence: z.array(presence).default([]),
  provenance: provenance.default('illustrative'),
})
export type ServiceItem = z.infer<typeof serviceItemSchema>

// ── bundles ─────────────────────────────────────────────────────────────────────────────────────

export const stages = [
  'birth', 'school', 'work', 'marriage', 'home', 'health', 'care', 'retirement', 'farewell',
  'open', 'build', 'hire', 'trade', 'change', 'close', 'internal',
] as const
export type Stage = (typeof stages)[number]

/** `basis`: of an option that is a capacity, the law that lets him act in it. */
const answerOption = option.extend({ basis: basis.optional() })
const question = z.strictObject({
  id,
  name: textSchema,
  hint: textSchema.optional(),
  options: z.array(answerOption).min(2),
  when,
  /** The answer is the capacity in which the applicant acts (以谁的身份办): as guardian of a child or ward, as relative of the dead, who can give no mandate. */
  isCapacity: z.boolean().optional(),
})
/** A question whose answer decides which items, fields and materials apply (情形引导). */
export type Question = z.infer<typeof question>

const coApplicant = z.strictObject({
  id,
  name: textSchema,
  /** Who he is: the fields of his number, and of his name as on his card. */
  identity: fieldId,
  fullName: fieldId,
  when,
  /** What he is shown and agrees to, beside who he is: sections and single fields of the form. The rest is not his to see. */
  agreesTo: z.array(z.union([id, fieldId])).default([]),
  basis,
})
/** Somebody without whom the matter is not to be filed: he confirms his part before it is (共同申请人). */
export type CoApplicant = z.infer<typeof coApplicant>

const bundleItem = z.strictObject({
  item: id,
  when,
  /** The applicant ticks it if he wants it. */
  optional: z.boolean().default(false),
  /** Items of this bundle that must have succeeded before this one can start. */
  after: z.array(id).default([]),
})
export type BundleItem = z.infer<typeof bundleItem>

export const bundleSchema = z.strictObject({
  id,
  title: textSchema,
  summary: textSchema,
  /** Words people search with: synonyms, colloquial names, both languages. */
  keywords: z.array(z.string()).default([]),
  audience: z.enum(['individual', 'enterprise', 'official']),
  stage: z.enum(stages),
  leadDepartment: id,
  decisionSections: z.array(z.string()).min(1),
  lists: z.array(z.strictObject({ list: z.string(), membership: z.enum(['verified', 'recalled']) })).default([]),
  intake: z.enum(['unified', 'perDepartment']).default('unified'),
  promisedTotal: limit,
  /** How long the applicant has to answer the one notice; ten working days unless it says otherwise. */
  answerLimit: limit.optional(),
  /** How long its cases are kept after their conclusion, until what is personal in them is erased; ten years unless it says otherwise (`retention.ts`). */
  retention: z.strictObject({ years: z.number().int().min(1).max(100), basis: z.string().min(1), provenance: provenance.default('illustrative') }).optional(),
  /** Stretches of a long matter, each with its items, told apart in the picture of whose time it took. */
  phases: z.array(z.strictObject({ id, name: textSchema, items: z.array(id).min(1) })).default([]),
  maxVisits: z.number().int().min(0),
  /** Things that legally can't keep the promise (Zhejiang regulation art. 4's exceptions catalogue). */
  exceptions: z.array(z.strictObject({ item: id, basis, reason: textSchema })).default([]),
  /** How the applicant stands to the person concerned, when it is not himself (the bereaved, parents). */
  actsFor: textSchema.optional(),
  questions: z.array(question).default([]),
  /** Who confirms his part before it is filed: both spouses, buyer and seller. */
  coApplicants: z.array(coApplicant).default([]),
  items: z.array(bundleItem).min(1),
})
export type Bundle = z.infer<typeof bundleSchema>

/** A bundle with everything it refers to: what is published, and all that `plan` needs. */
export interface BundleDefinition {
  bundle: Bundle
  items: Record<string, ServiceItem>
  fields: Record<string, Field>
  groups: FieldGroup[]
  materials: Record<string, Material>
  departments: Record<string, Department>
  registers: Record<string, Register>
}

/** Everything in a catalogue folder, compiled. */
export interface Catalogue {
  departments: Map<string, Department>
  registers: Map<string, Register>
  groups: FieldGroup[]
  fields: Map<string, Field>
  materials: Map<string, Material>
  items: Map<string, ServiceItem>
  bundles: Map<string, Bundle>
}
