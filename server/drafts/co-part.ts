import { isDeepStrictEqual } from 'node:util'
import type { CoApplicant } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import { groupOf, type PlannedField } from '../catalogue/plan-fields.ts'
import { canonical } from '../ledger/chain.ts'
import type { Vault } from '../vault.ts'
import { effectiveValue, type Draft, type Value } from './draft.ts'
import { shownFields } from './situation.ts'

/**
 * What a co-applicant is shown and agrees to: who he is, his sections of the form, and what is filed
 * where. Nothing else of the form is his to see, and nothing else makes him be asked again.
 */
export interface Part {
  bundleVersion: string
  coApplicant: string
  region: string
  items: string[]
  values: Record<string, Value | null>
}

/** The fields that are his to see, in the order of the form. */
export const fieldsOfPart = ({ identity, fullName, agreesTo }: CoApplicant, plan: Plan): PlannedField[] =>
  shownFields(plan).filter(({ field: { id } }) => id === identity || id === fullName || agreesTo.includes(id) || agreesTo.includes(groupOf(id)))

export const partOf = ({ bundleVersionId, regionCode, content }: Pick<Draft, 'bundleVersionId' | 'regionCode' | 'content'>, coApplicant: CoApplicant, plan: Plan): Part => ({
  bundleVersion: bundleVersionId,
  coApplicant: coApplicant.id,
  region: regionCode,
  items: plan.items.map(({ code }) => code),
  values: Object.fromEntries(fieldsOfPart(coApplicant, plan).map(({ field }) => [field.id, effectiveValue(content, field.id) ?? null])),
})

/** A keyed digest of a part of this draft: it binds a confirmation to what was shown, and tells nobody what that was. */
export const digestOf = (vault: Vault, draftId: string, part: Part): string => vault.index(`part ${draftId} ${canonical(part)}`)

/** What changed between two parts: ids of fields, and whether what is filed, or where, did. */
export interface PartChanges {
  fields: string[]
  isMatterChanged: boolean
}

export function changesOfPart(before: Part, after: Part): PartChanges {
  const ids = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])]
  const { values: _before, ...old } = before
  const { values: _after, ...now } = after
  return { fields: ids.filter(id => !isDeepStrictEqual(before.values[id] ?? null, after.values[id] ?? null)), isMatterChanged: !isDeepStrictEqual(old, now) }
}
