import { getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { listEventsAfter } from '../ledger/event.store.ts'
import { formats } from '../web/formats.ts'
import { worksAt } from '../people/actor.ts'
import { isAllowed } from '../people/permissions.ts'
import { paths } from '../web/paths.ts'
import type { Language, Translate } from '../web/texts.ts'
import { reasonOf } from './compose.ts'
import type { Message } from './message.ts'
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
  lines: (Line & { reason: string | undefined })[]
}

export interface OpenedMessage extends ShownMessage {
  /** Where one goes from it. */
  links: { href: string; text: string }[]
}

export async function shownMessages(ctx: Ctx, messages: readonly Message[], reader: Reader): Promise<ShownMessage[]> {
  return Promise.all(messages.map(async message => shown(message, await definitionOf(ctx, message), reader)))
}

/** A message with the reasons of what it tells, which stand in the events only, and with the ways on from it. */
export async function openedMessage(ctx: Ctx, message: Message, reader: Reader): Promise<OpenedMessage> {
  const one = shown(message, await definitionOf(ctx, message), reader)
  if (message.kind === 'staff') return { ...one, links: await deskLinks(ctx, message, reader.t) }
  const events = await listEventsAfter(ctx.db, message, message.fromSeq - 1)
  const reasons = new Map(events.map(event => [event.seq, reasonOf(event)]))
  return { ...one, lines: one.lines.map(line => ({ ...line, reason: reasons.get(line.seq) })), links: caseLinks(message, reader.t) }
}

const definitionOf = async ({ db }: Ctx, { content }: Message): Promise<BundleDefinition> => (await getVersion(db, content.version)).definition

function shown(message: Message, definition: BundleDefinition, { t, language, text }: Reader): ShownMessage {
  const { subject, lines }: Words = wordsOf(message, { t, format: formats(language), named: { definition, text } })
  return { message, bundle: text(definition.bundle.title), subject, lines: lines.map(line => ({ ...line, reason: undefined })) }
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
  const own = [...tasks].filter(([, office]) => worksAt(ctx.actor, office, 'officer', 'head'))
  const request = entries.find(one => one.request)?.request
  if (request && own.length === 0) return [{ href: paths.deskRequest(request), text: t('notify:message.toRequest') }]
  return own.length === 1 && own[0] ? [{ href: paths.deskTask(own[0][0]), text: t('notify:message.toTask') }] : [{ href: paths.desk(), text: t('notify:message.toDesk') }]
}
