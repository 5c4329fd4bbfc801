import { getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import { getOwnDossier } from '../cases/own-case.ts'
import { speechFor, type Speech } from '../cases/said-words.ts'
import type { Ctx } from '../context.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { lettersOf } from '../letters/letters.ts'
import { listedLetter } from '../letters/listed-letter.ts'
import type { Letter } from '../letters/letter.ts'
import { formats } from '../web/formats.ts'
import { inScope, isAllowed } from '../people/permissions.ts'
import { paths } from '../web/paths.ts'
import type { Language, Translate } from '../web/texts.ts'
import { reasonOf } from './compose.ts'
import type { Entry, Message } from './message.ts'
import { officesOfTasks } from './telling.store.ts'
import { wordsOf, type Line, type Words } from './words.ts'

/** Who reads, and in what language. */
export interface Reader {
  t: Translate
  language: Language
  text: (text: Text) => string
}

export interface ShownMessage {
  message: Message
  bundle: string
  subject: string
  lines: Line[]
}

/** A line of an opened message: with the reason of what was done, and the documents in which it stands. */
export interface OpenedLine extends Line {
  reason: string | undefined
  letters: Link[]
}

export interface OpenedMessage extends Omit<ShownMessage, 'lines'> {
  lines: OpenedLine[]
  /** Where one goes from it. */
  links: Link[]
}

interface Link {
  href: string
  text: string
}

export async function shownMessages(ctx: Ctx, messages: readonly Message[], reader: Reader): Promise<ShownMessage[]> {
  return Promise.all(messages.map(async message => shown(message, await definitionOf(ctx, message), reader)))
}

/** A message with the reasons and the letters of what it tells, which follow from the events only, and with the ways on from it. */
export async function openedMessage(ctx: Ctx, message: Message, reader: Reader): Promise<OpenedMessage> {
  const one = shown(message, await definitionOf(ctx, message), reader)
  if (message.kind === 'reading') return { ...one, lines: one.lines.map(line => ({ ...line, reason: undefined, letters: [] })), links: [{ href: paths.accessLog(), text: reader.t('notify:reading.toLog') }] }
  if (message.kind === 'draft') return { ...one, lines: one.lines.map(line => ({ ...line, reason: undefined, letters: [] })), links: [{ href: paths.draft(message.caseId), text: reader.t('notify:message.toDraft') }] }
  if (message.kind === 'staff') return { ...one, lines: one.lines.map(line => ({ ...line, reason: undefined, letters: [] })), links: await deskLinks(ctx, message, reader.t) }
  const events = await listEvents(ctx.db, message)
  const reasons = new Map(events.map(event => [event.seq, reasonOf(event)]))
  const letters = await lettersIn(ctx, message, events, reader)
  return { ...one, lines: one.lines.map((line, index) => ({ ...line, reason: reasons.get(line.seq), letters: letters[index] ?? [] })), links: caseLinks(message, reader.t) }
}

/** The letters of each entry: five departments that accept are one entry, and five letters. */
async function lettersIn(ctx: Ctx, { caseNumber, fromSeq, toSeq, content: { entries } }: Message, events: readonly ChainedEvent[], reader: Reader): Promise<Link[][]> {
  if (events.length === 0) return []
  const dossier = await getOwnDossier(ctx, caseNumber)
  const speech = await speechFor(ctx, reader, dossier)
  const written = lettersOf(dossier, events).filter(({ seq }) => seq >= fromSeq && seq <= toSeq)
  const typeAt = new Map(events.map(({ seq, type }) => [seq, type]))
  const isOf = ({ seq, type, about }: Entry, letter: Letter) => letter.seq === seq || (typeAt.get(letter.seq) === type && about.some(({ task }) => task === letter.taskId))
  return entries.map(entry => {
    const own = written.filter(letter => isOf(entry, letter))
    return own.map(letter => ({ href: paths.letter(caseNumber, letter.seq), text: titled(letter, own.length > 1, speech) }))
  })
}

function titled(letter: Letter, isOneOfMany: boolean, speech: Speech): string {
  const { title, items } = listedLetter(letter, speech)
  return isOneOfMany && items !== '' ? `${title}${speech.t('components:colon')}${items}` : title
}

/** An answer about a reading of one's data is of no bundle. */
const definitionOf = async ({ db }: Ctx, { kind, content }: Message): Promise<BundleDefinition | undefined> => (kind === 'reading' ? undefined : (await getVersion(db, content.version)).definition)

function shown(message: Message, definition: BundleDefinition | undefined, { t, language, text }: Reader): ShownMessage {
  const { subject, lines }: Words = wordsOf(message, { t, format: formats(language), ...(definition ? { named: { definition, text } } : {}) })
  return { message, bundle: definition ? text(definition.bundle.title) : t('notify:reading.about'), subject, lines }
}

/** The applicant goes to his case, or first to what he has to answer. */
function caseLinks({ caseNumber, content: { entries } }: Message, t: Translate): OpenedMessage['links'] {
  const mustAnswer = entries.some(({ type }) => type === 'case.noticeIssued' || type === 'case.answerReminded')
  return [...(mustAnswer ? [{ href: paths.supplement(caseNumber), text: t('notify:message.toSupplement') }] : []), { href: paths.case(caseNumber), text: t('notify:message.toCase') }]
}

/** Staff go to the one task it is about where it is on their desk, else to the desk; who has none stays. */
async function deskLinks(ctx: Ctx, { region, content: { entries } }: Message, t: Translate): Promise<OpenedMessage['links']> {
  const first = entries[0]?.about[0]
  if (isAllowed(ctx.actor, 'supervision.read') && first) return [{ href: paths.supervisedTask(first.task), text: t('notify:message.toTask') }]
  if (!isAllowed(ctx.actor, 'task.read')) return []
  const tasks = await officesOfTasks(ctx.db, region, [...new Set(entries.flatMap(({ about }) => about.map(({ task }) => task)))])
  const own = [...tasks].filter(([, office]) => inScope(ctx.actor, 'task.read', { officeId: office }))
  const request = entries.find(one => one.request)?.request
  if (request && own.length === 0) return [{ href: paths.deskRequest(request), text: t('notify:message.toRequest') }]
  return own.length === 1 && own[0] ? [{ href: paths.deskTask(own[0][0]), text: t('notify:message.toTask') }] : [{ href: paths.desk(), text: t('notify:message.toDesk') }]
}
