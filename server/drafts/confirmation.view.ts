import { assuranceOf } from '../people/assurance.ts'
import { getPerson, namesOf } from '../people/person.store.ts'
import { limitText } from '../guide/limit-text.ts'
import { regionPath } from '../offices/office.store.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'
import type { PartChanges } from './co-part.ts'
import type { CoStanding } from './co-standing.ts'
import type { NamedIn } from './own-confirmation.ts'
import { partInWords } from './part-in-words.ts'
import { typedValues } from './world.ts'
import { wordsFor } from './value-words.ts'

type Locals = Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>

/** The page of one confirmation: the matter in short, his part of the form, and what changed since he last saw it. */
export async function confirmationView(named: NamedIn & { one: CoStanding }, changes: PartChanges | undefined, { ctx, t, text, language }: Locals) {
  const { draft, definition, plan, one, confirmation } = named
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), [...typedValues(draft.content), ...Object.values(draft.content.known).map(({ value }) => value)])
  return {
    bundle: definition.bundle,
    coApplicant: one.coApplicant,
    confirmation: { id: confirmation.id, standing: one.standing, answeredAt: confirmation.answeredAt, reason: confirmation.content.reason },
    applicant: (await namesOf(ctx, [draft.applicantId])).get(draft.applicantId) ?? '',
    regions: await regionPath(ctx.db, draft.regionCode),
    items: plan.items.map(({ item, promisedLimit }) => ({ name: text(item.name), by: t('drafts:check.department', { department: text(definition.departments[item.department]?.name ?? item.name), limit: limitText(t, promisedLimit) }) })),
    sections: partInWords({ definition, plan, content: draft.content }, one.coApplicant, words, changes?.fields),
    changes: changes && { fields: changes.fields.flatMap(id => definition.fields[id]?.name ?? []).map(text), isMatterChanged: changes.isMatterChanged },
    sureness: { needed: plan.assurance, has: await assuranceOf(ctx) },
    username: (await getPerson(ctx, ctx.actor.id)).username,
    shown: ctx.vault.seal(one.part, shownContext(confirmation.id)),
  }
}

/** What a page has shown goes with it, sealed: the answer says what it is an answer to. */
export const shownContext = (id: string): string => `shown part ${id}`
