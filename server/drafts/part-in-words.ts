import type { BundleDefinition, CoApplicant, FieldGroup } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import { isVouched } from './known-data.ts'
import { fieldsOfPart } from './co-part.ts'
import { effectiveValue, type DraftContent } from './draft.ts'
import { maskedInWords, valueInWords, type Words } from './value-words.ts'

export interface PartSection {
  group: FieldGroup
  rows: { id: string; key: string; value: string; isChanged: boolean }[]
}

interface Filled {
  definition: BundleDefinition
  plan: Plan
  content: DraftContent
}

/** A co-applicant's part as he reads it, by section of the form. */
export function partInWords({ definition, plan, content }: Filled, coApplicant: CoApplicant, words: Words, changed: readonly string[] = []): PartSection[] {
  return [...Map.groupBy(fieldsOfPart(coApplicant, plan), ({ group }) => group)].map(([group, fields]) => ({
    group,
    rows: fields.map(({ field }) => {
      const { id } = field
      const value = effectiveValue(content, id)
      const known = content.known[id]
      // What a register said of somebody under a number that was typed is shown in part, but to whom the number belongs.
      const isRead = known === undefined || known.isContested || field.personal === 'none'
      const shown = value === undefined ? words.t('confirmations:part.empty')
        : isRead ? valueInWords(field, value, words)
        : maskedInWords(field, value, words, isVouched({ definition, content }, id) || isAbout(definition, id, coApplicant.identity))
      return { id, key: words.text(field.name), value: shown, isChanged: changed.includes(id) }
    }),
  }))
}

/** Whether a register gave it, link by link, by this person's number. */
function isAbout(definition: BundleDefinition, field: string, identity: string): boolean {
  const by = definition.fields[field]?.register?.by
  return by !== undefined && (by === identity || isAbout(definition, by, identity))
}
