import { filedBy, type FiledBy } from '../agents/filed-by.ts'
import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import { otherReason, reasonText } from '../catalogue/reasons.ts'
import type { Ctx } from '../context.ts'
import { listOffices, type Office } from '../offices/office.store.ts'
import { formats, type Formats } from '../web/formats.ts'
import type { Language, Translate } from '../web/texts.ts'
import type { Dossier } from './case.ts'
import type { Part, Said } from './said.ts'

/** What sentences are put into words with. */
export interface Speech {
  t: Translate
  text: (text: Text) => string
  format: Formats
  definition: BundleDefinition
  offices: ReadonlyMap<string, Office>
  /** The last published day of the working calendar. */
  knownUntil: string
  /** Who filed it for the applicant. */
  filedBy?: FiledBy | undefined
}

interface Speaker {
  t: Translate
  text: (text: Text) => string
  language: Language
}

export async function speechFor(ctx: Pick<Ctx, 'db' | 'vault'>, { t, text, language }: Speaker, dossier: Dossier, more: readonly string[] = []): Promise<Speech> {
  const ids = [...new Set([...dossier.tasks.map(({ officeId }) => officeId), ...more])]
  const offices = new Map((await listOffices(ctx.db, ids)).map(office => [office.id, office]))
  return { t, text, format: formats(language), definition: dossier.version.definition, offices, knownUntil: dossier.calendar.knownUntil, filedBy: await filedBy(ctx, dossier.theCase, { t, text, language }) }
}

export const inWords = ({ key, parts }: Said, speech: Speech): string =>
  quotedWithin(speech.t(key, Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, partInWords(part, speech)]))))

/** Quotation marks within quotation marks are single ones: an item may have them in its name. */
function quotedWithin(words: string): string {
  const single = words.replace(/“([^“”]*)“([^“”]*)”/g, '“$1‘$2’')
  return single === words ? words : quotedWithin(single)
}

export function partInWords(part: Part, speech: Speech): string | number {
  const { t, text, format, definition, offices } = speech
  if ('day' in part) return format.day(part.day)
  if ('dueOn' in part) return t(part.dueOn > speech.knownUntil ? 'letters:presumed' : 'letters:day', { day: format.day(part.dueOn) })
  if ('items' in part) return listed(part.items.map(code => definition.items[code]?.name), part.items, speech)
  if ('materials' in part) return listed(part.materials.map(id => definition.materials[id]?.name), part.materials, speech)
  if ('fields' in part) return listed(part.fields.map(id => definition.fields[id]?.name), part.fields, speech)
  if ('office' in part) return officeName(offices.get(part.office), speech)
  if ('amount' in part) return t(`cases:why.unit.${part.amount.unit}`, { count: part.amount.value })
  if ('procedure' in part) return t(`cases:procedure.${part.procedure}`)
  if ('shortcoming' in part) return shortcomingInWords(part.shortcoming, speech)
  if ('outcome' in part) return t(`letters:outcome.${part.outcome}`)
  if ('text' in part) return text(part.text)
  return 'words' in part ? part.words : part.count
}

const listed = (names: readonly (Text | undefined)[], ids: readonly string[], { t, text }: Speech): string =>
  names.map((name, index) => (name ? text(name) : String(ids[index]))).join(t('components:listSeparator'))

const officeName = (office: Office | undefined, { text }: Speech): string => (office ? text(office.name) : '')

/** The reason of the catalogue, then what the officer added; “other” says nothing by itself. */
export function shortcomingInWords({ code, note }: { code: string; note: string }, { t, text }: Pick<Speech, 't' | 'text'>): string {
  const standard = code === otherReason && note !== '' ? '' : text(reasonText(code))
  return [standard, note].filter(Boolean).join(standard && note ? t('cases:supplement.note') : '')
}
