import type { PlannedField } from '../catalogue/plan-fields.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'
import { failedLookups, isVouched, lookupId, possibleLookups } from './known-data.ts'
import { shownFields } from './situation.ts'
import { stepsOf } from './station.view.ts'
import { maskedInWords, wordsFor, type Words } from './value-words.ts'
import type { Work } from './work.ts'

/** What is known of a field, as the page shows it. */
export interface KnownShown {
  value: string
  source: string
  isFromAccount: boolean
  isContested: boolean
}

export function knownShown({ draft: { content }, definition }: Work, { field }: PlannedField, words: Words, now: Date): KnownShown | undefined {
  const known = content.known[field.id]
  if (!known) return undefined
  const isOwn = isVouched({ definition, content }, field.id)
  return { value: maskedInWords(field, known.value, words, isOwn), source: sourceWords({ definition }, known.source, askedAt(content, field) ?? known.asOf, words, now), isFromAccount: known.source === 'account', isContested: known.isContested }
}

const askedAt = ({ lookups }: Work['draft']['content'], { register }: PlannedField['field']): string | undefined =>
  register && lookups[lookupId({ register: register.id, by: register.by })]?.at

/** “户籍人口信息库，今天 14:03”. */
export function sourceWords({ definition }: Pick<Work, 'definition'>, source: string, at: string, { t, text, format }: Words, now: Date): string {
  const name = source === 'account' ? t('drafts:known.account') : text(definition.registers[source]?.name ?? { zh: source, en: source })
  const time = format.time(at)
  const isToday = format.day(new Date(Date.parse(at) + 8 * 3_600_000).toISOString()) === format.day(new Date(now.getTime() + 8 * 3_600_000).toISOString())
  return t('drafts:known.source', { source: name, time: isToday ? t('drafts:known.today', { time: time.slice(-5) }) : time })
}

/** Registers that did not answer and concern this part of the form. */
export function silentRegisters({ definition, plan, draft: { content } }: Work, { text }: Words, fields: readonly PlannedField[] = shownFields(plan)): string[] {
  const wanted = new Set(fields.map(({ field }) => field.id))
  const failed = failedLookups({ definition, plan, content }).filter(lookup => lookup.fields.some(id => wanted.has(id)))
  return [...new Set(failed.map(({ register }) => text(definition.registers[register]?.name ?? { zh: register, en: register })))]
}

/** Everything that is known already, by who knows it. */
export async function knownView(work: Work, { ctx, t, text, language }: Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>) {
  const { draft, definition, plan } = work
  const { known, lookups, fetched } = draft.content
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), Object.values(known).map(({ value }) => value))
  const rowsOf = (ids: readonly string[]) => shownFields(plan).filter(({ field }) => ids.includes(field.id))
    .flatMap(planned => ({ key: text(planned.field.name), value: knownShown(work, planned, words, ctx.now)?.value ?? '' }))
  const fromAccount = Object.keys(known).filter(id => known[id]?.source === 'account')
  const registers = possibleLookups({ definition, plan, content: draft.content }).flatMap(wanted => {
    const put = lookups[lookupId(wanted)]
    const papers = plan.materials.filter(({ material }) => wanted.materials.includes(material.id) && fetched[material.id]).map(({ material }) => text(material.name))
    return put ? [{ name: sourceWords(work, wanted.register, put.at, words, ctx.now), outcome: put.outcome, papers, rows: rowsOf(wanted.fields.filter(id => known[id])) }] : []
  })
  const account = { name: t('drafts:known.account'), outcome: 'found' as const, papers: [], rows: rowsOf(fromAccount) }
  return { draft, bundle: definition.bundle, sources: [...(account.rows.length > 0 ? [account] : []), ...registers], steps: stepsOf(work, { id: 'known' }, { t, text }) }
}
